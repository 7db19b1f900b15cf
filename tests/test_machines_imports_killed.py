"""A worker is killed in each phase of an import: what its page says meanwhile, and that nothing of it is kept or lost.

A million rows in the drill (``DRILL_ROWS``).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course import jobs
from course.access.models import Role
from course.db import db, one_transaction, utc_now
from course.jobs import Job, JobState
from course.ledger.import_jobs import APPLY, PREVIEW, folder
from course.ledger.reading import MOST_ROWS
from course.roster.models import Absence, VicePrincipal
from tests import make
from tests.conftest import both_databases
from tests.test_ledger_memory import PEOPLE, absences
from tests.test_machines_imports import ROWS
from tests.test_planning_killed import ROOT, let_leases_run_out

# A ledger may have a million rows in all, and here are people, too.
AWAY = min(ROWS, MOST_ROWS - 2 * PEOPLE)
# A worker that stays where half of the rows are done of the part that is asked for.
WORKER = """
import sys, time
from pathlib import Path
from app import create_app
from course import job_queue, jobs
from tests.conftest import settings_for_tests

def report(job_id, done, total, part="", report=job_queue.report_progress):
    report(job_id, done, total, part)
    if part == sys.argv[3] and done * 2 >= total:
        print("here", flush=True)
        time.sleep(600)

job_queue.report_progress = jobs.report_progress = report
app = create_app(**settings_for_tests(Path(sys.argv[1])), DATABASE_URL=sys.argv[2])
with app.app_context():
    jobs.run_due()
"""
PARTS = {"": "行", "compared unavailability": "与现有数据比对", "written unavailability": "已写入"}
PHASES = [(kind, part) for kind, parts in ((PREVIEW, list(PARTS)[:2]), (APPLY, list(PARTS))) for part in parts]


def asked(archive: Path, kind: str, user_id: int) -> int:
    """An import, or a look at it, that somebody has asked for; its number."""
    token = os.urandom(16).hex()
    Path(folder()).mkdir(parents=True, exist_ok=True)
    (Path(folder()) / token).write_bytes(archive.read_bytes())
    given = {"token": token, "name": "ledger.zip", "user_id": user_id, "term": "", "expected": {}}
    with one_transaction():
        return jobs.ask(kind, given, user_id=user_id, now=utc_now()).id


@contextmanager
def worker_that_stays(app: Flask, part: str) -> Iterator[None]:
    """A worker that has come so far; it is killed without a word at the end."""
    settings = [app.config["INSTANCE"], app.config["DATABASE_URL"], part]
    command = [sys.executable, "-c", WORKER, *settings]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, stderr=subprocess.DEVNULL) as worker:
        try:
            assert next((line for line in worker.stdout or () if line.strip() == "here"), ""), "it never came there"
            yield
        finally:
            os.kill(worker.pid, signal.SIGKILL)


def rows(app: Flask) -> tuple[int, int]:
    """The people and the absences that there are."""
    with app.app_context():
        found = [db.session.scalar(sa.select(sa.func.count()).select_from(model)) for model in (VicePrincipal, Absence)]
        return found[0], found[1]


def ledger(path: Path) -> Path:
    """One region, its people, and so many absences of theirs."""
    tables = {
        "regions": "code,name,level,parent\nR000,东吉县,county,\n",
        "stations": "code,name,agency,region\nPS1,城关派出所,police,R000\n",
        "vice_principals": "code,name,station\n" + "".join(f"V{n + 1},王立新,PS1\n" for n in range(PEOPLE)),
        "unavailability": absences(AWAY),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in tables.items():
            packed.writestr(f"{name}.csv", text)
    return path


def done(app: Flask, job_id: int) -> tuple[JobState, int]:
    """The state and the tries of a job, once a worker has looked after what is due."""
    with app.app_context():
        jobs.run_due()
        job = db.session.get_one(Job, job_id, populate_existing=True)
        return job.state, job.tries


@both_databases
@pytest.mark.parametrize(("kind", "part"), PHASES, ids=lambda given: given.split(" ")[0].rpartition(".")[2] or "read")
def test_a_worker_is_killed_in_each_phase_of_an_import(
    app: Flask, tmp_path: Path, sign_in: Callable[[int], FlaskClient], kind: str, part: str
) -> None:
    with app.app_context():
        user_id = make.user(Role.ADMIN).id
        archive = ledger(tmp_path / "ledger.zip")
        job_id = asked(archive, kind, user_id)
    client, address = sign_in(user_id), f"/roster/import/{job_id}"
    for turn in (1, 2):
        with worker_that_stays(app, part):
            page = client.get(address).text
            assert PARTS[part] in page and "<progress" in page and ("处理中断过" in page) == (turn == 2)
            assert rows(app) == (0, 0)
        assert rows(app) == (0, 0)
        with app.app_context():
            let_leases_run_out()
    assert done(app, job_id) == (JobState.DONE, 3)
    assert rows(app) == ((PEOPLE, AWAY) if kind == APPLY else (0, 0))
    assert "<progress" not in client.get(address).text
    with app.app_context():
        again = asked(archive, APPLY, user_id)
    assert done(app, again) == (JobState.DONE, 1)
    assert rows(app) == (PEOPLE, AWAY)


def test_an_import_whose_worker_is_killed_three_times_says_that_nothing_was_changed(
    app: Flask, tmp_path: Path, sign_in: Callable[[int], FlaskClient]
) -> None:
    with app.app_context():
        user_id = make.user(Role.ADMIN).id
        job_id = asked(ledger(tmp_path / "ledger.zip"), APPLY, user_id)
    for _turn in range(3):
        with worker_that_stays(app, "written unavailability"):
            pass
        with app.app_context():
            let_leases_run_out()
    assert done(app, job_id) == (JobState.FAILED, 3)
    assert rows(app) == (0, 0)
    assert "数据没有变化" in sign_in(user_id).get(f"/roster/import/{job_id}").text
