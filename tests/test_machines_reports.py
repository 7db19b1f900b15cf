"""Five ledgers of a region with many lessons at once: made in turn, every lesson in each, and little memory for it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import sqlalchemy as sa
from flask import Flask

from app import create_app
from course.access.models import User
from course.db import db, one_transaction, utc_now
from course.delivery.models import Confirmation, ReachedClass
from course.i18n import local_now
from course.jobs import UNFINISHED, Job, JobState, wake_worker
from course.reports import actions, report_jobs, store
from course.reports.actions import Wanted
from course.reports.models import ReportFile, ReportKind
from course.roster.rules import year_of
from course.schedule.models import Lesson, LessonClass, LessonState
from tests import make_reports
from tests.conftest import settings_for_tests
from tests.fleet import children
from tests.race import ROOT, postgresql_database

LESSONS = int(os.environ.get("DRILL_LESSONS", "600"))
AT_ONCE, MOST_MEGABYTES, PATIENCE = 5, 300, 900


def clone(row: Any, times: int, **changed: Any) -> list[dict[str, Any]]:
    """The values of a row, so many times over, each with what is its own."""
    given = {column.name: getattr(row, column.name) for column in row.__table__.columns if column.name != "id"}
    return [{**given, **{name: of(number) for name, of in changed.items()}} for number in range(times)]


def fill() -> None:
    """Many more lessons like the first that is confirmed, with the class that was there."""
    confirmed = sa.select(Lesson).where(Lesson.state == LessonState.CONFIRMED).order_by(Lesson.id)
    first = db.session.scalars(confirmed.limit(1)).one()
    said = db.session.get_one(Confirmation, first.id)
    link = db.session.scalars(sa.select(LessonClass).where(LessonClass.lesson_id == first.id).limit(1)).one()
    number = db.session.scalar(sa.select(sa.func.count()).select_from(Lesson))
    more, day = LESSONS - number, timedelta(days=1)
    spread = {"start": lambda n: first.start - n % 30 * day, "end": lambda n: first.end - n % 30 * day}
    rows = clone(first, more, uid=lambda n: str(uuid.uuid4()), **spread)
    ids = list(db.session.scalars(sa.insert(Lesson).returning(Lesson.id), rows))
    of = {"lesson_id": lambda n: ids[n]}
    db.session.execute(sa.insert(Confirmation), clone(said, more, taught_on=lambda n: rows[n]["start"].date(), **of))
    db.session.execute(sa.insert(LessonClass), clone(link, more, **of))
    reached = [
        {"lesson_id": one, "class_id": link.class_id, "school_id": first.school_id, "region_path": first.region_path}
        | {"taught_on": row["start"].date()}
        for one, row in zip(ids, rows, strict=True)
    ]
    db.session.execute(sa.insert(ReachedClass), reached)


@contextmanager
def worker(folder: Path, app: Flask) -> Iterator[Any]:
    """A worker with its usual copies."""
    names = ("INSTANCE", "SECRET_KEY", "DATA_KEY", "DATABASE_URL", "REDIS_URL")
    environment = {**os.environ, **{f"COURSE_{name}": str(app.config[name]) for name in names}}
    command = [sys.executable, "-m", "flask", "--app", "app", "worker"]
    with (folder / "worker.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(60)


def most_megabytes(pid: int) -> float:
    """The most memory that a process, or one of those that it has made, has held so far."""
    told = [Path(f"/proc/{one}/status").read_text() for one in (pid, *children(pid))]
    return max(int(re.search(r"VmHWM:\s+(\d+)", text)[1]) for text in told) / 1024


def wait_for(job_ids: list[int]) -> list[JobState]:
    """Where these jobs stand when none of them is waiting or being done."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        db.session.rollback()
        states = list(db.session.scalars(sa.select(Job.state).where(Job.id.in_(job_ids))))
        if not set(states) & set(UNFINISHED):
            return states
        time.sleep(0.5)
    raise TimeoutError("the reports are not made")


def rows_in(path: Path) -> int:
    """How many lessons stand in a ledger."""
    with path.open("rb") as file:
        book = openpyxl.load_workbook(file, read_only=True)
        return sum(1 for row in book["Lessons"].iter_rows(values_only=True) if row[0]) - 1


def test_five_large_ledgers_at_once_are_made_in_little_memory(tmp_path: Path) -> None:
    with postgresql_database(f"course_reports_{os.getpid()}") as address:
        app = create_app(**settings_for_tests(tmp_path), DATABASE_URL=address)
        with app.app_context():
            db.create_all()
            city = make_reports.city()
            with one_transaction():
                fill()
            user, today = db.session.get_one(User, city.bureau), local_now().date()
            path = db.session.scalar(sa.text("SELECT path FROM region WHERE code = 'C00'"))
            wanted = Wanted(ReportKind.LEDGER, path, year_of(today, app.config["YEAR_STARTS"]), today, "en")
            with one_transaction():
                begun = [actions.ask(wanted, user=user, now=utc_now()) for _ in range(AT_ONCE + 1)]
            assert [len(job_ids) for _, job_ids in begun] == [1] * AT_ONCE + [0], "the sixth waits for its turn"
            first, began = [job_id for _, job_ids in begun for job_id in job_ids], time.monotonic()
            for job_id in first:
                wake_worker(job_id)
            with worker(tmp_path, app) as process:
                states = wait_for(first)
                seconds, held = time.monotonic() - began, most_megabytes(process.pid)
            named = db.session.scalars(sa.select(ReportFile.stored_as).where(ReportFile.job_id.in_(first)))
            files = [store.path_of(name) for name in named]
            print(f"\n{AT_ONCE} ledgers of {LESSONS} lessons: {seconds:.0f} s, {held:.0f} MB at most")
            assert states == [JobState.DONE] * AT_ONCE and held <= MOST_MEGABYTES
            assert [rows_in(path) for path in files[:: AT_ONCE - 1]] == [LESSONS] * 2
            report_jobs.throw_away(None, {}, utc_now() + timedelta(hours=25))
            assert not [path for path in files if path.exists()]
            db.session.remove()
            db.engine.dispose()
