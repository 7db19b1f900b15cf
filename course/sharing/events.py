"""What happens becomes events: one waiting post for each program that wants to know, in the same transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import current_app

from course.access.happenings import LISTENERS, Happening
from course.db import db
from course.sharing.models import Post, PostState
from course.sharing.reading_queries import instant, lessons_with_ids
from course.sharing.subscriber_queries import told_of
from course.sharing.subscriber_rules import EVENT_OF

# A statement takes only so many parameters.
MOST_AT_ONCE = 2_000


def listen(happening: Happening) -> None:
    """Write down what programs are to be told; nothing is read where none wants to know."""
    event = EVENT_OF.get(happening.action)
    readers = told_of(happening.region_path, event) if event else []
    if not event or not readers:
        return
    write(event, readers, [{"appointment": dict(codes)} for codes in happening.appointments], happening)
    for first in range(0, len(happening.lessons), MOST_AT_ONCE):
        write(event, readers, list(lessons(happening.lessons[first : first + MOST_AT_ONCE])), happening)


def lessons(ids: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Lessons as the interface gives them, but by codes only: what waits here holds nobody's name."""
    for facts in lessons_with_ids(ids, ZoneInfo(current_app.config["TIMEZONE"])):
        yield {"lesson": facts | {"vice_principal": {"code": facts["vice_principal"]["code"]}}}


def write(event: str, readers: Sequence[int], said: Sequence[dict[str, Any]], happening: Happening) -> None:
    """One post for each program and each thing that is said."""
    written = [row(event, reader, facts, happening) for facts in said for reader in readers]
    if written:
        db.session.execute(sa.insert(Post), written)


def row(event: str, reader: int, facts: dict[str, Any], happening: Happening) -> dict[str, Any]:
    """One post that waits."""
    key = uuid.uuid4().hex
    return {
        "subscriber_id": reader,
        "event": event,
        "key": key,
        "body": {"id": key, "event": event, "at": instant(happening.now), **facts},
        "state": PostState.WAITING,
        "tries": 0,
        "due_at": happening.now,
        "created_at": happening.now,
    }


LISTENERS.append(listen)
