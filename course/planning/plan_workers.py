"""The jobs of a plan done at once by a command: processes read and solve, the main process writes."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import as_completed
from datetime import datetime
from typing import Any

from course import jobs
from course.db import db, utc_now
from course.i18n import local_now
from course.jobs import Job
from course.planning.drafting import Drafted, draft_chunk
from course.processes import application, can_be_copied, processes

Turn = tuple[int, int]


def take(job_ids: Sequence[int], *, now: datetime) -> list[Turn]:
    """Lease jobs that were only just asked for; a worker of the site takes them up only if this process dies."""
    return [(job_id, jobs.take(db.session.get_one(Job, job_id), now)) for job_id in job_ids]


def do_all(turns: Sequence[Turn], workers: int) -> None:
    """Do these jobs; what comes of each does not depend on the number of workers."""
    if min(workers, len(turns)) > 1 and can_be_copied():
        do_in_processes(turns, min(workers, len(turns)))
        return
    for job_id, turn in turns:
        keep_leases(turns)
        jobs.run_turn(job_id, turn, jobs.do)


def do_in_processes(turns: Sequence[Turn], workers: int) -> None:
    """Prepare each job in one of the processes, each with a connection of its own, and write here as they come back."""
    given = {job_id: db.session.get_one(Job, job_id).arguments for job_id, _ in turns}
    now = local_now()
    with processes(workers) as pool:
        waiting = {pool.submit(prepare, given[job_id], now): (job_id, turn) for job_id, turn in turns}
        for future in as_completed(waiting):
            keep_leases(turns)
            jobs.run_turn(*waiting[future], lambda *own, done=future: jobs.complete(*own, done.result()))


def keep_leases(turns: Sequence[Turn]) -> None:
    """Nobody else takes the jobs that are still to be done."""
    for job_id, _ in turns:
        jobs.keep_lease(job_id, utc_now())


def prepare(arguments: dict[str, Any], now: datetime) -> list[Drafted]:
    """In a process: the drafts of one job."""
    with application().app_context():
        return draft_chunk(arguments, lambda done, total: None, now)
