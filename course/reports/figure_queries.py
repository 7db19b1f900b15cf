"""Reads of the figures of a report, all from one snapshot: those of the pages, and what lies behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import sqlalchemy as sa

from course.access.scope import below
from course.coverage.page import with_unreached
from course.coverage.queries import Asked, of_schools, taught_in
from course.coverage.region_queries import RegionRow, SchoolRow, planned_lessons, region_rows, school_rows
from course.coverage.rules import Tally, hours_in_words, total
from course.db import db
from course.delivery.models import Confirmation, Manner, ReachedClass
from course.reports.matter import Matter
from course.roster.class_queries import home_on
from course.roster.models import Appointment, Region, School, SchoolClass, SchoolStage, Theme, VicePrincipal
from course.roster.rules import LESSON_HOUR
from course.roster.vacancy_queries import vacant_since
from course.schedule.models import Lesson


@dataclass(frozen=True)
class Hours:
    """Confirmed lesson-hours, taught and organised apart."""

    taught: Decimal = Decimal(0)
    organised: Decimal = Decimal(0)


@dataclass(frozen=True)
class RegionFigures:
    """The figures of a region: of its schools one by one, of the regions below it, and of all together."""

    matter: Matter
    schools: Sequence[SchoolRow]
    children: Sequence[tuple[RegionRow, Hours]]
    tally: Tally
    hours: Hours
    counties: Mapping[int, str]
    served_by: Mapping[int, str] = field(default_factory=dict)
    vacant_since: Mapping[int, date] = field(default_factory=dict)

    def by_stage(self) -> dict[SchoolStage, Tally]:
        """The figures by the stage of the school."""
        return {stage: total(row.tally for row in self.schools if row.stage is stage) for stage in SchoolStage}

    def vacant(self) -> list[SchoolRow]:
        """The schools that nobody serves, by code."""
        return sorted((row for row in self.schools if not row.tally.appointed), key=lambda row: row.code)


def region_figures(matter: Matter) -> RegionFigures:
    """The figures of a region; they are those that its page shows."""
    asked = matter.asked
    # What is planned now says nothing of a day that has passed.
    planned = planned_lessons(asked, matter.now) if matter.as_of is None else {}
    schools = with_unreached(school_rows(asked, planned), asked)
    paths = paths_of_schools(asked)
    children = region_rows(matter.place, asked) if matter.place.children else []
    names = names_of(matter.place.path)
    return RegionFigures(
        matter=matter,
        schools=schools,
        children=[(row, hours_of(inside(row, matter, schools, paths))) for row in children],
        tally=total(row.tally for row in schools),
        hours=hours_of(schools),
        counties={school_id: names.get(path, "") for school_id, path in paths.items()},
        served_by=served_by(asked),
        vacant_since=vacant_since([row.id for row in schools if not row.tally.appointed], matter.day),
    )


def inside(row: RegionRow, matter: Matter, schools: Sequence[SchoolRow], paths: Mapping[int, str]) -> list[SchoolRow]:
    """The schools of a row: those of a region right below, or of none of them."""
    own = next((child.path for child in matter.place.children if child.code == row.code), matter.place.path)
    if row.direct:
        return [school for school in schools if paths[school.id] == matter.place.path]
    return [school for school in schools if f"{paths[school.id]}/".startswith(f"{own}/")]


def hours_of(schools: Iterable[SchoolRow]) -> Hours:
    """The lesson-hours of some schools; a lesson-hour is longer in some than in others."""
    taught, organised = dict.fromkeys(SchoolStage, 0), dict.fromkeys(SchoolStage, 0)
    for row in schools:
        taught[row.stage] += row.tally.taught_minutes
        organised[row.stage] += row.tally.organised_minutes
    return Hours(in_hours(taught), in_hours(organised))


def in_hours(minutes: Mapping[SchoolStage, int]) -> Decimal:
    """Minutes by stage as hours, one digit after the point, never too many."""
    whole = sum((Fraction(number, LESSON_HOUR[stage]) for stage, number in minutes.items()), Fraction(0))
    return Decimal(int(whole * 10)) / 10


def paths_of_schools(asked: Asked) -> dict[int, str]:
    """The region of each school."""
    return dict(db.session.execute(sa.select(School.id, asked.region_path()).where(asked.condition())).all())


def names_of(path: str) -> dict[str, str]:
    """The names of a region and of those below it, by path."""
    return dict(db.session.execute(sa.select(Region.path, Region.name).where(below(Region.path, path))).all())


def served_by(asked: Asked) -> dict[int, str]:
    """The names of those who serve each school on the day."""
    holds = sa.and_(Appointment.start <= asked.day, Appointment.end >= asked.day)
    chosen = sa.select(Appointment.school_id, VicePrincipal.name).join(
        VicePrincipal, VicePrincipal.id == Appointment.vice_principal_id
    )
    found: dict[int, list[str]] = {}
    rows = chosen.where(holds, of_schools(Appointment, asked)).order_by(VicePrincipal.code)
    for school_id, name in db.session.execute(rows):
        found.setdefault(school_id, []).append(name)
    return {school_id: "、".join(names) for school_id, names in found.items()}


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
