"""Reads of what happened: the lesson that is about to change, and what has been said about lessons."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import joinedload, selectinload

from course.access.models import Role, User
from course.access.scope import Scope, within
from course.db import db
from course.delivery.models import Confirmation, Delivery, ReachedClass
from course.delivery.rules import Figures
from course.roster.models import SchoolClass
from course.schedule.models import Lesson


@dataclass(frozen=True)
class Said:
    """What one side said about a lesson, when, and who."""

    figures: Figures
    at: datetime
    by: str

    @property
    def on(self) -> date:
        """The day, as the schools' calendars show it."""
        return self.at.astimezone(ZoneInfo(current_app.config["TIMEZONE"])).date()


@dataclass(frozen=True)
class Record:
    """Both sides of a lesson: the claim, the confirmation, and the classes that were there."""

    claimed: Said | None = None
    confirmed: Said | None = None
    reached: tuple[SchoolClass, ...] = ()


def lesson_to_show(lesson_id: int, scope: Scope) -> Lesson | None:
    """A lesson that this scope may speak of, with what its pages show."""
    return db.session.scalar(complete().where(Lesson.id == lesson_id, *mine(scope)))


def lesson_to_change(lesson_id: int, scope: Scope) -> Lesson | None:
    """The same, locked until the request ends, so that two answers to it come one after the other."""
    return db.session.scalar(locked().where(Lesson.id == lesson_id, *mine(scope)))


def mine(scope: Scope) -> list[sa.ColumnElement[bool]]:
    """A vice-principal sees the lessons of colleagues at their schools, but speaks only of their own."""
    own = [Lesson.vice_principal_id.in_(scope.vice_principal_ids)] if scope.role is Role.VICE_PRINCIPAL else []
    return [within(Lesson, scope), *own]


def linked_lesson(uid: str) -> Lesson | None:
    """The lesson of a confirmation link; the signature of the link has said that it may be seen."""
    return db.session.scalar(complete().where(Lesson.uid == uid))


def linked_lesson_to_change(uid: str) -> Lesson | None:
    """The same, locked until the request ends."""
    return db.session.scalar(locked().where(Lesson.uid == uid))


@cache
def complete() -> sa.Select[tuple[Lesson]]:
    """Lessons with what their pages show."""
    shown = (
        joinedload(Lesson.school, innerjoin=True),
        joinedload(Lesson.vice_principal, innerjoin=True),
        joinedload(Lesson.theme, innerjoin=True),
        selectinload(Lesson.classes),
    )
    return sa.select(Lesson).options(*shown).execution_options(populate_existing=True)


@cache
def locked() -> sa.Select[tuple[Lesson]]:
    """The same, locked; SQLite has locked the whole database already."""
    return complete().with_for_update(of=Lesson)


def records_of(lesson_ids: Collection[int]) -> dict[int, Record]:
    """What was said about each of these lessons; a lesson of which nothing was said is left out."""
    claims = said_in(Delivery, Delivery.reported_by_id, Delivery.reported_at, lesson_ids)
    confirmations = said_in(Confirmation, Confirmation.confirmed_by_id, Confirmation.confirmed_at, lesson_ids)
    reached = reached_classes(confirmations)
    return {
        lesson_id: Record(claims.get(lesson_id), confirmations.get(lesson_id), tuple(reached.get(lesson_id, ())))
        for lesson_id in claims.keys() | confirmations.keys()
    }


def said_in(table: type, by: sa.ColumnElement[int], at: sa.ColumnElement[datetime], ids: Iterable[int]) -> dict:
    """The figures in one of the two tables, by lesson."""
    figures = (table.manner, table.form, table.minutes, table.pupils, table.note, table.special)
    chosen = sa.select(table.lesson_id, at, sa.func.coalesce(sa.func.nullif(User.name, ""), User.email), *figures)
    rows = db.session.execute(chosen.outerjoin(User, User.id == by).where(table.lesson_id.in_(list(ids))))
    return {row[0]: Said(Figures(*row[3:]), row[1], row[2] or "") for row in rows}


def reached_classes(lesson_ids: Iterable[int]) -> dict[int, list[SchoolClass]]:
    """The classes that were in each of these confirmed lessons."""
    found: dict[int, list[SchoolClass]] = {}
    chosen = (
        sa.select(ReachedClass.lesson_id, SchoolClass)
        .join(SchoolClass, SchoolClass.id == ReachedClass.class_id)
        .where(ReachedClass.lesson_id.in_(list(lesson_ids)))
        .order_by(SchoolClass.grade, SchoolClass.number)
    )
    for lesson_id, school_class in db.session.execute(chosen):
        found.setdefault(lesson_id, []).append(school_class)
    return found
