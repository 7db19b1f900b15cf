"""Reads of one school: its classes, and the lessons that each had, will have, or missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from course.access.scope import Scope, within
from course.coverage.past_days.as_of_queries import end_of
from course.coverage.queries import Asked, of_schools, starts_in
from course.coverage.rules import Year
from course.coverage.tallies.queries import A_WEEK, STATEMENTS_KEPT
from course.db import db
from course.delivery.models import Confirmation, ReachedClass
from course.roster.class_queries import belongs_to, home_on
from course.roster.models import School, SchoolClass, Theme
from course.schedule.models import Lesson, LessonClass, LessonState

SHOWN = (
    LessonState.REQUESTED,
    LessonState.SCHEDULED,
    LessonState.DELIVERED,
    LessonState.CONFIRMED,
    LessonState.MISSED,
)
# The school that a statement is asked for, and the classes that are meant in any case; told when it is run.
ONE_SCHOOL, OTHERS = [sa.bindparam("school_id", type_=sa.Integer)], sa.bindparam("others", (), expanding=True)


class Held(NamedTuple):
    """A lesson of a class as a list tells of it; ``reached`` is whether the class was there, as confirmed."""

    id: int
    start: datetime
    state: LessonState
    school_id: int
    theme: str
    class_id: int
    reached: bool


@dataclass(frozen=True)
class ClassRow:
    """A class and its lessons of the year; ``had`` are the confirmed ones in which it was there.

    One that was taught at the school and ``belongs`` to another one is told of, and nothing is owed to it here.
    """

    id: int
    label: str
    pupils: int
    had: tuple[Held, ...] = ()
    waiting: tuple[Held, ...] = ()
    coming: tuple[Held, ...] = ()
    missed: tuple[Held, ...] = ()
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
        joinedload(Lesson.school, innerjoin=True),
        selectinload(Lesson.classes),
    )
    chosen = sa.select(Lesson).options(*shown).where(lessons_shown(year, day)).order_by(Lesson.start, Lesson.id)
    return list(db.session.scalars(chosen, {"school_id": school_id}))


def lessons_shown(year: Year, day: date) -> sa.ColumnElement[bool]:
    """Whether a lesson is one of these, of the school that the statement is told."""
    # Two lists put together: of "either, or" the database would look through all lessons.
    own = sa.select(Lesson.id).where(Lesson.school_id.in_(ONE_SCHOOL), starts_in(year))
    moved = sa.select(LessonClass.lesson_id).join(SchoolClass, SchoolClass.id == LessonClass.class_id)
    here = Lesson.id.in_(sa.union(own, moved.where(belongs_to(ONE_SCHOOL, day))))
    return sa.and_(here, starts_in(year), Lesson.state.in_(SHOWN))


@lru_cache(STATEMENTS_KEPT)
def held_statement(year: Year, day: date) -> sa.Select[Any]:
    """These lessons once for each of their classes, with what a list tells; built once for all schools."""
    there = sa.and_(ReachedClass.lesson_id == Lesson.id, ReachedClass.class_id == LessonClass.class_id)
    of_year = sa.and_(there, ReachedClass.taught_on.between(year.first, year.last))
    of_lesson = (Lesson.id, Lesson.start, Lesson.state, Lesson.school_id, Theme.name)
    chosen = sa.select(*of_lesson, LessonClass.class_id, ReachedClass.class_id.is_not(None))
    chosen = chosen.join(Theme, Theme.id == Lesson.theme_id).join(LessonClass, LessonClass.lesson_id == Lesson.id)
    chosen = chosen.outerjoin(ReachedClass, of_year).where(lessons_shown(year, day))
    return chosen.order_by(Lesson.start, Lesson.id)


@lru_cache(STATEMENTS_KEPT)
def classes_statement(day: date) -> sa.Select[Any]:
    """The classes of the school on a day and the others that are meant, each with whether it belongs there."""
    columns = (SchoolClass.id, SchoolClass.grade, SchoolClass.number, SchoolClass.pupils)
    chosen = sa.select(*columns, home_on(day).in_(ONE_SCHOOL)).where(belongs_to(ONE_SCHOOL, day, OTHERS))
    return chosen.order_by(SchoolClass.grade, SchoolClass.number)


def class_rows(school_id: int, year: Year, day: date) -> list[ClassRow]:
    """The classes of a school on a day with their lessons of the year, also those taught there that have moved."""
    held: dict[int, list[Held]] = {}
    for row in db.session.execute(held_statement(year, day), {"school_id": school_id}):
        held.setdefault(row.class_id, []).append(Held(*row))
    taught = [one for one, lessons in held.items() if any(lesson.school_id == school_id for lesson in lessons)]
    chosen = db.session.execute(classes_statement(day), {"school_id": school_id, "others": taught})
    return [
        ClassRow(number, f"{grade}-{name}", pupils, **by_standing(held.get(number, ())), belongs=bool(here))
        for number, grade, name, pupils, here in chosen
    ]


def by_standing(lessons: Sequence[Held]) -> dict[str, tuple[Held, ...]]:
    """The lessons of one class, put into what it had, what waits, what comes and what it missed."""
    by_state: dict[LessonState, list[Held]] = {state: [] for state in SHOWN}
    for lesson in lessons:
        by_state[lesson.state].append(lesson)
    confirmed = by_state[LessonState.CONFIRMED]
    absent = (lesson for lesson in confirmed if not lesson.reached)
    return {
        "had": tuple(lesson for lesson in confirmed if lesson.reached),
        "waiting": tuple(by_state[LessonState.DELIVERED]),
        "coming": (*by_state[LessonState.REQUESTED], *by_state[LessonState.SCHEDULED]),
        "missed": (*by_state[LessonState.MISSED], *absent),
    }


def code_of(scope: Scope) -> str | None:
    """The code of the school that a school's user belongs to."""
    return db.session.scalar(sa.select(School.code).where(School.id.in_(scope.school_ids)))


def confirmed_lately(asked: Asked, today: date) -> int:
    """How many lessons of the schools and the year asked for were confirmed in the last seven days."""
    lately = Confirmation.confirmed_at >= end_of(today - A_WEEK)
    this_year = Confirmation.taught_on.between(asked.year.first, asked.year.last)
    chosen = sa.select(sa.func.count()).select_from(Confirmation)
    return db.session.scalar(chosen.where(of_schools(Confirmation, asked), lately, this_year)) or 0
