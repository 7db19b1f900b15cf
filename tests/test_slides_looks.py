"""What the looks are drawn with: outlines, icons traced into freeforms, and boxes that hold what a case may say."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import etree

from slides.art.icons import ICONS
from slides.composing.longest import without_room
from slides.designs.catalogue import layouts_of
from slides.designs.icons import FACES, of_look, toned
from slides.designs.looks import LOOK_OF_STAGE, LOOKS
from slides.designs.outlines import PATHS, steps
from slides.kinds import STAGE_ORDER
from slides.masters.tracing import traced
from slides.pptx.drawingml import SPACES, geometry
from slides.previews.shapes import outlined

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@pytest.mark.parametrize("stage", STAGE_ORDER)
def test_every_layout_holds_the_longest_text_of_each_place_in_both_languages(stage: str) -> None:
    assert list(without_room(layouts_of(LOOK_OF_STAGE[stage]), stage)) == []


@pytest.mark.parametrize("stage", STAGE_ORDER)
def test_a_place_that_is_too_small_is_found(stage: str) -> None:
    layouts = layouts_of(LOOK_OF_STAGE[stage])
    slots = tuple(
        replace(slot, box=(*slot.box[:3], 0.4)) if slot.name == "lead" else slot for slot in layouts["cover"].slots
    )
    found = list(without_room({**layouts, "cover": replace(layouts["cover"], slots=slots)}, stage))
    assert {(each.layout, each.slot) for each, _ in found} == {("cover", "lead")}


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
