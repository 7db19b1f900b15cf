"""Calling lessons off because somebody leaves or a school closes: requests are declined, agreed lessons cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from course.access.models import User
from course.db import db
from course.schedule import actions as schedule
from course.schedule.models import Lesson, LessonState
from course.schedule.queries import NAMED


def locked(lessons: Sequence[Lesson]) -> list[Lesson]:
    """These lessons as they stand now, kept from everybody else until the transaction ends."""
    chosen = sa.select(Lesson).where(Lesson.id.in_([row.id for row in lessons])).order_by(Lesson.id)
    fresh = chosen.with_for_update(of=Lesson).execution_options(populate_existing=True)
    return list(db.session.scalars(fresh.options(*(selectinload(part) for part in NAMED))))


def call_off(lessons: Sequence[Lesson], why: str, *, user: User, now: datetime) -> int:
    """Call off what is still open of these locked lessons; both sides are told.  How many it were."""
    done = 0
    for lesson in lessons:
        if lesson.state in (LessonState.REQUESTED, LessonState.SCHEDULED):
            verb = schedule.decline if lesson.state is LessonState.REQUESTED else schedule.cancel
            verb(lesson, why, user=user, now=now)
            done += 1
    return done
