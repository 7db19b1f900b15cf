"""Work in the background of which nothing will come, until somebody tries it again or puts it aside."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from course.db import db, utc_now
from course.job_trouble_rules import UNHEARD_OF
from course.jobs import KINDS, UNFINISHED, Job, JobState, finish, is_left

LATELY = timedelta(days=7)
# Longer than an update takes: until then a worker of the new version may still come and know the kind.
UPDATED_WITHIN = timedelta(hours=1)
PUT_ASIDE = "put_aside"
# What somebody has stopped is no fault.
GIVEN_UP = sa.and_(
    Job.state == JobState.FAILED, Job.cancelled_at.is_(None), Job.result[PUT_ASIDE].as_string().is_(None)
)


def waits_for_nobody() -> sa.ColumnElement[bool]:
    """No version here knows its kind, and nobody is doing it or has stopped it, long after an update would be over."""
    now = utc_now()
    waits = Job.created_at < now - UPDATED_WITHIN
    return sa.and_(is_left(now), Job.cancelled_at.is_(None), Job.kind.not_in(KINDS), waits)


def needs_somebody() -> sa.ColumnElement[bool]:
    """Nothing will come of it by itself."""
    return sa.or_(GIVEN_UP, waits_for_nobody())


def jobs_unheard_of() -> Iterator[str]:
    """For the doctor: jobs that no version here knows how to do, by their kind."""
    counted = sa.select(Job.kind, sa.func.count(), sa.func.min(Job.created_at)).where(waits_for_nobody())
    for kind, number, since in db.session.execute(counted.group_by(Job.kind).order_by(Job.kind)):
        yield (
            f"jobs of the kind {kind}: {number} waiting, the first since {since:%Y-%m-%d %H:%M} UTC; no version here "
            "knows the kind: start a worker of the version that asked, or put them aside under “Stopped work”"
        )


def jobs_given_up() -> Iterator[str]:
    """For the doctor: jobs that failed each time they were tried, within a week."""
    lately = sa.select(Job).where(GIVEN_UP, Job.finished_at > utc_now() - LATELY)
    for job in db.session.scalars(lately.order_by(Job.id)):
        yield f"job {job.id} ({job.kind}) was given up after {job.tries} tries: see “Stopped work”, or the worker's log"


def page_of(number: int, size: int) -> tuple[list[Job], int]:
    """One page of the jobs of which nothing will come, newest first, and how many there are in all."""
    since = sa.func.coalesce(Job.finished_at, Job.created_at)
    chosen = sa.select(Job).where(needs_somebody()).order_by(since.desc(), Job.id.desc())
    jobs = db.session.scalars(chosen.limit(size).offset((number - 1) * size))
    return list(jobs), db.session.scalar(how_many()) or 0


def how_many() -> sa.Select[tuple[int]]:
    """Counts the jobs of which nothing will come."""
    return sa.select(sa.func.count()).select_from(Job).where(needs_somebody())


def trouble_in(job: Job) -> str | None:
    """The kind of trouble that keeps a job from being done."""
    return UNHEARD_OF if job.state in UNFINISHED else job.result.get("trouble")


def given_up(job_id: int) -> Job | None:
    """Such a job, held until the transaction ends; None where somebody has dealt with it already."""
    found = sa.select(Job).where(Job.id == job_id, needs_somebody()).with_for_update()
    return db.session.scalar(found.execution_options(populate_existing=True))


def try_again(job: Job) -> None:
    """Let a job be tried from the beginning, with all its tries."""
    job.state, job.tries, job.leased_until, job.finished_at, job.result = JobState.WAITING, 0, None, None, {}
    db.session.flush()
    if job.kind in KINDS:
        KINDS[job.kind].take_up(job)


def put_aside(job: Job) -> None:
    """Nobody needs to look after this job any more; one that still waits ends."""
    kept: dict[str, Any] = {**job.result, PUT_ASIDE: True}
    if job.state in UNFINISHED:
        finish(job, JobState.FAILED, kept)
    job.result = kept
    db.session.flush()
