"""The best few free periods of all vice-principals of a school, where nobody wants to look through weeks of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from course.errors import Problem
from course.schedule.booking.free_periods import FreePeriod, best_of, search
from course.schedule.booking.period_page import one_a_period
from course.schedule.models import Lesson
from course.schedule.situation_queries import Question, situation

WEEKS = timedelta(days=27)
LONGEST = timedelta(days=200)


@dataclass(frozen=True)
class Offer:
    """A few free periods, and why there are none."""

    question: Question
    best: list[FreePeriod]
    problems: tuple[Problem, ...] = ()
    taken: tuple[tuple[str, int], ...] = ()


def best_periods(
    question: Question, first: date, last: date, now: datetime, suits: Callable[[FreePeriod], bool] = lambda free: True
) -> Offer:
    """The best three from ``first`` to ``last`` of those that suit, each on another day."""
    last = min(last, first + LONGEST)
    known = situation(question, first, last, now)
    found = search(known, first, last)
    free = (one for periods in one_a_period(found, known, "").values() for one in periods)
    return Offer(question, best_of(one for one in free if suits(one)), found.problems, found.taken)


def next_offer(lesson: Lesson, now: datetime) -> Offer:
    """What is proposed instead of a lesson that will not take place: tomorrow or later, in the next four weeks.

    Whoever could not come is not proposed for the same day again.
    """
    question = Question(lesson.school, lesson.theme, tuple(lesson.classes), lesson.place)
    tomorrow, same = now.date() + timedelta(days=1), (lesson.vice_principal_id, lesson.start.date())
    return best_periods(question, tomorrow, tomorrow + WEEKS, now, lambda free: (free.person.id, free.day) != same)


def offered_instead(lesson: Lesson, now: datetime) -> list[dict[str, Any]]:
    """The same as plain values, for a notice and its mail."""
    return [
        {
            "day": free.day.isoformat(),
            "period": free.period.number,
            "start": free.period.start.isoformat("minutes"),
            "end": free.period.end.isoformat("minutes"),
            "vice_principal": free.person.name,
            "code": free.person.code,
        }
        for free in next_offer(lesson, now).best
    ]
