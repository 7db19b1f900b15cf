"""A worker killed in the middle of an import leaves nothing of it, and the next one brings in all of it, once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app import create_app
from course import jobs
from course.access.models import Role
from course.db import db, one_transaction, utc_now
from course.jobs import Job, JobState
from course.ledger.import_jobs import APPLY, folder
from course.roster.models import School, SchoolClass
from tests import ledgers, make, race
from tests.conftest import settings_for_tests
from tests.test_ledger_import import everything
from tests.test_planning_killed import ROOT, let_leases_run_out

# A worker that stays where half of the tables are written, or where all of them are and nothing is promised yet.
WORKER = """
import sys, time
from pathlib import Path
from app import create_app
from course import jobs
from course.access import audit
from course.ledger import applying
from tests.conftest import settings_for_tests

def stay():
    print("here", flush=True)
    time.sleep(600)

def follow(name, known, follow=applying.moving.follow):
    follow(name, known)
    if name == "schools" and sys.argv[2] == "half":
        stay()

def note(*given, note=audit.note, **named):
    note(*given, **named)
    stay()

applying.moving.follow, audit.note = follow, note
given = {"DATABASE_URL": sys.argv[3]} if sys.argv[3] else {}
app = create_app(**settings_for_tests(Path(sys.argv[1])), **given)
with app.app_context():
    jobs.run_due()
"""


def kill_while(path: Path, where: str, address: str) -> None:
    """Start a worker and kill it, without a word, when it is there."""
    command = [sys.executable, "-c", WORKER, str(path), where, address]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, stderr=subprocess.DEVNULL) as worker:
        line = next((line for line in worker.stdout or () if line.strip() == "here"), "")
        os.kill(worker.pid, signal.SIGKILL)
    assert line, "the worker never came there"


def asked(number: int, user_id: int) -> int:
    """An import that somebody has agreed to, with its file; its number."""
    token = f"{number:032x}"
    (Path(folder()) / token).write_bytes(ledgers.archive())
    given = {"token": token, "name": "ledger.zip", "user_id": user_id, "term": "", "expected": {}}
    with one_transaction():
        return jobs.ask(APPLY, given, user_id=user_id, now=utc_now()).id


def count(model: type) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def judge(app: Flask, path: Path, address: str) -> None:
    with app.app_context():
        db.create_all()
        user_id = make.user(Role.ADMIN).id
        Path(folder()).mkdir(exist_ok=True)
        job_id, before = asked(1, user_id), rows()
        for where in ("half", "all"):
            kill_while(path, where, address)
            assert rows() == before, where
            let_leases_run_out()
        jobs.run_due()
        job = db.session.get_one(Job, job_id, populate_existing=True)
        assert (job.state, job.tries, job.result.get("unreadable")) == (JobState.DONE, 3, None)
        assert (count(School), count(SchoolClass)) == (2, 3)
        assert not (Path(folder()) / f"{1:032x}").exists(), "the file goes when it is not needed any more"
        after = rows()
        asked(2, user_id)
        jobs.run_due()
        assert rows() == after, "the same import again changes nothing"
        db.session.remove()
        db.engine.dispose()


def rows() -> dict[str, list[tuple[object, ...]]]:
    """All rows that an import writes."""
    db.session.rollback()
    leave_out = {"job", "audit_entry", "user"}
    return {name: found for name, found in everything().items() if name not in leave_out}


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_worker_killed_in_the_middle_of_an_import(tmp_path: Path, database: str) -> None:
    if database == "sqlite":
        judge(create_app(**settings_for_tests(tmp_path)), tmp_path, "")
        return
    with race.postgresql_database(f"course_import_{os.getpid()}") as address:
        judge(create_app(**settings_for_tests(tmp_path), DATABASE_URL=address), tmp_path, address)
