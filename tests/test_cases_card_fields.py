"""A card's fields and its slide are the same thing: what is typed is kept exactly, or refused with field and reason."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.cases.editor.card_fields import field_problems, minutes_of, row_text, rows_of, slide_of, values_of
from slides import Case, Slide, Words, parse_case, write_case
from slides.case import Item, Notes, Part
from slides.kinds import KINDS, STAGE_ORDER
from tests.test_slides_round_trip import LINE, LOOKS_LIKE_SOMETHING_ELSE
from tests.test_slides_sample import sample_case

SLIDES = list(sample_case().slides)
PLACES = ("title", "lead", "line-1", "second-1", "alt", "by", "say", "sources")


@pytest.mark.parametrize("slide", SLIDES, ids=lambda slide: slide.kind)
def test_a_slide_is_the_same_after_its_form(slide: Slide) -> None:
    assert slide_of(values_of(slide), slide.stages) == slide


def stored(slide: Slide) -> Slide:
    """The slide as it comes back from the stored text."""
    case = Case((("id", "a"),), (), STAGE_ORDER, (Part("a", "b", (slide,)),))
    return next(parse_case(write_case(case))[0].slides)


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(list(KINDS)), st.sampled_from(PLACES), st.one_of(LINE, st.text(max_size=40)))
def test_whatever_is_typed_is_kept_exactly_or_refused(kind: str, place: str, text: str) -> None:
    typed = {"kind": kind, f"zh-{place}": text, "zh-title": text if place == "title" else "题"}
    problems = field_problems(typed, ["junior"], STAGE_ORDER)
    if problems:
        assert {problem.field for problem in problems} == {f"zh-{place}"}
        assert all(str(problem.message) for problem in problems)
        return
    kept = stored(slide_of(typed, ["junior"]))
    said = values_of(kept)
    if place in ("line-1", "second-1") and KINDS[kind].shape != "pairs":
        assert kept.zh.items == (() if not text else (Item(f" | {text}" if place == "second-1" else text, box(kind)),))
    else:
        assert said.get(f"zh-{place}", "") == text


def box(kind: str) -> str:
    return " " if KINDS[kind].shape in ("marked", "options") else ""


@pytest.mark.parametrize("text", [t for t in LOOKS_LIKE_SOMETHING_ELSE if len(t) < 100])
def test_a_cell_with_any_text_comes_back_from_the_line_of_its_row(text: str) -> None:
    for row in ((text, "b"), ("a", text), (text, text, text)):
        assert list(rows_of(row_text(row))) == [row]


def test_the_rows_of_a_table_may_be_typed_in_several_ways() -> None:
    wanted = [("情况", "怎么办"), ("丢了", "一起找")]
    for text in (
        "情况 | 怎么办\n丢了 | 一起找",
        "情况｜怎么办\n丢了｜一起找",
        "| 情况 | 怎么办 |\n|---|---|\n| 丢了 | 一起找 |\n\n",
    ):
        assert list(rows_of(text)) == wanted


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"zh-title": "a\u202eb"}, "zh-title"),
        ({"zh-title": "a\x00b"}, "zh-title"),
        ({"zh-title": "a\tb"}, "zh-title"),
        ({"zh-lead": "一\n二"}, "zh-lead"),
        ({"zh-say": "字" * 10_000}, "zh-say"),
        ({"minutes": "zwei"}, "minutes"),
        ({"minutes": "1.3"}, "minutes"),
        ({"kind": "aims"}, "kind"),
        ({"kind": "help", "zh-line-1": "110 | x"}, "zh-line-1"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(changed: dict[str, str], field: str) -> None:
    problems = field_problems({"kind": "story", **changed}, ["junior"], ["junior"])
    assert [problem.field for problem in problems] == [field]


@pytest.mark.parametrize("stages", [[], ["senior"], ["nursery"]])
def test_a_slide_is_for_a_stage_of_its_case(stages: list[str]) -> None:
    assert [problem.field for problem in field_problems({"kind": "story"}, stages, ["junior"])] == ["stages"]


@pytest.mark.parametrize(("text", "number"), [("", 0), ("2", 2), ("1.5", 1.5), ("２", 2), ("100", None), ("-1", None)])
def test_minutes_are_read_as_people_type_them(text: str, number: float | None) -> None:
    assert minutes_of(text) == number


def test_lines_in_several_notes_stay_lines() -> None:
    notes = Notes(say="一\n\n二\nask: 三", ask=" 前\n后 ")
    slide = Slide("story", ("junior",), zh=Words(title="题", notes=notes))
    assert stored(slide_of(values_of(slide), slide.stages)) == replace(slide, stages=("junior",))


def test_another_kind_keeps_what_the_former_one_had() -> None:
    values = {**values_of(next(slide for slide in SLIDES if slide.kind == "quiz")), "kind": "points"}
    again = slide_of(values, ["junior"])
    assert [item.text for item in again.zh.items] == ["一起笑他", "问清楚再说", "翻他的书包"]
    assert again.zh.lead
