"""Verbs of the calendar feeds: make an address, give it back, remember that it was read."""

from __future__ import annotations

import secrets
from datetime import datetime

import sqlalchemy as sa

from course.access import audit
from course.access.models import User
from course.db import db
from course.schedule.calendars.feed_queries import hash_of
from course.schedule.models import CalendarFeed


def make_feed(user: User, *, now: datetime) -> str:
    """A new address for the user's own lessons; the token, which is not kept. Older addresses die at once."""
    end_feeds(user, now)
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed(user_id=user.id, token_hash=hash_of(token), created_at=now)
    feed.vice_principal_id, feed.school_id = user.vice_principal_id, user.school_id
    db.session.add(feed)
    db.session.flush()
    audit.note("feed.make", f"user:{user.id}", user=user, now=now)
    return token


def give_back(user: User, *, now: datetime) -> None:
    """No address of this user works any more."""
    end_feeds(user, now)
    audit.note("feed.end", f"user:{user.id}", user=user, now=now)


def end_feeds(user: User, now: datetime) -> None:
    """Close all addresses that a user ever made."""
    mine = sa.update(CalendarFeed).where(CalendarFeed.user_id == user.id, CalendarFeed.revoked_at.is_(None))
    db.session.execute(mine.values(revoked_at=now))


def mark_read(feed_id: int, now: datetime) -> None:
    """Remember that a calendar asks for this feed."""
    db.session.execute(sa.update(CalendarFeed).where(CalendarFeed.id == feed_id).values(read_at=now))
