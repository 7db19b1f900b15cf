"""What the looks are drawn with: outlines, icons traced into freeforms, and boxes that hold what a case may say."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from slides.art.icons import ICONS
from slides.catalogue import layouts_of
from slides.drawingml import SPACES, geometry
from slides.fit import Block
from slides.icons import FACES, of_look, toned
from slides.kinds import LIMITS, NODE_LIMIT, STAGE_ORDER, TITLE_LIMIT
from slides.looks import FLOOR, LOOK_OF_STAGE, LOOKS
from slides.masters.tracing import traced
from slides.outlines import PATHS, steps
from slides.preview_shapes import outlined

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
ENGLISH = "Every pupil may say what they think and ask for help when it is needed most "
# Where a field of a kind stands: its layouts, its slot, and how many of it one slot holds.
PLACES: dict[tuple[str, str], tuple[tuple[str, ...], str, int]] = {
    ("cover", "lead"): (("cover", "cover-picture"), "lead", 1),
    ("goals", "line"): (("goals",), "text1", 1),
    ("section", "lead"): (("section", "section-picture"), "lead", 1),
    ("points", "lead"): (("points",), "lead", 1),
    ("points", "line"): (("points",), "text", 4),
    ("story", "line"): (("story",), "text", 3),
    ("quote", "lead"): (("quote", "quote-picture"), "text", 1),
    ("discussion", "lead"): (("discussion",), "lead", 1),
    ("discussion", "line"): (("discussion",), "text1", 1),
    ("right-and-wrong", "line"): (("right-and-wrong",), "text1", 3),
    ("chart", "lead"): (("chart",), "lead", 1),
    ("law", "line"): (("law-own",), "own", 3),
    ("table", "lead"): (("table",), "lead", 1),
    ("quiz", "lead"): (("quiz-2", "quiz-3", "quiz-4"), "lead", 1),
    ("quiz", "line"): (("quiz-2", "quiz-3", "quiz-4"), "text1", 1),
    ("answer", "lead"): (("answer-2", "answer-3", "answer-4"), "lead", 1),
    ("help", "first"): (("help-2", "help-3", "help-4"), "label1", 1),
    ("help", "second"): (("help-2", "help-3", "help-4"), "text1", 1),
    ("summary", "line"): (("summary",), "text1", 1),
    ("qr", "lead"): (("qr",), "lead", 1),
}


@pytest.mark.parametrize("stage", STAGE_ORDER)
@pytest.mark.parametrize("field", PLACES, ids="-".join)
def test_a_text_as_long_as_it_may_be_fits_its_box_in_both_languages(field: tuple[str, str], stage: str) -> None:
    at, (keys, name, count) = STAGE_ORDER.index(stage), PLACES[field]
    most = LIMITS[field][at]
    for key in keys:
        slot = layouts_of(LOOK_OF_STAGE[stage])[key].slot(name)
        for text in ("字" * most, ENGLISH[: 2 * most].strip()):
            assert Block((text,) * count, slot).fits(FLOOR[slot.style][at]), (key, text)


@pytest.mark.parametrize("stage", STAGE_ORDER)
def test_a_timeline_with_as_many_stops_as_allowed_holds_its_words(stage: str) -> None:
    at = STAGE_ORDER.index(stage)
    layout = layouts_of(LOOK_OF_STAGE[stage])[f"timeline-{NODE_LIMIT[at]}"]
    for name, field in (("label1", "first"), ("text1", "second")):
        slot = layout.slot(name)
        assert Block(("字" * LIMITS["timeline", field][at],), slot).fits(FLOOR[slot.style][at])


@pytest.mark.parametrize("stage", STAGE_ORDER)
def test_every_layout_holds_the_longest_title(stage: str) -> None:
    at = STAGE_ORDER.index(stage)
    for layout in layouts_of(LOOK_OF_STAGE[stage]).values():
        slot = layout.slot("title")
        for title in ("字" * TITLE_LIMIT[at], ENGLISH[: 2 * TITLE_LIMIT[at]].strip()):
            assert Block((title,), slot).fits(FLOOR[slot.style][at]), layout.key


def test_every_icon_of_a_layout_is_drawn_and_becomes_freeforms_inside_its_box() -> None:
    used = {shape.icon for look in LOOKS for layout in layouts_of(look).values() for shape in layout.shapes}
    assert used - {""} <= set(ICONS)
    for name in used - {""}:
        for look in LOOKS.values():
            group = etree.fromstring(f"<r {SPACES}>{traced(of_look(name, look), (1, 1, 1, 1), 200, 7)}</r>")
            numbers = [int(point.get(axis)) for point in group.iter(f"{A}pt") for axis in ("x", "y")]
            assert numbers
            assert min(numbers) >= -40
            assert max(numbers) <= 2040
            ids = re.findall(r'cNvPr id="(\d+)"', etree.tostring(group).decode())
            assert len(ids) == len(set(ids))


def test_an_arc_becomes_curves_that_end_where_it_ends() -> None:
    group = etree.fromstring(f"<r {SPACES}>{traced(_path('M100 50A50 50 0 0 1 150 100'), (0, 0, 1, 1), 200, 7)}</r>")
    (curve,) = group.iter(f"{A}cubicBezTo")
    assert [(point.get("x"), point.get("y")) for point in curve] == [("1276", "500"), ("1500", "724"), ("1500", "1000")]


def _path(outline: str) -> str:
    return f'<path d="{outline}" fill="#112233"/>'


def test_people_keep_their_colours_and_other_signs_take_the_ink_of_a_look() -> None:
    senior = LOOKS["senior"]
    for face in FACES:
        assert of_look(face, senior) == of_look(face, LOOKS["primary"])
    assert of_look("star", senior) != of_look("star", LOOKS["primary"])
    assert [toned(colour, senior.tones) for colour in ("000000", "ffffff")] == [senior.tones[0], senior.tones[2]]


@pytest.mark.parametrize("name", PATHS)
def test_an_outline_is_the_same_in_the_file_and_in_its_preview(name: str) -> None:
    drawn = etree.fromstring(f"<r {SPACES}>{geometry(name)}</r>")
    inside = [float(point.get(axis)) / 100 for point in drawn.iter(f"{A}pt") for axis in ("x", "y")]
    shown = [float(number) for number in re.findall(r"-?[\d.]+", outlined(name, (0, 0, 100 / 96, 100 / 96)))]
    assert inside == pytest.approx(shown, abs=0.06)
    assert next(steps(name))[0] == "M"
