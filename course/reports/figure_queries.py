"""Reads of the figures of a report, all from one snapshot: those of the pages, and what lies behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from heapq import nsmallest
from typing import Any

import sqlalchemy as sa

from course.access.scope import below
from course.coverage.queries import of_schools, taught_in
from course.coverage.region_queries import RegionRow, SchoolRow, region_rows
from course.coverage.rules import Tally, hours_in_words, in_hours, total
from course.coverage.tallies.queries import figures_on
from course.db import db
from course.delivery.models import Confirmation, Manner, ReachedClass
from course.reports.matter import Matter
from course.reports.part_queries import Part
from course.roster.class_queries import home_on
from course.roster.models import Region, School, SchoolClass, SchoolStage, Theme
from course.schedule.models import Lesson

MOST_NAMED, REGIONS_AT_ONCE = 3, 500


@dataclass(frozen=True)
class Hours:
    """Confirmed lesson-hours, taught and organised apart."""

    taught: Decimal = Decimal(0)
    organised: Decimal = Decimal(0)


@dataclass
class Minutes:
    """Confirmed minutes of some schools, taught and organised; a lesson-hour is longer in some than in others."""

    taught: dict[SchoolStage, int] = field(default_factory=lambda: dict.fromkeys(SchoolStage, 0))
    organised: dict[SchoolStage, int] = field(default_factory=lambda: dict.fromkeys(SchoolStage, 0))

    def add(self, row: SchoolRow) -> None:
        """Count a school in."""
        self.taught[row.stage] += row.tally.taught_minutes
        self.organised[row.stage] += row.tally.organised_minutes

    def hours(self) -> Hours:
        """The same as lesson-hours."""
        return Hours(in_hours(self.taught), in_hours(self.organised))


@dataclass
class Sums:
    """What the schools of a report add up to; only the sums are kept, so that any number of schools has room."""

    stages: dict[SchoolStage, Tally] = field(default_factory=lambda: dict.fromkeys(SchoolStage, Tally()))
    # The minutes of the schools of each region itself, and of each region with all below it.
    own: dict[str, Minutes] = field(default_factory=dict)
    whole: dict[str, Minutes] = field(default_factory=dict)
    complete: int = 0
    # The names of the first of those that lack nothing.
    complete_names: list[str] = field(default_factory=list)

    def add(self, part: Part) -> None:
        """Count the schools of a part in."""
        for stage, before in self.stages.items():
            self.stages[stage] = total([before, *(row.tally for row in part.schools if row.stage is stage)])
        for row in part.schools:
            path = part.paths[row.id]
            self.own.setdefault(path, Minutes()).add(row)
            for above in lying_in(path):
                self.whole.setdefault(above, Minutes()).add(row)
        complete = [row.name for row in part.schools if not row.tally.is_missing("any")]
        self.complete += len(complete)
        self.complete_names = nsmallest(MOST_NAMED, [*self.complete_names, *complete])

    def hours_of(self, path: str, *, direct: bool = False) -> Hours:
        """The lesson-hours of a region, or of its own schools alone."""
        return (self.own if direct else self.whole).get(path, Minutes()).hours()


@lru_cache(4_096)
def lying_in(path: str) -> tuple[str, ...]:
    """The paths of the regions in which a region lies: everything, those above it, and itself."""
    codes = path.split("/")
    return ("", *("/".join(codes[:number]) for number in range(1, len(codes) + 1)))


@dataclass(frozen=True)
class RegionFigures:
    """The figures of a region, of the regions below it, and of all together."""

    matter: Matter
    sums: Sums
    children: Sequence[tuple[RegionRow, Hours]]

    @property
    def stages(self) -> dict[SchoolStage, Tally]:
        """The figures by the stage of the school."""
        return self.sums.stages

    @property
    def tally(self) -> Tally:
        """The figures of all schools."""
        return total(self.sums.stages.values())

    @property
    def hours(self) -> Hours:
        """The lesson-hours of all schools."""
        return self.sums.hours_of(self.matter.place.path)


def region_figures(matter: Matter, parts: Iterable[Part]) -> RegionFigures:
    """The figures of a region from its schools; they are those that its page shows."""
    sums = Sums()
    for part in parts:
        sums.add(part)
    return RegionFigures(matter, sums, child_rows(matter, sums))


def child_rows(matter: Matter, sums: Sums) -> list[tuple[RegionRow, Hours]]:
    """The regions right below with their lesson-hours, and the schools of none of them."""
    place = matter.place
    if not place.children:
        return []
    paths = {child.code: child.path for child in place.children}
    return [
        (row, sums.hours_of(place.path if row.direct else paths[row.code], direct=row.direct))
        for row in region_rows(place, matter.asked)
    ]


def every_region(matter: Matter) -> Iterator[tuple[Region, Tally]]:
    """Every region below, each after the one in which it lies, with its figures."""
    inside = below(Region.path, matter.place.path) if matter.place.path else sa.true()
    regions = db.session.scalars(sa.select(Region).where(inside).order_by(Region.path)).all()
    for first in range(0, len(regions), REGIONS_AT_ONCE):
        some = regions[first : first + REGIONS_AT_ONCE]
        found = figures_on([one.path for one in some], matter.year, matter.asked.known_on())
        yield from ((one, found[one.path].tally()) for one in some)


@dataclass
class ThemeRow:
    """A theme with its confirmed lessons, and how many classes of each stage had it."""

    name: str
    lessons: int
    classes: dict[SchoolStage, int] = field(default_factory=dict)


def theme_rows(matter: Matter) -> list[ThemeRow]:
    """Every theme that was taught, by its code."""
    asked, year = matter.asked, matter.counted
    in_year = Confirmation.taught_on.between(year.first, year.last)
    lessons = sa.select(Theme.id, Theme.name, sa.func.count()).join(Lesson, Lesson.theme_id == Theme.id)
    lessons = lessons.join(Confirmation, Confirmation.lesson_id == Lesson.id)
    lessons = lessons.where(in_year, of_schools(Confirmation, asked)).group_by(Theme.id, Theme.name, Theme.code)
    found = {key: ThemeRow(name, count) for key, name, count in db.session.execute(lessons.order_by(Theme.code))}
    classes = sa.select(Lesson.theme_id, School.stage, sa.func.count(ReachedClass.class_id.distinct()))
    classes = classes.select_from(ReachedClass).join(Lesson, Lesson.id == ReachedClass.lesson_id)
    # A class brings what it had to the school to which it went.
    classes = classes.join(SchoolClass, SchoolClass.id == ReachedClass.class_id)
    classes = classes.join(School, School.id == home_on(asked.day))
    classes = classes.where(taught_in(year), asked.condition()).group_by(Lesson.theme_id, School.stage)
    for theme_id, stage, count in db.session.execute(classes):
        if theme_id not in found:
            found[theme_id] = ThemeRow(db.session.get_one(Theme, theme_id).name, 0)
        found[theme_id].classes[stage] = count
    return list(found.values())


@dataclass
class MonthRow:
    """The confirmed lessons of a month."""

    first: date
    lessons: int = 0
    taught: dict[SchoolStage, int] = field(default_factory=lambda: dict.fromkeys(SchoolStage, 0))
    organised: dict[SchoolStage, int] = field(default_factory=lambda: dict.fromkeys(SchoolStage, 0))

    @property
    def hours(self) -> Hours:
        """Its lesson-hours."""
        return Hours(in_hours(self.taught), in_hours(self.organised))


def month_rows(matter: Matter) -> list[MonthRow]:
    """The months of the year in which there were lessons, in order."""
    year, month = (sa.extract(part, Confirmation.taught_on) for part in ("year", "month"))
    what: tuple[Any, ...] = (sa.func.count(), sa.func.sum(Confirmation.minutes))
    chosen = sa.select(year, month, School.stage, Confirmation.manner, *what)
    chosen = chosen.join(School, School.id == Confirmation.school_id)
    in_year = Confirmation.taught_on.between(matter.counted.first, matter.counted.last)
    chosen = chosen.where(in_year, of_schools(Confirmation, matter.asked))
    found: dict[date, MonthRow] = {}
    for of_year, of_month, stage, manner, lessons, minutes in db.session.execute(
        chosen.group_by(year, month, School.stage, Confirmation.manner)
    ):
        first = date(int(of_year), int(of_month), 1)
        row = found.setdefault(first, MonthRow(first))
        row.lessons += lessons
        (row.taught if manner is Manner.TAUGHT else row.organised)[stage] += int(minutes)
    return [found[first] for first in sorted(found)]


def hours_had(row: SchoolRow) -> Decimal:
    """The confirmed lesson-hours of a school, as its page writes them."""
    return hours_in_words(row.tally.taught_minutes + row.tally.organised_minutes, row.stage)
