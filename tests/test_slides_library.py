"""The case library that comes with the project, with the real words of the laws it cites."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pptx import Presentation

from course.cases.laws.source import TextsMissing, reviewed_table
from slides import LawTable, LessonFacts, Studio, build_deck, built_in_cases, check_case, read_case
from slides.kinds import LANGUAGES
from tests import services
from tests.test_slides_sample import plain_scenes

ROOT = Path(__file__).resolve().parent.parent
MOST_SLIDES = 22
TODAY = date(2026, 11, 23)
CASES = {path.stem: read_case(path.read_text(encoding="utf-8")) for path in built_in_cases()}
DECKS = [(name, stage, lang) for name, case in CASES.items() for stage in case.stages for lang in LANGUAGES]


@pytest.fixture(scope="module")
def laws() -> LawTable:
    """The reviewed laws with their texts."""
    try:
        return reviewed_table()
    except TextsMissing:
        services.need("the package with the texts of the laws", None)
        raise


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


def test_every_theme_has_a_case_for_every_stage_that_it_suits() -> None:
    with (ROOT / "course" / "roster" / "themes.csv").open(encoding="utf-8") as file:
        wanted = {(row["code"], stage) for row in csv.DictReader(file) for stage in row["stages"].split(";")}
    fine = {"primary_low": "primary", "primary_high": "primary"}
    offered = {(case.get("theme"), fine.get(stage, stage)) for case in CASES.values() for stage in case.stages}
    assert offered >= wanted
    assert {case.get("strand") for case in CASES.values()} >= {"patriotism", "reasonableness", "law-abiding"}


def test_a_law_that_ends_makes_every_case_that_cites_it_fail(laws: LawTable) -> None:
    ended = LawTable(tuple(replace(law, ended=TODAY) for law in laws.laws), TODAY)
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
