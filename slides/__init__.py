"""Lesson decks: a case template and plain data in, .pptx bytes out. No Flask, no database, no clock.

The door: read_case and write_case for files, check_case for everything that can be wrong, build_deck for the bytes,
built_in_cases for the library that comes with the project.
"""
from datetime import date
from pathlib import Path

from slides.case_values import Case, Slide, Words
from slides.case_checking import check_form
from slides.case_reading import parse_case, read_case
from slides.case_writing import write_case
from slides.compose import check_fit, compose
from slides.deck import LessonFacts
from slides.laws import Law, LawArticle, LawTable, Moved
from slides.pictures import SCENES, scene_names
from slides.problems import CaseRefused, Problem
from slides.deck_file import draw

CASES = Path(__file__).parent / "cases"

__all__ = ["Case", "CaseRefused", "Law", "LawArticle", "LawTable", "LessonFacts", "Moved", "Problem", "Slide", "Words",
           "build_deck", "built_in_cases", "check_case", "parse_case", "read_case", "write_case"]


def check_case(case: Case, laws: LawTable, on: date, *, scenes: Path = SCENES) -> tuple[Problem, ...]:
    """Everything that is wrong with a case on a day: its form, its pictures, its citations, and texts that do not fit."""
    problems = check_form(case, scene_names(scenes))
    if problems:
        return problems
    return check_fit(case, laws, on)


def build_deck(case: Case, *, stage: str, lang: str, laws: LawTable, lesson: LessonFacts | None = None,
               survey_url: str | None = None, built_on: date, scenes: Path = SCENES) -> bytes:
    """Build the deck of a case for one stage in one language; raise CaseRefused where it cannot be built."""
    if stage not in case.stages:
        raise CaseRefused((Problem("stage-outside", case.line_of("stages"), {"stage": stage}),))
    return draw(compose(case, stage=stage, lang=lang, laws=laws, lesson=lesson, survey_url=survey_url, built_on=built_on), scenes)


def built_in_cases() -> tuple[Path, ...]:
    """The case files that come with the project."""
    return tuple(sorted(path for path in CASES.glob("*.md") if path.name != "README.md"))
