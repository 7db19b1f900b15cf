"""The weeks of a term: their Mondays, their teaching days, and the names by which addresses call them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from course.roster.models import Term
from course.schedule.situation_queries import teaching_days

DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class Week:
    """A week of the term, with the days of it on which schools teach."""

    number: int
    monday: date
    days: tuple[date, ...]

    @property
    def key(self) -> str:
        """``2026-W49``."""
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02d}"

    @property
    def friday(self) -> date:
        """The last ordinary day."""
        return self.monday + 4 * DAY

    @property
    def end(self) -> date:
        """The first day that is no longer in it."""
        return self.monday + WEEK


def weeks_of(term: Term) -> list[Week]:
    """The weeks of a term, from the Monday of its first day on, numbered from 1."""
    calendar = teaching_days(term.start, term.end)
    monday, found = term.start - term.start.weekday() * DAY, []
    while monday <= term.end:
        days = (monday + number * DAY for number in range(7))
        taught = tuple(day for day in days if term.start <= day <= term.end and calendar.taught_as(day))
        found.append(Week(len(found) + 1, monday, taught))
        monday += WEEK
    return found


def week_with_key(weeks: Sequence[Week], key: str) -> Week | None:
    """The week of an address; None where the term has no such week."""
    return next((week for week in weeks if week.key == key), None)


def teaching_weeks(weeks: Sequence[Week], first: date) -> int:
    """How many weeks have a teaching day that is not before ``first``."""
    return sum(any(day >= first for day in week.days) for week in weeks)
