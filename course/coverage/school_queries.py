"""Reads of one school: its classes, and the lessons that each had, will have, or missed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from course.access.scope import Scope, within
from course.coverage.past_days.as_of_queries import end_of
from course.coverage.queries import Asked, of_schools, starts_in
from course.coverage.rules import Year
from course.coverage.tallies.queries import A_WEEK
from course.db import db
from course.delivery.models import Confirmation, ReachedClass
from course.roster.class_queries import belongs_to, home_on
from course.roster.models import School, SchoolClass
from course.schedule.models import Lesson, LessonClass, LessonState

SHOWN = (
    LessonState.REQUESTED,
    LessonState.SCHEDULED,
    LessonState.DELIVERED,
    LessonState.CONFIRMED,
    LessonState.MISSED,
)


@dataclass(frozen=True)
class ClassRow:
    """A class and its lessons of the year; ``had`` are the confirmed ones in which it was there.

    One that was taught at the school and ``belongs`` to another one is told of, and nothing is owed to it here.
    """

    id: int
    label: str
    pupils: int
    had: tuple[Lesson, ...] = ()
    waiting: tuple[Lesson, ...] = ()
    coming: tuple[Lesson, ...] = ()
    missed: tuple[Lesson, ...] = ()
    belongs: bool = True


def school_with_code(code: str, scope: Scope) -> School | None:
    """A school in scope, with its region."""
    chosen = sa.select(School).options(joinedload(School.region, innerjoin=True))
    return db.session.scalar(chosen.where(School.code == code, within(School, scope)))


def lessons_of(school_id: int, year: Year, day: date) -> list[Lesson]:
    """The lessons of a school in the year, and those that its classes of a day had elsewhere; not those declined."""
    shown = (
        joinedload(Lesson.theme, innerjoin=True),
        joinedload(Lesson.vice_principal, innerjoin=True),
        selectinload(Lesson.classes),
    )
    # Two lists put together: of "either, or" the database would look through all lessons.
    own = sa.select(Lesson.id).where(Lesson.school_id == school_id, starts_in(year))
    moved = sa.select(LessonClass.lesson_id).join(SchoolClass, SchoolClass.id == LessonClass.class_id)
    here = Lesson.id.in_(sa.union(own, moved.where(belongs_to([school_id], day))))
    chosen = sa.select(Lesson).options(*shown).where(here, starts_in(year))
    return list(db.session.scalars(chosen.where(Lesson.state.in_(SHOWN)).order_by(Lesson.start, Lesson.id)))


def class_rows(school_id: int, year: Year, day: date) -> list[ClassRow]:
    """The classes of a school on a day with their lessons of the year, also those taught there that have moved."""
    lessons = lessons_of(school_id, year, day)
    in_year = sa.and_(ReachedClass.class_id == SchoolClass.id, ReachedClass.taught_on.between(year.first, year.last))
    belongs = (home_on(day) == school_id).label("belongs")
    chosen = sa.select(SchoolClass, ReachedClass.lesson_id, belongs).outerjoin(ReachedClass, in_year)
    taught = {row.id for lesson in lessons if lesson.school_id == school_id for row in lesson.classes}
    mine = belongs_to([school_id], day, taught)
    chosen = chosen.where(mine).order_by(SchoolClass.grade, SchoolClass.number)
    there: dict[SchoolClass, set[int]] = {}
    homes: dict[SchoolClass, bool] = {}
    for row, lesson_id, here in db.session.execute(chosen):
        there.setdefault(row, set()).add(lesson_id)
        homes[row] = bool(here)
    return [replace(class_row(row, lessons, ids), belongs=homes[row]) for row, ids in there.items()]


def class_row(of: SchoolClass, lessons: list[Lesson], there: set[int]) -> ClassRow:
    """The lessons of one class, put into what it had, what waits, what comes and what it missed."""
    mine = [lesson for lesson in lessons if of in lesson.classes]
    by_state = {state: tuple(lesson for lesson in mine if lesson.state is state) for state in SHOWN}
    confirmed = by_state[LessonState.CONFIRMED]
    had = tuple(lesson for lesson in confirmed if lesson.id in there)
    absent = tuple(lesson for lesson in confirmed if lesson.id not in there)
    return ClassRow(
        of.id,
        of.label,
        of.pupils,
        had,
        waiting=by_state[LessonState.DELIVERED],
        coming=by_state[LessonState.REQUESTED] + by_state[LessonState.SCHEDULED],
        missed=by_state[LessonState.MISSED] + absent,
    )


def code_of(scope: Scope) -> str | None:
    """The code of the school that a school's user belongs to."""
    return db.session.scalar(sa.select(School.code).where(School.id.in_(scope.school_ids)))


def confirmed_lately(asked: Asked, today: date) -> int:
    """How many lessons of the schools and the year asked for were confirmed in the last seven days."""
    lately = Confirmation.confirmed_at >= end_of(today - A_WEEK)
    this_year = Confirmation.taught_on.between(asked.year.first, asked.year.last)
    chosen = sa.select(sa.func.count()).select_from(Confirmation)
    return db.session.scalar(chosen.where(of_schools(Confirmation, asked), lately, this_year)) or 0
