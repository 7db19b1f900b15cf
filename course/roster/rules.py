"""Rules of the ledger: stages, lesson-hours, the year in which hours are owed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from course.errors import Problem
from course.i18n import _l
from course.roster.models import SchoolStage, Stage

# Minutes of one lesson-hour: 40 in primary schools, 45 after (notes to the 2022 curriculum tables).
LESSON_HOUR = {SchoolStage.PRIMARY: 40, SchoolStage.JUNIOR: 45, SchoolStage.SENIOR: 45}
HOURS_OWED = Decimal(4)
LONGEST_TIME = timedelta(days=366)
LAST_GRADE = ((2, Stage.PRIMARY_LOW), (6, Stage.PRIMARY_HIGH), (9, Stage.JUNIOR), (12, Stage.SENIOR))


def stage_of_grade(grade: int) -> Stage:
    """The stage of a class by its grade, 1 to 12."""
    return next(stage for last, stage in LAST_GRADE if grade <= last)


def coarse_stage(stage: Stage) -> SchoolStage:
    """The stage of the school that teaches classes of this stage."""
    primary = stage in {Stage.PRIMARY_LOW, Stage.PRIMARY_HIGH}
    return SchoolStage.PRIMARY if primary else SchoolStage(stage.value)


def lesson_hours(minutes: int, stage: SchoolStage) -> Decimal:
    """Minutes as lesson-hours of this stage: 80 minutes in a primary school are 2."""
    return Decimal(minutes) / LESSON_HOUR[stage]


def year_of(day: date, starts: str) -> int:
    """The year in which the hours of this day are owed, named by its first day's; ``starts`` is ``MM-DD``."""
    return day.year if f"{day:%m-%d}" >= starts else day.year - 1


def year_span(year: int, starts: str) -> tuple[date, date]:
    """The first and the last day of a year."""
    month, day = (int(part) for part in starts.split("-"))
    return date(year, month, day), date(year + 1, month, day) - timedelta(days=1)


def time_ends_after_it_starts(start: datetime, end: datetime, now: datetime) -> Problem | None:
    """An absence or a blackout ends after it starts."""
    if start < end:
        return None
    return Problem("time_ends_after_it_starts", _l("This must be later than the start."), "end")


def time_is_not_over(start: datetime, end: datetime, now: datetime) -> Problem | None:
    """What is over need not be entered any more."""
    if end > now or end <= start:
        return None
    return Problem("time_is_not_over", _l("This time is already over. Enter a time that lies ahead."), "end")


def time_is_at_most_a_year(start: datetime, end: datetime, now: datetime) -> Problem | None:
    """A year is the longest time; more is a mistyped year."""
    if end - start <= LONGEST_TIME:
        return None
    return Problem("time_is_at_most_a_year", _l("This is more than a year. Check the years."), "end")


TIMES = (time_ends_after_it_starts, time_is_not_over, time_is_at_most_a_year)
