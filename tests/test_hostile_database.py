"""A database that is locked, gone or killed: the answer is 503, nothing is half written, and the next request works."""

from __future__ import annotations

import importlib
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from course import sqlite_file
from course.cases import decks
from course.db import db
from course.schedule import actions
from tests import hostile, race
from tests.conftest import settings_for_tests
from tests.hostile import World
from tests.test_hostile_forms import FORMS, browser, forms, send

on_postgresql = pytest.mark.parametrize("app", ["postgresql"], indirect=True)
FIRST = {"schedule.accept", "schedule.book_period", "delivery.report", "roster.add_absence"}


@pytest.fixture
def world(app: Flask) -> World:
    return hostile.populated(app)


@pytest.fixture
def impatient(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Waits for a lock for a fifth of a second."""
    monkeypatch.setattr(sqlite_file, "SQLITE_BUSY_MILLISECONDS", 200)
    with world.app.app_context():
        db.engine.dispose()
    return world


@contextmanager
def locked(world: World) -> Iterator[None]:
    """Another program writes into the database file and does not end."""
    other = sqlite3.connect(world.folder / "course.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def chosen(world: World) -> list[Any]:
    """Some forms of different kinds, and what reads and writes at once."""
    return [rule for rule in forms(world) if rule.endpoint in FIRST]


def test_a_locked_file_is_busy_and_reading_goes_on(impatient: World) -> None:
    world, before = impatient, hostile.fingerprint(impatient.app)
    kept = set(Path(world.app.config["UPLOADS"]).glob("*"))
    readers = [world.client(role) for role in hostile.ROLES]
    with locked(world):
        for rule in chosen(world):
            answer = send(world, rule)
            assert answer.status_code == 503, rule.endpoint
            assert int(answer.headers["Retry-After"]) > 0
            assert "Traceback" not in answer.text and "<h1>" in answer.text
        upload = next(rule for rule in forms(world) if rule.endpoint == "roster_import.upload")
        assert send(world, upload).status_code == 503
        for path in ("/roster/export/zip", f"/lessons/{world.home.lessons['scheduled']}/deck/zh"):
            assert world.client("bureau").get(path).status_code == 503
        for client in readers:
            assert client.get("/").status_code == client.get("/lessons").status_code == 200
        assert world.app.test_client().get("/health").status_code == 200
    assert hostile.fingerprint(world.app) == before
    assert set(Path(world.app.config["UPLOADS"]).glob("*")) == kept
    for rule in chosen(world):
        assert send(world, rule).status_code == 303, f"{rule.endpoint}: the lock was given back"


def test_a_sign_in_on_a_locked_file_is_busy_and_not_let_in(impatient: World) -> None:
    client = impatient.app.test_client()
    with locked(impatient):
        answer = client.post("/sign-in", data={"email": "admin@example.com", "password": "x"})
        assert answer.status_code == 503
    assert client.get("/").status_code == 302


def test_many_writers_of_one_process_all_get_their_turn(world: World) -> None:
    rule = next(rule for rule in forms(world) if rule.endpoint == "site.language")
    clients, statuses = [world.client("school") for _number in range(16)], []

    def write(client: Any) -> None:
        for _turn in range(3):
            statuses.append(client.post("/language/en").status_code)

    threads = [threading.Thread(target=write, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [303] * 48
    assert send(world, rule).status_code == 303


@pytest.mark.parametrize("number", range(1, 40, 3))
def test_a_statement_that_fails_leaves_nothing_half_written(
    world: World, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The n-th statement of a booking and of a confirmation ends in an error of the disk."""
    before = hostile.fingerprint(world.app)
    for endpoint in ("schedule.book_period", "delivery.send_confirmed_figures", "access.add_user"):
        rule = next(rule for rule in forms(world) if rule.endpoint == endpoint)
        client, path = browser(world, rule)
        with failing(world.app, number) as sent:
            answer = client.post(path, data=FORMS[endpoint][1](world))
        if len(sent) < number:
            assert answer.status_code < 400, endpoint
            world.restore()
        else:
            assert answer.status_code == 503, (endpoint, number)
        assert hostile.fingerprint(world.app) == before, (endpoint, number)


@contextmanager
def failing(app: Flask, number: int) -> Iterator[list[str]]:
    """The statement of this number fails as it does on a full disk."""
    sent: list[str] = []

    def fail(connection: Any, cursor: Any, statement: str, parameters: Any, *rest: Any) -> None:
        sent.append(statement)
        if len(sent) == number:
            raise sa.exc.OperationalError(statement, {}, sqlite3.OperationalError("database or disk is full"))

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", fail)
    try:
        yield sent
    finally:
        sa.event.remove(engine, "before_cursor_execute", fail)


def kill_connections(app: Flask) -> int:
    """End every connection of the application, as a restart of the server does, and wait until they have ended."""
    address = app.config["SQLALCHEMY_DATABASE_URI"]
    server = sa.create_engine(sa.make_url(address).set(database="postgres"), isolation_level="AUTOCOMMIT")
    words = "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE datname = :name"
    with server.connect() as connection:
        killed = connection.scalar(sa.text(words), {"name": sa.make_url(address).database})
    server.dispose()
    return killed


@on_postgresql
def test_connections_that_were_killed_between_requests_are_not_noticed(world: World) -> None:
    clients = [world.client(role) for role in hostile.ROLES]
    for client in clients:
        assert client.get("/").status_code == 200
        assert kill_connections(world.app) > 0
    for rule in chosen(world):
        assert kill_connections(world.app) >= 0
        assert send(world, rule).status_code == 303, rule.endpoint
    kill_connections(world.app)
    assert world.app.test_client().get("/health").status_code in {200, 503}


@on_postgresql
def test_a_connection_that_is_killed_in_the_middle_is_busy_and_leaves_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, write_change = hostile.fingerprint(world.app), actions.write_change

    def killed_after(*given: Any, **named: Any) -> None:
        write_change(*given, **named)
        kill_connections(world.app)

    monkeypatch.setattr(actions, "write_change", killed_after)
    for endpoint in ("schedule.accept", "schedule.book_period", "schedule.decline"):
        rule = next(rule for rule in forms(world) if rule.endpoint == endpoint)
        answer = send(world, rule, idempotency_key="a" * 32)
        assert answer.status_code == 503, endpoint
        assert "alert-success" not in answer.text
        assert hostile.fingerprint(world.app) == before, endpoint
    monkeypatch.undo()
    world.app.config["PROPAGATE_EXCEPTIONS"] = False
    for rule in chosen(world):
        assert (
            send(world, rule, idempotency_key="a" * 32 if rule.endpoint == "schedule.accept" else "").status_code == 303
        )


@pytest.fixture(scope="module")
def without_database(scratch: Path) -> Flask:
    """The application with a database that nobody answers for."""
    folder = scratch / "without-database"
    app = race.create_app(
        **settings_for_tests(folder), DATABASE_URL="postgresql+psycopg://nobody@127.0.0.1:1/nothing?connect_timeout=1"
    )
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


def test_without_a_database_every_answer_says_so(without_database: Flask, world: World) -> None:
    signed_in = without_database.test_client()
    signed_in.set_cookie("course", hostile.cookie(world.app, world.admin))
    for client in (without_database.test_client(), signed_in):
        for method, path in (("POST", "/sign-in"), ("GET", "/health"), ("POST", "/language/en")):
            answer = client.open(path, method=method, data={"email": "x@example.com", "password": "x"})
            assert answer.status_code in {303, 503}, (method, path)
    for path in ("/", "/lessons", "/no-such-page", "/sign-in"):
        answer = signed_in.get(path)
        assert answer.status_code == 503, path
        assert int(answer.headers["Retry-After"]) > 0
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "<h1>" in answer.text and "psycopg" not in answer.text
        # Who only looked has no form to send again.
        assert "请稍等几秒，再重新打开本页。" in answer.text and "提交" not in answer.text, path
    assert signed_in.get("/static/course.css").status_code == 200


SLOW = [
    ("roster_import.export", "course.ledger.downloads.table_cells", "bureau"),
    ("schedule.deck", "course.cases.decks.build_deck", "vice_principal"),
    ("cases.deck", "course.cases.decks.build_deck", "vice_principal"),
]


@pytest.mark.parametrize(("endpoint", "slow", "role"), SLOW)
def test_others_may_write_while_a_file_is_made(
    world: World, endpoint: str, slow: str, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, name = slow.rsplit(".", 1)
    made, make_file = [], getattr(importlib.import_module(module), name)

    def made_beside_a_writer(*given: Any, **named: Any) -> Any:
        other = sqlite3.connect(world.folder / "course.db", isolation_level=None, timeout=0.1)
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
        other.close()
        made.append(name)
        return make_file(*given, **named)

    monkeypatch.setattr(slow, made_beside_a_writer)
    decks.build.cache_clear()
    rule = next(rule for rule in world.app.url_map.iter_rules() if rule.endpoint == endpoint)
    path = hostile.address(rule, hostile.values(rule, world.home))
    before = hostile.fingerprint(world.app, leave_out=set())
    answer = world.client(role).open(path, method="POST" if "POST" in rule.methods else "GET")
    assert answer.status_code == 200
    assert made and answer.data
    written = {
        table for table, rows in hostile.fingerprint(world.app, leave_out=set()).items() if rows != before[table]
    }
    assert written == ({"audit_entry"} if endpoint == "roster_import.export" else {"deck"})
