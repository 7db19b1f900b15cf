"""Whatever stands in a case, finished or not, is written so that reading it gives the same case again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slides import Case, Slide, Words, parse_case, write_case
from slides.case import Item, Notes, Part
from slides.casefile.escaping import escaped, unescaped
from slides.casefile.reading import UNFINISHED
from slides.kinds import FRONT_KEYS, KINDS, NOTE_KEYS, SLIDE_KEYS, STAGE_ORDER, WORD_KEYS
from slides.words import is_harmful

LOOKS_LIKE_SOMETHING_ELSE = (
    "---", "# 一", "## story", "### zh 标题", "#", "-", "- a", "- [x] a", "[x] a", "[ ]", "> say: a", ">", "|", "a | b",
    "| a | b |", "|---|", "---|---", ":---:", "say: a", "alt: 图", "alt:", "a.b-c: d", "{{ name }}", "{% if %}",
    " 前面有空格", "后面有空格 ", "  ", "\u3000缩进", "\\", "\\\\", "a\\", "\\ a", "a \\", "\\# a", "C:\\temp\\new",
    "**", "**重点**", "![图](a.png)", "<b>x</b>", "=1+1", "𠮷野家", "👩‍🏫", "é", "字" * 10_000,
)  # fmt: skip
LINE = st.one_of(
    st.sampled_from(LOOKS_LIKE_SOMETHING_ELSE),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12).filter(
        lambda text: not any(map(is_harmful, text))
    ),
    st.text(st.sampled_from("\\|#->:[]x ab一\u3000*"), max_size=8),
)
NOTE = st.lists(LINE, max_size=4).map("\n".join)
ITEMS = st.lists(st.builds(Item, LINE, st.sampled_from(["", "x", " "])), max_size=4).map(tuple)
ROWS = st.lists(st.lists(LINE, min_size=1, max_size=3).map(tuple), max_size=4).map(tuple)


def keyed(keys: tuple[str, ...]) -> st.SearchStrategy[tuple[tuple[str, str], ...]]:
    """Some of these keys in their order, each with a value."""
    return st.tuples(*(st.one_of(st.just(""), LINE) for _ in keys)).map(
        lambda values: tuple((key, value) for key, value in zip(keys, values, strict=True) if value)
    )


WORDS = st.builds(
    Words,
    title=LINE,
    lead=LINE,
    items=ITEMS,
    rows=ROWS,
    keys=keyed(WORD_KEYS),
    notes=st.builds(Notes, *(NOTE for _ in NOTE_KEYS)),
)


def some_stages(least: int) -> st.SearchStrategy[tuple[str, ...]]:
    """Some of the stages, in their order."""
    return st.sets(st.sampled_from(STAGE_ORDER), min_size=least).map(
        lambda chosen: tuple(stage for stage in STAGE_ORDER if stage in chosen)
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Any case at all that the editor could hold."""
    stages = draw(some_stages(1))
    slides = st.builds(
        Slide,
        kind=st.sampled_from(list(KINDS)),
        stages=some_stages(1).map(lambda chosen: tuple(one for one in stages if one in chosen) or stages),
        minutes=st.integers(0, 199).map(lambda halves: halves / 2),
        keys=keyed(tuple(key for key in SLIDE_KEYS if key not in ("stages", "minutes"))),
        zh=WORDS,
        en=WORDS,
    )
    parts = st.builds(Part, LINE, LINE, st.lists(slides, max_size=2).map(tuple))
    return Case(
        draw(keyed(tuple(key for key in FRONT_KEYS if key not in ("stages", "sources")))),
        draw(st.lists(LINE.filter(bool), max_size=3).map(tuple)),
        stages,
        draw(st.lists(parts, max_size=2).map(tuple)),
    )


@settings(deadline=None, max_examples=300)
@given(cases())
def test_what_is_written_is_read_again_as_the_same_case(case: Case) -> None:
    text = write_case(case)
    again, problems = parse_case(text)
    assert again == case
    assert write_case(again) == text
    assert {problem.rule for problem in problems} <= UNFINISHED


@pytest.mark.parametrize("text", LOOKS_LIKE_SOMETHING_ELSE, ids=range(len(LOOKS_LIKE_SOMETHING_ELSE)))
@pytest.mark.parametrize("place", ["title", "lead", "item", "cell", "key", "note", "later note", "part", "source"])
def test_a_text_that_looks_like_something_else_stays_that_text(text: str, place: str) -> None:
    words = {
        "title": Words(title=text),
        "lead": Words(title="a", lead=text),
        "item": Words(title="a", items=(Item(text), Item(text, "x"))),
        "cell": Words(title="a", rows=((text, "b"), ("c", text))),
        "key": Words(title="a", keys=(("alt", text),)),
        "note": Words(title="a", notes=Notes(say=text)),
        "later note": Words(title="a", notes=Notes(say=f"a\n{text}\nb")),
    }.get(place, Words(title="a"))
    part = Part(text if place == "part" else "a", "b", (Slide("points", ("junior",), zh=words, en=Words(title="a")),))
    case = Case((("id", "a"),), (text,) if place == "source" else (), ("junior",), (part,))
    assert parse_case(write_case(case))[0] == case


@settings(deadline=None)
@given(LINE)
def test_a_text_survives_its_backslashes(text: str) -> None:
    assert unescaped(escaped(text).strip()) == text


def test_a_backslash_before_a_letter_is_a_backslash() -> None:
    assert unescaped(r"C:\temp\new") == r"C:\temp\new" == escaped(r"C:\temp\new")
