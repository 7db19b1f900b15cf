"""Fixtures: an application on a fresh database for each test, a client, a user who is signed in."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from course.coverage import kept_pages
from course.db import db
from tests import make, services

# The day of the tests is that of the schools: at Greenwich it is still yesterday until eight in the morning.
os.environ["TZ"] = "Asia/Shanghai"
time.tzset()

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
both_databases = pytest.mark.parametrize("app", ["sqlite", "postgresql"], indirect=True)


def settings_for_tests(folder: Path) -> dict[str, Any]:
    """Settings that differ in tests: keys that are always the same, limits that are out of the way."""
    return {
        "INSTANCE": str(folder),
        "SECRET_KEY": "a key for the tests only",
        "DATA_KEY": "another key for the tests only",
        "TESTING": True,
        "WTF_CSRF_ENABLED": False,
        "RATELIMIT_ENABLED": False,
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {"argon2__rounds": 1, "argon2__memory_cost": 256},
    }


@pytest.fixture(scope="session")
def scratch() -> Iterator[Path]:
    """A folder of this run, in memory where the machine allows it."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="course-tests-", dir=memory))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_app(scratch: Path) -> Flask:
    """The application on SQLite, with a prepared empty database beside it."""
    application = create_app(**settings_for_tests(scratch))
    with application.app_context():
        db.create_all()
        db.session.remove()
        db.engine.dispose()
    copy_database(scratch / "course.db", scratch / "empty.db")
    return application


@pytest.fixture(scope="session")
def postgresql_app(scratch: Path) -> Iterator[Flask]:
    """The application on a PostgreSQL database of this run's own."""
    server = sa.create_engine(services.postgresql(), isolation_level="AUTOCOMMIT")
    name = f"course_test_{WORKER}_{os.getpid()}"
    with server.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    address = sa.make_url(services.POSTGRESQL).set(database=name).render_as_string(hide_password=False)
    folder = scratch / "postgresql"
    application = create_app(**settings_for_tests(folder), DATABASE_URL=address)
    with application.app_context():
        db.create_all()
    yield application
    with application.app_context():
        db.session.remove()
        db.engine.dispose()
    with server.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture
def app(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application on an empty database: SQLite, or the one that ``@both_databases`` asks for."""
    kind = getattr(request, "param", "sqlite")
    application = request.getfixturevalue(f"{kind}_app")
    with application.app_context():
        empty_database(application, kind)
    kept_pages.init_app(application)
    # As after a process's first answer: which test comes first may not change what a page asks the database.
    application.extensions["schema_is_there"] = True
    yield application
    with application.app_context():
        db.session.remove()
        db.engine.dispose()


def copy_database(source: Path, target: Path) -> None:
    """Put one SQLite database in the place of another, by its own means: copying files would mix up their logs."""
    with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(target)) as copy:
        original.backup(copy)


def empty_database(application: Flask, kind: str) -> None:
    """Bring the database back to its empty state."""
    (Path(application.config["INSTANCE"]) / "erased.txt").unlink(missing_ok=True)
    if kind == "sqlite":
        folder = Path(application.config["INSTANCE"])
        copy_database(folder / "empty.db", folder / "course.db")
        return
    tables = ", ".join(f'"{table.name}"' for table in db.metadata.sorted_tables)
    with db.engine.begin() as connection:
        connection.exec_driver_sql(f"TRUNCATE {tables} RESTART IDENTITY")


@pytest.fixture
def data(app: Flask) -> Iterator[None]:
    """An open application context, for tests of actions and queries without a client."""
    with app.app_context():
        yield


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> Callable[[int], FlaskClient]:
    """A function that gives a client in which the user with this id is signed in."""

    def signed_in(user_id: int) -> FlaskClient:
        with app.app_context():
            uniquifier = db.session.get(make.User, user_id).fs_uniquifier
        signed_in_client = app.test_client()
        with signed_in_client.session_transaction() as session:
            session.update({"_user_id": uniquifier, "_fresh": True})
        return signed_in_client

    return signed_in


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """The SQL statements that were sent, in order; clear the list before what is counted."""
    sent: list[str] = []

    def remember(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        sent.append(statement)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", remember)
    yield sent
    sa.event.remove(engine, "before_cursor_execute", remember)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Name what was not run, and why."""
    reasons = sorted({report.longrepr[2] for report in terminalreporter.stats.get("skipped", [])})
    for reason in reasons:
        terminalreporter.write_line(f"not run: {reason}")
