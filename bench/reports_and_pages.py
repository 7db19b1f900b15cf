"""What people wait for their pages while twenty reports of a province are being made."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import sqlalchemy as sa

from app import create_app
from bench.commands import ROOT
from bench.load import Load, load
from bench.places import Place
from bench.server import server, stop
from bench.table import Line, Say
from bench.visitor import Visitor, add_user
from course.access.models import Role, User
from course.db import db, one_transaction, utc_now
from course.i18n import local_now
from course.jobs import wake_worker
from course.reports import actions
from course.reports.actions import Wanted
from course.reports.models import ReportFile, ReportKind
from course.roster.models import Region, School

REPORTS, WORKERS = 20, 2
KINDS = (ReportKind.LEDGER, ReportKind.YEARLY, ReportKind.BRIEF)
SECONDS, WARMING, SLOWEST, PATIENCE = 4, 1, 500, 900


def while_reports_run(place: Place, region: str, year: int, say: Say) -> Line:
    """Twenty reports are asked for, and pages again and again until all of them are made."""
    app = create_app(**place.settings)
    with app.app_context():
        bureau, school = people(region)
        jobs = asked_for(bureau, region, year)
    with server(place) as running, workers(place):
        one, other = (Visitor(running.address, email) for email in (bureau, school))
        pages = [(one, f"/coverage/regions/{region}"), (one, "/"), (other, "/"), (other, "/calendar")]
        for visitor, path in pages:
            load(f"{running.address}{path}", visitor.cookie, WARMING)
        with app.app_context():
            wake(jobs)
            began, found = time.monotonic(), []
            while (left := unfinished()) and time.monotonic() - began < PATIENCE:
                say(f"pages, while {left} reports are still to be made")
                found += [load(f"{running.address}{path}", visitor.cookie, SECONDS) for visitor, path in pages]
            return told(place, found, time.monotonic() - began, left)


def people(region: str) -> tuple[str, str]:
    """The addresses of a bureau of the region and of a school in it."""
    of = db.session.scalars(sa.select(Region.id).where(Region.code == region)).one()
    school = db.session.scalars(sa.select(School.id).order_by(School.id).limit(1)).one()
    return add_user(Role.BUREAU, of).email, add_user(Role.SCHOOL, school).email


def asked_for(email: str, region: str, year: int) -> list[int]:
    """Twenty reports of the region, as its bureau asks for them; the jobs that begin at once."""
    jobs: list[int] = []
    user = db.session.scalars(sa.select(User).where(User.email == email)).one()
    path = db.session.scalars(sa.select(Region.path).where(Region.code == region)).one()
    for number in range(REPORTS):
        wanted = Wanted(KINDS[number % len(KINDS)], path, year, local_now().date(), "zh_Hans_CN")
        with one_transaction():
            jobs += actions.ask(wanted, user=user, now=utc_now())[1]
    return jobs


def wake(jobs: list[int]) -> None:
    """Let the workers begin."""
    for job_id in jobs:
        wake_worker(job_id)


def unfinished() -> int:
    """How many reports are still to be made."""
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).where(ReportFile.made_at.is_(None))) or 0


@contextmanager
def workers(place: Place) -> Iterator[None]:
    """Two workers as they are run for people, ended afterwards."""
    command = ["nice", "-n", "10", sys.executable, "-m", "flask", "--app", "app", "worker", "--workers", "1"]
    with ExitStack() as stack, (place.folder / "workers.log").open("ab") as log:
        for _ in range(WORKERS):
            process = subprocess.Popen(command, cwd=ROOT, env=place.environment, stdout=log, stderr=log)
            stack.callback(stop, process)
        yield


def told(place: Place, found: list[Load], seconds: float, left: int) -> Line:
    """The slowest of the pages, as a line."""
    half, slowest = max(one.p50 for one in found), max(one.p95 for one in found)
    middle, failed = statistics.median(one.p95 for one in found), sum(one.failed for one in found)
    times = f"p50 at most {half:.0f} ms, p95 {middle:.0f} ms, at most {slowest:.0f} ms"
    text = f"{REPORTS - left} made in {seconds:.0f} s; {times}"
    return Line(
        f"pages, 8 at once, while {REPORTS} reports of a province are made by {WORKERS} workers",
        place.database,
        text + (f", {failed} failed" if failed else ""),
        f"p95 ≤ {SLOWEST} ms",
        slowest <= SLOWEST and not failed and not left,
    )
