"""Schools that moved before it was written down where they lay: what the migration makes of their years."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from app import create_app
from course.db import db
from tests import race
from tests.conftest import settings_for_tests

BEFORE = "0006"
# Where each school lies now, and in which region which of its years was counted.
SCHOOLS: dict[int, tuple[str, dict[int, str]]] = {
    1: ("R000", {2023: "R000", 2025: "R000"}),
    2: ("R001", {2023: "R000", 2024: "R000", 2026: "R001"}),
    3: ("R002", {2023: "R000", 2024: "R001"}),
    4: ("R000", {2023: "R000", 2024: "R001", 2025: "R000"}),
    5: ("R002", {2022: "R000", 2023: "R001", 2024: "R000"}),
    6: ("R001", {}),
}
MOVES = [
    (2, "R000", date(2025, 9, 1)),
    (3, "R000", date(2024, 9, 1)),
    (3, "R001", date(2025, 9, 1)),
    (4, "R000", date(2024, 9, 1)),
    (4, "R001", date(2025, 9, 1)),
    (5, "R000", date(2023, 9, 1)),
    (5, "R001", date(2024, 9, 1)),
    (5, "R000", date(2025, 9, 1)),
]


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application whose database has the schema of before."""
    if request.param == "sqlite":
        yield create_app(**settings_for_tests(tmp_path))
        return
    with race.postgresql_database(f"course_moved_{os.getpid()}") as address:
        application = create_app(**settings_for_tests(tmp_path), DATABASE_URL=address)
        yield application
        with application.app_context():
            db.engine.dispose()


def write(connection: sa.Connection, table_name: str, **values: Any) -> None:
    """A row of a table as it was then; what must have a value and has none gets an empty one."""
    table = sa.Table(table_name, sa.MetaData(), autoload_with=connection)
    empty = {int: 0, str: "", dict: "[]", list: "[]"}
    for column in table.columns:
        if not column.nullable and not column.server_default and not column.primary_key:
            values.setdefault(column.name, empty.get(column.type.python_type, "2026-01-01 00:00:00"))
    connection.execute(sa.insert(table).values(values))


def fill(connection: sa.Connection) -> None:
    """Three regions, and schools with the years that were counted of them."""
    regions = {f"R00{number}": number + 1 for number in range(3)}
    for code, number in regions.items():
        write(connection, "region", id=number, code=code, name=code, level="county", path=code)
    for number, (path, years) in SCHOOLS.items():
        place = {"region_id": regions[path], "region_path": path}
        write(connection, "school", id=number, code=f"S{number}", name="校", stage="primary", **place)
        for year, then in ({0: path} | years).items():
            row = {"themes": {}, "timeline": [], "changed_at": sa.func.now()}
            write(connection, "school_tally", school_id=number, year=year, region_path=then, **row)


def test_a_year_that_was_counted_elsewhere_tells_where_the_school_lay(old: Flask) -> None:
    with old.app_context():
        upgrade(revision=BEFORE)
        with db.engine.begin() as connection:
            fill(connection)
        upgrade()
        found = db.session.execute(sa.text("SELECT school_id, region_path, until FROM school_move ORDER BY id"))
        assert [(row[0], row[1], date.fromisoformat(str(row[2]))) for row in found] == MOVES
        db.session.remove()
