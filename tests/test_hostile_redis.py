"""Redis is lost, full, slow, emptied or asks for a password: people go on, tries stay limited, no job is lost."""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from course import jobs
from course.access.models import Role
from course.db import db, one_transaction
from course.jobs import Job, JobState, Kind
from course.roster.models import Theme
from course.schedule.models import Lesson
from course.security import limiter
from tests import make, services
from tests.conftest import settings_for_tests
from tests.test_schedule_views import form, make_world


@contextmanager
def redis_server(*options: str) -> Iterator[int]:
    """A Redis of this test's own; its port."""
    program = services.need("redis-server", shutil.which("redis-server"))
    port = services.free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 20
        while not services.listening(port) and time.monotonic() < until:
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def silent_server() -> Iterator[int]:
    """A port that takes every line and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        lines: list[socket.socket] = []

        def take() -> None:
            while True:
                try:
                    lines.append(server.accept()[0])
                except OSError:
                    return

        threading.Thread(target=take, daemon=True).start()
        yield server.getsockname()[1]
        for line in lines:
            line.close()


@contextmanager
def nobody() -> Iterator[int]:
    """A port on which nobody listens."""
    yield services.free_port()


@contextmanager
def slow_server() -> Iterator[int]:
    """A Redis behind a line on which each of its words takes two seconds."""
    with redis_server() as port, socket.create_server(("127.0.0.1", 0)) as server:

        def carry(near: socket.socket, far: socket.socket, seconds: float) -> None:
            with suppress(OSError), near, far:
                while words := near.recv(65536):
                    time.sleep(seconds)
                    far.sendall(words)

        def take() -> None:
            with suppress(OSError):
                while True:
                    here, there = server.accept()[0], socket.create_connection(("127.0.0.1", port))
                    for one in ((here, there, 0.0), (there, here, 2.0)):
                        threading.Thread(target=carry, args=one, daemon=True).start()

        threading.Thread(target=take, daemon=True).start()
        yield server.getsockname()[1]


TROUBLES: dict[str, Callable[[], object]] = {
    "nobody there": nobody,
    "a password that we do not know": lambda: redis_server("--requirepass", "secret"),
    "full": lambda: redis_server("--maxmemory", "1", "--maxmemory-policy", "noeviction"),
    "silent": silent_server,
    "slow": slow_server,
}


@pytest.fixture(params=TROUBLES)
def troubled(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application whose Redis is in trouble, with its limits on."""
    with TROUBLES[request.param]() as port:
        address = f"redis://127.0.0.1:{port}/0"
        app = create_app(**settings_for_tests(tmp_path) | {"RATELIMIT_ENABLED": True, "REDIS_URL": address})
        with app.app_context():
            db.create_all()
        try:
            yield app
        finally:
            limiter.enabled = False
            with app.app_context():
                db.session.remove()
                db.engine.dispose()


def browser_of(app: Flask, user_id: int) -> FlaskClient:
    """A browser in which somebody is signed in."""
    with app.app_context():
        key = db.session.get(make.User, user_id).fs_uniquifier
        db.session.remove()
    client = app.test_client()
    with client.session_transaction() as session:
        session.update({"_user_id": key, "_fresh": True})
    return client


def test_lessons_are_booked_and_jobs_are_done(troubled: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def add_theme(prepared: object, arguments: dict[str, object], now: object) -> dict[str, object]:
        db.session.add(Theme(code="J1", name="job", stages=()))
        return {}

    world = make_world(troubled)
    assert browser_of(troubled, world.school).post("/lessons/new", data=form(world)).status_code == 303
    monkeypatch.setattr(jobs, "KINDS", {"theme": Kind(lambda arguments, report: report(1, 2), add_theme)})
    monkeypatch.setattr(jobs, "DAILY", [])
    with troubled.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Lesson)) == 1
        with one_transaction():
            job_id = jobs.ask("theme", {}, user_id=None, now=make.NOW).id
        began = time.monotonic()
        jobs.wake_worker(job_id)
        assert time.monotonic() - began < 6, "whoever asks does not wait for the queue"
        jobs.run_due()
        assert db.session.get_one(Job, job_id).state is JobState.DONE


def test_who_guesses_is_still_stopped(troubled: Flask) -> None:
    client = troubled.test_client()
    guesses, began = [], time.monotonic()
    for number in range(70):
        guesses.append(client.get(f"/calendar/guess-{number}.ics").status_code)
        if number in {0, 69}:
            assert time.monotonic() - began < 10, "nobody waits for Redis, the first or all together"
    assert guesses[0] == 404 and guesses[-1] == 429
    with troubled.app_context():
        email = make.user(Role.ADMIN).email
        db.session.remove()
    tried = {"email": email, "password": "wrong wrong wrong"}
    assert [client.post("/sign-in", data=tried).status_code for _ in range(11)][-1] == 429


def test_a_queue_that_was_emptied_loses_no_job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "KINDS", {"theme": Kind(lambda arguments, report: None, lambda *given: {})})
    monkeypatch.setattr(jobs, "DAILY", [])
    with redis_server() as port:
        app = create_app(**settings_for_tests(tmp_path), REDIS_URL=f"redis://127.0.0.1:{port}/0")
        with app.app_context():
            db.create_all()
            with one_transaction():
                job_id = jobs.ask("theme", {}, user_id=None, now=make.NOW).id
            jobs.wake_worker(job_id)
            app.extensions["queue"].flush()
            assert app.extensions["queue"].dequeue() is None
            jobs.run_due()
            assert db.session.get_one(Job, job_id).state is JobState.DONE
            db.session.remove()
            db.engine.dispose()
