"""Reads of the monthly brief: the figures before and after the month, what comes next, and what went well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from course.coverage.queries import of_schools, region_total
from course.coverage.rules import Tally
from course.db import db
from course.reports.figure_queries import MonthRow, RegionFigures, ThemeRow
from course.reports.lesson_queries import lessons_between
from course.reports.matter import Matter
from course.reports.rules import A_DAY, month_of
from course.reports.told_queries import Told
from course.roster.models import Appointment, Theme
from course.schedule.models import LessonState

MOST_SPECIAL_DAYS = 4


@dataclass(frozen=True)
class Month:
    """A month of a region, as the brief tells of it."""

    found: RegionFigures
    first: date
    after: date
    before: Tally | None
    lessons: MonthRow
    themes: Sequence[ThemeRow]
    special: Mapping[str, int]
    coming: dict[LessonState, int]
    ending: int
    special_days: Sequence[tuple[date, str]]
    # How many schools lack nothing, and the names of the first of them.
    complete: int
    complete_names: Sequence[str]

    @property
    def day(self) -> date:
        """The day of which the brief tells."""
        return self.found.matter.day


def month_of_region(found: RegionFigures, taught: Told) -> Month:
    """Everything that a brief tells of the month of its day."""
    matter = found.matter
    first, after = month_of(matter.day)
    months = {row.first: row for row in taught.months}
    next_first, next_after = month_of(after)
    return Month(
        found=found,
        first=first,
        after=after,
        before=tally_before(matter, first),
        lessons=months.get(first, MonthRow(first)),
        themes=taught.themes,
        special=taught.special,
        coming=lessons_between(matter, next_first, next_after),
        ending=appointments_ending(matter, next_first, next_after),
        special_days=special_days(next_first, next_after),
        complete=found.sums.complete,
        complete_names=found.sums.complete_names,
    )


def tally_before(matter: Matter, first: date) -> Tally | None:
    """The figures of the day before the month; None where the year begins with it."""
    day = first - A_DAY
    if day < matter.year.first:
        return None
    before = Matter.of(matter.scope, matter.place, matter.year, day, matter.now)
    return region_total(before.asked)


def appointments_ending(matter: Matter, first: date, after: date) -> int:
    """How many appointments end in a month."""
    ending = sa.and_(Appointment.end >= first, Appointment.end < after)
    chosen = sa.select(sa.func.count()).select_from(Appointment).where(ending, of_schools(Appointment, matter.asked))
    return db.session.scalar(chosen) or 0


def special_days(first: date, after: date) -> list[tuple[date, str]]:
    """The special days of themes in a month, in order."""
    days = sa.select(Theme.special_day, Theme.name).where(Theme.special_day.startswith(f"{first:%m}-"))
    rows = db.session.execute(days.order_by(Theme.special_day, Theme.code))
    last = (after - A_DAY).day
    found = [(int(day[3:]), name) for day, name in rows]
    return [(first.replace(day=day), name) for day, name in found if day <= last][:MOST_SPECIAL_DAYS]
