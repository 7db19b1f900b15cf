"""Long work: rows that wait in the database, and a queue that only says 'look now'.

A job is a row, so nothing is lost when the worker, Redis or the machine stops: a job whose lease
has run out is taken up again, at most ``MOST_TRIES`` times.  The lease is kept for as long as the
job says how far it is; one that was cancelled, or that another worker has taken up meanwhile, stops
when it says so next, and writes nothing.  The queue (huey on a file, or on Redis) carries nothing
but the job's number.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
import structlog
from flask import Flask
from sqlalchemy.orm import Mapped, mapped_column

from course.db import Instant, Labelled, choice, db, identity, one_transaction, transaction_aside, utc_now
from course.i18n import _l, local_now
from course.job_limits import Report, in_time
from course.job_queue import kept_progress, make_queue, report_progress, telling_of, wake_worker
from course.job_trouble_rules import DIED, trouble_of

__all__ = ["KINDS", "Job", "JobState", "Kind", "Report", "ask", "cancel", "progress", "wake_worker"]

LEASE = timedelta(minutes=2)
LONGEST_LEASE = timedelta(days=2)  # One that ends later was given by a clock that was wrong.
SECONDS_BETWEEN_BEATS = 5
MOST_TRIES = 3
log = structlog.get_logger()


class JobState(Labelled):
    """Where a job stands."""

    WAITING = "waiting", _l("Waiting")
    RUNNING = "running", _l("Running")
    DONE = "done", _l("Done")
    FAILED = "failed", _l("Failed")


UNFINISHED = (JobState.WAITING, JobState.RUNNING)


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

    @property
    def said_state(self) -> Any:
        """Where it stands, in a word; what somebody has stopped has not failed."""
        return _l("Cancelled") if self.cancelled_at else self.state.label


class Stopped(Exception):
    """Raised in a job that was cancelled, or that another worker has taken up."""


@dataclass(frozen=True)
class Kind:
    """How jobs of one kind are done: ``prepare`` may take long and only reads; ``apply`` writes, in one transaction.

    ``prepare(arguments, report)`` calls ``report(done, total)`` as it goes and returns what ``apply(prepared,
    arguments, now)`` needs; what that returns is the job's result (plain JSON).  ``give_up(job)`` is told, in the
    transaction in which the job ends, that nothing will come of it; ``take_up(job)`` in that in which it may be
    tried again after all.
    """

    prepare: Callable[[dict[str, Any], Report], Any]
    apply: Callable[[Any, dict[str, Any], datetime], dict[str, Any]]
    give_up: Callable[[Job], None] = lambda job: None
    take_up: Callable[[Job], None] = lambda job: None


KINDS: dict[str, Kind] = {}
# The kinds that are asked for by themselves, once on each day of the schools' clock.
DAILY: list[str] = []
NOT_BEFORE: dict[str, int] = {}  # The hour before which one of them is not asked for.


def init_app(app: Flask) -> None:
    """Choose the queue (Redis where it is configured, else a file) and register its two tasks."""
    queue = make_queue(app.config["REDIS_URL"], app.config["INSTANCE"])
    app.extensions["queue"] = queue
    app.extensions["run_job"] = queue.task(name="run_job")(lambda job_id: in_app(app, run, job_id))
    queue.periodic_task(lambda moment: True, name="run_due")(lambda: in_app(app, run_due))


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


def run_due() -> None:
    """Take up every job that waits or whose lease has run out, those of the new day among them."""
    ask_daily(local_now(), utc_now())
    for job_id in due_jobs(utc_now()):
        run(job_id)
    give_up_the_hopeless(utc_now())


def ask_daily(local: datetime, now: datetime) -> list[int]:
    """Ask for what is done once a day and was not asked for today; twice does no harm, it is safe to repeat."""
    began = now - (local - local.replace(hour=0, minute=0, second=0, microsecond=0))
    today = Job.created_at.between(began, began + timedelta(days=1))  # And not what a clock that was ahead asked for.
    asked = sa.select(Job.kind).where(Job.kind.in_(DAILY), today)
    early = {kind for kind, hour in NOT_BEFORE.items() if local.hour < hour}
    missing = set(DAILY) & set(KINDS) - set(db.session.scalars(asked)) - early
    if not missing:
        return []
    with one_transaction():
        return [ask(kind, {}, user_id=None, now=now).id for kind in sorted(missing)]


def due_jobs(now: datetime) -> list[int]:
    """The numbers of the jobs that nobody is doing and that may be tried once more, oldest first."""
    return list(db.session.scalars(sa.select(Job.id).where(is_due(now)).order_by(Job.id)))


def is_due(now: datetime) -> sa.ColumnElement[bool]:
    """Nobody is doing it, nobody has cancelled it, and it was not tried too often; a newer version's waits for that."""
    return sa.and_(is_left(now), Job.tries < MOST_TRIES, Job.cancelled_at.is_(None), Job.kind.in_(KINDS))


def is_left(now: datetime) -> sa.ColumnElement[bool]:
    """It is not over, and nobody is doing it."""
    leased = sa.func.coalesce(Job.leased_until.between(now, now + LONGEST_LEASE), sa.false())
    return sa.and_(Job.state.in_(UNFINISHED), sa.not_(leased))


def run(job_id: int) -> None:
    """Do one job, if nobody else holds its lease; its outcome is kept in its row."""
    turn = lease(job_id, utc_now())
    if turn is not None:
        run_turn(job_id, turn, do)


def run_turn(job_id: int, turn: int, work: Callable[[int, int], None]) -> None:
    """Do the work of a job that is leased, and write down where it fails or was stopped."""
    try:
        work(job_id, turn)
    except Stopped:
        stop(job_id, turn)
    except Exception as error:
        log.error("job failed", job=job_id, error=repr(error), trace=traceback.format_exc())
        fail(job_id, turn, trouble_of(error))


def do(job_id: int, turn: int) -> None:
    """Prepare without holding a lock, then write the work and its result together."""
    job = db.session.get_one(Job, job_id)
    complete(job_id, turn, in_time(KINDS[job.kind].prepare, dict(job.arguments), Beat(job_id, turn)))


def complete(job_id: int, turn: int, prepared: Any) -> None:
    """Write what was prepared, unless somebody has stopped the job or taken it up meanwhile."""
    with one_transaction(), telling_of(job_id):
        job = job_of_turn(job_id, turn)
        if job is None or job.cancelled_at:
            raise Stopped
        finish(job, JobState.DONE, KINDS[job.kind].apply(prepared, dict(job.arguments), utc_now()))


def lease(job_id: int, now: datetime) -> int | None:
    """Take the job for a while; its number of tries is the turn, None where it is over or another worker's."""
    taken = sa.update(Job).where(Job.id == job_id, is_due(now)).returning(Job.tries)
    begun = taken.values(state=JobState.RUNNING, leased_until=now + LEASE, tries=Job.tries + 1)
    with one_transaction():
        return db.session.scalar(begun.execution_options(synchronize_session=False))


def take(job: Job, now: datetime) -> int:
    """Lease a job that this very transaction asked for; its turn."""
    job.state, job.leased_until, job.tries = JobState.RUNNING, now + LEASE, 1
    return job.tries


def job_of_turn(job_id: int, turn: int) -> Job | None:
    """The job, locked, if it is still this turn's; None where another worker has begun it anew, or it is over."""
    mine = sa.select(Job).where(Job.id == job_id, Job.tries == turn, Job.state == JobState.RUNNING)
    return db.session.scalar(mine.with_for_update().execution_options(populate_existing=True))


def finish(job: Job, state: JobState, result: dict[str, Any]) -> None:
    """Write down what came of a job."""
    job.state, job.result, job.finished_at, job.leased_until = state, result, utc_now(), None


def give_up(job: Job, trouble: str = "") -> None:
    """End a job of which nothing will come; its trouble is kept for whoever looks after it."""
    finish(job, JobState.FAILED, {"trouble": trouble} if trouble and not job.cancelled_at else {})
    if job.kind in KINDS:
        KINDS[job.kind].give_up(job)


def fail(job_id: int, turn: int, trouble: str) -> None:
    """Let the job be tried again after a pause, the next time after a longer one; give up after ``MOST_TRIES``."""
    with one_transaction():
        job = job_of_turn(job_id, turn)
        if job is None:
            return
        if job.tries >= MOST_TRIES or job.cancelled_at:
            give_up(job, trouble)
        else:
            job.leased_until = utc_now() + LEASE * job.tries


def stop(job_id: int, turn: int) -> None:
    """End a job that was cancelled; one that another worker has taken up is that worker's."""
    with one_transaction():
        job = job_of_turn(job_id, turn)
        if job is not None:
            give_up(job)


def cancel(job_id: int, *, now: datetime) -> None:
    """Ask a job to stop: at once where nobody is doing it, else when it next says how far it is."""
    found = sa.select(Job).where(Job.id == job_id, Job.state.in_(UNFINISHED)).with_for_update()
    job = db.session.scalar(found.execution_options(populate_existing=True))
    if job is None:
        return
    job.cancelled_at = job.cancelled_at or now
    if job.leased_until is None or job.leased_until < now:
        give_up(job)
    db.session.flush()


def give_up_the_hopeless(now: datetime) -> None:
    """End what nobody is doing and nobody will: its workers died too often, or it was cancelled before one died."""
    hopeless = sa.or_(Job.tries >= MOST_TRIES, Job.cancelled_at.is_not(None))
    chosen = sa.select(Job).where(is_left(now), hopeless).with_for_update(skip_locked=True)
    with one_transaction():
        for job in db.session.scalars(chosen):
            log.error("job is given up", job=job.id, tries=job.tries)
            give_up(job, DIED)


class Beat:
    """Says how far a job is, keeps its lease, and stops it where somebody has cancelled it."""

    def __init__(self, job_id: int, turn: int) -> None:
        self.job_id, self.turn, self.kept_at = job_id, turn, time.monotonic()

    def __call__(self, done: int, total: int, part: str = "") -> None:
        report_progress(self.job_id, done, total, part)
        if not self.goes_on():
            raise Stopped
        if time.monotonic() - self.kept_at >= SECONDS_BETWEEN_BEATS:
            keep_lease(self.job_id, utc_now())
            self.kept_at = time.monotonic()

    def goes_on(self) -> bool:
        """Whether the job is still this worker's and nobody has cancelled it; asked beside what is being read."""
        mine = sa.select(Job.id).where(
            Job.id == self.job_id, Job.tries == self.turn, Job.state == JobState.RUNNING, Job.cancelled_at.is_(None)
        )
        with db.engine.connect() as connection:
            return connection.scalar(mine) is not None


def keep_lease(job_id: int, now: datetime) -> None:
    """Keep a job for a while longer, without ending what its worker is reading."""
    with transaction_aside() as connection:
        mine = sa.update(Job).where(Job.id == job_id, Job.state == JobState.RUNNING)
        connection.execute(mine.values(leased_until=now + LEASE))


def progress(job: Job) -> tuple[int, int]:
    """How many of how many steps are done; ``(0, 0)`` where nobody can say."""
    return (1, 1) if job.state is JobState.DONE else kept_progress(job.id)[:2]
