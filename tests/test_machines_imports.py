"""A ledger of very many rows is judged and applied by a worker in little memory; the second time nothing changes.

A million rows in the drill (``DRILL_ROWS``), where a worker that has loaded everything may hold 300 MiB in all.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from flask import Flask

from bench.large_files import PUPILS_IN_CLASS, WRITERS
from course import jobs
from course.access.models import Role
from course.db import db, one_transaction, utc_now
from course.jobs import Job, JobState
from course.ledger import reporting
from course.ledger.import_jobs import APPLY, PREVIEW, folder
from tests import ledgers, make
from tests.conftest import both_databases
from tests.test_ledger_memory import PEOPLE, absences
from tests.test_planning_killed import ROOT

ROWS = int(os.environ.get("DRILL_ROWS", "10000"))
MOST_MEBIBYTES, TAKEN_BY_A_MILLION = 300, 110
WORKER = """
import json, sys
from pathlib import Path
from app import create_app
from course import jobs
from tests.conftest import settings_for_tests

def held(what):
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith(what))

app = create_app(**settings_for_tests(Path(sys.argv[1])), DATABASE_URL=sys.argv[2])
before = held("VmRSS")
with app.app_context():
    jobs.run(int(sys.argv[3]))
print(json.dumps([before, held("VmHWM")]))
"""


def done_by_a_worker(app: Flask, kind: str, archive: Path, user_id: int) -> tuple[list[int], dict[str, int]]:
    """What a worker held before and at most, in MiB, and the figures of what it did, of all tables together."""
    token = os.urandom(16).hex()
    Path(folder()).mkdir(parents=True, exist_ok=True)
    (Path(folder()) / token).write_bytes(archive.read_bytes())
    given = {"token": token, "name": archive.name, "user_id": user_id, "term": "", "expected": {}}
    with one_transaction():
        job_id = jobs.ask(kind, given, user_id=user_id, now=utc_now()).id
    settings = [app.config["INSTANCE"], app.config["DATABASE_URL"], str(job_id)]
    done = subprocess.run([sys.executable, "-c", WORKER, *settings], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    job = db.session.get_one(Job, job_id, populate_existing=True)
    assert job.state is JobState.DONE
    return json.loads(done.stdout.splitlines()[-1]), reporting.total(job.result["figures"])


@both_databases
def test_a_worker_brings_in_very_many_rows_in_little_memory(app: Flask, data: None, tmp_path: Path) -> None:
    people = "code,name,station\n" + "".join(f"V{n + 1},王立新,PS1\n" for n in range(PEOPLE))
    ledgers.bring_in(ledgers.folder(tmp_path / "people", vice_principals=people, unavailability=None))
    archive, user_id = tmp_path / "ledger.zip", make.user(Role.ADMIN).id
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("unavailability.csv", absences(ROWS))
    found = [done_by_a_worker(app, kind, archive, user_id) for kind in (PREVIEW, APPLY, APPLY)]
    assert [(figures["added"], figures["unchanged"]) for _, figures in found] == [(ROWS, 0), (ROWS, 0), (0, ROWS)]
    hold_little(found)


def hold_little(found: list[tuple[list[int], dict[str, int]]]) -> None:
    """Hold what workers took against what they may take."""
    print(*(memory for memory, _ in found))
    for before, most in (memory for memory, _ in found):
        assert most <= MOST_MEBIBYTES and most - before <= TAKEN_BY_A_MILLION


@both_databases
@pytest.mark.parametrize("kind", ["Excel", "OneRoster"])
def test_a_worker_brings_in_a_large_file_of_another_kind_in_little_memory(
    app: Flask, data: None, tmp_path: Path, kind: str
) -> None:
    file, user_id = WRITERS[kind](tmp_path / "ledger", ROWS), make.user(Role.ADMIN).id
    found = [done_by_a_worker(app, job, file, user_id) for job in (PREVIEW, APPLY, APPLY)]
    (_, seen), (_, first), (_, again) = found
    assert seen == first and again == {**first, "added": 0, "unchanged": first["added"]}
    assert first["refused"] == 0 and first["added"] >= (ROWS if kind == "Excel" else ROWS // PUPILS_IN_CLASS)
    hold_little(found)
