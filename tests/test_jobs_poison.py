"""Jobs that break, never end, or want all memory: each fails three times and says so, and the others are done."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from course import job_limits, jobs
from course.db import db, one_transaction, utc_now
from course.jobs import Job, JobState, Kind
from tests import make
from tests.race import ROOT

# A worker of two threads, as in earnest, whose leases last a second; its last line says what became of each job.
WORKER = """
import json, os, sys, time
from pathlib import Path
import sqlalchemy as sa
from app import create_app
from course import job_limits, jobs
from course.db import db, one_transaction, utc_now
from course.jobs import Job, JobState, Kind
from tests.conftest import settings_for_tests

def breaks(arguments, report):
    raise RuntimeError("it always breaks")

def never_ends(arguments, report):
    while True:
        sum(range(1000))

def wants_all(arguments, report):
    held = []
    while True:
        held.append(bytearray(64 * 1024 * 1024))
        report(len(held), 0)  # It is memory that ends it, however slow the machine.

jobs.LEASE, jobs.SECONDS_BETWEEN_BEATS = jobs.timedelta(seconds=1), 0
job_limits.LONGEST_SILENCE = 0.7
good = lambda arguments, report: 1
for name, prepare in {"breaks": breaks, "never_ends": never_ends, "wants_all": wants_all, "good": good}.items():
    jobs.KINDS[name] = Kind(prepare, lambda prepared, arguments, now: {"done": prepared})
jobs.DAILY.clear()
app = create_app(**settings_for_tests(Path(sys.argv[1])))
with app.app_context():
    db.create_all()
    with one_transaction():
        for name in ("breaks", "never_ends", "wants_all", "good", "good"):
            jobs.ask(name, {}, user_id=None, now=utc_now())
    job_limits.limit_memory(1024)
    app.extensions["queue"].create_consumer(workers=2, periodic=False).start()
    until = time.monotonic() + 60
    while time.monotonic() < until:
        jobs.give_up_the_hopeless(utc_now())
        for job_id in jobs.due_jobs(utc_now()):
            jobs.wake_worker(job_id)
        time.sleep(0.3)
        db.session.rollback()
        if not db.session.scalar(sa.select(sa.func.count()).where(Job.state.in_(jobs.UNFINISHED))):
            break
    found = db.session.execute(sa.select(Job.kind, Job.state, Job.tries, Job.created_at, Job.finished_at)).all()
    print(json.dumps([[*row[:3], (row.finished_at - row.created_at).total_seconds()] for row in found]), flush=True)
os._exit(0)
"""


def test_poisonous_jobs_fail_three_times_and_the_others_are_done(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WORKER, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    said = json.loads(done.stdout.splitlines()[-1])
    assert [row[:3] for row in said if row[0] != "good"] == [
        ["breaks", "failed", jobs.MOST_TRIES],
        ["never_ends", "failed", jobs.MOST_TRIES],
        ["wants_all", "failed", jobs.MOST_TRIES],
    ]
    good, endless = [row for row in said if row[0] == "good"], next(row for row in said if row[0] == "never_ends")
    assert [row[1:3] for row in good] == [["done", 1]] * 2
    assert max(row[3] for row in good) < endless[3], "the others did not wait for the end of the endless one"
    lines = [json.loads(line) for line in (done.stdout + done.stderr).splitlines() if '"job failed"' in line]
    assert {line["error"] for line in lines} == {"Overdue()", "MemoryError()", "RuntimeError('it always breaks')"}


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> dict[str, Kind]:
    """A registry of the test's own."""
    registry: dict[str, Kind] = {}
    monkeypatch.setattr(jobs, "KINDS", registry)
    return registry


def test_pauses_between_tries_grow_and_the_doctor_tells_of_what_was_given_up(
    app: Flask, data: None, kinds: dict[str, Kind]
) -> None:
    def breaks(*given: Any) -> Any:
        raise RuntimeError("it breaks")

    kinds["broken"] = Kind(breaks, breaks)
    with one_transaction():
        job_id = jobs.ask("broken", {}, user_id=None, now=make.NOW).id
    pauses = []
    for _ in range(jobs.MOST_TRIES):
        jobs.run(job_id)
        job = db.session.get_one(Job, job_id, populate_existing=True)
        if job.leased_until:
            pauses.append(round((job.leased_until - utc_now()) / jobs.LEASE))
            with one_transaction():
                db.session.get_one(Job, job_id).leased_until = utc_now() - timedelta(seconds=1)
    assert pauses == [1, 2] and job.state is JobState.FAILED
    db.session.remove()
    told = app.test_cli_runner().invoke(args=["doctor"])
    assert told.exit_code == 1 and f"job {job_id} (broken) was given up after 3 tries" in told.output


def test_a_job_that_says_how_far_it_is_may_take_its_time(
    data: None, kinds: dict[str, Kind], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_limits, "LONGEST_SILENCE", 0.2)

    def prepare(arguments: dict[str, Any], report: jobs.Report) -> int:
        began = utc_now()
        while utc_now() - began < timedelta(seconds=0.8):
            report(0, 1)
        return 7

    kinds["long"] = Kind(prepare, lambda prepared, arguments, now: {"made": prepared})
    with one_transaction():
        job_id = jobs.ask("long", {}, user_id=None, now=make.NOW).id
    jobs.run(job_id)
    job = db.session.get_one(Job, job_id, populate_existing=True)
    assert (job.state, job.result) == (JobState.DONE, {"made": 7})
