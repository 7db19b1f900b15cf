"""A disk that is full at any write of an upload, a deck, an import, a backup: told, nothing half done, well again.

Files of a child process may grow by so much and no further, for more and more of it; then without a limit.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.race import ROOT

GROWS = float(os.environ.get("DRILL_GROWS", "4"))
START = """
import io, json, resource, sys, zipfile
from pathlib import Path
import sqlalchemy as sa
from app import create_app
from course import jobs
from course.db import db, one_transaction, utc_now
from course.jobs import Job
from course.roster.models import School
from tests import hostile, ledgers
from tests.conftest import settings_for_tests
from tests.test_hostile_forms import forms, send

folder, grows = Path(sys.argv[1]), float(sys.argv[2])
app = create_app(**settings_for_tests(folder))
app.config["PROPAGATE_EXCEPTIONS"] = False
with app.app_context():
    db.create_all()
world = hostile.populated(app)
uploads = Path(app.config["UPLOADS"])

def kept():
    return sorted(path.name for path in uploads.rglob("*") if path.is_file())

def sizes():
    size = 1024
    while size < 64 * 1024 * 1024:
        yield int(size)
        size *= grows

def limit(size):
    with app.app_context():
        db.session.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))
        db.session.remove()
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

def without_limit():
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

def tell(*what):
    print("told", json.dumps(what), flush=True)

def each(act):
    before, rows = kept(), hostile.fingerprint(app)
    for size in (*sizes(), 0):
        limit(size) if size else without_limit()
        said = act()
        without_limit()
        same = hostile.fingerprint(app) == rows
        tell(size, said, same, kept() == before)
        if said not in {503, "broken"}:
            break
    with app.app_context():
        tell(db.session.execute(sa.text("PRAGMA integrity_check")).scalar())
"""
FORM = """
rule = next(rule for rule in forms(world) if rule.endpoint == sys.argv[3])
each(lambda: send(world, rule).status_code)
"""
DECK = """
def fetch():
    from course.cases import decks
    decks.build.cache_clear()
    answer = world.client("vice_principal").get(f"/lessons/{world.home.lessons['scheduled']}/deck/zh")
    if answer.status_code == 200:
        zipfile.ZipFile(io.BytesIO(answer.data)).testzip()
    return answer.status_code

each(fetch)
"""
IMPORT = """
from course.ledger.import_jobs import APPLY, PREVIEW, folder as where, lines_path
token = "d" * 32
uploads.joinpath(token).write_bytes(ledgers.archive())
given = {"token": token, "name": "a.zip", "user_id": world.admin, "term": "", "expected": {}}
jobs.DAILY.clear()
with app.app_context(), one_transaction():
    job_id = jobs.ask(APPLY, given, user_id=world.admin, now=utc_now()).id
    known = db.session.scalar(sa.select(sa.func.count()).select_from(School))

def schools():
    with app.app_context():
        found = db.session.scalar(sa.select(sa.func.count()).select_from(School)) - known
        db.session.remove()
    return found

for size in (*sizes(), 0):
    limit(size) if size else without_limit()
    with app.app_context():
        try:
            jobs.run(job_id)
        except Exception as error:
            tell("worker", type(error).__name__)
        db.session.remove()
    without_limit()
    with app.app_context(), one_transaction():
        job = db.session.get_one(Job, job_id)
        state, job.leased_until, job.tries = job.state.value, None, 0
    tell(size, state, schools(), job.result)
    if state == "done":
        break
with app.app_context():
    tell(db.session.execute(sa.text("PRAGMA integrity_check")).scalar())
"""
BACKUP = """
target = folder / "backup.zip"
target.write_bytes(b"the backup of yesterday")

def back_up():
    answer = app.test_cli_runner().invoke(args=["backup", str(target)])
    clean = answer.exception is None or isinstance(answer.exception, SystemExit)
    if answer.exit_code:
        whole = target.read_bytes() == b"the backup of yesterday" and len(list(folder.glob("tmp*"))) == 0
        return "broken" if whole and clean and "no backup was made" in answer.output else "wrong: " + answer.output
    return "ok" if zipfile.ZipFile(target).testzip() is None else "torn"

each(back_up)
"""


def tried(tmp_path: Path, script: str, *given: str) -> list[list]:
    """What the child told of each try; the last is the check of the database file."""
    command = [sys.executable, "-c", START + script, str(tmp_path), str(GROWS), *given]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
    told = [json.loads(line.removeprefix("told ")) for line in done.stdout.splitlines() if line.startswith("told ")]
    assert done.returncode == 0 and told[-1] == ["ok"], done.stderr[-900:]
    return told[:-1]


@pytest.mark.parametrize("endpoint", ["roster_import.upload", "photos.add", "masters.upload"])
def test_a_disk_that_is_full_at_any_write_of_an_upload(tmp_path: Path, endpoint: str) -> None:
    *refused, (_, status, _, _) = tried(tmp_path, FORM, endpoint)
    assert len(refused) >= 2 and status == 303
    assert {tuple(row[1:]) for row in refused} == {(503, True, True)}


def test_a_disk_that_is_full_at_any_write_of_a_deck(tmp_path: Path) -> None:
    *refused, (_, status, _, _) = tried(tmp_path, DECK)
    assert len(refused) >= 2 and status == 200
    assert {tuple(row[1:]) for row in refused} == {(503, True, True)}


def test_a_disk_that_is_full_at_any_write_of_an_import(tmp_path: Path) -> None:
    told = [row for row in tried(tmp_path, IMPORT) if row[0] != "worker"]
    *refused, (_, state, schools, result) = told
    assert len(refused) >= 2 and (state, schools) == ("done", 2), result
    assert {row[1] for row in refused} <= {"running", "waiting"} and {row[2] for row in refused} == {0}


def test_a_disk_that_is_full_at_any_write_of_a_backup(tmp_path: Path) -> None:
    *refused, (_, said, _, _) = tried(tmp_path, BACKUP)
    assert len(refused) >= 2 and said == "ok"
    assert {tuple(row[1:]) for row in refused} == {("broken", True, True)}
