"""The pages of the manual as files: alike in both languages, and true of the application that they speak of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask import Flask, url_for

from course.access.models import Role
from course.manual import context, library, writing
from course.manual.library import EVERYBODY, Topic
from course.manual.search_rules import Hit, Page, around, found
from tests.test_access_matrix import rows

CATALOGUE = Path(__file__).parent.parent / "course/translations/zh_Hans_CN/LC_MESSAGES/messages.po"
KEYS = sorted(library.topics("zh"))
BOTH = [(language, key) for language in library.LANGUAGES for key in KEYS]
MOST_STEPS = 10
# What has no page that a person looks at, or is the manual itself.
WITHOUT_HELP = {"site", "manual"}


def shape(topic: Topic) -> dict[str, list]:
    """What must be the same in both languages."""
    return {
        "headings": re.findall(r"^#+", topic.text, re.MULTILINE),
        "lines": re.findall(r"^(?:\d+\.|-)", topic.text, re.MULTILINE),
        "words": sorted(writing.WORD.findall(topic.text)),
        "links": sorted(writing.LINK.findall(topic.text)),
        "pages": sorted(writing.OTHER.findall(topic.text)),
        "commands": [len(re.findall(r"`", topic.text))],
    }


def test_both_languages_have_the_same_pages() -> None:
    assert list(library.topics("en")) == list(library.topics("zh"))
    assert len(KEYS) > 40


@pytest.mark.parametrize("key", KEYS)
def test_a_page_says_the_same_in_both_languages(key: str) -> None:
    chinese, english = library.topics("zh")[key], library.topics("en")[key]
    assert shape(chinese) == shape(english)
    assert (chinese.readers, chinese.place) == (english.readers, english.place)
    assert re.search(r"[\u4e00-\u9fff]", chinese.title)
    assert not re.search(r"[\u4e00-\u9fff]", english.title + english.text)


@pytest.mark.parametrize(("language", "key"), BOTH)
def test_a_page_is_short(language: str, key: str) -> None:
    text = library.topics(language)[key].text
    for part in re.split(r"^##", text, flags=re.MULTILINE):
        assert len(re.findall(r"^(?:\d+\.|-)", part, re.MULTILINE)) <= MOST_STEPS
    assert len(text.splitlines()) <= 30


@pytest.mark.parametrize("key", KEYS)
def test_a_page_is_for_somebody(key: str) -> None:
    assert library.topics("zh")[key].readers <= {EVERYBODY, *(role.value for role in Role)}


def test_what_a_page_names_is_called_so_in_the_application() -> None:
    with CATALOGUE.open("rb") as file:
        known = {one.id for one in read_po(file, locale="zh_Hans_CN") if isinstance(one.id, str) and one.string}
    for topic in library.topics("en").values():
        named = writing.WORD.findall(topic.text) + [said for _, said in writing.LINK.findall(topic.text)]
        assert set(named) <= known, f"{topic.key}: no page of the application says {set(named) - known}"


def test_every_link_leads_somewhere(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        for topic in library.topics("en").values():
            for endpoint, _ in writing.LINK.findall(topic.text):
                assert url_for(endpoint).startswith("/"), f"{topic.key}: {endpoint}"
            assert set(writing.OTHER.findall(topic.text)) <= set(KEYS), topic.key


def test_every_place_has_its_page_and_every_page_its_place(sqlite_app: Flask) -> None:
    endpoints = set(sqlite_app.view_functions)
    blueprints = set(sqlite_app.blueprints)
    for place, key in context.TOPIC_OF.items():
        assert place in endpoints | blueprints, f"there is no page {place}"
        assert key in KEYS, f"{place}: there is no page {key} in the manual"


def test_every_page_of_the_application_is_explained() -> None:
    for endpoint in rows():
        if endpoint.partition(".")[0] not in WITHOUT_HELP:
            assert context.topic_of(endpoint), f"{endpoint}: say in course/manual/context.py where it is explained"


def test_the_text_of_a_page_holds_no_html_of_its_own() -> None:
    html = writing.markdown.render("<script>alert(1)</script> [x](javascript:alert(1)) <b onclick=x>y</b>")
    assert "<script" not in html and "<b" not in html and "href" not in html


PAGES = [
    Page("book", "Book a lesson", "Three steps. Choose a theme, a class, a period."),
    Page("deck", "Get the deck", "A lesson has its deck. " + "x " * 100 + "Period at the end."),
]


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        ("", []),
        ("   ", []),
        ("DECK", ["deck"]),
        ("deck", ["deck"]),
        ("lesson", ["book", "deck"]),
        ("period", ["book", "deck"]),
        ("class period", ["book"]),
        ("nothing", []),
        ("%", []),
        ("_", []),
        (".*", []),
        ("x" * 1000, []),
    ],
)
def test_the_search_finds_all_words(asked: str, keys: list[str]) -> None:
    assert [hit.key for hit in found(asked, PAGES)] == keys


def test_a_title_is_found_before_a_text() -> None:
    assert [hit.key for hit in found("lesson", PAGES[::-1])] == ["book", "deck"]


def test_what_stands_around_the_word_is_shown() -> None:
    assert found("choose", PAGES) == [Hit("book", "Book a lesson", PAGES[0].text)]
    assert around("period", PAGES[1].text).startswith("…") and around("period", PAGES[1].text).endswith("at the end.")
    assert around("not there", "short") == "short"
