"""Long work: rows that wait in the database, and a queue that only says 'look now'.

A job is a row, so nothing is lost when the worker, Redis or the machine stops: a job whose lease
has run out is taken up again, at most ``MOST_TRIES`` times.  The queue (huey on a file, or on
Redis) carries nothing but the job's number.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as clock
from functools import partial
from typing import Any

import sqlalchemy as sa
import structlog
from flask import Flask, current_app
from huey import RedisHuey, SqliteHuey
from sqlalchemy.orm import Mapped, mapped_column

from course.db import Instant, Labelled, choice, db, identity, one_transaction, utc_now
from course.i18n import _l, local_now

LEASE = timedelta(minutes=5)
MOST_TRIES = 3
log = structlog.get_logger()


class JobState(Labelled):
    """Where a job stands."""

    WAITING = "waiting", _l("Waiting")
    RUNNING = "running", _l("Running")
    DONE = "done", _l("Done")
    FAILED = "failed", _l("Failed")


class Job(db.Model):
    """One piece of long work, who asked for it, how far it is and what came of it."""

    id: Mapped[identity]
    kind: Mapped[str] = mapped_column(sa.Text)
    arguments: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    state: Mapped[JobState] = choice(JobState, default=JobState.WAITING, index=True)
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    result: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    tries: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    # When somebody asked it to stop; a job that has stopped for this is FAILED.
    cancelled_at: Mapped[datetime | None] = mapped_column(Instant)


Report = Callable[[int, int], None]


@dataclass(frozen=True)
class Kind:
    """How jobs of one kind are done: ``prepare`` may take long and only reads; ``apply`` writes, in one transaction.

    ``prepare(arguments, report)`` calls ``report(done, total)`` as it goes and returns what ``apply(prepared,
    arguments, now)`` needs; what that returns is the job's result (plain JSON).
    """

    prepare: Callable[[dict[str, Any], Report], Any]
    apply: Callable[[Any, dict[str, Any], datetime], dict[str, Any]]


KINDS: dict[str, Kind] = {}
# The kinds that are asked for by themselves, once on each day of the schools' clock.
DAILY: list[str] = []
# The time of day before which a daily kind is not asked for; midnight where it is not named.
NOT_BEFORE: dict[str, clock] = {}


def init_app(app: Flask) -> None:
    """Choose the queue (Redis where it is configured, else a file) and register its two tasks."""
    queue = make_queue(app.config["REDIS_URL"], app.config["INSTANCE"])
    app.extensions["queue"] = queue
    app.extensions["run_job"] = queue.task(name="run_job")(lambda job_id: in_app(app, run, job_id))
    queue.periodic_task(lambda moment: True, name="run_due")(lambda: in_app(app, run_due))


def make_queue(redis_url: str, instance: str) -> Any:
    """A huey queue without results: what came of a job stands in its row."""
    if redis_url:
        return RedisHuey("course", url=redis_url, results=False)
    return SqliteHuey("course", filename=f"{instance}/queue.db", results=False)


def in_app(app: Flask, work: Callable[..., None], *arguments: Any) -> None:
    """Run ``work`` inside the application, as the worker does."""
    with app.app_context():
        work(*arguments)


def ask(kind: str, arguments: dict[str, Any], *, user_id: int | None, now: datetime) -> Job:
    """Write a waiting job down; ``wake_worker`` makes it start at once."""
    job = Job(kind=kind, arguments=arguments, user_id=user_id, created_at=now)
    db.session.add(job)
    db.session.flush()
    return job


def wake_worker(job_id: int) -> None:
    """Tell the queue after the commit; where it is down the sweep finds the job within a minute."""
    try:
        current_app.extensions["run_job"](job_id)
    except Exception as error:
        log.warning("queue is down; the job waits for the sweep", job=job_id, error=str(error))


def run_due() -> None:
    """Take up every job that waits or whose lease has run out, those of the new day among them."""
    ask_daily(local_now(), utc_now())
    for job_id in due_jobs(utc_now()):
        run(job_id)


def ask_daily(local: datetime, now: datetime) -> list[int]:
    """Ask for what is done once a day and was not asked for today, also when the worker slept through the night.

    Twice does no harm, should two workers wake at one moment: what is done daily is safe to repeat.
    """
    began = now - (local - local.replace(hour=0, minute=0, second=0, microsecond=0))
    asked = sa.select(Job.kind).where(Job.kind.in_(DAILY), Job.created_at >= began)
    early = {kind for kind, begins in NOT_BEFORE.items() if local.time() < begins}
    missing = set(DAILY) & set(KINDS) - set(db.session.scalars(asked)) - early
    if not missing:
        return []
    with one_transaction():
        return [ask(kind, {}, user_id=None, now=now).id for kind in sorted(missing)]


def due_jobs(now: datetime) -> list[int]:
    """The numbers of the jobs that nobody is doing, oldest first."""
    unleased = sa.or_(Job.leased_until.is_(None), Job.leased_until < now)
    unfinished = Job.state.in_([JobState.WAITING, JobState.RUNNING])
    return list(db.session.scalars(sa.select(Job.id).where(unfinished, unleased).order_by(Job.id)))


def run(job_id: int) -> None:
    """Do one job, if nobody else holds its lease; its outcome is kept in its row."""
    if not lease(job_id, utc_now()):
        return
    try:
        do(job_id)
    except Exception as error:
        log.error("job failed", job=job_id, error=repr(error), trace=traceback.format_exc())
        fail(job_id)


def do(job_id: int) -> None:
    """Prepare without holding a lock, then write the work and its result together."""
    job = db.session.get_one(Job, job_id)
    kind, arguments = KINDS[job.kind], dict(job.arguments)
    prepared = kind.prepare(arguments, partial(report_progress, job_id))
    with one_transaction():
        job = db.session.get_one(Job, job_id)
        finish(job, JobState.DONE, kind.apply(prepared, arguments, utc_now()))


def lease(job_id: int, now: datetime) -> bool:
    """Take the job for a while; false where another worker has it or it is over."""
    with one_transaction():
        taken = db.session.execute(
            sa.update(Job)
            .where(
                Job.id == job_id,
                Job.state.in_([JobState.WAITING, JobState.RUNNING]),
                sa.or_(Job.leased_until.is_(None), Job.leased_until < now),
            )
            .values(state=JobState.RUNNING, leased_until=now + LEASE, tries=Job.tries + 1)
        )
    return taken.rowcount == 1


def finish(job: Job, state: JobState, result: dict[str, Any]) -> None:
    """Write down what came of a job."""
    job.state, job.result, job.finished_at, job.leased_until = state, result, utc_now(), None


def fail(job_id: int) -> None:
    """Let the job be tried again when its lease runs out; give up after ``MOST_TRIES``."""
    with one_transaction():
        job = db.session.get_one(Job, job_id)
        if job.tries >= MOST_TRIES:
            finish(job, JobState.FAILED, {})
        else:
            job.leased_until = utc_now() + LEASE


def report_progress(job_id: int, done: int, total: int) -> None:
    """Say how far a job is; kept by the queue, because the job's own row is locked while it works."""
    try:
        current_app.extensions["queue"].put(f"progress:{job_id}", (done, total))
    except Exception as error:
        log.warning("progress is not kept", job=job_id, error=str(error))


def progress(job: Job) -> tuple[int, int]:
    """How many of how many steps are done; ``(0, 0)`` where nobody can say."""
    if job.state is JobState.DONE:
        return 1, 1
    try:
        kept = current_app.extensions["queue"].get(f"progress:{job.id}", peek=True)
    except Exception:
        return 0, 0
    return kept or (0, 0)
