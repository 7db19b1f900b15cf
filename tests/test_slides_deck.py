"""Decks as files: placeholders of named layouts, languages, notes, sections, pictures, hostile names, same bytes."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

import pytest
import zxingcpp
from lxml import etree
from openxml_audit import OpenXmlValidator
from PIL import Image
from pptx import Presentation

from slides import Case, CaseRefused, LessonFacts, Studio, build_deck, check_case
from slides.composing.compose import compose
from slides.composing.fit import FULLEST, Block
from slides.designs.catalogue import layouts_of
from slides.designs.looks import LOOKS, Look
from slides.kinds import SLIDE_LIMIT, STAGE_ORDER
from slides.package import unzip_parts
from slides.words import units
from tests.test_slides_sample import SCENE, TODAY, plain_scenes, sample_case, sample_laws, sample_text

ADDRESS = "https://course.example.org/s/Ab3dE9xQ"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
EVERY = [(stage, lang) for stage in STAGE_ORDER for lang in ("zh", "en")]
FACTS = LessonFacts("东升区实验小学", "五年级3班", date(2026, 11, 26), "陈晓明")


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    return Studio(plain_scenes(tmp_path_factory.mktemp("scenes")))


def build(
    studio: Studio, stage: str = "junior", lang: str = "zh", *, case: Case | None = None, **more: object
) -> bytes:
    values = {"laws": sample_laws(), "lesson": FACTS, "survey_url": ADDRESS, "built_on": TODAY, **more}
    return build_deck(case or sample_case(), stage=stage, lang=lang, studio=studio, **values)


def opened(data: bytes) -> Presentation:
    return Presentation(io.BytesIO(data))


def texts(data: bytes, prefix: str = "ppt/slides/slide") -> str:
    parts = unzip_parts(data)
    return "\n".join(
        "".join(etree.fromstring(blob).itertext()) for name, blob in sorted(parts.items()) if name.startswith(prefix)
    )


@pytest.mark.parametrize(("stage", "lang"), EVERY)
def test_every_stage_and_language_makes_a_file_that_follows_the_schema(
    studio: Studio, tmp_path: Path, stage: str, lang: str
) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(build(studio, stage, lang))
    assert [error.description for error in OpenXmlValidator(max_errors=20).validate(str(path)).errors] == []


def test_the_schema_check_can_fail(studio: Studio, tmp_path: Path) -> None:
    parts = unzip_parts(build(studio))
    broken = {
        **parts,
        "ppt/slides/slide2.xml": parts["ppt/slides/slide2.xml"]
        .replace(b"<a:noAutofit/>", b"")
        .replace(b"<p:cSld", b"<p:cSlid")
        .replace(b"</p:cSld", b"</p:cSlid"),
    }
    path = tmp_path / "deck.pptx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, blob in broken.items():
            archive.writestr(name, blob)
    assert OpenXmlValidator(max_errors=20).validate(str(path)).errors


@pytest.mark.parametrize(("stage", "lang"), EVERY)
def test_every_shape_fills_a_placeholder_of_its_layout(studio: Studio, stage: str, lang: str) -> None:
    for slide in opened(build(studio, stage, lang)).slides:
        known = {shape.placeholder_format.idx for shape in slide.slide_layout.placeholders}
        assert all(shape.is_placeholder and shape.placeholder_format.idx in known for shape in slide.shapes)
        assert slide.shapes.title.text_frame.text.strip()
        assert all(not shape.has_text_frame or shape.text_frame.text.strip() for shape in slide.shapes)


@pytest.mark.parametrize(("stage", "lang"), EVERY)
def test_every_run_says_its_language_by_its_script(studio: Studio, stage: str, lang: str) -> None:
    parts = unzip_parts(build(studio, stage, lang))
    for name, blob in parts.items():
        if re.match(r"ppt/(slides|notesSlides)/\w+\.xml", name):
            for run in etree.fromstring(blob).iter(f"{A}r"):
                code = run.find(f"{A}rPr").get("lang")
                if HAN.search(run.findtext(f"{A}t")):
                    assert code == "zh-CN", (name, run.findtext(f"{A}t"))
                elif re.search("[A-Za-z]{2}", run.findtext(f"{A}t")):
                    assert code == "en-US", (name, run.findtext(f"{A}t"))


def test_every_slide_has_notes_with_its_minutes_and_the_last_one_names_what_it_is_made_from(studio: Studio) -> None:
    slides = list(opened(build(studio)).slides)
    notes = [slide.notes_slide.notes_text_frame.text for slide in slides]
    assert all("讲述：" in note and "来源：" in note for note in notes)
    assert sum("时间：" in note for note in notes) >= len(notes) - 3
    for fact in ("sample", "第 3 版", "审核组", "2026-11-20", "2026年11月23日", "初中", "母版：junior"):
        assert fact in notes[-1]


def test_a_draft_says_that_nobody_has_approved_it(studio: Studio) -> None:
    draft = replace(
        sample_case(), front=tuple(pair for pair in sample_case().front if pair[0] not in ("approver", "approved"))
    )
    assert "尚未审核" in texts(build(studio, case=draft), "ppt/notesSlides/notesSlide")


def test_slide_numbers_are_written_out_and_sections_name_every_slide(studio: Studio) -> None:
    data = build(studio)
    deck = opened(data)
    numbers = re.findall(r'type="slidenum".*?<a:t>(\d+)</a:t>', unzip_parts(data)["ppt/slides/slide5.xml"].decode())
    assert numbers == ["5"]
    presentation = unzip_parts(data)["ppt/presentation.xml"].decode()
    assert re.findall(r'<p14:section name="(.*?)"', presentation) == ["开始", "故事", "学习"]
    assert len(re.findall(r"<p14:sldId ", presentation)) == len(deck.slides)


def test_stories_count_themselves_within_their_part(studio: Studio) -> None:
    deck = compose(sample_case(), stage="junior", lang="zh", laws=sample_laws(), built_on=TODAY)
    badges = [page.text("badge").paragraphs[0] for page in deck.pages if page.layout == "story"]
    assert badges == ["1/2", "2/2"]


def test_the_cover_names_school_class_day_and_vice_principal(studio: Studio) -> None:
    assert all(
        fact in texts(build(studio))
        for fact in ("东升区实验小学", "五年级3班", "2026年11月26日 周四", "法治副校长 陈晓明")
    )
    assert "Vice-principal for law: 陈晓明" in texts(build(studio, lang="en"))


HOSTILE = [
    "{{ 7*7 }}",
    "<script>alert(1)</script>",
    "䶮𠮷王",
    "a\x00b\x0bc",
    "右\u202e左",
    "&amp;]]>",
    "**粗**",
    "\ud800",
    "学校" * 400,
]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_names_from_other_people_come_out_literally_and_never_break_the_file(
    studio: Studio, name: str, lang: str
) -> None:
    facts = LessonFacts(name, name, date(2026, 11, 26), name)
    data = build(studio, "primary_low", lang, lesson=facts)
    shown = next(shape for shape in opened(data).slides[0].placeholders if shape.name == "facts").text_frame.text
    expected = re.sub("[\x00\x0b\u202e\ud800]", "", name)
    assert expected[:8] in shown
    page = compose(
        sample_case(), stage="primary_low", lang=lang, laws=sample_laws(), lesson=facts, built_on=TODAY
    ).pages[0]
    facts_text = page.text("facts")
    slot = layouts_of("primary")["cover-picture"].slot("facts")
    assert Block(facts_text.paragraphs, slot).fullness(facts_text.size) <= FULLEST


def test_the_qr_code_opens_the_survey_and_is_left_out_without_one(studio: Studio) -> None:
    with_survey, without = build(studio), build(studio, survey_url=None)
    pictures = [shape for shape in opened(with_survey).slides[-1].shapes if shape.name == "picture"]
    decoded = zxingcpp.read_barcode(Image.open(io.BytesIO(pictures[0].image.blob)))
    assert decoded.text == ADDRESS
    assert "course.example.org/s/Ab3dE9xQ" in texts(with_survey)
    assert len(opened(without).slides) == len(opened(with_survey).slides) - 1


def test_pictures_charts_and_tables_have_words_for_those_who_cannot_see(studio: Studio) -> None:
    described = Counter()
    for slide in opened(build(studio)).slides:
        for shape in slide.shapes:
            if shape.name in ("picture", "chart", "table"):
                alt = shape._element.xpath(".//p:cNvPr/@descr")[0]
                assert len(alt) >= 6
                assert not re.search(r"\.(png|svg)$", alt)
                described[shape.name] += 1
    assert described == {"picture": 4, "chart": 1, "table": 1}


def test_the_chart_is_native_holds_the_numbers_and_has_unsigned_axis_ids(studio: Studio) -> None:
    data = build(studio)
    chart = next(shape.chart for slide in opened(data).slides for shape in slide.shapes if shape.has_chart)
    assert list(chart.plots[0].categories) == ["忘在家", "掉地上"]
    assert list(chart.plots[0].series[0].values) == [6, 3]
    xml = next(blob for name, blob in unzip_parts(data).items() if name.startswith("ppt/charts/chart"))
    assert all(int(number) > 0 for number in re.findall(rb'(?:axId|crossAx) val="(-?\d+)"', xml))


def test_the_right_answer_is_marked_by_a_word_a_colour_and_its_letter(studio: Studio) -> None:
    deck = compose(sample_case(), stage="junior", lang="zh", laws=sample_laws(), built_on=TODAY)
    answer = next(page for page in deck.pages if page.layout == "answer-3")
    assert [(text.paragraphs[0][0], text.fill) for text in answer.texts if text.slot.startswith("text")][1] == (
        "✓",
        "right",
    )
    quiz = next(page for page in deck.pages if page.layout == "quiz-3")
    assert any("正确选项：B" in line for line in quiz.notes)


def with_citation(citation: str, sentences: str = "") -> Case:
    keys = f"cite: {citation}" + (f"\nsentences: {sentences}" if sentences else "")
    from slides import read_case

    return read_case(sample_text().replace("cite: 《示例法》第二条第一款", keys))


def law_pages_of(case: Case, stage: str, lang: str = "zh") -> list:
    deck = compose(case, stage=stage, lang=lang, laws=sample_laws(), built_on=TODAY)
    return [page for page in deck.pages if page.layout.startswith("law")]


def test_a_short_law_stands_with_the_own_words_on_one_page() -> None:
    (page,) = law_pages_of(with_citation("《示例法》第二条第一款"), "junior")
    assert page.layout == "law"
    assert page.text("text").paragraphs == ("学生不得欺负同学；学校应当制止。",)
    assert "2025-06-27" in page.footer
    assert any("学生不得欺负同学" in line for line in page.notes)


def test_a_long_law_carries_on_to_a_page_with_another_title() -> None:
    pages = law_pages_of(with_citation("《示例法》第十条"), "senior")
    assert [page.layout for page in pages] == ["law-text", "law-text", "law-own"]
    assert [page.title for page in pages] == ["法律怎么说", "法律怎么说（续）", "法律怎么说（续2）"]
    shown = "".join(paragraph for page in pages[:-1] for paragraph in page.text("text").paragraphs)
    assert shown == "丁" * 80 + "。" + "戊" * 60 + "。"


def test_in_primary_the_own_words_stand_alone_and_the_law_is_in_the_notes() -> None:
    (page,) = law_pages_of(with_citation("《示例法》第十条"), "primary_high")
    assert page.layout == "law-own"
    assert any("丁" * 80 in line for line in page.notes)


def test_a_law_too_long_for_any_slide_is_refused_with_its_line() -> None:
    case = with_citation("《示例法》第九条")
    (problem,) = check_case(case, sample_laws(), TODAY, scenes=Path("nowhere"))[:1] or [None]
    assert problem.rule == "scene-missing"
    with pytest.raises(CaseRefused) as refused:
        law_pages_of(case, "senior")
    assert {(problem.rule, problem.line) for problem in refused.value.problems} == {
        ("law-too-long", next(s for s in case.slides if s.kind == "law").line_of("cite"))
    }
    assert law_pages_of(with_citation("《示例法》第九条", "1"), "senior")


def test_a_law_that_does_not_hold_on_the_lessons_day_is_refused(studio: Studio) -> None:
    with pytest.raises(CaseRefused) as refused:
        build(studio, lesson=replace(FACTS, date=date(2025, 6, 1)))
    assert refused.value.problems[0].rule == "law-not-yet"


def test_a_case_with_problems_or_for_another_stage_is_not_built(studio: Studio) -> None:
    only = replace(sample_case(), stages=("junior",))
    for wrong in (
        {"stage": "senior", "case": only},
        {"lang": "fr"},
        {"case": replace(sample_case(), parts=sample_case().parts[1:])},
    ):
        with pytest.raises(CaseRefused):
            build(studio, **wrong)


def test_a_missing_picture_is_refused(tmp_path: Path) -> None:
    empty = plain_scenes(tmp_path, "other")
    with pytest.raises(CaseRefused) as refused:
        build(Studio(empty))
    assert refused.value.problems[0].rule == "scene-missing"


@pytest.mark.parametrize(("stage", "lang"), EVERY)
def test_no_text_is_fuller_than_its_box_and_no_page_than_its_stage(stage: str, lang: str) -> None:
    deck = compose(
        sample_case(), stage=stage, lang=lang, laws=sample_laws(), survey_url=ADDRESS, lesson=FACTS, built_on=TODAY
    )
    for page in deck.pages:
        layout = deck.design.layouts[page.layout]
        for text in page.texts:
            assert Block(text.paragraphs, layout.slot(text.slot)).fullness(text.size) <= FULLEST
        counted = sum(
            units(words) for text in page.texts if text.slot not in ("title", "facts") for words in text.paragraphs
        )
        assert counted <= SLIDE_LIMIT[STAGE_ORDER.index(stage)]


BUILD = """
import sys; from pathlib import Path; from datetime import date
from slides import Studio; from tests.test_slides_deck import build; import hashlib
print(hashlib.sha256(build(Studio(Path(sys.argv[1])))).hexdigest())
"""


def test_equal_input_gives_equal_bytes_in_every_process_time_zone_and_hash_seed(studio: Studio) -> None:
    root = str(Path(__file__).parent.parent)
    marks = set()
    for zone, seed in (("UTC", "0"), ("Asia/Shanghai", "1")):
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "PYTHONPATH": root}
        run = subprocess.run(
            [sys.executable, "-c", BUILD, str(studio.scenes)],
            capture_output=True,
            text=True,
            env=environment,
            cwd=root,
            check=True,
        )
        marks.add(run.stdout.strip())
    assert len(marks) == 1
    import hashlib

    assert marks == {hashlib.sha256(build(studio)).hexdigest()}


def test_one_changed_word_changes_exactly_one_slide(studio: Studio) -> None:
    from slides import read_case

    before, after = (
        unzip_parts(build(studio)),
        unzip_parts(build(studio, case=read_case(sample_text().replace("我真的", "我确实")))),
    )
    changed = [name for name in before if before[name] != after.get(name)]
    assert [name for name in changed if name.startswith("ppt/slides/")] == ["ppt/slides/slide7.xml"]
    assert set(before) == set(after)


def test_a_fact_of_the_build_that_changes_changes_the_mark(studio: Studio) -> None:
    marks = {
        compose(sample_case(), stage="junior", lang="zh", laws=sample_laws(), built_on=day, lesson=facts).fingerprint
        for day in (TODAY, date(2026, 11, 24)) for facts in (FACTS, replace(FACTS, vice_principal="李"))
    }  # fmt: skip
    assert len(marks) == 4


def test_drawn_pictures_are_kept_for_the_next_process_and_stay_small(tmp_path: Path, studio: Studio) -> None:
    cache = tmp_path / "cache"
    first = build(Studio(studio.scenes, cache))
    (kept,) = cache.iterdir()
    assert kept.suffix == ".png"
    assert kept.stat().st_size <= 250_000
    assert build(Studio(studio.scenes, cache)) == first == build(studio)
    assert SCENE


def test_a_warm_build_is_quick_and_small(studio: Studio) -> None:
    build(studio)
    times = []
    for _ in range(5):
        began = perf_counter()
        data = build(studio)
        times.append(perf_counter() - began)
    assert median(times) < 0.2
    assert len(data) < 200_000


@pytest.mark.parametrize("look", LOOKS)
def test_the_masters_are_what_the_code_makes(look: str) -> None:
    from slides.masters.build import FOLDER, master_bytes

    assert (FOLDER / f"{look}.pptx").read_bytes() == master_bytes(LOOKS[look])


def test_every_look_has_the_same_named_layouts_with_the_same_slots() -> None:
    first, *others = (
        {layout.key: [(s.name, s.idx) for s in layout.slots] for layout in layouts_of(look).values()} for look in LOOKS
    )
    assert all(other == first for other in others)
    assert len(first) >= 15
    for layout in layouts_of("junior").values():
        indexes = [slot.idx for slot in layout.slots]
        assert len(indexes) == len(set(indexes)), layout.key


MEANING = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}


def hexadecimal(look: Look, name: str) -> str:
    value = look.colour(name)
    return look.scheme.get(MEANING.get(value, value), value)


def luminance(colour: str) -> float:
    values = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in values)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_every_text_stands_out_from_what_is_drawn_behind_it(look: Look) -> None:
    assert contrast("FFFFFF", "000000") == 21
    for layout in layouts_of(look.key).values():
        for slot in layout.slots:
            middle = (slot.box[0] + slot.box[2] / 2, slot.box[1] + slot.box[3] / 2)
            behind = hexadecimal(look, layout.ground or "ground")
            for shape in layout.shapes:
                left, top, wide, high = shape.box
                if shape.fill and left <= middle[0] <= left + wide and top <= middle[1] <= top + high:
                    behind = hexadecimal(look, shape.fill)
            if slot.kind in ("body", "title"):
                assert contrast(hexadecimal(look, slot.colour), behind) >= 5.5, (layout.key, slot.name)
