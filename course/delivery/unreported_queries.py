"""Reads of lessons that are over and of which nobody has said how they went."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

import sqlalchemy as sa

from course.access.models import Role, User
from course.access.scope import Scope, within
from course.db import db
from course.delivery.rules import REPORT_DAYS
from course.schedule.models import Lesson, LessonState
from course.schedule.queries import WITH_NAMES

ON_A_PAGE = 25
# Whoever starts with an old ledger is not asked about lessons of years ago.
LOOK_BACK = timedelta(days=60)


def overdue(local: datetime) -> list[sa.ColumnElement[bool]]:
    """A lesson that was to take place, ended three days ago or earlier, and was neither reported nor confirmed."""
    return [Lesson.state == LessonState.SCHEDULED, Lesson.end <= local - timedelta(days=REPORT_DAYS)]


def lessons_to_ask_about(local: datetime) -> list[int]:
    """The ids of the lessons of which both sides are to be asked now, and have not been."""
    recent = Lesson.end >= local - LOOK_BACK
    chosen = sa.select(Lesson.id).where(*overdue(local), recent, Lesson.report_asked_at.is_(None))
    return list(db.session.scalars(chosen.order_by(Lesson.id)))


def still_unasked(lesson_ids: Collection[int]) -> list[Lesson]:
    """Those of these lessons that nobody has reported, or asked about, meanwhile; locked."""
    chosen = sa.select(Lesson).where(
        Lesson.id.in_(list(lesson_ids)), Lesson.state == LessonState.SCHEDULED, Lesson.report_asked_at.is_(None)
    )
    locked = chosen.with_for_update(of=Lesson).execution_options(populate_existing=True)
    return list(db.session.scalars(locked.options(*WITH_NAMES).order_by(Lesson.id)))


def people_of(lessons: Collection[Lesson]) -> dict[int, list[int]]:
    """The active users of both sides of each lesson: the vice-principal's and the school's."""
    sides = sa.or_(
        sa.and_(User.role == Role.VICE_PRINCIPAL, User.vice_principal_id == Lesson.vice_principal_id),
        sa.and_(User.role == Role.SCHOOL, User.school_id == Lesson.school_id),
    )
    chosen = sa.select(Lesson.id, User.id).join(User, sides).where(User.active, User.erased_at.is_(None))
    found: dict[int, list[int]] = {}
    for lesson_id, user_id in db.session.execute(chosen.where(Lesson.id.in_([row.id for row in lessons]))):
        found.setdefault(lesson_id, []).append(user_id)
    return found


def unreported(scope: Scope, local: datetime, number: int) -> tuple[list[Lesson], int]:
    """One page of the lessons in scope that nobody has reported, the oldest first, and how many there are."""
    conditions = [within(Lesson, scope), *overdue(local)]
    total = db.session.scalar(sa.select(sa.func.count()).select_from(Lesson).where(*conditions)) or 0
    chosen = sa.select(Lesson).where(*conditions).options(*WITH_NAMES).order_by(Lesson.start, Lesson.id)
    return list(db.session.scalars(chosen.limit(ON_A_PAGE).offset((number - 1) * ON_A_PAGE))), total
