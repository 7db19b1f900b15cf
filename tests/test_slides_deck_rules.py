"""The rules of a deck: the built-in designs keep them, and each rule finds what it is for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from slides.composing.deck import Deck, Page, Text
from slides.deck_rules import RULES, Stand, faults
from slides.designs.design import Design, built_in, design_of_stage
from slides.kinds import LANGUAGES, STAGE_ORDER
from slides.law.laws import LawTable
from slides.uploaded.sample import sample_deck

LAWS = LawTable(())


def deck(stage: str = "junior", lang: str = "zh") -> Deck:
    return sample_deck(design_of_stage(stage), stage, lang, LAWS)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("stage", STAGE_ORDER)
def test_the_built_in_designs_keep_every_rule(stage: str, lang: str) -> None:
    assert faults(deck(stage, lang)) == ()


def changed(layout: str, change: Callable[[Page], Page]) -> Deck:
    whole = deck()
    at = next(number for number, page in enumerate(whole.pages) if page.layout == layout)
    return replace(whole, pages=(*whole.pages[:at], change(whole.pages[at]), *whole.pages[at + 1 :]))


def with_text(slot: str, **values: object) -> Callable[[Page], Page]:
    return lambda page: replace(
        page, texts=tuple(replace(text, **values) if text.slot == slot else text for text in page.texts)
    )


def with_more_rows(page: Page) -> Page:
    return replace(page, table=replace(page.table, rows=page.table.rows * 4))


def moved(layout: str, slot: str, box: tuple[float, float, float, float]) -> Deck:
    whole = deck()
    ours = built_in("junior")
    own = ours.layouts[layout]
    slots = tuple(replace(each, box=box) if each.name == slot else each for each in own.slots)
    layouts = {**ours.layouts, layout: replace(own, slots=slots)}
    return replace(whole, design=Design("moved", "moved", ours.look, layouts, ours.parts, ours.chrome))


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        (lambda: changed("points", with_text("title", paragraphs=("很长的标题" * 20,))), "text_over_box"),
        (lambda: changed("goals", with_text("text1", paragraphs=("W" * 12,), size=28)), "word_broken"),
        (lambda: changed("points", with_text("text", size=14)), "text_too_small"),
        (lambda: changed("points", with_text("lead", colour="mist")), "text_unclear"),
        (lambda: changed("answer-3", with_text("text1", colour="white", fill="sun")), "text_unclear"),
        (lambda: changed("points", with_text("lead", paragraphs=(" ",))), "empty_place"),
        (lambda: moved("points", "text", (10.0, 2.75, 10.0, 3.7)), "off_slide"),
        (lambda: moved("points", "lead", (1.35, 3.2, 10.75, 2.9)), "overlap"),
        (lambda: changed("story", lambda page: replace(page, picture=replace(page.picture, alt=""))), "no_alt"),
        (lambda: changed("table", with_more_rows), "table_over_box"),
    ],
)  # fmt: skip
def test_each_rule_finds_what_it_is_for(make: Callable[[], Deck], rule: str) -> None:
    found = faults(make())
    assert rule in {fault.rule for fault in found}
    assert all(fault.number and fault.title for fault in found)


def test_every_rule_is_asked_and_says_what_must_hold() -> None:
    assert all(rule.__doc__ for rule in RULES)
    page = Page("points", (Text("title", ("标题",), size=36),), ())
    assert not [fault for rule in RULES for fault in rule(Stand(replace(deck(), pages=(page,)), page, 1))]
