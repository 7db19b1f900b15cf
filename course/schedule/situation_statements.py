"""The statements of ``situation_queries``, made once: putting one together takes longer than asking it.

What differs from one question to the next is a parameter: ``school``, ``path``, ``keys``, ``people``, ``first`` and
``last`` (days), ``since`` and ``until`` (the moments around them), ``themes``, ``now`` and ``moment``.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from course.roster.models import (
    Absence,
    Appointment,
    Bell,
    Blackout,
    CalendarDay,
    School,
    SchoolClass,
    Term,
    VicePrincipal,
)
from course.schedule.models import HOLDING, Lesson, LessonClass, LessonState, WaitingPlace, WaitingState


def one(name: str, kind: Any = None) -> sa.BindParameter[Any]:
    """A value that is given when the statement is asked."""
    return sa.bindparam(name, type_=kind)


def some(name: str) -> sa.BindParameter[Any]:
    """Several values, or none, that are given when the statement is asked."""
    return sa.bindparam(name, expanding=True)


def around(model: type[Absence | Blackout | Lesson | WaitingPlace]) -> sa.ColumnElement[bool]:
    """The rows with a start and an end that touch the days that are given."""
    return sa.and_(model.start < one("until"), model.end > one("since"))


BELLS = sa.select(Bell.key, Bell.period, Bell.start, Bell.end).where(Bell.key.in_(some("keys"))).order_by(Bell.period)

PATH = one("path", sa.Text())
ABOVE = sa.func.substr(PATH, 1, sa.func.length(Blackout.region_path) + 1) == Blackout.region_path + "/"
EVERYONES = sa.and_(
    Blackout.school_id.is_(None), sa.or_(Blackout.region_path == "", Blackout.region_path == PATH, ABOVE)
)
BLACKOUTS = sa.select(Blackout.start, Blackout.end, Blackout.reason).where(
    sa.or_(Blackout.school_id == one("school"), EVERYONES), around(Blackout)
)

TERMS = (
    sa.select(Term.name, Term.start, Term.end, Term.kmh, Term.detour, Term.walk_min, Term.substitute)
    .where(Term.start <= one("last"), Term.end >= one("first"))
    .order_by(Term.start)
)

EDITED_DAYS = sa.select(CalendarDay.day, CalendarDay.taught_as, CalendarDay.name).where(
    CalendarDay.day.between(one("first"), one("last"))
)

PEOPLE = (
    sa.select(
        VicePrincipal.id,
        VicePrincipal.code,
        VicePrincipal.name,
        VicePrincipal.max_lessons_week,
        VicePrincipal.max_lessons_day,
        VicePrincipal.theme_codes,
        Appointment.start,
        Appointment.end,
    )
    .join(Appointment, Appointment.vice_principal_id == VicePrincipal.id)
    .where(Appointment.school_id == one("school"), Appointment.start <= one("last"), Appointment.end >= one("first"))
    .order_by(VicePrincipal.code, Appointment.start)
)

ABSENCES = sa.select(Absence.vice_principal_id, Absence.start, Absence.end, Absence.reason).where(
    Absence.vice_principal_id.in_(some("people")), around(Absence)
)

# A lesson once for each of its classes, the classes of each in order.
HELD = (
    sa.select(
        Lesson.id,
        Lesson.vice_principal_id,
        Lesson.school_id,
        Lesson.start,
        Lesson.end,
        Lesson.place,
        School.lat,
        School.lon,
        SchoolClass.id,
        SchoolClass.grade,
        SchoolClass.number,
    )
    .join(School, School.id == Lesson.school_id)
    .outerjoin(LessonClass, LessonClass.lesson_id == Lesson.id)
    .outerjoin(SchoolClass, SchoolClass.id == LessonClass.class_id)
    .where(
        Lesson.state.in_(HOLDING),
        sa.or_(Lesson.vice_principal_id.in_(some("people")), Lesson.school_id == one("school")),
        around(Lesson),
    )
    .order_by(Lesson.start, Lesson.id, SchoolClass.grade, SchoolClass.number)
)

OFFERED = (
    sa.select(
        WaitingPlace.vice_principal_id,
        WaitingPlace.school_id,
        WaitingPlace.start,
        WaitingPlace.end,
        WaitingPlace.place,
        School.lat,
        School.lon,
    )
    .join(School, School.id == WaitingPlace.school_id)
    .where(
        WaitingPlace.state == WaitingState.OFFERED,
        WaitingPlace.offered_until > one("moment"),
        WaitingPlace.vice_principal_id.in_(some("people")),
        around(WaitingPlace),
    )
)

# A request that nobody answered in time is not counted.
ALIVE = sa.and_(Lesson.state.in_(HOLDING), sa.or_(Lesson.state != LessonState.REQUESTED, Lesson.start >= one("now")))
TAUGHT = (
    sa.select(SchoolClass.grade, SchoolClass.number, Lesson.theme_id, Lesson.start)
    .join(LessonClass, LessonClass.class_id == SchoolClass.id)
    .join(Lesson, Lesson.id == LessonClass.lesson_id)
    .where(SchoolClass.school_id == one("school"), Lesson.theme_id.in_(some("themes")), ALIVE)
    .order_by(Lesson.start)
)
CLASSES = sa.select(SchoolClass.id, SchoolClass.grade, SchoolClass.number).where(SchoolClass.school_id == one("school"))
