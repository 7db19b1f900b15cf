"""Reads of the lessons that wait too long for a word, and of those who owe it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from course.access.models import Notice, Role, User
from course.access.scope import Scope
from course.coverage.start_queries import around, open_now, waits_too_long
from course.db import db
from course.schedule.models import Lesson
from course.schedule.queries import WITH_NAMES

ON_A_PAGE = 25


def unconfirmed(scope: Scope, local: datetime, number: int) -> tuple[list[Lesson], int]:
    """One page of the lessons whose confirmation is late, the oldest first, and how many: those that are counted."""
    conditions = [*open_now(scope, around(local)), waits_too_long(local)["unconfirmed"]]
    total = db.session.scalar(sa.select(sa.func.count()).select_from(Lesson).where(*conditions)) or 0
    chosen = sa.select(Lesson).where(*conditions).options(*WITH_NAMES).order_by(Lesson.start, Lesson.id)
    return list(db.session.scalars(chosen.limit(ON_A_PAGE).offset((number - 1) * ON_A_PAGE))), total


def waiting_lesson(lesson_id: int, scope: Scope, local: datetime) -> Lesson | None:
    """A lesson in scope that waits too long for a word; None where it does not, or is not there."""
    waits = waits_too_long(local)
    late = sa.or_(waits["unconfirmed"], waits["unreported"])
    chosen = sa.select(Lesson).where(Lesson.id == lesson_id, *open_now(scope, around(local)), late)
    return db.session.scalar(chosen.options(*WITH_NAMES))


def people_of(lesson: Lesson, sides: Collection[Role]) -> list[int]:
    """The users with an open account on these sides of a lesson."""
    mine = {
        Role.SCHOOL: User.school_id == lesson.school_id,
        Role.VICE_PRINCIPAL: User.vice_principal_id == lesson.vice_principal_id,
    }
    either = sa.or_(*(sa.and_(User.role == side, mine[side]) for side in sides))
    return list(db.session.scalars(sa.select(User.id).where(either, User.active, User.erased_at.is_(None))))


def told_of(keys: Collection[str], lessons: Collection[Lesson]) -> set[str]:
    """Those of these notices that a school of these lessons has had."""
    schools = sa.select(User.id).where(User.school_id.in_([row.school_id for row in lessons]))
    chosen = sa.select(Notice.key).where(Notice.user_id.in_(schools), Notice.key.in_(keys))
    return set(db.session.scalars(chosen.distinct()))
