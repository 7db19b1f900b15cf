"""What the monitoring reads: answers of all web processes of this host, and what waits in the database."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from datetime import datetime, timedelta

import sqlalchemy as sa
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from course.access.message_queries import waiting
from course.db import db
from course.jobs import UNFINISHED, Job, JobState

LATELY = timedelta(days=1)


def exposition(now: datetime) -> bytes:
    """Everything, in the text that Prometheus reads; what the database does not tell is not a number."""
    stored = CollectorRegistry()
    stored.register(Stored(now))
    return generate_latest(of_this_host()) + generate_latest(stored)


def of_this_host() -> CollectorRegistry:
    """The counters of this process; of all processes of the host where they share a folder for it."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return REGISTRY
    together = CollectorRegistry()
    MultiProcessCollector(together)
    return together


class Stored:
    """Reads what waits, once for each question of the monitoring."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The figures of the outbox and of the jobs."""
        messages, jobs, oldest = self.read()
        yield GaugeMetricFamily(
            "course_messages_waiting", "Messages in the outbox that were not taken yet", value=messages
        )
        states = GaugeMetricFamily("course_jobs", "Jobs by state; those that ended, within a day", labels=["state"])
        for state in JobState:
            states.add_metric([state.value], jobs.get(state, 0) if jobs is not None else math.nan)
        yield states
        yield GaugeMetricFamily(
            "course_job_oldest_seconds", "Seconds since the oldest job that nobody is doing was asked for", value=oldest
        )

    def read(self) -> tuple[float, dict[JobState, int] | None, float]:
        """Messages that wait, jobs by state, and how long the oldest job has waited for a worker."""
        recent = sa.or_(Job.state.in_(UNFINISHED), Job.finished_at > self.now - LATELY)
        counted = sa.select(Job.state, sa.func.count()).where(recent).group_by(Job.state)
        first = sa.select(sa.func.min(Job.created_at)).where(Job.state == JobState.WAITING)
        try:
            asked_at = db.session.scalar(first)
            oldest = (self.now - asked_at).total_seconds() if asked_at else 0.0
            return waiting(), dict(db.session.execute(counted).all()), oldest
        except sa.exc.SQLAlchemyError:
            return math.nan, None, math.nan
