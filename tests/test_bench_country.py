"""The rows of a whole country, on a small scale: the database takes them, and the doctor finds nothing."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app import create_app
from bench import filling
from bench.country_shape import Shape, classes_of, country, province, taught
from bench.country_tables import TABLES, rows_of
from course.access.models import Role
from course.coverage.report import coverage_report
from course.coverage.rules import year_asked_for
from course.coverage.tallies.rebuild_actions import rebuild
from course.db import db, utc_now
from course.i18n import local_now
from course.roster.models import School, SchoolClass
from course.schedule.models import Lesson
from tests import make, race
from tests.conftest import settings_for_tests

SMALL = Shape(1, 240, 2, date(2026, 11, 26))


@pytest.fixture(params=["sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application on a migrated database that holds the small country."""
    if request.param == "sqlite":
        yield from opened(create_app(**settings_for_tests(tmp_path)))
        return
    with race.postgresql_database(f"course_country_{os.getpid()}") as address:
        yield from opened(create_app(**settings_for_tests(tmp_path), DATABASE_URL=address))


def opened(app: Flask) -> Iterator[Flask]:
    """Migrated and filled; let go of afterwards."""
    answer = app.test_cli_runner().invoke(args=["db", "upgrade"])
    assert answer.exit_code == 0, answer.output
    with app.app_context():
        before = indexes()
        filling.fill(app.config["SQLALCHEMY_DATABASE_URI"], SMALL, lambda text: None)
        assert indexes() == before
        yield app
        db.session.remove()
        db.engine.dispose()


def indexes() -> set[str]:
    """The names of all indexes and constraints."""
    inspector = sa.inspect(db.engine)
    return {
        f"{table}.{item['name']}"
        for table in inspector.get_table_names()
        for items in (inspector.get_indexes(table), inspector.get_foreign_keys(table))
        for item in items
    }


def test_the_database_takes_every_row_and_the_doctor_finds_nothing(filled: Flask) -> None:
    for table in TABLES:
        rows = db.session.scalar(sa.select(sa.func.count()).select_from(sa.table(table.name)))
        assert rows == sum(1 for _ in rows_of(table, SMALL)), table.name
    answer = filled.test_cli_runner().invoke(args=["doctor", "--rebuild-tallies"])
    assert (answer.exit_code, answer.output.splitlines()[-1]) == (0, "0 problems")


def test_the_rows_are_read_by_the_application_and_new_ones_fit_beside_them(filled: Flask) -> None:
    rebuild(utc_now())
    db.session.commit()
    with filled.test_request_context():
        figures = coverage_report("P00", year_asked_for("2025", SMALL.today, "09-01"), local_now())["figures"]
    assert 0 < figures["hours"]["confirmed"] < figures["hours"]["total"] == 240
    assert 0 < figures["classes"]["confirmed"] < figures["classes"]["total"]
    school = db.session.scalars(sa.select(School)).first()
    assert make.school_class(school, 1, 99).id == db.session.scalar(sa.select(sa.func.max(SchoolClass.id)))
    make.user(Role.SCHOOL, school)
    assert db.session.scalars(sa.select(Lesson)).first().start.year >= 2025


def test_a_whole_country_has_the_size_of_ours() -> None:
    shape = country(date(2026, 11, 26))
    assert (shape.provinces, shape.counties, shape.schools) == (31, 2_852, 211_000)
    kinds = {table.name: table.rows for table in TABLES}
    assert 2_900_000 < sum(1 for _ in kinds["school_class"](shape)) < 3_100_000
    assert 270_000 < sum(1 for _ in kinds["appointment"](shape)) < 310_000


def test_a_usual_province_has_half_a_million_lessons_and_never_two_of_a_school_on_one_day() -> None:
    shape = province(date(2026, 11, 26))
    days = Counter((lesson.school, lesson.day) for lesson in taught(shape))
    assert shape.schools == 5_600
    assert sum(days.values()) > 500_000 and max(days.values()) == 1
    assert sum(len(classes_of(school)) for school in range(1, shape.schools + 1)) > 68_000
