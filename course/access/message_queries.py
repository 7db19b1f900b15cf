"""Reads of the outbox: what is due, what waits, and the messages of a scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from course.access.message_rules import LEASE, LONGEST_PAUSE
from course.access.models import Channel, Message, MessageState, User
from course.access.queries import user_lines
from course.access.scope import Scope
from course.db import db

MESSAGES_ON_A_PAGE = 50


def due(channel: Channel, now: datetime) -> sa.Select[tuple[Message]]:
    """The messages whose time has come and that nobody is sending.

    Of two calendar entries of one lesson for one person the later waits for the earlier: calendars that do not look
    at the sequence would end in the wrong state.
    """
    earlier = aliased(Message)
    overtakes = sa.exists().where(
        earlier.user_id == Message.user_id,
        earlier.channel == Message.channel,
        earlier.address == Message.address,
        earlier.id < Message.id,
        earlier.state == MessageState.WAITING,
        earlier.attachment != "",
    )
    return sa.select(Message).where(
        Message.channel == channel,
        Message.state == MessageState.WAITING,
        # What is put off for longer than any pause was put off by a clock that was ahead.
        sa.or_(Message.due_at <= now, Message.due_at > now + 2 * LONGEST_PAUSE),
        sa.or_(Message.leased_until.is_(None), Message.leased_until < now, Message.leased_until > now + 2 * LEASE),
        sa.or_(Message.attachment == "", sa.not_(overtakes)),
    )


def known_keys(kind: str, since: datetime) -> set[tuple[int, Channel, str]]:
    """Who has been told what of a kind since that moment, and in which way."""
    known = sa.select(Message.user_id, Message.channel, Message.key)
    return {tuple(row) for row in db.session.execute(known.where(Message.kind == kind, Message.created_at >= since))}


def waiting() -> int:
    """How many messages wait."""
    count = sa.select(sa.func.count()).select_from(Message).where(Message.state == MessageState.WAITING)
    return db.session.scalar(count) or 0


def waiting_since(moment: datetime) -> int:
    """How many messages were written before that moment and were not taken yet."""
    late = sa.select(sa.func.count()).select_from(Message).where(Message.state == MessageState.WAITING)
    return db.session.scalar(late.where(Message.created_at < moment)) or 0


@dataclass(frozen=True)
class Counts:
    """How many messages of a scope stand where."""

    waiting: int = 0
    sent: int = 0
    failed: int = 0


def messages_in(scope: Scope, state: MessageState | None, number: int) -> tuple[list[tuple[Message, User]], int]:
    """One page of the messages to the users of a scope, newest first, and how many there are in all."""
    chosen = of_scope(scope)
    if state is not None:
        chosen = chosen.where(Message.state == state)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(chosen.subquery())) or 0
    page = chosen.order_by(Message.id.desc()).limit(MESSAGES_ON_A_PAGE).offset((number - 1) * MESSAGES_ON_A_PAGE)
    return [(message, user) for message, user in db.session.execute(page)], total


def counts_in(scope: Scope) -> Counts:
    """How many messages of a scope wait, were sent, and were given up."""
    inside = of_scope(scope).subquery()
    counted = sa.select(inside.c.state, sa.func.count()).group_by(inside.c.state)
    return Counts(**{state.value: number for state, number in db.session.execute(counted)})


def late_in(scope: Scope, moment: datetime) -> int:
    """How many messages of a scope were written before that moment and were not taken yet."""
    late = of_scope(scope).where(Message.state == MessageState.WAITING, Message.created_at < moment)
    return db.session.scalar(sa.select(sa.func.count()).select_from(late.subquery())) or 0


def failed_in(scope: Scope) -> list[Message]:
    """The messages of a scope that were given up, locked until the transaction ends."""
    failed = of_scope(scope).where(Message.state == MessageState.FAILED).with_only_columns(Message)
    return list(db.session.scalars(failed.with_for_update(of=Message)))


def message_in(scope: Scope, message_id: int) -> tuple[Message, User] | None:
    """One message with its reader, where the reader lies in the scope."""
    found = db.session.execute(of_scope(scope).where(Message.id == message_id)).first()
    return (found[0], found[1]) if found else None


def of_scope(scope: Scope) -> sa.Select[Any]:
    """The messages to the users of a scope."""
    people = user_lines(scope, "").with_only_columns(User.id)
    return sa.select(Message, User).join(User, User.id == Message.user_id).where(User.id.in_(people))
