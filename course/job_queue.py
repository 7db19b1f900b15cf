"""The queue of the jobs: it wakes workers and remembers how far each job is, and nothing is lost when it is down."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import structlog
from flask import current_app
from huey import Huey, RedisHuey
from huey.storage import SqliteStorage
from redis import ConnectionPool

from course.settings import REDIS_GREETING

# For a word of Redis: somebody waits for the page on which a job was asked for, and workers listen for one at a time.
SECONDS = 2.0
log = structlog.get_logger()
# The job whose work is being written; None where there is none.
written: ContextVar[int | None] = ContextVar("written", default=None)


class FileStorage(SqliteStorage):
    """A queue in a file that is opened when it is first used.

    The package opens it when it is named, and a program whose disk is full, or may only be read, could not even start.
    """

    def _create_connection(self) -> sqlite3.Connection:
        """A connection to a file that has its tables."""
        connection: sqlite3.Connection = super()._create_connection()
        for statement in self.ddl:
            connection.execute(statement)
        return connection


def make_queue(redis_url: str, instance: str) -> Any:
    """A huey queue without results: what came of a job stands in its row."""
    if redis_url:
        patience = {"socket_timeout": SECONDS, "socket_connect_timeout": SECONDS}
        pool = ConnectionPool.from_url(redis_url, **patience, **REDIS_GREETING)
        return RedisHuey("course", connection_pool=pool, results=False)
    file = {"filename": f"{instance}/queue.db", "create_tables": False}
    return Huey("course", storage_class=FileStorage, results=False, **file)


def wake_worker(job_id: int) -> None:
    """Tell the queue after the commit; where it is down the sweep finds the job within a minute."""
    try:
        current_app.extensions["run_job"](job_id)
    except Exception as error:
        log.warning("queue is down; the job waits for the sweep", job=job_id, error=str(error))


def report_progress(job_id: int, done: int, total: int, part: str = "") -> None:
    """Say how far a job is; kept by the queue, because the job's own row is locked while it works."""
    try:
        current_app.extensions["queue"].put(f"progress:{job_id}", (done, total, part))
    except Exception as error:
        log.warning("progress is not kept", job=job_id, error=str(error))


@contextmanager
def telling_of(job_id: int) -> Iterator[None]:
    """What is told meanwhile is told of this job."""
    token = written.set(job_id)
    try:
        yield
    finally:
        written.reset(token)


def tell(done: int, total: int, part: str = "") -> None:
    """Say how far the writing of a job is; the database is asked nothing, for the job holds its own row there.

    Others see it at once, whatever the database; where no job is at work, as in a command, nobody needs it.
    """
    job_id = written.get()
    if job_id is not None:
        report_progress(job_id, done, total, part)


def kept_progress(job_id: int) -> tuple[int, int, str]:
    """How far a job said it is, and in which part of it; ``(0, 0, "")`` where it said nothing."""
    try:
        kept = current_app.extensions["queue"].get(f"progress:{job_id}", peek=True)
    except Exception:
        kept = None
    done, total, part = (*(kept or (0, 0)), "")[:3]  # Workers of an earlier version tell of no part.
    return done, total, part
