"""Makers of keys and of programs that are told what happens; they commit, like ``tests/make.py``."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from course.access.models import User
from course.db import db, utc_now
from course.sharing import token_actions
from course.sharing.models import ApiToken, Subscriber
from course.sharing.subscriber_rules import EVENTS
from course.sharing.token_queries import hash_of
from course.sharing.token_rules import ALLOWED

SECRET = "a secret for the tests only"


def token(user: User, *, allowed: tuple[str, ...] = tuple(ALLOWED), days: int = 30) -> str:
    """A key of the user that works for a month."""
    today = date.today()
    given = {"name": "排课平台", "allowed": allowed, "ends_on": today + timedelta(days=days), "today": today}
    made = token_actions.make_token(user, **given, expires_at=datetime.now(UTC) + timedelta(days=days), now=utc_now())
    db.session.commit()
    return made


def token_row(of: str) -> ApiToken:
    """The row of a key."""
    return db.session.query(ApiToken).filter_by(token_hash=hash_of(of)).one()


def subscriber(user: User, region_path: str = "", **given: Any) -> Subscriber:
    """A program that is told everything."""
    defaults = {"name": "数据平台", "url": "http://127.0.0.1:9/events", "events": tuple(EVENTS), "secret": SECRET}
    row = Subscriber(user_id=user.id, region_path=region_path, created_at=utc_now(), stop_reason="")
    for name, value in {**defaults, **given}.items():
        setattr(row, name, value)
    db.session.add(row)
    db.session.commit()
    return row
