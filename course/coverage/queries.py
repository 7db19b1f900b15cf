"""Reads of coverage: the three figures, each one statement, for many schools or regions at once.

Building a statement of this size takes longer than running it on a county, so the statement of a
question is built once and kept; the same people ask the same question all day.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from course.access.scope import Scope, below, within
from course.coverage.rules import Tally, Year, hours_owed, minutes_owed
from course.db import db
from course.delivery.models import Confirmation, Delivery, Manner, ReachedClass
from course.roster.models import Appointment, School, SchoolClass, SchoolStage, Term
from course.roster.vacancy_queries import is_open
from course.schedule.models import Lesson, LessonClass, LessonState

Condition = sa.ColumnElement[bool]
Counts = dict[Any, tuple[int, ...]]
STATEMENTS_KEPT = 512


@dataclass(frozen=True)
class Schools:
    """Which schools of a scope: all, those below a region, those of the region itself, or one."""

    scope: Scope
    path: str = ""
    direct: bool = False
    school_id: int | None = None

    def condition(self) -> Condition:
        """The same for a statement that reads schools."""
        if self.school_id is not None:
            return sa.and_(School.id == self.school_id, within(School, self.scope))
        if not self.path or self.path == self.scope.region_path:
            place = within(School, self.scope)
        else:
            place = sa.and_(below(School.region_path, self.path), within(School, self.scope))
        return sa.and_(place, School.region_path == self.path) if self.direct else place


@dataclass(frozen=True)
class Asked:
    """What a figure is asked for: which schools, in which year, on which day, for how many hours."""

    schools: Schools
    year: Year
    day: date
    hours: Decimal

    def condition(self) -> Condition:
        """The schools that count: those that were there on the day; the page of one school shows it also afterwards."""
        there = sa.true() if self.schools.school_id is not None else is_open(self.day)
        return sa.and_(self.schools.condition(), there)

    def is_over(self) -> bool:
        """Whether the year has passed: its figures then stand as they were."""
        return self.day >= self.year.last


class Key(enum.Enum):
    """What the figures are counted by."""

    SCHOOL = "id"
    COUNTY = "region_path"

    def column(self) -> sa.ColumnElement[Any]:
        """The column of a school."""
        return getattr(School, self.value)


@dataclass(frozen=True)
class Terms:
    """What the terms of a year say: the lesson-hours owed to each school, and the days on which there is school."""

    hours: Decimal
    spans: tuple[tuple[date, date], ...]


def terms_in(year: Year) -> Terms:
    """The terms of a year, in one statement."""
    chosen = sa.select(Term.start, Term.end, Term.min_hours).where(Term.start <= year.last, Term.end >= year.first)
    rows = db.session.execute(chosen.order_by(Term.start)).all()
    owed = hours_owed(row.min_hours for row in rows if year.first <= row.start)
    return Terms(owed, tuple((row.start, row.end) for row in rows))


def hours_owed_in(year: Year) -> Decimal:
    """The lesson-hours that the terms of this year ask for."""
    return terms_in(year).hours


def tallies(asked: Asked, key: Key) -> dict[Any, Tally]:
    """The three figures by school or by county."""
    schools, hours, classes = appointed_by(asked, key), hours_by(asked, key), classes_by(asked, key)
    return {one: Tally(*counts, *hours[one], *classes.get(one, ())) for one, counts in schools.items()}


def appointed_by(asked: Asked, key: Key) -> Counts:
    """All schools, and those with an appointment that holds on the day."""
    return counts_of(appointed_statement(asked, key))


def hours_by(asked: Asked, key: Key) -> Counts:
    """Schools that have their hours, those that will once what is reported is confirmed, and all minutes."""
    return counts_of(hours_statement(asked, key))


def classes_by(asked: Asked, key: Key) -> Counts:
    """All classes, those in a confirmed lesson of the year, and those only in one that is reported."""
    return counts_of(classes_statement(asked, key))


def counts_of(statement: sa.Select[Any]) -> Counts:
    """The rows of a statement by their first column; the others stand in the order of a ``Tally``."""
    return {row[0]: tuple(map(int, row[1:])) for row in db.session.execute(statement)}


@lru_cache(STATEMENTS_KEPT)
def appointed_statement(asked: Asked, key: Key) -> sa.Select[Any]:
    """Schools, and those among them with an appointment, by key."""
    holds = sa.and_(Appointment.start <= asked.day, Appointment.end >= asked.day)
    appointed = sa.exists().where(Appointment.school_id == School.id, holds)
    counted = sa.select(key.column(), sa.func.count(), sa.func.count().filter(appointed)).select_from(School)
    return counted.where(asked.condition()).group_by(key.column())


@lru_cache(STATEMENTS_KEPT)
def hours_statement(asked: Asked, key: Key) -> sa.Select[Any]:
    """Each school's minutes first, then how many schools have enough, by key."""
    each = minutes_of_schools(asked, key)
    confirmed = each.c.taught + each.c.organised
    soon = sa.and_(confirmed < each.c.owed, confirmed + each.c.claimed >= each.c.owed)
    schools = (sa.func.count().filter(confirmed >= each.c.owed), sa.func.count().filter(soon))
    minutes = (sa.func.sum(column) for column in (each.c.taught, each.c.organised, each.c.claimed))
    return sa.select(each.c.key, *schools, *minutes).group_by(each.c.key)


def minutes_of_schools(asked: Asked, key: Key) -> sa.Subquery:
    """The minutes of each school in the year, and those that it is owed."""
    confirmed, claimed = confirmed_minutes(asked), claimed_minutes(asked)
    owed = {stage.value: minutes_owed(stage, asked.hours) for stage in SchoolStage}
    columns = (
        key.column().label("key"),
        sa.case(owed, value=sa.cast(School.stage, sa.Text)).label("owed"),
        sa.func.coalesce(confirmed.c.taught, 0).label("taught"),
        sa.func.coalesce(confirmed.c.organised, 0).label("organised"),
        sa.func.coalesce(claimed.c.minutes, 0).label("claimed"),
    )
    schools = sa.outerjoin(School, confirmed, confirmed.c.school_id == School.id)
    schools = schools.outerjoin(claimed, claimed.c.school_id == School.id)
    return sa.select(*columns).select_from(schools).where(asked.condition()).subquery("each")


def confirmed_minutes(asked: Asked) -> sa.Subquery:
    """The confirmed minutes of each school in the year, taught and organised apart."""
    minutes = {
        manner: sa.func.sum(Confirmation.minutes).filter(Confirmation.manner == manner).label(manner.value)
        for manner in Manner
    }
    in_year = Confirmation.taught_on.between(asked.year.first, asked.year.last)
    chosen = sa.select(Confirmation.school_id, *minutes.values()).where(in_year, of_schools(Confirmation, asked))
    return chosen.group_by(Confirmation.school_id).subquery("confirmed")


def claimed_minutes(asked: Asked) -> sa.Subquery:
    """The minutes of each school that are reported and wait for its confirmation."""
    chosen = sa.select(Lesson.school_id, sa.func.sum(Delivery.minutes).label("minutes"))
    chosen = chosen.join(Delivery, Delivery.lesson_id == Lesson.id)
    chosen = chosen.where(Lesson.state == LessonState.DELIVERED, starts_in(asked.year), of_schools(Lesson, asked))
    return chosen.group_by(Lesson.school_id).subquery("claimed")


@lru_cache(STATEMENTS_KEPT)
def classes_statement(asked: Asked, key: Key) -> sa.Select[Any]:
    """All classes, and those among them that were reached or only claimed, by key.

    In a year that has passed a class that was reached counts where that was, although it may since belong to another
    school.
    """
    reached, claimed = reached_classes(asked).subquery("reached"), claimed_classes(asked).subquery("claimed")
    classes = sa.outerjoin(SchoolClass, reached, reached.c.class_id == SchoolClass.id)
    classes = classes.outerjoin(claimed, claimed.c.class_id == SchoolClass.id)
    home = sa.func.coalesce(reached.c.school_id, SchoolClass.school_id) if asked.is_over() else SchoolClass.school_id
    classes = classes.join(School, School.id == home)
    waiting = sa.func.count().filter(claimed.c.class_id.is_not(None), reached.c.class_id.is_(None))
    counted = sa.select(key.column(), sa.func.count(), sa.func.count(reached.c.class_id), waiting)
    counted = counted.select_from(classes).where(asked.condition(), classes_asked_for(asked))
    return counted.group_by(key.column())


def classes_asked_for(asked: Asked) -> Condition:
    """The classes of these schools; in a year that has passed also those that were reached there."""
    if not asked.is_over():
        return of_schools(SchoolClass, asked)
    there = sa.select(ReachedClass.class_id).where(taught_in(asked.year), of_schools(ReachedClass, asked))
    return sa.or_(of_schools(SchoolClass, asked), SchoolClass.id.in_(there))


def reached_classes(asked: Asked) -> sa.Select[Any]:
    """The classes that were in a confirmed lesson of the year, each once, in a year that has passed with where."""
    chosen = sa.select(ReachedClass.class_id)
    if asked.is_over():
        chosen = chosen.add_columns(school_then(asked).label("school_id"))
    chosen = chosen.join(SchoolClass, SchoolClass.id == ReachedClass.class_id)
    return chosen.where(taught_in(asked.year), classes_asked_for(asked)).group_by(ReachedClass.class_id)


def school_then(asked: Asked) -> sa.ColumnElement[int | None]:
    """Where a class was reached: in the school that it still belongs to, else in another that counts on the day."""
    there, gone = ReachedClass.school_id, sa.select(School.id).where(~is_open(asked.day))
    still = sa.func.max(sa.case((there == SchoolClass.school_id, there)))
    return sa.func.coalesce(still, sa.func.min(sa.case((there.not_in(gone), there))))


def claimed_classes(asked: Asked) -> sa.Select[tuple[int]]:
    """The classes of lessons that are reported and wait for confirmation, each once."""
    chosen = sa.select(LessonClass.class_id).distinct().join(Lesson, Lesson.id == LessonClass.lesson_id)
    return chosen.where(Lesson.state == LessonState.DELIVERED, starts_in(asked.year), of_schools(Lesson, asked))


def is_reached(year: Year) -> Condition:
    """Whether a class was in a confirmed lesson of the year."""
    return sa.exists().where(ReachedClass.class_id == SchoolClass.id, taught_in(year))


def taught_in(year: Year) -> Condition:
    """Whether a class was reached in the year."""
    return ReachedClass.taught_on.between(year.first, year.last)


def starts_in(year: Year) -> Condition:
    """Whether a lesson starts in the year."""
    return sa.and_(Lesson.start >= year.from_start(), Lesson.start < year.to_end())


def of_schools(model: Any, asked: Asked) -> Condition:
    """Rows of the schools asked for, wherever these schools lay when the row was written."""
    return model.school_id.in_(sa.select(School.id).where(asked.condition()))
