"""Telling people that a lesson was moved: the school, whoever gave it, and whoever gives it now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from course.access.models import User
from course.access.notice_actions import notify
from course.db import db
from course.schedule.models import Lesson
from course.schedule.move_actions import place_of

MOVED = "lesson.moved"


def tell_moved(lesson: Lesson, before: Mapping[str, Any], *, user: User | None, now: datetime) -> set[int]:
    """Tell the school, whoever gave the lesson and whoever gives it now, each once; who was told."""
    people = {before["vice_principal_id"], lesson.vice_principal_id}
    concerned = sa.or_(User.vice_principal_id.in_(people), User.school_id == lesson.school_id)
    rows = db.session.scalars(sa.select(User).where(User.active, concerned).order_by(User.id))
    facts = {
        "theme": lesson.theme.name,
        "school": lesson.school.name,
        "before": dict(before),
        "after": place_of(lesson),
    }
    told = set()
    for reader in rows:
        part = part_of(reader, before["vice_principal_id"], lesson.vice_principal_id)
        if user is None or reader.id != user.id:
            key, address = f"{MOVED}:{lesson.id}:{lesson.sequence}", address_for(part, lesson)
            notify(reader.id, kind=MOVED, key=key, facts={**facts, "part": part}, address=address, now=now)
            told.add(reader.id)
    return told


def part_of(reader: User, before: int, after: int) -> str:
    """What the change is to somebody: a lesson given to them, taken from them, or moved."""
    if before == after or reader.vice_principal_id is None:
        return "moved"
    return "given" if reader.vice_principal_id == after else "taken"


def address_for(part: str, lesson: Lesson) -> str:
    """Where to look; a lesson that somebody else gives now may be out of sight."""
    return "" if part == "taken" else f"/lessons/{lesson.id}"
