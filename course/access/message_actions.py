"""Verbs of the outbox: write a message down, take it for a while, say what became of it, send it again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app

from course.access import message_queries as queries
from course.access.message_rules import LEASE, LONGEST_ERROR, pause_after
from course.access.models import Channel, Message, MessageState, User
from course.access.notice_wording import WORDINGS
from course.access.topics import TOPICS, Topic, topic_of, wants
from course.db import db, write_once, written_once

# Keys of news that comes each day hold a day and are not made again later.
KNOWN_FOR = timedelta(days=14)
NEW = written_once(Message)


@dataclass(frozen=True)
class Turn:
    """A message that one worker has taken; a later turn is somebody else's."""

    message_id: int
    tries: int


def write(
    user: User,
    *,
    kind: str,
    key: str,
    facts: Mapping[str, Any],
    now: datetime,
    address: str = "",
    attachment: str = "",
) -> None:
    """Write a message down for each way in which this person wants to hear of it; once for each change."""
    ways = [channel for channel in channels() if wants(user.preferences or {}, channel, topic_of(kind))]
    if not ways or not user.active or user.erased_at:
        return
    given = {"kind": kind, "key": key, "facts": dict(facts), "address": address, "due_at": now, "created_at": now}
    for channel in ways:
        calendar = attachment if channel is Channel.MAIL else ""
        write_once(NEW, user_id=user.id, channel=channel, attachment=calendar, **given)


@dataclass(frozen=True)
class News:
    """What one of many people is told."""

    user: User
    key: str
    facts: Mapping[str, Any]
    address: str
    # A calendar object that goes with the mail.
    attachment: str = ""


def write_many(kind: str, news: Iterable[News], *, now: datetime) -> int:
    """Write messages down for many people at once, each once; how many."""
    topic, ways, known = topic_of(kind), channels(), queries.known_keys(kind, now - KNOWN_FOR)
    rows = [
        {
            "user_id": one.user.id,
            "channel": channel,
            "kind": kind,
            "key": one.key,
            "facts": dict(one.facts),
            "address": one.address,
            "attachment": one.attachment if channel is Channel.MAIL else "",
            "due_at": now,
            "created_at": now,
            "state": MessageState.WAITING,
            "tries": 0,
        }
        for one in news
        for channel in ways
        if wants(one.user.preferences or {}, channel, topic) and (one.user.id, channel, one.key) not in known
    ]
    if rows:
        db.session.execute(sa.insert(Message), rows)
    return len(rows)


def channels() -> Sequence[Channel]:
    """The ways in which messages leave this installation."""
    return tuple(Channel) if current_app.config["WEBHOOK_URL"] else (Channel.MAIL,)


def take_next(channel: Channel, now: datetime) -> Turn | None:
    """Take the message that has been due longest, so that no other worker sends it too; None where none is due.

    One of a newer version, for which there are no words here, is left to a worker of that version.
    """
    chosen = queries.due(channel, now).where(Message.kind.in_(WORDINGS)).order_by(Message.due_at, Message.id).limit(1)
    message = db.session.scalar(chosen.with_for_update(skip_locked=True).execution_options(populate_existing=True))
    if message is None:
        return None
    message.leased_until, message.tries = now + LEASE, message.tries + 1
    db.session.flush()
    return Turn(message.id, message.tries)


def mark_sent(turn: Turn, *, now: datetime) -> None:
    """The message was taken over by the other side."""
    change(turn, state=MessageState.SENT, sent_at=now, error="")


def mark_not_taken(turn: Turn, error: str, *, now: datetime) -> None:
    """The message was not taken: it waits longer each time, and is given up in the end."""
    pause = pause_after(turn.tries)
    if pause is None:
        give_up(turn, error)
    else:
        change(turn, due_at=now + pause, error=error[:LONGEST_ERROR])


def give_up(turn: Turn, error: str) -> None:
    """The message is not sent; an administrator sees why."""
    change(turn, state=MessageState.FAILED, error=error[:LONGEST_ERROR])


def change(turn: Turn, **values: Any) -> None:
    """Write down what became of a turn, unless the message has been taken by somebody else meanwhile."""
    mine = sa.update(Message).where(
        Message.id == turn.message_id, Message.tries == turn.tries, Message.state == MessageState.WAITING
    )
    db.session.execute(mine.values(leased_until=None, **values).execution_options(synchronize_session=False))


def send_again(messages: Iterable[Message], *, now: datetime) -> int:
    """Try messages once more that were given up, from the beginning; how many they are."""
    failed = [message for message in messages if message.state is MessageState.FAILED]
    for message in failed:
        message.state, message.tries, message.due_at, message.error = MessageState.WAITING, 0, now, ""
    db.session.flush()
    return len(failed)


def reader_to_change(user_id: int) -> User | None:
    """Somebody who gets mail, held until the transaction ends; None where the account is closed."""
    found = sa.select(User).where(User.id == user_id, User.active, User.erased_at.is_(None)).with_for_update()
    return db.session.scalar(found.execution_options(populate_existing=True))


def stop(user: User, topic: Topic) -> bool:
    """Send no more mail of a topic; false where none came before."""
    kept = user.preferences or {}
    if not wants(kept, Channel.MAIL, topic):
        return False
    user.preferences = {**kept, Channel.MAIL.value: {**kept.get(Channel.MAIL.value, {}), topic.value: False}}
    db.session.flush()
    return True


def wanted(user: User, channels: Iterable[Channel]) -> dict[str, list[str]]:
    """The topics that somebody gets now, by way."""
    kept = user.preferences or {}
    return {
        channel.value: [topic.value for topic in TOPICS[user.role] if wants(kept, channel, topic)]
        for channel in channels
    }


def choose(user: User, chosen: Mapping[Channel, Collection[str]]) -> None:
    """Keep what somebody wants to be told in each way; what a later version asks for stays as it comes."""
    ticked = {
        channel.value: {topic.value: topic.value in topics for topic in TOPICS[user.role]}
        for channel, topics in chosen.items()
    }
    user.preferences = {**(user.preferences or {}), **ticked}
    db.session.flush()
