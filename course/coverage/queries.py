"""Reads of coverage: the three figures, each one statement, for many schools or regions at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from course.coverage.rules import Tally, Year, hours_owed, minutes_owed
from course.db import db
from course.delivery.models import Confirmation, Delivery, Manner, ReachedClass
from course.roster.models import Appointment, School, SchoolClass, SchoolStage, Term
from course.schedule.models import Lesson, LessonClass, LessonState

Condition = sa.ColumnElement[bool]
Tallies = dict[Any, Tally]


@dataclass(frozen=True)
class Asked:
    """What a figure is asked for: which schools, in which year, on which day, for how many hours."""

    schools: Condition
    year: Year
    day: date
    hours: Decimal


def hours_owed_in(year: Year) -> Decimal:
    """The lesson-hours that the terms of this year ask for."""
    in_year = Term.start.between(year.first, year.last)
    return hours_owed(db.session.scalars(sa.select(Term.min_hours).where(in_year)))


def tallies(asked: Asked, key: sa.ColumnElement[Any]) -> Tallies:
    """The three figures by school (``School.id``) or by county (``School.region_path``)."""
    found = appointed_by(asked, key)
    for more in (hours_by(asked, key), classes_by(asked, key)):
        for one, tally in more.items():
            found[one] = found.get(one, Tally()) + tally
    return found


def appointed_by(asked: Asked, key: sa.ColumnElement[Any]) -> Tallies:
    """All schools, and those with an appointment that holds on the day."""
    holds = sa.and_(Appointment.start <= asked.day, Appointment.end >= asked.day)
    appointed = sa.exists().where(Appointment.school_id == School.id, holds)
    counted = sa.select(key, sa.func.count(), sa.func.count().filter(appointed))
    rows = db.session.execute(counted.select_from(School).where(asked.schools).group_by(key))
    return {row[0]: Tally(schools=row[1], appointed=row[2]) for row in rows}


def hours_by(asked: Asked, key: sa.ColumnElement[Any]) -> Tallies:
    """Schools that have their hours, those that will once what is reported is confirmed, and all minutes."""
    confirmed, claimed = confirmed_minutes(asked), claimed_minutes(asked)
    taught, organised = (sa.func.coalesce(confirmed.c[name], 0) for name in ("taught", "organised"))
    waiting = sa.func.coalesce(claimed.c.minutes, 0)
    owed = sa.case(
        {stage.value: minutes_owed(stage, asked.hours) for stage in SchoolStage}, value=sa.cast(School.stage, sa.Text)
    )
    enough = taught + organised >= owed
    soon = sa.and_(taught + organised < owed, taught + organised + waiting >= owed)
    counted = sa.select(
        key,
        sa.func.count().filter(enough),
        sa.func.count().filter(soon),
        *(sa.func.coalesce(sa.func.sum(column), 0) for column in (taught, organised, waiting)),
    )
    schools = sa.outerjoin(School, confirmed, confirmed.c.school_id == School.id)
    schools = schools.outerjoin(claimed, claimed.c.school_id == School.id)
    rows = db.session.execute(counted.select_from(schools).where(asked.schools).group_by(key))
    names = ("with_hours", "with_claimed_hours", "taught_minutes", "organised_minutes", "claimed_minutes")
    return {row[0]: Tally(**dict(zip(names, map(int, row[1:]), strict=True))) for row in rows}


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


def classes_by(asked: Asked, key: sa.ColumnElement[Any]) -> Tallies:
    """All classes, those in a confirmed lesson of the year, and those only in one that is reported."""
    reached = is_reached(asked.year)
    claimed = sa.and_(sa.not_(reached), SchoolClass.id.in_(claimed_classes(asked)))
    counted = sa.select(key, sa.func.count(), sa.func.count().filter(reached), sa.func.count().filter(claimed))
    schools = sa.join(SchoolClass, School, School.id == SchoolClass.school_id)
    rows = db.session.execute(counted.select_from(schools).where(asked.schools).group_by(key))
    return {row[0]: Tally(classes=row[1], reached=row[2], claimed=row[3]) for row in rows}


def is_reached(year: Year) -> Condition:
    """Whether a class was in a confirmed lesson of the year."""
    in_year = ReachedClass.taught_on.between(year.first, year.last)
    return sa.exists().where(ReachedClass.class_id == SchoolClass.id, in_year)


def claimed_classes(asked: Asked) -> sa.Select[tuple[int]]:
    """The classes of lessons that are reported and wait for confirmation."""
    chosen = sa.select(LessonClass.class_id).join(Lesson, Lesson.id == LessonClass.lesson_id)
    return chosen.where(Lesson.state == LessonState.DELIVERED, starts_in(asked.year), of_schools(Lesson, asked))


def starts_in(year: Year) -> Condition:
    """Whether a lesson starts in the year."""
    return sa.and_(Lesson.start >= year.from_start(), Lesson.start < year.to_end())


def of_schools(model: Any, asked: Asked) -> Condition:
    """Rows of the schools asked for, wherever these schools lay when the row was written."""
    return model.school_id.in_(sa.select(School.id).where(asked.schools))
