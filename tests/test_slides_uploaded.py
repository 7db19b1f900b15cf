"""Masters of others: read, cleaned, written anew, and worn by a whole lesson."""

from __future__ import annotations

import io
import itertools
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator
from PIL import Image
from pptx import Presentation

from course.cases.laws.source import TextsMissing, reviewed_table
from slides import Studio, built_in_cases, read_case
from slides.composing.compose import laid_out
from slides.composing.longest import without_room
from slides.designs.contrast import contrast
from slides.designs.design import MASTERS, Design
from slides.designs.looks import LOOK_OF_STAGE, LOOKS
from slides.kinds import KINDS, LANGUAGES, STAGE_ORDER
from slides.law.laws import LawTable
from slides.package import unzip_parts
from slides.pptx.deck_file import draw
from slides.previews.grounds import picture_of
from slides.previews.shapes import drawn
from slides.uploaded.backdrop import Painter
from slides.uploaded.dressing import dressed, has_sheets, kind_of
from slides.uploaded.mapping import proposed
from slides.uploaded.marks import apart, is_free
from slides.uploaded.package_reading import unzipped
from slides.uploaded.pictures import LONGEST_EDGE, encoded
from slides.uploaded.reading import read_base
from slides.uploaded.rebuilding import content_of, rebuilt
from slides.uploaded.sample import ADDRESS, sample_case, sample_deck, sample_faults
from slides.uploaded.values import Base, MasterRefused
from slides.uploaded.writing import kept_base, written_base
from tests import hostile_masters, masters, services

NO_LAWS = LawTable(())
CASES = [read_case(path.read_text(encoding="utf-8")) for path in built_in_cases()]
GOOD: dict[str, Callable[[], bytes]] = {
    "plain": masters.plain,
    "decorated": masters.decorated,
    "dark": masters.dark,
    "bare": masters.bare,
    "small": masters.small,
    "small titles": masters.small_titles,
    "low titles": masters.low_titles,
    "narrow covers": masters.narrow_covers,
    "crested": masters.crested,
    **{key: (lambda key=key: (MASTERS / f"{key}.pptx").read_bytes()) for key in LOOKS},
}
EVERY = pytest.mark.parametrize("name", GOOD)


@cache
def laws() -> LawTable:
    """The reviewed laws with their texts."""
    try:
        return reviewed_table()
    except TextsMissing:
        services.need("the package with the texts of the laws", None)
        raise


@cache
def base(name: str) -> Base:
    return kept_base(written_base(read_base(unzipped(GOOD[name]()), encoded), name))


@cache
def mapping(name: str) -> dict[str, int]:
    found = base(name)
    painted = [Painter(found.scheme, found.media).layout(layout) for layout in found.layouts]
    return proposed(found.layouts, dict(enumerate(map(picture_of, painted))))


@cache
def design(name: str, look: str) -> Design:
    return dressed(base(name), mapping(name), look, f"模板 <{name}> & 局", name)


def of_stage(name: str) -> Callable[[str], Design]:
    return lambda stage: design(name, LOOK_OF_STAGE[stage])


@EVERY
def test_a_rebuilt_package_follows_the_schema_and_is_read_as_it_was(tmp_path: Path, name: str) -> None:
    first = read_base(unzipped(GOOD[name]()), encoded)
    content = written_base(first, name)
    assert kept_base(content) == first
    assert written_base(kept_base(content), name) == content
    path = tmp_path / "master.pptx"
    path.write_bytes(content)
    assert [error.description for error in OpenXmlValidator(max_errors=20).validate(str(path)).errors] == []


@pytest.mark.parametrize(("name", "lang"), [*((name, "zh") for name in GOOD), ("decorated", "en")])
def test_a_deck_in_the_design_follows_the_schema_and_opens(tmp_path: Path, name: str, lang: str) -> None:
    data = draw(sample_deck(design(name, "junior"), "junior", lang, NO_LAWS), Studio())
    path = tmp_path / "deck.pptx"
    path.write_bytes(data)
    assert [error.description for error in OpenXmlValidator(max_errors=20).validate(str(path)).errors] == []
    slides = list(Presentation(io.BytesIO(data)).slides)
    assert len(slides) >= 20
    assert f"<{name}> & 局" in slides[-1].notes_slide.notes_text_frame.text


@EVERY
def test_a_whole_lesson_for_every_stage_has_no_fault_in_the_proposed_layouts(name: str) -> None:
    assert list(sample_faults(of_stage(name), NO_LAWS)) == []


@EVERY
def test_every_built_in_case_is_built(name: str) -> None:
    for case in CASES:
        on = date.fromisoformat(case.get("laws-checked"))
        for stage, lang in itertools.product(case.stages, LANGUAGES):
            given = {"stage": stage, "lang": lang, "laws": laws(), "survey_url": ADDRESS, "built_on": on}
            assert laid_out(case, **given, design=of_stage(name)(stage))[1] == [], (case.id, stage, lang)


@EVERY
def test_a_design_has_room_for_the_longest_text_of_every_place(name: str) -> None:
    for stage in STAGE_ORDER:
        assert list(without_room(of_stage(name)(stage).layouts, stage)) == []


def test_a_design_that_other_cases_would_overfill_is_refused() -> None:
    whole = design("plain", "junior")
    cover = whole.layouts["cover-picture"]
    lead = replace(cover.slot("lead"), box=(0.9, 3.4, 5.1, 0.4))
    slots = tuple(lead if slot.name == "lead" else slot for slot in cover.slots)
    layouts = {**whole.layouts, "cover-picture": replace(cover, slots=slots)}
    low = Design("low", "low", whole.look, layouts, whole.parts, whole.chrome, whole.backdrops)
    found = {each.fault for each in sample_faults(lambda _: low, NO_LAWS) if each.stage == "junior"}
    told = {(fault.layout, fault.slot) for fault in found if fault.rule == "no_room_for_longest"}
    assert told == {("cover-picture", "lead")}


@pytest.mark.parametrize("name", [*LOOKS, "plain", "decorated", "small titles", "low titles", "narrow covers"])
@pytest.mark.parametrize("look", LOOKS)
def test_no_sheet_lies_on_a_ground_on_which_words_can_be_read(name: str, look: str) -> None:
    assert [key for key, layout in design(name, look).layouts.items() if has_sheets(layout)] == []


def test_words_stand_beside_a_crest_rather_than_on_a_sheet_over_it() -> None:
    layouts = design("crested", "junior").layouts
    assert [key for key, layout in layouts.items() if has_sheets(layout)] == []
    for key in ("points", "story", "discussion", "law", "quiz-4", "table"):
        left, _, wide, _ = layouts[key].slot("title").box
        assert left + wide < 10.75, key


@pytest.mark.parametrize("look", LOOKS)
def test_no_sheet_cuts_into_a_crest_where_words_have_room_beside_it_or_below(look: str) -> None:
    assert [key for key, layout in design("crested", look).layouts.items() if has_sheets(layout)] == []


@EVERY
@pytest.mark.parametrize("look", LOOKS)
def test_free_numerals_and_letters_are_seen_on_every_ground(name: str, look: str) -> None:
    whole = design(name, look)
    for key, layout in whole.layouts.items():
        behind = "".join(drawn(shape, whole.look) for shape in layout.shapes if not is_free(shape))
        picture = picture_of(whole.backdrops.get(key, "") + behind)
        for sign in filter(is_free, layout.shapes):
            assert apart(sign, sign.colour, whole.look, picture) >= 3.5, (key, sign.text, sign.colour)


def test_a_master_without_room_is_told_slide_by_slide() -> None:
    found = kept_base(written_base(read_base(unzipped(masters.crowded()), encoded), "x"))
    narrow = dict.fromkeys(KINDS, 0)
    faults = list(sample_faults(lambda stage: dressed(found, narrow, LOOK_OF_STAGE[stage], "x", "narrow"), NO_LAWS))
    assert {"text_over_box", "overlap"} <= {each.fault.rule for each in faults}
    assert all(each.fault.number and each.fault.title and each.fault.layout for each in faults)


def test_equal_files_make_equal_bytes() -> None:
    decks = [draw(sample_deck(design("decorated", "senior"), "senior", "zh", NO_LAWS), Studio())]
    again = dressed(base("decorated"), mapping("decorated"), "senior", "模板 <decorated> & 局", "decorated")
    decks.append(draw(sample_deck(again, "senior", "zh", NO_LAWS), Studio()))
    assert decks[0] == decks[1]


def test_the_process_makes_what_is_made_here(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(masters.decorated())
    content, remarks = rebuilt(path, "x")
    assert content == written_base(read_base(unzipped(masters.decorated()), encoded), "x")
    assert remarks == []


def test_a_process_that_dies_on_a_file_has_refused_it() -> None:
    for code, rule in ((-9, "took_too_long"), (1, "broken_part")):
        with pytest.raises(MasterRefused) as refused:
            content_of(subprocess.CompletedProcess([], code, stdout=b"", stderr=b"Traceback"))
        assert refused.value.rule == rule


@pytest.mark.parametrize("hostile", hostile_masters.FOUND_LATER, ids=lambda hostile: hostile.title)
def test_what_the_gate_cannot_see_is_refused_by_the_process(tmp_path: Path, hostile: hostile_masters.Hostile) -> None:
    path = tmp_path / "file"
    path.write_bytes(hostile.make())
    with pytest.raises(MasterRefused) as refused:
        rebuilt(path, "x")
    assert refused.value.rule == hostile.rule


def test_nothing_of_the_file_but_its_design_is_kept() -> None:
    parts = unzip_parts(written_base(read_base(unzipped(masters.decorated()), encoded), "x"))
    text = b"".join(data for name, data in parts.items() if name.endswith((".xml", ".rels"))).decode()
    assert "示例区公安分局" in text
    for word in ("hlinkClick", "extLst", "printerSettings", "descr=", "External", "example.org", "Freeform", "timing"):
        assert word not in text, word
    assert not [name for name in parts if re.search(r"slides/|notesSlides|printer|thumbnail", name)]


def test_shapes_are_cleaned_of_what_no_list_allows() -> None:
    shape = (
        '<p:sp xmlns:m="urn:x"><p:nvSpPr><p:cNvPr id="9" name="secret.docx" descr="C:\\\\a.png">'
        "<a:hlinkClick/></p:cNvPr>"
        "<p:cNvSpPr/><p:nvPr><p:custDataLst/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x='1' y='2'/>"
        "<a:ext cx='3' cy='4'/></a:xfrm><a:prstGeom prst='unheardOf'><a:avLst/></a:prstGeom>"
        "<a:solidFill><a:schemeClr val='bg1'/></a:solidFill><m:evil/><a:scene3d/></p:spPr></p:sp></p:spTree>"
    )
    data = hostile_masters.changed(hostile_masters.MASTER, b"</p:spTree>", shape.encode())()
    drawn = read_base(unzipped(data), encoded).layouts[1].shapes
    assert "secret" not in drawn and "evil" not in drawn and "scene3d" not in drawn and "custData" not in drawn
    tree = etree.fromstring(f'<x xmlns:a="{masters.A[1:-1]}" xmlns:p="{masters.P[1:-1]}">{drawn}</x>')
    assert tree.find(f".//{masters.A}prstGeom").get("prst") == "rect"
    assert tree.find(f".//{masters.A}schemeClr").get("val") == "lt1"


def test_too_many_shapes_are_refused() -> None:
    shape = (
        '<p:sp><p:nvSpPr><p:cNvPr id="9" name="a"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="1" y="2"/>'
        '<a:ext cx="3" cy="4"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:sp>'
    )
    data = hostile_masters.changed(hostile_masters.MASTER, b"</p:spTree>", (shape * 401 + "</p:spTree>").encode())()
    with pytest.raises(MasterRefused) as refused:
        read_base(unzipped(data), encoded)
    assert refused.value.rule == "too_many_shapes"


def test_pictures_are_written_anew_without_what_a_camera_adds() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "A camera", 6
    data = masters.picture("JPEG", (2400, 1200), exif=exif, comment=b"secret")
    clean, ending = encoded(data, "a.jpeg")
    with Image.open(io.BytesIO(clean)) as picture:
        assert picture.size == (LONGEST_EDGE // 2, LONGEST_EDGE)
        assert not picture.getexif() and "comment" not in picture.info
    assert b"secret" not in clean and ending in ("png", "jpeg")
    assert encoded(clean, "b") == encoded(clean, "c")


def test_faces_that_do_not_fit_are_replaced_and_told() -> None:
    found = read_base(unzipped(masters.dark()), encoded)
    assert found.fonts.heading == found.fonts.body == ("Arial", "Microsoft YaHei")
    assert ("face", "Verdana") in found.remarks
    assert ("chinese_face", "某某特粗体") in found.remarks


@EVERY
@pytest.mark.parametrize("look", LOOKS)
def test_named_colours_can_be_read_on_their_grounds(name: str, look: str) -> None:
    colours = design(name, look).look.tints
    pale = [
        colours[each] for each in ("tile1", "tile2", "tile3", "tile4", "mist", "mint", "bubble1", "white", "right-pale")
    ]
    assert min(contrast(colours["ink"], each) for each in pale) >= 7
    assert min(contrast(colours["accent"], each) for each in pale) >= 4.5
    assert min(contrast(colours[each], colours["deep"]) for each in ("white", "sun")) >= 4.5
    assert min(contrast("FFFFFF", colours[each]) for each in ("right", "wrong", "accent")) >= 4.5


@EVERY
def test_every_layout_of_ours_is_there_with_its_places(name: str) -> None:
    for look in LOOKS:
        ours, theirs = LOOKS[look], design(name, look)
        from slides.designs.catalogue import layouts_of

        for key, layout in layouts_of(ours.key).items():
            assert {(slot.name, slot.idx) for slot in layout.slots} == {
                (slot.name, slot.idx) for slot in theirs.layouts[key].slots
            }


def test_every_kind_of_slide_gets_a_layout_by_its_type() -> None:
    names = {kind: base("plain").layouts[number].name for kind, number in mapping("plain").items()}
    assert set(names) == set(KINDS)
    assert names["cover"] == "Title Slide"
    assert names["section"] == "Section Header"
    assert names["points"] == "Title and Content"
    assert names["discussion"] == "Two Content"
    assert names["right-and-wrong"] == "Comparison"


@pytest.mark.parametrize(
    ("layout", "kind"),
    [
        ("cover-picture", "cover"),
        ("right-and-wrong", "right-and-wrong"),
        ("quiz-4", "quiz"),
        ("law-own", "law"),
        ("qr", "qr"),
    ],
)
def test_layouts_belong_to_the_kind_they_are_named_after(layout: str, kind: str) -> None:
    assert kind_of(layout) == kind


def test_the_sample_shows_every_kind_that_a_lesson_must_have() -> None:
    shown = {slide.kind for slide in sample_case().slides}
    assert set(KINDS) - shown == set()
