"""Work in the background of which nothing will come, until somebody tries it again or puts it aside."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from course.db import db, utc_now
from course.jobs import KINDS, Job, JobState

LATELY = timedelta(days=7)
PUT_ASIDE = "put_aside"
# What somebody has stopped is no fault.
GIVEN_UP = sa.and_(
    Job.state == JobState.FAILED, Job.cancelled_at.is_(None), Job.result[PUT_ASIDE].as_string().is_(None)
)


def jobs_given_up() -> Iterator[str]:
    """For the doctor: jobs that failed each time they were tried, within a week."""
    lately = sa.select(Job).where(GIVEN_UP, Job.finished_at > utc_now() - LATELY)
    for job in db.session.scalars(lately.order_by(Job.id)):
        yield f"job {job.id} ({job.kind}) was given up after {job.tries} tries: see “Stopped work”, or the worker's log"


def page_of(number: int, size: int) -> tuple[list[Job], int]:
    """One page of the jobs that were given up, newest first, and how many there are in all."""
    chosen = sa.select(Job).where(GIVEN_UP).order_by(Job.finished_at.desc(), Job.id.desc())
    jobs = db.session.scalars(chosen.limit(size).offset((number - 1) * size))
    return list(jobs), db.session.scalar(how_many()) or 0


def how_many() -> sa.Select[tuple[int]]:
    """Counts the jobs that were given up."""
    return sa.select(sa.func.count()).select_from(Job).where(GIVEN_UP)


def given_up(job_id: int) -> Job | None:
    """A job that was given up, held until the transaction ends; None where somebody has dealt with it already."""
    found = sa.select(Job).where(Job.id == job_id, GIVEN_UP).with_for_update()
    return db.session.scalar(found.execution_options(populate_existing=True))


def try_again(job: Job) -> None:
    """Let a job be tried from the beginning, with all its tries."""
    job.state, job.tries, job.leased_until, job.finished_at, job.result = JobState.WAITING, 0, None, None, {}
    db.session.flush()
    if job.kind in KINDS:
        KINDS[job.kind].take_up(job)


def put_aside(job: Job) -> None:
    """Nobody needs to look after this job any more."""
    kept: dict[str, Any] = {**job.result, PUT_ASIDE: True}
    job.result = kept
    db.session.flush()
