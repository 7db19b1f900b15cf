"""Code and schema of different ages, migrations that are killed at each step, and two that start at once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from app import create_app
from course.db import db
from course.schema import revisions
from tests import hostile, race
from tests.conftest import both_databases, settings_for_tests
from tests.test_hostile_database import FIRST
from tests.test_hostile_forms import forms, send

# The drill kills the migrations at every statement.
EVERY = os.environ.get("DRILL_EVERY", "37")
# Migrates in children of one process: once, or killed before each statement that is asked for and then once more.
UPGRADE = """
import os, sys
from pathlib import Path
import sqlalchemy as sa
from app import create_app
from course.db import db
from flask_migrate import upgrade
from tests.conftest import settings_for_tests

folder, address, every = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
counted = folder / f"statements-{os.getpid()}"  # Of this process: another that migrates has its own.

def migrated(last=0):
    child = os.fork()
    if not child:
        code = 1
        try:
            migrate(last)
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

def migrate(last):
    app = create_app(**settings_for_tests(folder), **({"DATABASE_URL": address} if address else {}))
    sent = 0
    def count(*given):
        nonlocal sent
        sent += 1
        if sent == last:
            os._exit(9)
    with app.app_context():
        sa.event.listen(db.engine, "before_cursor_execute", count)
        upgrade()
        counted.write_text(str(sent))

def empty():
    for path in folder.glob("course.db*"):
        path.unlink()
    if address:
        engine = sa.create_engine(address)
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        engine.dispose()

def tables():
    engine = sa.create_engine(address or f"sqlite:///{folder}/course.db")
    names = sorted(sa.inspect(engine).get_table_names())
    engine.dispose()
    return names

assert migrated() == 0
whole, statements = tables(), int(counted.read_text())
assert len(whole) > 40
for last in range(2, statements, every) if every else ():
    empty()
    assert migrated(last) == 9, last
    assert migrated() == 0, f"killed before statement {last}, it does not go on"
    assert tables() == whole, f"killed before statement {last}, it leaves other tables"
    print(last)
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database; empty for a file."""
    if request.param == "sqlite":
        yield ""
        return
    with race.postgresql_database(f"course_schema_{os.getpid()}") as found:
        yield found


def migrate(folder: Path, address: str, every: str = "0") -> subprocess.Popen[str]:
    """The migrations in a process of their own; ``every`` so many statements they are killed and run again."""
    command = [sys.executable, "-c", UPGRADE, str(folder), address, every]
    return subprocess.Popen(command, cwd=race.ROOT, stdout=subprocess.PIPE, text=True, stderr=subprocess.PIPE)


def application(folder: Path, address: str) -> Flask:
    return create_app(**settings_for_tests(folder), **({"DATABASE_URL": address} if address else {}))


def test_a_migration_that_was_killed_is_run_again(tmp_path: Path, address: str) -> None:
    process = migrate(tmp_path, address, EVERY)
    killed, said = process.communicate()
    assert process.returncode == 0, said[-600:]
    assert len(killed.split()) >= 3


def test_two_that_migrate_at_once_wait_for_each_other(tmp_path: Path, address: str) -> None:
    both = [migrate(tmp_path, address) for _ in range(2)]
    said = [one.communicate(timeout=race.PATIENCE) for one in both]
    assert [one.returncode for one in both] == [0, 0], said


def at_revision(app: Flask, revision: str) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})


def test_code_that_is_newer_than_the_schema_says_so_and_goes_on_once_it_is_there(tmp_path: Path, address: str) -> None:
    migrate(tmp_path, address).communicate()
    app = application(tmp_path, address)
    newest, older = revisions()[:2]
    at_revision(app, older)
    browser = app.test_client()
    answer = browser.get("/sign-in")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10") and "升级" in answer.text
    health = browser.get("/health")
    assert health.status_code == 503 and f"needs {newest}" in health.json["cause"]
    worker = app.test_cli_runner().invoke(args=["worker"])
    assert worker.exit_code == 1 and "flask --app app init" in worker.output
    at_revision(app, newest)
    assert browser.get("/sign-in").status_code == browser.get("/health").status_code == 200


@both_databases
def test_old_code_works_on_while_a_newer_schema_comes(app: Flask) -> None:
    """Every table gets what a migration of ours may add, under processes that know its statements already."""
    world = hostile.populated(app)
    reader, chosen = world.client("school"), [rule for rule in forms(world) if rule.endpoint in FIRST]
    for _ in range(7):  # Only then does the driver let the server keep a statement.
        assert [reader.get(path).status_code for path in ("/", "/lessons", "/coverage")] == [200, 200, 302]
    with app.app_context(), db.engine.begin() as connection:
        for name in db.metadata.tables:
            connection.exec_driver_sql(f'ALTER TABLE "{name}" ADD COLUMN newer TEXT')
            connection.exec_driver_sql(f'ALTER TABLE "{name}" ADD COLUMN counted INTEGER NOT NULL DEFAULT 0')
        connection.exec_driver_sql("CREATE TABLE newer (id INTEGER PRIMARY KEY, lesson_id INTEGER REFERENCES lesson)")
    try:
        assert [reader.get(path).status_code for path in ("/", "/lessons", "/coverage")] == [200, 200, 302]
        assert {rule.endpoint: send(world, rule).status_code for rule in chosen} == dict.fromkeys(FIRST, 303)
    finally:
        take_back(app)


def take_back(app: Flask) -> None:
    """The tables of PostgreSQL as others find them; each test of SQLite has a file of its own."""
    with app.app_context():
        db.session.remove()
        if db.engine.dialect.name == "postgresql":
            with db.engine.begin() as connection:
                connection.exec_driver_sql("DROP TABLE newer")
                for name in db.metadata.tables:
                    connection.exec_driver_sql(f'ALTER TABLE "{name}" DROP COLUMN newer, DROP COLUMN counted')


def test_migrations_only_add(tmp_path: Path, address: str) -> None:
    """Code of the version before goes on with each: nothing of it is taken away, and it need not fill what is new."""
    app, found = application(tmp_path, address), []
    for revision in reversed(revisions()):
        with app.app_context():
            upgrade(revision=revision)
            inspector = sa.inspect(db.engine)
            tables = {name: inspector.get_columns(name) for name in inspector.get_table_names()}
            found.append({name: {one["name"]: one for one in columns} for name, columns in tables.items()})
            db.engine.dispose()
    assert len(found) > 7
    for old, new in pairwise(found):
        assert old.keys() <= new.keys()
        for name, columns in old.items():
            assert columns.keys() <= new[name].keys(), name
            added = [new[name][column] for column in new[name].keys() - columns.keys()]
            assert all(one["nullable"] or one["default"] is not None for one in added), (name, added)


def test_code_that_is_older_than_the_schema_goes_on(tmp_path: Path, address: str) -> None:
    migrate(tmp_path, address).communicate()
    app = application(tmp_path, address)
    at_revision(app, "9999")
    assert app.test_client().get("/sign-in").status_code == app.test_client().get("/health").status_code == 200
