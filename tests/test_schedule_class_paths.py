"""The classes of a lesson lie where it lies: what the migration writes, and what old code leaves out meanwhile."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import downgrade, upgrade

from app import create_app
from course.db import db
from tests import race
from tests.conftest import settings_for_tests
from tests.test_coverage_moved_before import write

BEFORE, AFTER = "0010", "0011"
PATHS = {1: "P0/R000", 2: "P0/R001", 3: "P1/R002", 70_000: "P0/R000"}
CLASSES = range(1, 60)
AS_BEFORE = sa.text("INSERT INTO lesson_class (lesson_id, class_id) VALUES (:lesson, :of)")


class Cut(Exception):
    """The process ends here."""


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application whose database has lessons of three counties."""
    folder = tmp_path_factory.mktemp("paths")
    if request.param == "sqlite":
        application = create_app(**settings_for_tests(folder))
        fill(application)
        yield application
        return
    with race.postgresql_database(f"course_paths_{os.getpid()}") as address:
        application = create_app(**settings_for_tests(folder), DATABASE_URL=address)
        fill(application)
        yield application
        with application.app_context():
            db.engine.dispose()


@pytest.fixture
def old(filled: Flask) -> Iterator[Flask]:
    """The same with the schema of before, and as that is again afterwards."""
    yield filled
    with filled.app_context():
        migrate(downgrade, BEFORE)


def fill(application: Flask) -> None:
    """Lessons, the last with a number far from the others, each with one class."""
    with application.app_context():
        upgrade(revision=BEFORE)
        with db.engine.begin() as connection:
            write(connection, "region", id=1, code="R000", name="县", level="county", path="P0/R000")
            at, busy = {"region_path": "P0/R000"}, {"max_lessons_week": 5, "max_lessons_day": 3}
            there = {"region_id": 1, **at}
            write(connection, "station", id=1, code="ST1", name="所", agency="police", **there)
            write(connection, "vice_principal", id=1, code="V1", name="警", station_id=1, agency="police", **at, **busy)
            write(connection, "school", id=1, code="S1", name="校", stage="primary", **there)
            write(connection, "theme", id=1, code="T01", name="题")
            for number in CLASSES:
                write(connection, "school_class", id=number, school_id=1, grade=3, number=number, pupils=40, **at)
            for number, path in PATHS.items():
                write_lesson(connection, number, path)
                connection.execute(AS_BEFORE, {"lesson": number, "of": 1})


def migrate(verb: Callable[..., None], revision: str) -> None:
    """Migrate, and let go of the lock for migrations as the end of a process does."""
    try:
        verb(revision=revision)
    finally:
        db.engine.dispose()


def write_lesson(connection: sa.Connection, number: int, path: str) -> None:
    """A lesson as it was written then."""
    of = {"vice_principal_id": 1, "school_id": 1, "theme_id": 1, "uid": str(number), "region_path": path}
    times = {"start": "2026-11-26 10:00:00", "end": "2026-11-26 10:40:00"}
    columns = {**of, **times, "place": "hall", "state": "scheduled", "note": "", "reason": "", "sequence": 0}
    columns |= {"id": number, "created_at": times["start"], "changed_at": times["start"]}
    names = ", ".join(f'"{name}"' for name in columns)
    given = ", ".join(f":{name}" for name in columns)
    connection.execute(sa.text(f"INSERT INTO lesson ({names}) VALUES ({given})"), columns)


def lie_elsewhere() -> list[Any]:
    """The classes that do not lie where their lesson lies."""
    both = "FROM lesson_class JOIN lesson ON lesson.id = lesson_class.lesson_id"
    apart = sa.text(f"SELECT lesson_id, class_id {both} WHERE lesson.region_path <> lesson_class.region_path")
    with db.engine.connect() as connection:
        return list(connection.execute(apart))


def count() -> int:
    """How many classes of lessons there are."""
    with db.engine.connect() as connection:
        return connection.scalar(sa.text("SELECT count(*) FROM lesson_class")) or 0


def other_process(old: Flask) -> sa.Engine:
    """Connections as another process has them."""
    with old.app_context():
        url = db.engine.url
    patience = {"timeout": race.PATIENCE} if url.drivername.startswith("sqlite") else {}
    return sa.create_engine(url, poolclass=sa.NullPool, connect_args=patience)


def test_old_code_books_on_while_the_paths_are_written(old: Flask) -> None:
    asked_to_end, failed, another = threading.Event(), [], other_process(old)

    def book() -> None:
        """What old code does all the time: the classes of a lesson, without their path."""
        try:
            for number in CLASSES[1:]:
                with another.begin() as connection:
                    connection.execute(AS_BEFORE, [{"lesson": lesson, "of": number} for lesson in PATHS])
                if asked_to_end.wait(0.02):
                    break
        except sa.exc.SQLAlchemyError as error:
            failed.append(error)

    writer = threading.Thread(target=book)
    writer.start()
    with old.app_context():
        migrate(upgrade, AFTER)
        asked_to_end.set()
        writer.join(race.PATIENCE)
        with another.begin() as connection:
            connection.execute(AS_BEFORE, {"lesson": 3, "of": CLASSES[-1]})
        assert failed == [] and count() > 2 * len(PATHS)
        assert lie_elsewhere() == []


def cut_before(last: int) -> Callable[..., None]:
    """Ends the migration before its statement of this number."""
    sent = iter(range(1, last + 1))

    def listen(*given: Any) -> None:
        if next(sent, None) == last:
            raise Cut

    return listen


def test_a_migration_that_is_cut_short_at_any_statement_is_run_again(old: Flask) -> None:
    with old.app_context():
        cuts = 0
        for last in range(1, 100):
            listener = cut_before(last)
            sa.event.listen(db.engine, "before_cursor_execute", listener)
            try:
                migrate(upgrade, AFTER)
                break
            except Cut:
                cuts += 1
            finally:
                sa.event.remove(db.engine, "before_cursor_execute", listener)
            migrate(upgrade, AFTER)
            assert lie_elsewhere() == [], last
            migrate(downgrade, BEFORE)
        assert cuts > 8 and lie_elsewhere() == [] and count() >= len(PATHS)
