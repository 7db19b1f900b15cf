"""For the doctor: work in the background of which nothing will come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import sqlalchemy as sa

from course.db import db, utc_now
from course.jobs import Job, JobState

LATELY = timedelta(days=7)


def jobs_given_up() -> Iterator[str]:
    """Jobs that failed each time they were tried, within a week; what somebody has stopped is no fault."""
    lately = sa.and_(Job.finished_at > utc_now() - LATELY, Job.cancelled_at.is_(None))
    for job in db.session.scalars(sa.select(Job).where(Job.state == JobState.FAILED, lately).order_by(Job.id)):
        yield f"job {job.id} ({job.kind}) was given up after {job.tries} tries: the log of the worker says why"
