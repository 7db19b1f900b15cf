"""Rules of leaving: why somebody leaves, on which day, and who could take over a lesson."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from course.db import Labelled
from course.errors import Problem
from course.i18n import _l

MOST_DAYS = timedelta(days=366)


class Leaving(Labelled):
    """Why a vice-principal leaves."""

    TRANSFER = "transfer", _l("Transferred")
    RESIGNATION = "resignation", _l("Resigned")
    RETIREMENT = "retirement", _l("Retired")
    OTHER = "other", _l("Another reason")


@dataclass(frozen=True)
class Busy:
    """A time in which somebody cannot take a lesson."""

    person: int
    start: datetime
    end: datetime


@dataclass(frozen=True)
class ToKeep:
    """An open lesson of whoever leaves."""

    lesson: int
    school: int
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Serves:
    """Somebody who serves a school from one day to another."""

    person: int
    school: int
    start: date
    end: date

    def may_take(self, lesson: ToKeep) -> bool:
        """Whether they serve the school of a lesson on its day."""
        return self.school == lesson.school and self.start <= lesson.start.date() <= self.end


def leaves_near_today(day: date, today: date) -> Problem | None:
    """A last day more than a year away is a mistyped year."""
    if abs(day - today) < MOST_DAYS:
        return None
    return Problem("leaves_near_today", _l("This is more than a year away. Check the year."), "day")


def has_something_to_leave(appointments: int, lessons: int) -> Problem | None:
    """Whoever has no appointment and no lesson after the day has nothing to hand over."""
    if appointments or lessons:
        return None
    text = _l("After this day there is no appointment and no lesson. There is nothing to end.")
    return Problem("has_something_to_leave", text, "day")


def takers(lessons: Sequence[ToKeep], serving: Iterable[Serves], busy: Iterable[Busy]) -> Mapping[int, int]:
    """Who could take over each lesson: a colleague of the same school who is free, the least burdened first.

    A lesson that is given to somebody makes them busy for the next one.
    """
    serving, taken = list(serving), list(busy)
    given: dict[int, int] = {}
    for lesson in sorted(lessons, key=lambda one: (one.start, one.lesson)):
        there = {one.person for one in serving if one.may_take(lesson)}
        free = there - {one.person for one in taken if lesson.start < one.end and one.start < lesson.end}
        if free:
            person = min(free, key=lambda number: (sum(one == number for one in given.values()), number))
            given[lesson.lesson] = person
            taken.append(Busy(person, lesson.start, lesson.end))
    return given


def reason_in_words(kind: Any, note: str) -> str:
    """Why somebody leaves, as it is kept with each appointment."""
    return f"{Leaving(kind).label}: {note}" if note else str(Leaving(kind).label)
