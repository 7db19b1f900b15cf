"""Verbs of notices: tell somebody something once, and mark what they have read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from course.access import message_actions
from course.access.models import Notice, User
from course.db import db, write_once, written_once

NEW = written_once(Notice)


def notify(
    user_id: int,
    *,
    kind: str,
    key: str,
    facts: Mapping[str, Any],
    address: str = "",
    now: datetime,
    attachment: str = "",
) -> int | None:
    """Tell a user something, here and in the ways that they chose; None where they were told before.

    ``key`` names the change; ``attachment`` is a calendar object that goes with the mail.
    """
    said = {"kind": kind, "key": key, "facts": dict(facts), "address": address}
    notice_id = write_once(NEW, user_id=user_id, created_at=now, **said)
    if notice_id is not None:
        message_actions.write(db.session.get_one(User, user_id), attachment=attachment, now=now, **said)
    return notice_id


def mark_read(notice: Notice, *, now: datetime) -> None:
    """The user has read it; the first time counts."""
    notice.read_at = notice.read_at or now


def mark_all_read(user_id: int, *, up_to: int, now: datetime) -> None:
    """The user has read everything that the page showed; what came later stays unread."""
    unread = sa.update(Notice).where(Notice.user_id == user_id, Notice.read_at.is_(None), Notice.id <= up_to)
    db.session.execute(unread.values(read_at=now))
