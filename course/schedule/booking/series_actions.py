"""Verbs of a series: book all its lessons or none, and call off those that still lie ahead."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from course.access.models import User
from course.errors import Problem, RuleBroken, refuse
from course.i18n import _l
from course.schedule import actions
from course.schedule.actions import LessonChanged, Wish
from course.schedule.agreement import Agreement
from course.schedule.models import Lesson


def book_series(wishes: Sequence[Wish], *, user: User | None, now: datetime) -> list[Lesson]:
    """Ask for all of these lessons; refused as a whole where one of them cannot be."""
    series = str(uuid.uuid4())
    # All locks at once and in one order: two series never wait for each other in a circle.
    actions.hold_back_others(sorted({name for wish in wishes for name in wish.resources()}))
    return [book_one(replace(wish, series=series), user=user, now=now) for wish in wishes]


def book_one(wish: Wish, *, user: User | None, now: datetime) -> Lesson:
    """One lesson of a series; what stands against it names its classes."""
    try:
        return actions.book(wish, user=user, now=now)
    except RuleBroken as broken:
        labels = ", ".join(row.label for row in wish.question.classes)
        said = (_l("%(classes)s: %(problem)s", classes=labels, problem=problem.message) for problem in broken.problems)
        raise RuleBroken(
            *(Problem(problem.rule, text, problem.field) for problem, text in zip(broken.problems, said, strict=True))
        ) from broken


def cancel_rest(lessons: Sequence[Lesson], mark: str, reason: str, *, user: User | None, now: datetime) -> None:
    """Call off what is left of a series, as the page showed it."""
    refuse([nothing_left() if not lessons else None])
    if Agreement(lessons).mark != mark:
        text = _l("Someone changed a lesson of this series while your page was open. Look at them again.")
        raise LessonChanged(Problem("form_is_fresh", text))
    for lesson in lessons:
        actions.cancel(lesson, reason, user=user, now=now)


def nothing_left() -> Problem:
    """The refusal to call off a series of which nothing lies ahead."""
    return Problem("series_has_lessons_ahead", _l("No lesson of this series lies ahead any more."))
