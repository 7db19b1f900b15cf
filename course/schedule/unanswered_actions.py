"""Verbs of requests that nobody answers: they go up to the station, then to the bureau, each told once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from course.access.models import Role, User
from course.access.notice_actions import notify
from course.db import db
from course.roster.models import Region
from course.schedule.actions import wall_clock
from course.schedule.models import Lesson, LessonState
from course.schedule.queries import WITH_NAMES
from course.schedule.unanswered_rules import STATION_AFTER, Step, Unanswered, next_steps

UNANSWERED = "lesson.unanswered"


def escalate(now: datetime) -> int:
    """Ask the next who can answer; how many people were told.  Safe to repeat."""
    told = 0
    for lesson in silent_requests(now):
        state = Unanswered(lesson.changed_at, lesson.station_asked_at is not None, lesson.bureau_asked_at is not None)
        for step in next_steps(state, now):
            told += ask(lesson, step, now)
    db.session.flush()
    return told


def silent_requests(now: datetime) -> Sequence[Lesson]:
    """The requests for lessons ahead that have waited for three days or more, locked; other workers' are left out."""
    waits = Lesson.state == LessonState.REQUESTED, Lesson.start > wall_clock(now)
    silent = Lesson.changed_at <= now - STATION_AFTER, Lesson.bureau_asked_at.is_(None)
    # Where the vice-principal has proposed another time it is the school that answers.
    chosen = (
        sa.select(Lesson).where(*waits, *silent, Lesson.accepted_at.is_(None)).options(*WITH_NAMES).order_by(Lesson.id)
    )
    return db.session.scalars(chosen.with_for_update(of=Lesson, skip_locked=True)).all()


def ask(lesson: Lesson, step: Step, now: datetime) -> int:
    """Mark a request as passed on, and tell those who can answer it now; how many were told."""
    if step is Step.STATION:
        lesson.station_asked_at, readers = now, users_of_station(lesson)
    else:
        lesson.bureau_asked_at, readers = now, users_of_bureau(lesson.region_path)
    facts: dict[str, Any] = {
        "school": lesson.school.name,
        "theme": lesson.theme.name,
        "name": lesson.vice_principal.name,
        "start": lesson.start.isoformat(),
        "end": lesson.end.isoformat(),
        "period": lesson.period,
        "days": (now - lesson.changed_at).days,
    }
    key = f"{UNANSWERED}:{step.value}:{lesson.id}:{lesson.sequence}"
    given = {"kind": UNANSWERED, "key": key, "facts": facts, "address": f"/lessons/{lesson.id}", "now": now}
    return sum(notify(reader.id, **given) is not None for reader in readers)


def users_of_station(lesson: Lesson) -> Sequence[User]:
    """The users of the station of whoever was asked."""
    mine = sa.and_(User.role == Role.STATION, User.station_id == lesson.vice_principal.station_id)
    return db.session.scalars(sa.select(User).where(User.active, mine).order_by(User.id)).all()


def users_of_bureau(region_path: str) -> Sequence[User]:
    """The users of the nearest bureau above a school that has any."""
    parts = region_path.split("/")
    for length in range(len(parts), 0, -1):
        region = sa.select(Region.id).where(Region.path == "/".join(parts[:length])).scalar_subquery()
        here = sa.and_(User.role == Role.BUREAU, User.region_id == region)
        found = db.session.scalars(sa.select(User).where(User.active, here).order_by(User.id)).all()
        if found:
            return found
    return ()
