"""Verbs of posts: take one for a while, and say what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from course.access.message_rules import LEASE, LONGEST_ERROR, pause_after
from course.db import db
from course.sharing.models import Post, PostState, Subscriber
from course.sharing.subscriber_actions import stop_by_itself
from course.sharing.subscriber_queries import due


@dataclass(frozen=True)
class Turn:
    """A post that one worker has taken; a later turn is somebody else's."""

    post_id: int
    subscriber_id: int
    tries: int


def take_next(now: datetime) -> Turn | None:
    """Take the post that has been due longest, so that no other worker sends it too; None where none is due."""
    chosen = due(now).limit(1).with_for_update(skip_locked=True).execution_options(populate_existing=True)
    post = db.session.scalar(chosen)
    if post is None:
        return None
    post.leased_until, post.tries = now + LEASE, post.tries + 1
    db.session.flush()
    return Turn(post.id, post.subscriber_id, post.tries)


def mark_sent(turn: Turn, *, now: datetime) -> None:
    """The other side has taken it."""
    change(turn, state=PostState.SENT, sent_at=now, error="")


def mark_refused(turn: Turn, error: str) -> None:
    """The other side has read it and does not want it."""
    change(turn, state=PostState.FAILED, error=error[:LONGEST_ERROR])


def mark_not_taken(turn: Turn, error: str, *, now: datetime) -> None:
    """It waits longer each time, and what stands behind it waits as well; after three days the program is off."""
    pause = pause_after(turn.tries)
    if pause is None:
        stop(turn, error, now=now)
        return
    change(turn, due_at=now + pause, error=error[:LONGEST_ERROR])
    behind = sa.update(Post).where(
        Post.subscriber_id == turn.subscriber_id, Post.state == PostState.WAITING, Post.due_at < now + pause
    )
    db.session.execute(behind.values(due_at=now + pause).execution_options(synchronize_session=False))


def stop(turn: Turn, error: str, *, now: datetime) -> None:
    """Give this post up, and tell the program nothing more."""
    mark_refused(turn, error)
    locked = sa.select(Subscriber).where(Subscriber.id == turn.subscriber_id).with_for_update()
    row = db.session.scalars(locked.execution_options(populate_existing=True)).one()
    stop_by_itself(row, error[:LONGEST_ERROR], now=now)


def change(turn: Turn, **values: Any) -> None:
    """Write down what became of a turn, unless somebody else has taken the post meanwhile."""
    mine = sa.update(Post).where(Post.id == turn.post_id, Post.tries == turn.tries, Post.state == PostState.WAITING)
    db.session.execute(mine.values(leased_until=None, **values).execution_options(synchronize_session=False))
