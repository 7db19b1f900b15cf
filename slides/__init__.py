"""Lesson decks: a case template and plain data in, .pptx bytes out. No Flask, no database, no clock.

The door: read_case and write_case for files, check_case for everything that can be wrong, build_deck for the bytes,
preview_deck for pictures of the pages, built_in_cases for the library that comes with the project.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from slides.anonymity.rules import check_anonymity
from slides.brief_deck import BriefChart, BriefCover, BriefPage, brief_as_deck, brief_deck
from slides.casefile.reading import parse_case, read_case
from slides.casefile.values import Case, Slide, Words
from slides.casefile.writing import write_case
from slides.checks.form import check_form
from slides.checks.laws import check_laws, cited_words
from slides.composing.compose import check_fit, compose
from slides.composing.deck import Deck, LessonFacts
from slides.contact_card import Contact, contact_card
from slides.designs.design import Design
from slides.kinds import LANGUAGES
from slides.law.laws import Law, LawArticle, LawTable, Moved
from slides.pptx.deck_file import Studio, draw
from slides.pptx.pictures import SCENES, SceneMissing, scene_names
from slides.previews.fonts import Fonts, find_fonts
from slides.previews.pdf import PdfFailed, as_pdf, office_suite
from slides.previews.preview import Preview, previews
from slides.previews.slide_preview import SlidePreview, preview_slide
from slides.previews.thumbnails import thumbnails
from slides.problems import CaseRefused, Problem
from slides.report_deck import ReportCover, ReportPart, report_deck
from slides.words import plain

Made = TypeVar("Made")
CASES = Path(__file__).parent / "cases"

__all__ = [
    "BriefChart",
    "BriefCover",
    "BriefPage",
    "Case",
    "CaseRefused",
    "Contact",
    "Design",
    "Fonts",
    "Law",
    "LawArticle",
    "LawTable",
    "LessonFacts",
    "Moved",
    "PdfFailed",
    "Preview",
    "Problem",
    "ReportCover",
    "ReportPart",
    "Slide",
    "SlidePreview",
    "Studio",
    "Words",
    "as_pdf",
    "brief_as_deck",
    "brief_deck",
    "build_deck",
    "built_in_cases",
    "check_anonymity",
    "check_case",
    "check_laws",
    "cited_words",
    "contact_card",
    "find_fonts",
    "office_suite",
    "parse_case",
    "plain",
    "preview_deck",
    "preview_slide",
    "read_case",
    "report_deck",
    "thumbnails",
    "write_case",
]


def check_case(case: Case, laws: LawTable, on: date, *, scenes: Path = SCENES) -> tuple[Problem, ...]:
    """Everything wrong with a case on a day: its form, pictures, citations, texts that do not fit, whom it betrays."""
    problems = check_form(case, scene_names(scenes)) or check_fit(case, laws, on)
    return tuple(sorted((*problems, *check_anonymity(case)), key=lambda problem: problem.line))


def build_deck(
    case: Case,
    *,
    stage: str,
    lang: str,
    laws: LawTable,
    lesson: LessonFacts | None = None,
    survey_url: str | None = None,
    built_on: date,
    design: Design | None = None,
    studio: Studio | None = None,
) -> bytes:
    """Build the deck of a case for one stage in one language; raise CaseRefused where it cannot be built."""
    values = {"laws": laws, "lesson": lesson, "survey_url": survey_url, "built_on": built_on, "design": design}
    deck, studio = _composed(case, stage, lang, values), studio or Studio()
    return _with_pictures(lambda: draw(deck, studio))


def preview_deck(
    case: Case,
    *,
    stage: str,
    lang: str,
    laws: LawTable,
    lesson: LessonFacts | None = None,
    survey_url: str | None = None,
    built_on: date,
    design: Design | None = None,
    studio: Studio | None = None,
) -> tuple[Preview, ...]:
    """Show every page of a deck as SVG with its title and notes; raise CaseRefused where it cannot be built."""
    values = {"laws": laws, "lesson": lesson, "survey_url": survey_url, "built_on": built_on, "design": design}
    deck, studio = _composed(case, stage, lang, values), studio or Studio()
    return _with_pictures(lambda: previews(deck, studio))


def _composed(case: Case, stage: str, lang: str, values: dict[str, Any]) -> Deck:
    if stage not in case.stages:
        raise CaseRefused((Problem("stage-outside", case.line_of("stages"), {"stage": stage}),))
    if lang not in LANGUAGES:
        raise CaseRefused((Problem("bad-value", 1, {"key": "lang", "value": lang, "wanted": ", ".join(LANGUAGES)}),))
    if problems := check_form(case):
        raise CaseRefused(problems)
    return compose(case, stage=stage, lang=lang, **values)


def _with_pictures(make: Callable[[], Made]) -> Made:
    try:
        return make()
    except SceneMissing as missing:
        raise CaseRefused((Problem("scene-missing", 1, {"name": str(missing)}),)) from missing


def built_in_cases() -> tuple[Path, ...]:
    """The case files that come with the project."""
    return tuple(sorted(path for path in CASES.glob("*.md") if path.name != "README.md"))
