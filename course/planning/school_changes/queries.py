"""Reads for schools that change: what a closing ends, which classes move and what they will be called."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from course.db import db
from course.planning.school_changes.rules import numbers_for
from course.roster.models import Appointment, School, SchoolClass
from course.schedule.models import Lesson, LessonClass, LessonState
from course.schedule.queries import WITH_NAMES

OPEN = (LessonState.REQUESTED, LessonState.SCHEDULED)


@dataclass(frozen=True)
class MovingClass:
    """A class that goes to another school, and what it is called there."""

    row: SchoolClass
    grade: int
    number: int

    @property
    def label(self) -> str:
        """Its name in the new school."""
        return f"{self.grade}-{self.number}"


@dataclass(frozen=True)
class Closing:
    """What happens when a school closes on a day, and another one perhaps takes over."""

    school: School
    day: date
    successor: School | None
    appointments: Sequence[Appointment]
    lessons: Sequence[Lesson]
    moves: Sequence[MovingClass]
    # The appointments whose people do not serve the successor yet.
    could_follow: Sequence[Appointment]


def closing_of(school: School, day: date, successor: School | None, now: datetime) -> Closing:
    """What ends with a school, and what goes to its successor."""
    rows = appointments_beyond(school.id, day)
    there = {row.vice_principal_id for row in appointments_beyond(successor.id, day)} if successor else set()
    moves = moves_to(classes_of(school.id), successor) if successor else []
    follow = [row for row in rows if row.vice_principal_id not in there] if successor else []
    return Closing(school, day, successor, rows, open_lessons(school.id, day, now), moves, follow)


def appointments_beyond(school_id: int, day: date) -> list[Appointment]:
    """The appointments of a school that hold on a day or later."""
    chosen = sa.select(Appointment).where(Appointment.school_id == school_id, Appointment.end >= day)
    named = chosen.options(joinedload(Appointment.vice_principal), joinedload(Appointment.school))
    return list(db.session.scalars(named.order_by(Appointment.start, Appointment.id)))


def open_lessons(school_id: int, day: date, now: datetime) -> list[Lesson]:
    """The open lessons of a school from a day on that are still to come."""
    after = max(datetime.combine(day, time()), now)
    mine = sa.and_(Lesson.school_id == school_id, Lesson.start >= after, Lesson.state.in_(OPEN))
    chosen = sa.select(Lesson).where(mine).options(*WITH_NAMES)
    return list(db.session.scalars(chosen.order_by(Lesson.start, Lesson.id)))


def classes_of(school_id: int) -> list[SchoolClass]:
    """The classes of a school, by grade and number."""
    chosen = sa.select(SchoolClass).where(SchoolClass.school_id == school_id)
    return list(db.session.scalars(chosen.order_by(SchoolClass.grade, SchoolClass.number)))


def moves_to(classes: Sequence[SchoolClass], successor: School) -> list[MovingClass]:
    """What each of these classes will be called in another school."""
    there = [(row.grade, row.number) for row in classes_of(successor.id)]
    names = numbers_for([(row.grade, row.number) for row in classes], there)
    return [MovingClass(row, *name) for row, name in zip(classes, names, strict=True)]


def lessons_with(class_ids: Collection[int], now: datetime) -> list[Lesson]:
    """The open lessons to come in which any of these classes takes part."""
    theirs = sa.select(LessonClass.lesson_id).where(LessonClass.class_id.in_(class_ids))
    mine = sa.and_(Lesson.id.in_(theirs), Lesson.start >= now, Lesson.state.in_(OPEN))
    chosen = sa.select(Lesson).where(mine).options(*WITH_NAMES)
    return list(db.session.scalars(chosen.order_by(Lesson.start, Lesson.id)))


def merged_with_classes(today: date) -> list[tuple[School, School]]:
    """The schools that have been taken over by today and still hold classes, each with its successor."""
    successor = sa.orm.aliased(School)
    with_classes = School.id.in_(sa.select(SchoolClass.school_id).distinct())
    chosen = sa.select(School, successor).join(successor, successor.id == School.successor_id)
    over = chosen.where(School.closed_on <= today, with_classes).order_by(School.id)
    return [(row[0], row[1]) for row in db.session.execute(over)]


def code_taken(code: str) -> bool:
    """Whether a school has this code."""
    return db.session.scalar(sa.select(School.id).where(School.code == code)) is not None
