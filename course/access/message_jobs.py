"""Sending what waits in the outbox: every minute, by any number of workers, each message by one of them.

A message is marked as sent in a transaction of its own right after the other side has taken it.  A worker that dies
between the two leaves it leased; when the lease has run out it is sent once more, under the same number.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta

import structlog
from flask import Flask, current_app

from course.access import message_actions as actions
from course.access.message_actions import Turn
from course.access.message_letters import letter_of
from course.access.message_queries import waiting_since
from course.access.models import Channel, Message, User
from course.db import db, one_transaction, utc_now
from course.gateway import Gateway, NotTaken, Refused, Unreachable, webhook
from course.jobs import in_app
from course.mail import mailer

# For each channel: one sweep ends before the next begins, so that a slow server does not keep every worker.
SWEEP_SECONDS = 25
LATE = timedelta(days=1)
MAKERS = ((Channel.MAIL, mailer), (Channel.WEBHOOK, webhook))
log = structlog.get_logger()


def init_app(app: Flask) -> None:
    """Look into the outbox every minute."""
    queue = app.extensions["queue"]
    queue.periodic_task(lambda moment: True, name="send_due")(lambda: in_app(app, send_due))


def send_due(clock: Callable[[], datetime] = utc_now) -> int:
    """Hand over every message whose time has come; how many were taken."""
    return sum(send_by(channel, gateway, clock) for channel, gateway in gateways())


def late_messages() -> Iterator[str]:
    """For the doctor: messages that nobody takes, and the settings that may be why."""
    for channel, make in MAKERS:
        try:
            make(current_app.config)
        except ValueError as error:
            yield f"{channel.value}: {error}"
    late = waiting_since(utc_now() - LATE)
    if late:
        yield f"{late} messages have waited for more than a day: see /outbox, and whether the worker runs"


def gateways() -> Iterator[tuple[Channel, Gateway]]:
    """What takes the messages of each channel; a channel whose settings are wrong waits until they are right."""
    for channel, make in MAKERS:
        try:
            gateway = make(current_app.config)
        except ValueError as error:
            log.error("messages wait", channel=channel.value, error=str(error))
        else:
            if gateway is not None:
                yield channel, gateway


def send_by(channel: Channel, gateway: Gateway, clock: Callable[[], datetime]) -> int:
    """Send one message after the other; stop where nobody is there to take them."""
    taken, until = 0, time.monotonic() + SWEEP_SECONDS
    with closing(gateway):
        while time.monotonic() < until:
            with one_transaction():
                turn = actions.take_next(channel, clock())
            if turn is None:
                break
            try:
                taken += send(turn, gateway, clock)
            except Unreachable as error:
                log.warning("messages wait", channel=channel.value, error=str(error))
                break
    return taken


def send(turn: Turn, gateway: Gateway, clock: Callable[[], datetime]) -> bool:
    """Send one message and write down what became of it; whether it was taken."""
    try:
        hand_over(turn, gateway, clock())
    except Refused as error:
        with one_transaction():
            actions.give_up(turn, str(error))
        return False
    except Exception as error:
        if not isinstance(error, NotTaken):
            log.error("message failed", message=turn.message_id, error=repr(error), exc_info=error)
        with one_transaction():
            actions.mark_not_taken(turn, str(error) or repr(error), now=clock())
        if isinstance(error, Unreachable):
            raise
        return False
    with one_transaction():
        actions.mark_sent(turn, now=clock())
    return True


def hand_over(turn: Turn, gateway: Gateway, now: datetime) -> None:
    """Put the message into words and give it away; no transaction is open while the other side takes its time."""
    message = db.session.get_one(Message, turn.message_id)
    user = db.session.get_one(User, message.user_id)
    if not user.active or user.erased_at:
        raise Refused("the account is closed")
    letter = letter_of(message, user, now=now)
    db.session.rollback()
    gateway.hand_over(letter)
