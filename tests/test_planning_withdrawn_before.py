"""Plans that were withdrawn before it was written down when: what the migration finds in the log."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from app import create_app
from course.db import db
from tests import race
from tests.conftest import settings_for_tests
from tests.test_coverage_moved_before import write

BEFORE = "0011"
FIRST, LAST, MOMENT = date(2026, 9, 1), date(2027, 1, 22), datetime(2026, 11, 1, 1, 0)


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application whose database has the schema of before."""
    if request.param == "sqlite":
        yield create_app(**settings_for_tests(tmp_path))
        return
    with race.postgresql_database(f"course_withdrawn_{os.getpid()}") as address:
        application = create_app(**settings_for_tests(tmp_path), DATABASE_URL=address)
        yield application
        with application.app_context():
            db.engine.dispose()


def fill(connection: sa.Connection) -> None:
    """Plans that are withdrawn, with a log and without one, and one that is not; other lines of the log beside."""
    for number, code in ((1, "R000"), (2, "R001")):
        write(connection, "region", id=number, code=code, name=code, level="county", path=code)
    term = {"start": sa.text("'2026-09-01'"), "end": sa.text("'2027-01-22'")}
    write(
        connection, "term", id=1, name="T", min_hours=4, kmh=20, detour=1, walk_min=5, substitute="same_station", **term
    )
    for number, path, state in ((1, "R000", "withdrawn"), (2, "R001", "published"), (3, "R001", "withdrawn")):
        place = {"region_id": 1 if path == "R000" else 2, "region_path": path}
        write(connection, "plan", id=number, term_id=1, created_at=MOMENT, **place)
        json = {"figures": {}, "gaps": []}
        write(connection, "plan_part", id=number, plan_id=number, term_id=1, state=state, **place, **json)
    for number, (plan, path, day) in enumerate([(1, "R001", 3), (1, "R000", 4), (2, "R000", 5)]):
        said = {"action": "plan.withdraw", "subject": f"plan:{plan}", "region_path": path, "detail": {}}
        write(
            connection,
            "audit_entry",
            id=number + 1,
            at=MOMENT.replace(day=day),
            hash=str(number),
            previous_hash="",
            **said,
        )


def test_the_log_says_since_when_a_plan_is_withdrawn(old: Flask) -> None:
    with old.app_context():
        upgrade(revision=BEFORE)
        with db.engine.begin() as connection:
            fill(connection)
        upgrade()
        found = db.session.execute(sa.text("SELECT id, withdrawn_at FROM plan_part ORDER BY id"))
        assert [(row[0], str(row[1])[:10]) for row in found] == [(1, "2026-11-04"), (2, "None"), (3, "None")]
        db.session.remove()
