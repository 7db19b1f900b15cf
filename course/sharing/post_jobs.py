"""Telling programs what happened: every minute, by any number of workers, each event by one of them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from ipaddress import ip_network

import structlog
from flask import Flask, current_app

from course.db import db, one_transaction, utc_now
from course.gateway import NotTaken, Refused, signed_headers
from course.jobs import in_app
from course.sharing import post_actions as actions
from course.sharing.models import Post, Subscriber
from course.sharing.post_actions import Turn
from course.sharing.posting import Forbidden, post
from course.sharing.subscriber_queries import is_told, waiting_since

# One sweep ends before the next begins, so that slow programs do not keep every worker.
SWEEP_SECONDS = 25
LATE = timedelta(days=1)
log = structlog.get_logger()


def init_app(app: Flask) -> None:
    """Look for waiting events every minute; a setting that names no networks is said at the start."""
    for network in named_networks(app.config["WEBHOOKS_TO_PRIVATE"]):
        try:
            ip_network(network, strict=False)
        except ValueError as error:
            raise ValueError(f"COURSE_WEBHOOKS_TO_PRIVATE: {error}") from None
    queue = app.extensions["queue"]
    queue.periodic_task(lambda moment: True, name="post_due")(lambda: in_app(app, post_due))


def post_due(clock: Callable[[], datetime] = utc_now) -> int:
    """Post every event whose time has come; how many were taken."""
    taken, until = 0, time.monotonic() + SWEEP_SECONDS
    while time.monotonic() < until:
        with one_transaction():
            turn = actions.take_next(clock())
        if turn is None:
            break
        taken += send(turn, clock)
    return taken


def send(turn: Turn, clock: Callable[[], datetime]) -> bool:
    """Post one event and write down what became of it; whether it was taken."""
    try:
        hand_over(turn, clock())
    except Forbidden as error:
        with one_transaction():
            actions.stop(turn, str(error), now=clock())
    except Refused as error:
        with one_transaction():
            actions.mark_refused(turn, str(error))
    except Exception as error:
        if not isinstance(error, NotTaken):
            log.error("event failed", post=turn.post_id, error=repr(error), exc_info=error)
        with one_transaction():
            actions.mark_not_taken(turn, str(error) or repr(error), now=clock())
    else:
        with one_transaction():
            actions.mark_sent(turn, now=clock())
        return True
    return False


def hand_over(turn: Turn, now: datetime) -> None:
    """Sign the event and post it; no transaction is open while the other side takes its time."""
    row, program = db.session.get_one(Post, turn.post_id), db.session.get_one(Subscriber, turn.subscriber_id)
    if not is_told(program.id):
        raise Refused("this program is no longer told anything")
    body = json.dumps(row.body, ensure_ascii=False).encode()
    url, headers = program.url, signed_headers(program.secret, row.key, body, now)
    db.session.rollback()
    post(url, body, headers, networks())


def networks() -> list[str]:
    """The private networks of the setting in which programs may be told something."""
    return named_networks(current_app.config["WEBHOOKS_TO_PRIVATE"])


def named_networks(setting: str) -> list[str]:
    """The networks of a setting, with blanks or commas between them."""
    return setting.replace(",", " ").split()


def late_posts() -> Iterator[str]:
    """For the doctor: events that nobody takes."""
    late = waiting_since(utc_now() - LATE)
    if late:
        yield f"{late} events for other programs have waited for more than a day: see whether the worker runs"
