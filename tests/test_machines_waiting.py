"""A lock that is held, two transactions that wait for each other, a connection that is cut: served, or told."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import Rule

from course import done_again
from course.access import audit
from course.access.models import AuditEntry
from course.db import db
from course.schedule import actions
from course.schedule.models import Lesson
from tests import hostile, services
from tests.hostile import World
from tests.test_hostile_forms import forms, send

KEY = "b" * 32


SCHOOL = sa.text("SELECT id FROM school ORDER BY id DESC LIMIT 1 FOR UPDATE")
REGION = sa.text("SELECT id FROM region ORDER BY id LIMIT 1 FOR UPDATE")
on_postgresql = pytest.mark.parametrize("app", ["postgresql"], indirect=True)


@pytest.fixture
def world(app: Flask) -> World:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return hostile.populated(app)


def booking(world: World) -> Rule:
    """The form that books a period."""
    return next(rule for rule in forms(world) if rule.endpoint == "schedule.book_period")


def test_a_form_waits_three_seconds_for_a_lock_and_is_served(world: World) -> None:
    rule = booking(world)
    other = sqlite3.connect(world.folder / "course.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(3, lambda: (other.execute("ROLLBACK"), other.close()))
    began = time.monotonic()
    release.start()
    answer = send(world, rule)
    assert answer.status_code == 303 and 2.5 < time.monotonic() - began < 10
    release.join()


class Crosswise:
    """Bookings hold the region and want the school, for as many tries as are told; somebody holds that and wants this.

    PostgreSQL ends the booking: it is the one that looks first whether two wait for each other.
    """

    def __init__(self, engine: sa.Engine, tries: int) -> None:
        self.engine, self.left, self.met, self.write_change = engine, tries, 0, actions.write_change

    def __call__(self, *given: Any, **named: Any) -> None:
        self.write_change(*given, **named)
        if not self.left:
            return
        self.left, self.met = self.left - 1, self.met + 1
        with self.engine.connect() as other:
            other.execute(SCHOOL)
            db.session.execute(sa.text("SET LOCAL deadlock_timeout = '100ms'"))
            db.session.execute(REGION)
            waiting = threading.Thread(target=other.execute, args=(REGION,))
            waiting.start()
            time.sleep(0.2)
            try:
                db.session.execute(SCHOOL)
            except sa.exc.OperationalError:
                db.session.rollback()
                raise
            finally:
                waiting.join()


def crossed(world: World, monkeypatch: pytest.MonkeyPatch, tries: int) -> Crosswise:
    """The next so many tries of a booking meet somebody crosswise."""
    with world.app.app_context():
        crosswise = Crosswise(db.engine, tries)
    monkeypatch.setattr(actions, "write_change", crosswise)
    return crosswise


def lessons(world: World) -> int:
    """How many there are."""
    with world.app.app_context():
        found = db.session.scalar(sa.select(sa.func.count()).select_from(Lesson))
        db.session.remove()
    return found


@on_postgresql
@pytest.mark.parametrize("tries", [1, 2])
def test_who_lost_to_another_is_served_and_nothing_is_done_twice(
    world: World, monkeypatch: pytest.MonkeyPatch, tries: int
) -> None:
    rule, before = booking(world), lessons(world)
    crosswise = crossed(world, monkeypatch, tries)
    answers = [send(world, rule, idempotency_key=KEY) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303] and crosswise.met == tries
    assert answers[0].location == answers[1].location and lessons(world) == before + 1
    with world.app.app_context():
        asked = sa.select(sa.func.count()).where(AuditEntry.action == "lesson.request")
        assert db.session.scalar(asked.where(AuditEntry.subject.endswith(answers[0].location.split("/")[-1]))) == 1
        assert audit.first_broken_entry() is None


@on_postgresql
def test_who_loses_three_times_is_told_and_nothing_is_half_written(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule, before = booking(world), hostile.fingerprint(world.app)
    crosswise = crossed(world, monkeypatch, 9)
    answer = send(world, rule, idempotency_key=KEY)
    assert crosswise.met == done_again.MOST_TRIES == 3
    assert answer.status_code == 503 and int(answer.headers["Retry-After"]) > 0
    assert hostile.fingerprint(world.app) == before
    monkeypatch.undo()
    assert [send(world, rule, idempotency_key=KEY).status_code for _ in range(2)] == [303, 303]
    assert len(hostile.fingerprint(world.app)) == len(before)


@contextmanager
def cut(world: World, begins: str, times: int) -> Iterator[list[str]]:
    """The connection is ended by the server before so many statements that begin so; those statements."""
    met: list[str] = []

    def end(connection: Any, cursor: Any, statement: str, *given: Any) -> None:
        if statement.startswith(begins) and len(met) < times:
            met.append(statement)
            number = connection.connection.driver_connection.info.backend_pid
            with psycopg.connect(services.postgresql().replace("+psycopg", ""), autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(%s, 5000)", [number])

    with world.app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", end)
    try:
        yield met
    finally:
        sa.event.remove(engine, "before_cursor_execute", end)


@on_postgresql
def test_a_connection_that_is_cut_under_a_request_is_not_noticed(world: World) -> None:
    rule, before, reader = booking(world), lessons(world), world.client("school")
    with cut(world, "SELECT lesson", 1) as met:
        assert reader.get("/lessons").status_code == 200 and met
    with cut(world, "INSERT INTO lesson ", 1) as met:
        assert [send(world, rule, idempotency_key=KEY).status_code for _ in range(2)] == [303, 303] and met
    assert lessons(world) == before + 1


@on_postgresql
def test_connections_that_are_cut_again_and_again_are_told(world: World) -> None:
    rule, before, reader = booking(world), hostile.fingerprint(world.app), world.client("school")
    with cut(world, "SELECT lesson", 9) as met:
        assert reader.get("/lessons").status_code == 503 and len(met) == 2
    with cut(world, "INSERT INTO lesson ", 9) as met:
        assert send(world, rule, idempotency_key=KEY).status_code == 503 and len(met) == 2
    assert hostile.fingerprint(world.app) == before
    assert send(world, rule, idempotency_key=KEY).status_code == 303


@on_postgresql
@pytest.mark.parametrize("key, status", [(KEY, 303), ("", 503)], ids=["with its key", "without a key"])
def test_a_connection_that_is_cut_at_the_commit(
    world: World, monkeypatch: pytest.MonkeyPatch, key: str, status: int
) -> None:
    """The commit is done and its answer is lost: only a form with its key is sent on, and finds what was done."""
    rule, before = booking(world), lessons(world)
    with world.app.app_context():
        dialect = db.engine.dialect
    commit, lost = dialect.do_commit, []

    def commit_and_lose(connection: Any) -> None:
        commit(connection)
        if not lost:
            lost.append(connection)
            connection.dbapi_connection.close()
            raise psycopg.errors.AdminShutdown("terminating connection due to administrator command")

    monkeypatch.setattr(dialect, "do_commit", commit_and_lose)
    assert send(world, rule, idempotency_key=key).status_code == status and lost
    assert lessons(world) == before + 1
