"""The days on which schools teach: weekdays, public holidays and the days that make up for them.

This is the one module that knows the holiday package.  It knows nothing of the years after its
newest notice; for those the weekday alone decides, and ``is_published`` says so, so that a page
can warn.  The table that the bureau edits wins over the package, always.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import chinese_calendar
from chinese_calendar import constants

LAST_WORKDAY = 5
KNOWN_YEARS = frozenset(day.year for day in constants.holidays)


def pair_make_up_days() -> dict[date, int]:
    """For each make-up day the weekday it replaces: the days off of one holiday, in their order."""
    off: dict[tuple[int, str], list[date]] = {}
    for day, name in sorted(constants.in_lieu_days.items()):
        off.setdefault((day.year, name), []).append(day)
    paired = {}
    for day, name in sorted(constants.workdays.items()):
        waiting = off.get((day.year, name))
        paired[day] = waiting.pop(0).isoweekday() if waiting else LAST_WORKDAY
    return paired


MAKE_UP_DAYS = pair_make_up_days()


@dataclass(frozen=True)
class TeachingDays:
    """The calendar of the schools; ``table`` holds the edited days: the weekday that is taught, or None, and a name."""

    table: Mapping[date, tuple[int | None, str]] = field(default_factory=dict)

    def taught_as(self, day: date) -> int | None:
        """The weekday (Monday = 1) whose timetable is taught on this day; None where no school teaches."""
        if day in self.table:
            return self.table[day][0]
        if day in MAKE_UP_DAYS:
            return MAKE_UP_DAYS[day]
        weekday = day.isoweekday()
        return None if day in constants.holidays or weekday > LAST_WORKDAY else weekday

    def name_of(self, day: date, language: str) -> str:
        """The name of the holiday or of the make-up day; empty on an ordinary day."""
        if day in self.table:
            return self.table[day][1]
        name = constants.holidays.get(day) or constants.workdays.get(day) or ""
        return chinese_calendar.Holiday(name).chinese if name and not language.startswith("en") else name

    def is_published(self, year: int) -> bool:
        """Whether somebody has said what the holidays of this year are."""
        return year in KNOWN_YEARS or any(day.year == year for day in self.table)
