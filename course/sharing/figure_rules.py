"""Rules of the figures that a program asks for: of which day and which year they are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from course.coverage.rules import FIRST_YEAR, Year
from course.roster.rules import year_of


class NothingKnown(Exception):
    """Raised where nothing can be told of a day or a year; names the parameter that asks for it."""

    def __init__(self, name: str, detail: str) -> None:
        super().__init__(detail)
        self.name, self.detail = name, detail


@dataclass(frozen=True)
class Told:
    """Of which year and day figures are told; the day is today unless a past one was asked for."""

    year: Year
    day: date
    today: date


def told_of(day: date | None, number: int | None, today: date, starts: str) -> Told:
    """The day that is asked for, or today; the year that is asked for, or the one in which the day lies."""
    if day is None:
        return Told(Year.numbered(year_of(today, starts) if number is None else number, starts), today, today)
    first = Year.numbered(FIRST_YEAR, starts).first
    if day > today:
        raise NothingKnown("on", f"This day has not come yet. Ask for {today} or a day before it.")
    if day < first:
        raise NothingKnown("on", f"Nothing is known of this day. Ask for {first} or a day after it.")
    year = Year.numbered(year_of(day, starts) if number is None else number, starts)
    if day < year.first:
        raise NothingKnown("year", f"This year had not begun on {day}. Leave “year” out, or ask for a later day.")
    return Told(year, day, today)
