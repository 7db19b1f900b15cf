"""Reads of programs that are told what happens: who is told what of a region, and what became of it."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from course.access.models import Role, User
from course.db import db
from course.roster.models import Region
from course.sharing.models import Post, PostState, Subscriber
from course.sharing.subscriber_rules import regions_above

OWNERS = (Role.ADMIN, Role.BUREAU)
POSTS_SHOWN = 50
# A program is told as long as its owner is what they were when they entered it.
OWN_REGION = sa.select(Region.path).where(Region.id == User.region_id).scalar_subquery()
STILL_THEIRS = sa.or_(
    sa.and_(User.role == Role.ADMIN, Subscriber.region_path == ""),
    sa.and_(User.role == Role.BUREAU, Subscriber.region_path == OWN_REGION),
)
IN_FORCE = sa.and_(Subscriber.stopped_at.is_(None), User.active, User.erased_at.is_(None), STILL_THEIRS)


def told_of(region_path: str, event: str) -> list[int]:
    """The numbers of the programs that are told of an event in a region: one question, whether there are any or not."""
    rows = db.session.execute(told_statement(), {"paths": regions_above(region_path)})
    return [row.id for row in rows if event in row.events]


@cache
def told_statement() -> sa.Select[Any]:
    """The programs of these regions that are told something; built once, for each change of a lesson asks for them."""
    chosen = sa.select(Subscriber.id, Subscriber.events).join(User, User.id == Subscriber.user_id)
    inside = Subscriber.region_path.in_(sa.bindparam("paths", (), expanding=True))
    return chosen.where(IN_FORCE, inside).order_by(Subscriber.id)


def is_told(subscriber_id: int) -> bool:
    """Whether a program is told anything at this moment."""
    chosen = sa.select(Subscriber.id).join(User, User.id == Subscriber.user_id)
    return db.session.scalar(chosen.where(Subscriber.id == subscriber_id, IN_FORCE)) is not None


def subscribers_of(user: User) -> list[Subscriber]:
    """All programs that a user ever entered, the newest first."""
    chosen = sa.select(Subscriber).where(Subscriber.user_id == user.id)
    return list(db.session.scalars(chosen.order_by(Subscriber.id.desc())))


def subscribers_in_use(user: User) -> int:
    """How many programs of a user are told something."""
    mine = sa.and_(Subscriber.user_id == user.id, Subscriber.stopped_at.is_(None))
    return db.session.scalar(sa.select(sa.func.count()).select_from(Subscriber).where(mine)) or 0


def subscriber_of(user: User, subscriber_id: int) -> Subscriber | None:
    """One program of a user."""
    mine = sa.select(Subscriber).where(Subscriber.id == subscriber_id, Subscriber.user_id == user.id)
    return db.session.scalar(mine)


def last_posts(subscriber_id: int) -> list[Post]:
    """What a program was told last, the newest first."""
    chosen = sa.select(Post).where(Post.subscriber_id == subscriber_id).order_by(Post.id.desc()).limit(POSTS_SHOWN)
    return list(db.session.scalars(chosen))


def due(now: datetime) -> sa.Select[tuple[Post]]:
    """The posts whose time has come and that nobody is sending, the longest due first."""
    free = sa.or_(Post.leased_until.is_(None), Post.leased_until < now)
    chosen = sa.select(Post).where(Post.state == PostState.WAITING, Post.due_at <= now, free)
    return chosen.order_by(Post.due_at, Post.id)


def waiting_since(moment: datetime) -> int:
    """How many events were written before that moment and were not taken yet."""
    late = sa.select(sa.func.count()).select_from(Post).where(Post.state == PostState.WAITING)
    return db.session.scalar(late.where(Post.created_at < moment)) or 0
