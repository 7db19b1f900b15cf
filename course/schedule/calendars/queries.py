"""Reads of the calendar: the lessons of a school, of a vice-principal, of a station or of a whole region."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from course.access.scope import Scope, within
from course.db import db
from course.roster.models import Appointment, School, SchoolClass, Theme, VicePrincipal
from course.roster.naming_queries import name_at
from course.schedule.models import Lesson, LessonClass, LessonState, Place
from course.schedule.situation_queries import touching

# What is over and done without a lesson is found in the list; the calendar shows the plan and what came of it.
SHOWN = tuple(state for state in LessonState if state not in (LessonState.DECLINED, LessonState.CANCELLED))


@dataclass(frozen=True)
class Entry:
    """A lesson as a calendar shows it."""

    id: int
    start: datetime
    end: datetime
    period: int | None
    state: LessonState
    place: Place
    theme: str
    school_id: int
    school: str
    vice_principal_id: int
    vice_principal: str
    classes: tuple[str, ...] = ()


def entries(condition: sa.ColumnElement[bool], first: date, last: date, most: int) -> list[Entry]:
    """The lessons of these days that meet the condition, in the order of time, at most so many."""
    shown = sa.and_(condition, Lesson.state.in_(SHOWN), *touching(Lesson, first, last))
    chosen = (
        sa.select(
            Lesson.id,
            Lesson.start,
            Lesson.end,
            Lesson.period,
            Lesson.state,
            Lesson.place,
            Theme.name,
            School.id,
            name_at(Lesson.start),
            VicePrincipal.id,
            VicePrincipal.name,
        )
        .join(Theme, Theme.id == Lesson.theme_id)
        .join(School, School.id == Lesson.school_id)
        .join(VicePrincipal, VicePrincipal.id == Lesson.vice_principal_id)
        .where(shown)
        .order_by(Lesson.start, Lesson.id)
        .limit(most)
    )
    rows = list(db.session.execute(chosen))
    labels = labels_of([row[0] for row in rows])
    return [Entry(*row, labels.get(row[0], ())) for row in rows]


def labels_of(lesson_ids: list[int]) -> dict[int, tuple[str, ...]]:
    """The classes of these lessons as people write them: ``3-2``, ``3-3``."""
    if not lesson_ids:
        return {}
    chosen = (
        sa.select(LessonClass.lesson_id, SchoolClass.grade, SchoolClass.number)
        .join(SchoolClass, SchoolClass.id == LessonClass.class_id)
        .where(LessonClass.lesson_id.in_(lesson_ids))
        .order_by(SchoolClass.grade, SchoolClass.number)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for lesson_id, grade, number in db.session.execute(chosen):
        found[lesson_id].append(f"{grade}-{number}")
    return {lesson_id: tuple(labels) for lesson_id, labels in found.items()}


def counts_by_day(condition: sa.ColumnElement[bool], first: date, last: date) -> dict[date, dict[LessonState, int]]:
    """How many lessons each day has in each state, counted by the database."""
    day = sa.func.date(Lesson.start)
    shown = sa.and_(condition, Lesson.state.in_(SHOWN), *touching(Lesson, first, last))
    chosen = sa.select(day, Lesson.state, sa.func.count()).where(shown).group_by(day, Lesson.state)
    found: dict[date, dict[LessonState, int]] = defaultdict(dict)
    for text, state, number in db.session.execute(chosen):
        found[date.fromisoformat(str(text))][state] = number
    return found


def of_school(school: School) -> sa.ColumnElement[bool]:
    """The lessons of a school; the caller has seen that it lies in its scope."""
    return Lesson.school_id == school.id


def of_people(person_ids: Iterable[int]) -> sa.ColumnElement[bool]:
    """The lessons of these vice-principals; the caller has seen that they lie in its scope."""
    return Lesson.vice_principal_id.in_(list(person_ids))


def of_scope(scope: Scope) -> sa.ColumnElement[bool]:
    """All lessons that the scope may see."""
    return within(Lesson, scope)


def schools_served(person_id: int, first: date, last: date) -> list[School]:
    """The schools to which a vice-principal is appointed on any of these days, by code."""
    chosen = (
        sa.select(School)
        .join(Appointment, Appointment.school_id == School.id)
        .where(Appointment.vice_principal_id == person_id, Appointment.start <= last, Appointment.end >= first)
        .order_by(School.code)
    )
    return list(db.session.scalars(chosen).unique())


def person_by_id(person_id: int) -> VicePrincipal:
    """A vice-principal of whom the caller knows that they lie in its scope."""
    return db.session.get_one(VicePrincipal, person_id)
