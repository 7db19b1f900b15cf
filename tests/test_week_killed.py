"""The same week while web processes and workers are killed without a word; people send again what got no answer."""

from __future__ import annotations

import http.client
import os
import random
import select
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
import sqlalchemy as sa

from course import jobs
from course.access import message_queries
from course.db import db, utc_now
from course.i18n import local_now
from tests import race, services
from tests.mail_server import Mailbox, failing_one_in, serving
from tests.race import ROOT, postgresql_database
from tests.test_week import replay
from tests.week_district import district
from tests.week_served import CLOCK, Answer, Browser, FileClock, served, signing_in
from tests.week_steps import Week

PATIENCE, SEED = 60, 20261126
# The drill replays all six days; the test only the first.
DAYS = int(os.environ.get("DRILL_DAYS", "1"))
BETWEEN = (0.5, 2.0)
# Of the clock: leases last ten, and pauses grow; in the morning the next step is near.
NOON, MOST_MINUTES = 12, {True: 50, False: 400}
MAIL = "WEEK_MAIL"
WORKER = """
import os, time
from course import jobs
from course.access import message_jobs
from course.db import db
from tests.week_served import timed
app = timed()
app.config["MAIL_URL"] = os.environ["WEEK_MAIL"]
print("at work", flush=True)
with app.app_context():
    while True:
        jobs.run_due()
        message_jobs.send_due()
        db.session.remove()
        time.sleep(0.1)
"""


@dataclass(frozen=True)
class Patient(Browser):
    """A browser that sends a form again, with the same key, until an answer comes."""

    def ask(self, method: str, path: str, body: str | None) -> Answer:
        """One request, as often as needed."""
        if method == "POST":
            body = urlencode([*parse_qsl(body or "", keep_blank_values=True), ("idempotency_key", uuid.uuid4().hex)])
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return Browser.ask(self, method, path, body)
            except (OSError, http.client.HTTPException):
                assert time.monotonic() < until, f"no answer to {method} {path}"
                time.sleep(0.05)


class KnownOnce(Mailbox):
    """A mail server whose readers know a letter that comes a second time under its own number."""

    def messages(self) -> list[EmailMessage]:
        """Each letter once, where it came first."""
        known: dict[str, EmailMessage] = {}
        for message in super().messages():
            known.setdefault(message["Message-ID"], message)
        return list(known.values())


@dataclass
class Restless(Week):
    """The week with workers that are processes of their own."""

    def work(self) -> None:
        """Wait until the workers have done what is due; the clock goes on meanwhile, for leases and pauses."""
        self.mailbox.then(failing_one_in(7))
        with self.app.app_context():
            jobs.ask_daily(local_now(), utc_now())
            for _ in range(MOST_MINUTES[local_now().hour < NOON]):
                time.sleep(0.5)
                db.session.rollback()
                if not message_queries.waiting() and not db.session.scalars(unfinished()).all():
                    break
                self.clock.wait(1)
            left = [(job.kind, job.state.value) for job in db.session.scalars(unfinished())]
            assert not left and not message_queries.waiting(), (left, message_queries.waiting())
            failed = sa.select(jobs.Job.kind).where(jobs.Job.state == jobs.JobState.FAILED)
            assert not db.session.scalars(failed).all()
            db.session.remove()


def unfinished() -> Any:
    """Jobs that somebody still has to do."""
    return sa.select(jobs.Job).where(jobs.Job.state.in_(jobs.UNFINISHED))


@dataclass
class Reaper:
    """Kills web processes and workers at random, and starts workers again; gunicorn does so for its own."""

    master: int
    environment: dict[str, str]
    workers: list[Any] = field(default_factory=list)
    killed: dict[str, int] = field(default_factory=lambda: {"web": 0, "worker": 0})
    ended: threading.Event = field(default_factory=threading.Event)

    def start_worker(self) -> Any:
        """One more worker."""
        command = [sys.executable, "-c", WORKER]
        quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, **quiet)

    def go_on(self) -> None:
        """Strike until the week is over."""
        chance = random.Random(SEED)
        while not self.ended.wait(chance.uniform(*BETWEEN)):
            if chance.random() < 0.7:
                web = children(self.master)
                if len(web) == 2:
                    os.kill(chance.choice(web), signal.SIGKILL)
                    self.killed["web"] += 1
            else:
                self.strike_worker(chance.randrange(len(self.workers)))

    def strike_worker(self, at: int) -> None:
        """Kill a worker that has begun to work."""
        if select.select([self.workers[at].stdout], [], [], 0)[0]:
            self.workers[at].kill()
            self.workers[at].communicate()
            self.workers[at] = self.start_worker()
            self.killed["worker"] += 1


def children(parent: int) -> list[int]:
    """The processes that a process has started and that live."""
    return [int(number) for number in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


@contextmanager
def striking(port: int, environment: dict[str, str]) -> Iterator[Reaper]:
    """A reaper at work."""
    [master] = [pid for pid in children(os.getpid()) if f":{port}" in Path(f"/proc/{pid}/cmdline").read_text()]
    reaper = Reaper(master, environment)
    reaper.workers = [reaper.start_worker(), reaper.start_worker()]
    thread = threading.Thread(target=reaper.go_on)
    thread.start()
    try:
        yield reaper
    finally:
        reaper.ended.set()
        thread.join()
        for worker in reaper.workers:
            worker.kill()
            worker.communicate()


@pytest.fixture(params=["sqlite", "postgresql"])
def restless(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Restless]:
    """Monday morning, with two web processes and two workers whose lives are short."""
    clock, mailbox = FileClock(tmp_path / "clock"), KnownOnce()
    with ExitStack() as ending:
        address = ""
        if request.param == "postgresql":
            address = ending.enter_context(postgresql_database(f"outside_{os.getpid()}"))
        app, port = ending.enter_context(served(tmp_path, address, clock.path))
        for module in ("course.db", "course.i18n"):
            monkeypatch.setattr(f"{module}.datetime", clock.type())
        mail = ending.enter_context(serving(mailbox, services.free_port()))
        there = district(app)
        environment = {
            **os.environ,
            race.FOLDER: str(tmp_path),
            race.DATABASE: address,
            CLOCK: str(clock.path),
            MAIL: mail,
        }
        reaper = ending.enter_context(striking(port, environment))
        signed_in = signing_in(app, port)
        yield Restless(
            app, lambda user: Patient(port, signed_in(user).cookie), lambda: Patient(port), there, clock, mailbox
        )
        doctor = app.test_cli_runner().invoke(args=["doctor"])
        print(f"\n{reaper.killed}; {len(mailbox.raw) - len(mailbox.numbers())} letters came twice; {doctor.output}")


def test_a_week_while_processes_are_killed(restless: Restless) -> None:
    replay(restless, DAYS)
    assert restless.mailbox.raw
