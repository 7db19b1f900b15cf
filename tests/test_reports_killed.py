"""A worker killed while it writes a report leaves no half file, and another one makes it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from app import create_app
from course import jobs
from course.access.models import User
from course.db import db, one_transaction, utc_now
from course.i18n import local_now
from course.reports import actions, store
from course.reports.actions import Wanted
from course.reports.models import ReportFile, ReportKind
from course.roster.rules import year_of
from tests import make_reports
from tests.conftest import settings_for_tests
from tests.test_planning_killed import ROOT, let_leases_run_out

# A worker that says when the file is half written, and stays there until it is killed.
WORKER = """
import sys, time
from pathlib import Path
from app import create_app
from course import jobs
from course.access.models import User
from course.reports import workbook
from tests.conftest import settings_for_tests

def stay(book):
    print("here", flush=True)
    time.sleep(600)

workbook.Book.close = stay
app = create_app(**settings_for_tests(Path(sys.argv[1])))
with app.app_context():
    jobs.run_due()
"""


def kill_while_writing(folder: Path) -> None:
    """Start a worker and kill it, without a word, in the middle of the file."""
    command = [sys.executable, "-c", WORKER, str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, stderr=subprocess.DEVNULL) as worker:
        line = next((line for line in worker.stdout or () if line.strip() == "here"), "")
        os.kill(worker.pid, signal.SIGKILL)
    assert line, "the worker never came there"


def test_a_killed_worker_leaves_no_half_file(tmp_path: Path) -> None:
    app = create_app(**settings_for_tests(tmp_path))
    with app.app_context():
        db.create_all()
        city, today = make_reports.city(), local_now().date()
        wanted = Wanted(ReportKind.LEDGER, "C00", year_of(today, "09-01"), today, "en")
        with one_transaction():
            report, _jobs = actions.ask(wanted, user=db.session.get_one(User, city.bureau), now=utc_now())
            number = report.id
        db.session.remove()
        kill_while_writing(tmp_path)
        assert [path.suffix for path in store.folder().iterdir()] == [".making"], "no file has its name yet"
        row = db.session.get_one(ReportFile, number)
        assert not row.stored_as and not row.made_at
        let_leases_run_out()
        jobs.run_due()
        db.session.expire_all()
        row = db.session.get_one(ReportFile, number)
        assert [path.name for path in store.folder().iterdir()] == [row.stored_as], "the half one is gone"
        db.session.remove()
        db.engine.dispose()
