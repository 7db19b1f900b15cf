"""Rules of the ledger: stages, lesson-hours, the year in which hours are owed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from course.roster.models import SchoolStage, Stage

# Minutes of one lesson-hour: 40 in primary schools, 45 after (notes to the 2022 curriculum tables).
LESSON_HOUR = {SchoolStage.PRIMARY: 40, SchoolStage.JUNIOR: 45, SchoolStage.SENIOR: 45}
HOURS_OWED = Decimal(4)
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
