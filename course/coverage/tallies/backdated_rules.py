"""Rules of what is entered for days that have passed: an appointment that began, or ended, before it was written down.

What was known of lessons on a day stays as it was; whether somebody served the school then is told as it is known now.
"""

from __future__ import annotations

from datetime import date
from operator import sub

from course.coverage.by_day import ByDay
from course.coverage.rules import Year
from course.coverage.tallies.facts import Facts, Owed, Vector
from course.coverage.tallies.history_rules import known_days
from course.coverage.tallies.rules import BASE, YEARLY, Timeline, change_days, count, steps, value_on

NOTHING: Vector = (0,) * len(YEARLY)


def stood(facts: Facts, day: date) -> tuple[int, int]:
    """Whether the school was there on a day and somebody served it, as is known now."""
    return (1, int(facts.is_served(day))) if facts.is_there(day) else (0, 0)


def had_stood(was: Timeline, day: date) -> Vector:
    """The same as it was counted before."""
    return value_on(was, day, (0,) * len(BASE))[:2]


def is_backdated(facts: Facts, was: Timeline, today: date) -> bool:
    """Whether a day that has passed is another one since the school was last counted."""
    days = {day for day, _ in was} | change_days(facts)
    return any(stood(facts, day) != had_stood(was, day) for day in days if day < today)


def moved(facts: Facts, was: Timeline, year: Year, owing: ByDay[Owed], today: date) -> Timeline:
    """By how much the figures of a year were others on the days before today than was counted; nothing from today on.

    The facts tell how the lessons of the school stood on every day.
    """
    days = known_days(facts, year) | {day for day, _ in was} | change_days(facts) | {year.first} | owing.days()

    def apart(day: date) -> Vector:
        if day >= today:
            return NOTHING
        counts, found = year.day_that_counts(day), count(facts, year, owing.on(day), day, day)
        now, before = (
            found.vector(bool(served)) if there else NOTHING
            for there, served in (stood(facts, counts), had_stood(was, counts))
        )
        return tuple(map(sub, now, before))

    return steps({day for day in days if year.first <= day < today} | {today}, apart, YEARLY)
