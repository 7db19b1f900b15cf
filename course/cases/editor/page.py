"""What the page of a draft shows: its slides in their parts, the length of each stage's lesson, what is left to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from course.cases.editor import draft_checks
from course.cases.editor.case_edits import digest
from course.cases.editor.draft_checks import Task
from course.cases.editor.wording import said_on_card
from slides import Case, Problem, Slide
from slides.case import Part
from slides.checks.lesson_rules import LEAST_SHARE
from slides.kinds import SLIDE_COUNT


@dataclass(frozen=True)
class Row:
    """A slide in the list: its number, the numbers of its neighbours in the same list, its mark, what is wrong."""

    number: int
    slide: Slide
    above: int
    below: int
    problems: int

    @property
    def base(self) -> str:
        """The mark by which a later step finds this very slide."""
        return digest(self.slide)

    @property
    def stage(self) -> str:
        """The stage for which the little picture is drawn: the youngest that sees the slide."""
        return next(iter(self.slide.stages), "primary_low")


@dataclass(frozen=True)
class PartRows:
    """A part of the lesson with those of its slides that are listed."""

    number: int
    part: Part
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Total:
    """The lesson of one stage: how many slides and minutes it has, and may have."""

    stage: str
    slides: int
    minutes: float
    lesson: int

    @property
    def slides_fit(self) -> bool:
        """Whether a deck may have so many slides."""
        return SLIDE_COUNT[0] <= self.slides <= SLIDE_COUNT[1]

    @property
    def minutes_fit(self) -> bool:
        """Whether they fill the lesson and do not run over it."""
        return self.least <= self.minutes <= self.lesson

    @property
    def least(self) -> float:
        """The fewest minutes that fill the lesson."""
        return self.lesson * LEAST_SHARE


def totals(case: Case) -> list[Total]:
    """The lesson of each stage."""
    return [
        Total(stage, len(slides), sum(slide.minutes for slide in slides), case.minutes)
        for stage in case.stages
        for slides in [case.slides_for(stage)]
    ]


def parts_of(case: Case, stage: str, found: Iterable[Task]) -> list[PartRows]:
    """The parts with the slides that a stage sees; all of them where ``stage`` is empty."""
    wrong: dict[int, int] = {}
    for task in found:
        wrong[task.place.slide] = wrong.get(task.place.slide, 0) + 1
    listed = [number for number, slide in enumerate(case.slides, 1) if not stage or stage in slide.stages]
    neighbours = {at: pair for at, *pair in zip(listed, [0, *listed], [*listed[1:], 0], strict=False)}
    parts, number = [], 0
    for at, part in enumerate(case.parts):
        rows = []
        for slide in part.slides:
            number += 1
            if number in neighbours:
                rows.append(Row(number, slide, *neighbours[number], wrong.get(number, 0)))
        parts.append(PartRows(at, part, tuple(rows)))
    return parts


def task_lists(case: Case, problems: Iterable[Problem]) -> dict[int, list[tuple[str, str]]]:
    """What is left to do by slide (0: the case as a whole): the field concerned and a sentence each."""
    found: dict[int, list[tuple[str, str]]] = {}
    for task in draft_checks.tasks(case, problems):
        sentence = (task.place.field, said_on_card(task.problem))
        if sentence not in found.setdefault(task.place.slide, []):
            found[task.place.slide].append(sentence)
    return found


def problems_of(text: str, on: date) -> Sequence[Problem]:
    """What is wrong with a draft today."""
    return draft_checks.problems_on(text, on)


def left_to_do(lists: Mapping[int, Sequence[object]]) -> int:
    """How many things are left to do."""
    return sum(map(len, lists.values()))
