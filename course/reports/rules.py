"""Rules of reports: who may ask for which, of which day, how many at once, and when one is sent by itself."""

from __future__ import annotations

from datetime import date, timedelta

from course.access.models import Role
from course.coverage.rules import FIRST_YEAR, Year
from course.errors import Problem
from course.i18n import _l
from course.reports.models import ReportKind, Rhythm

MOST_AT_ONCE, MOST_WAITING, MOST_REGULAR = 5, 20, 20
# More rows than this no sheet is given: an office opens them too slowly, and above 1,048,576 not at all.
MOST_ROWS = 500_000
KEPT, LISTED = timedelta(hours=24), timedelta(days=7)
A_DAY = timedelta(days=1)
# Those that tell of a region; a plan is told once, the others again and again.
REGULAR = (ReportKind.LEDGER, ReportKind.YEARLY, ReportKind.BRIEF)
OF_REGIONS = (*REGULAR, ReportKind.PLAN)
KINDS_OF: dict[Role, tuple[ReportKind, ...]] = {
    Role.ADMIN: tuple(ReportKind),
    Role.BUREAU: tuple(ReportKind),
    Role.STATION: (ReportKind.SCHOOL, ReportKind.PERSON),
    Role.VICE_PRINCIPAL: (ReportKind.PERSON, ReportKind.SCHOOL),
    Role.SCHOOL: (ReportKind.SCHOOL,),
}
ENDING = {
    ReportKind.LEDGER: "xlsx",
    ReportKind.YEARLY: "xlsx",
    ReportKind.BRIEF: "pptx",
    ReportKind.SCHOOL: "xlsx",
    ReportKind.PERSON: "docx",
    ReportKind.PLAN: "xlsx",
}


def year_up_to(year: Year, day: date, today: date) -> Year:
    """The part of a year that a report counts: all of it today, and on a day that has passed what lay before."""
    return Year(year.number, year.first, day) if year.as_of(day, today) else year


def day_is_in_year(day: date, year: Year, today: date) -> Problem | None:
    """A report tells of a day that has come, in a year that had begun by then."""
    if year.first > today:
        return Problem("day_is_in_year", _l("This year has not begun. Choose an earlier one."), "year")
    if year.first <= day <= today:
        return None
    sentence = _l("Choose a day of the year, from its first day until today at the latest.")
    return Problem("day_is_in_year", sentence, "day", {"first": year.first, "last": min(year.last, today)})


def year_is_counted(number: int) -> Problem | None:
    """Nothing is counted of years before the first; a day of a form may lie in one."""
    if number >= FIRST_YEAR:
        return None
    return Problem("year_is_counted", _l("Nothing is known of this day. Choose a later one."), "day")


def not_too_many(unfinished: int) -> Problem | None:
    """Whoever waits for so many files waits for these first."""
    if unfinished < MOST_WAITING:
        return None
    sentence = _l("20 of your reports are still to be made. Wait until one is done, or cancel one.")
    return Problem("not_too_many", sentence)


def not_too_many_regular(number: int) -> Problem | None:
    """Twenty reports are sent to one person at most."""
    if number < MOST_REGULAR:
        return None
    return Problem("not_too_many_regular", _l("You are sent 20 reports already. Stop one of them first."))


def fits_a_sheet(rows: int) -> bool:
    """Whether so many rows can be opened; what has more is left out whole, and the cover says so."""
    return rows <= MOST_ROWS


def may_begin(begun: int) -> bool:
    """Five files of one person are made at once; more wait their turn."""
    return begun < MOST_AT_ONCE


def period_start(rhythm: Rhythm, today: date) -> date:
    """The first day of the week or the month."""
    return today - timedelta(days=today.weekday()) if rhythm is Rhythm.WEEKLY else today.replace(day=1)


def is_due(rhythm: Rhythm, today: date, asked_on: date, last_on: date | None) -> bool:
    """Whether the report of this week or month was not sent yet; the first comes with the next week or month."""
    return period_start(rhythm, today) > max(last_on or asked_on, asked_on)


def day_told_of(kind: ReportKind, today: date) -> date:
    """The day of which a report tells that is sent by itself: today, and for a brief the end of the month before."""
    return today.replace(day=1) - A_DAY if kind is ReportKind.BRIEF else today


def month_of(day: date) -> tuple[date, date]:
    """The first day of a month, and of the next one."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1)
