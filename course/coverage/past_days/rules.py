"""Rules of asking for a past day: which day is meant, and in which year it lies."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from course.coverage.rules import FIRST_YEAR, Year
from course.errors import Problem
from course.i18n import _l
from course.roster.rules import year_of


def day_meant(written: str, today: date) -> tuple[date, Problem | None]:
    """The day that somebody asks for; today, and what is wrong, where it is no day or has not come yet."""
    if not written:
        return today, None
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return today, Problem("day_is_a_day", _l("Write the day as 2026-11-26. Below stands today."), "day")
    if day > today:
        return today, Problem("day_has_come", _l("This day has not come yet. Below stands today."), "day")
    if day.year < FIRST_YEAR:
        return today, Problem("day_is_a_day", _l("Nothing is known of this day. Below stands today."), "day")
    return day, None


def year_of_day(day: date, year: Year | None, starts: str) -> Year:
    """The year whose figures are meant: the one asked for, unless it had not begun on the day; else that of the day."""
    return year if year and year.first <= day else Year.numbered(year_of(day, starts), starts)


def classes_named(planned: Mapping[int, str], names: Collection[str]) -> set[int]:
    """Those of a lesson's classes that went by these names; what has another name since takes what is left over.

    A class gets another number when it goes to another school, and the order of the classes stays.
    """
    known = {class_id for class_id, name in planned.items() if name in names}
    others = [class_id for class_id in planned if class_id not in known]
    return known | set(others[: max(0, len(names) - len(known))])
