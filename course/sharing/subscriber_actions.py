"""Verbs of programs that are told what happens: enter one, try it, switch it off and on."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from course.access import audit
from course.access.models import User
from course.access.notice_actions import notify
from course.access.scope import Scope
from course.db import db
from course.errors import refuse
from course.sharing import subscriber_rules as rules
from course.sharing.models import Post, PostState, Subscriber
from course.sharing.reading_queries import instant
from course.sharing.subscriber_queries import subscribers_in_use

STOPPED = "subscriber.stopped"
BY_HAND = "by_hand"


def subscribe(
    user: User,
    scope: Scope,
    *,
    name: str,
    url: str,
    events: tuple[str, ...],
    networks: Sequence[str],
    now: datetime,
) -> Subscriber:
    """Tell a program from now on what happens in the region of the user; its secret is shown once."""
    refuse(
        [
            rules.url_may_be_posted_to(url, networks),
            rules.wants_something(events),
            rules.programs_are_few(subscribers_in_use(user)),
        ]
    )
    row = Subscriber(user_id=user.id, region_path=scope.region_path, name=name, url=url, events=events)
    row.secret, row.created_at, row.stop_reason = secrets.token_urlsafe(32), now, ""
    db.session.add(row)
    db.session.flush()
    audit.note("subscriber.add", f"subscriber:{row.id}", user=user, now=now, url=url, events=list(events))
    return row


def send_test(row: Subscriber, *, user: User, now: datetime) -> None:
    """Write down an event that says nothing, so that the other side can be tried."""
    key = uuid.uuid4().hex
    body = {"id": key, "event": rules.TEST, "at": instant(now)}
    db.session.add(Post(subscriber_id=row.id, event=rules.TEST, key=key, body=body, due_at=now, created_at=now))
    db.session.flush()
    audit.note("subscriber.test", f"subscriber:{row.id}", user=user, now=now)


def switch_off(row: Subscriber, *, user: User, now: datetime) -> None:
    """Tell a program nothing any more; what waits for it is dropped."""
    if row.stopped_at is None:
        stop(row, BY_HAND, now=now)
        audit.note("subscriber.stop", f"subscriber:{row.id}", user=user, now=now)


def switch_on(row: Subscriber, *, user: User, now: datetime) -> None:
    """Tell a program again what happens from now on."""
    if row.stopped_at is not None:
        refuse([rules.programs_are_few(subscribers_in_use(user))])
        row.stopped_at, row.stop_reason = None, ""
        db.session.flush()
        audit.note("subscriber.resume", f"subscriber:{row.id}", user=user, now=now)


def stop_by_itself(row: Subscriber, error: str, *, now: datetime) -> None:
    """Switch a program off that cannot be told anything, and tell its owner."""
    if row.stopped_at is not None:
        return
    stop(row, error, now=now)
    audit.note(STOPPED, f"subscriber:{row.id}", user=None, now=now, error=error)
    facts = {"name": row.name, "error": error}
    address, key = f"/account/subscribers/{row.id}", f"{STOPPED}:{row.id}:{instant(now)}"
    notify(row.user_id, kind=STOPPED, key=key, facts=facts, address=address, now=now)


def stop(row: Subscriber, reason: str, *, now: datetime) -> None:
    """Close a program, and drop what waits for it."""
    row.stopped_at, row.stop_reason = now, reason
    waiting = sa.update(Post).where(Post.subscriber_id == row.id, Post.state == PostState.WAITING)
    dropped = waiting.values(state=PostState.FAILED, leased_until=None, error=STOPPED)
    db.session.execute(dropped.execution_options(synchronize_session=False))
    db.session.flush()
