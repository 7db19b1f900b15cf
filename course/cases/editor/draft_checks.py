"""Everything that is wrong with the text of a case on a day, and at which card it is put right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from course.cases.queries import law_revision, law_table
from slides import Case, Problem, Slide, check_anonymity, check_case, parse_case
from slides.checks.form import check_form
from slides.kinds import LANGUAGES
from slides.pptx.pictures import scene_names

KEPT_TEXTS = 32


def problems_on(text: str, on: date) -> tuple[Problem, ...]:
    """Everything wrong on a day: what cannot be read, what is missing, too long, does not fit, hold, or betrays."""
    return checked(text, law_revision(), on)


@lru_cache(maxsize=KEPT_TEXTS)
def checked(text: str, laws: tuple[Any, ...], on: date) -> tuple[Problem, ...]:
    """The same, kept for this revision of the law table."""
    case, unreadable = parsed_case(text)
    found = unreadable + check_case(case, law_table(), on)
    return tuple(sorted(dict.fromkeys(found), key=lambda problem: problem.line))


@lru_cache(maxsize=KEPT_TEXTS)
def quick_problems(text: str) -> tuple[Problem, ...]:
    """What is wrong without laying out a single page: enough for one card."""
    case, unreadable = parsed_case(text)
    found = (*unreadable, *check_form(case, scene_names()), *check_anonymity(case))
    return tuple(sorted(dict.fromkeys(found), key=lambda problem: problem.line))


@lru_cache(maxsize=KEPT_TEXTS)
def parsed_case(text: str) -> tuple[Case, tuple[Problem, ...]]:
    """A draft as far as it can be read, and what could not."""
    return parse_case(text)


@dataclass(frozen=True)
class Place:
    """Where a problem is put right: the slide's number (0: the front matter), and the field of its card, if one."""

    slide: int
    field: str = ""


@dataclass(frozen=True)
class Task:
    """One problem and where it is put right."""

    problem: Problem
    place: Place


def tasks(case: Case, problems: Iterable[Problem]) -> list[Task]:
    """The problems with their places, in the order of the slides."""
    found = [Task(problem, place_of(case, problem)) for problem in problems]
    return sorted(found, key=lambda task: task.place.slide)


def place_of(case: Case, problem: Problem) -> Place:
    """The slide in whose lines a problem lies, and the field of its line."""
    lines = [slide.line for slide in case.slides]
    number = sum(0 < line <= problem.line for line in lines)
    if not number or problem.rule in {"minutes-sum", "kind-missing", "slide-count", "no-slides"}:
        return Place(0, str(problem.values.get("key", "")))
    slide = list(case.slides)[number - 1]
    if any(part.line > slide.line and part.line <= problem.line for part in case.parts):
        return Place(0)
    return Place(number, field_of(slide, problem))


def field_of(slide: Slide, problem: Problem) -> str:
    """The name of the field at a problem's line; of what is missing, the name of what is missing."""
    first, second = slide.zh.line_of("title"), slide.en.line_of("title")
    half = "en" if second and problem.line >= second else "zh"
    key = str(problem.values.get("key", "")).removeprefix("> ")
    if problem.rule in {"missing-key", "unknown-key"} and not (first and problem.line >= first):
        return key
    if problem.rule == "missing-key":
        return f"{half}-{key}"
    if problem.rule == "lead-missing":
        return f"{half}-lead"
    return dict(fields_at(slide)).get(problem.line, "")


def fields_at(slide: Slide) -> Iterator[tuple[int, str]]:
    """The fields of a slide by the line in which each begins; the first of a line wins."""
    found: list[tuple[int, str]] = [(line, key) for key, line in slide.key_lines]
    for lang in LANGUAGES:
        words = slide.words(lang)
        found += ((line, f"{lang}-{'rows' if name.startswith('row') else name}") for name, line in words.lines)
        found += ((item.line, f"{lang}-line-{number}") for number, item in enumerate(words.items, 1))
    return reversed([(line, name) for line, name in found if not name.endswith("-notes")])
