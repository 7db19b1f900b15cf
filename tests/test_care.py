"""Migrations, init, demo, doctor, backup and restore, as an administrator runs them."""

from __future__ import annotations

import csv
import os
import re
import stat
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app import create_app
from course.access import audit
from course.access.models import Channel, Message, User
from course.cases.models import Article, CaseVersion
from course.db import db, utc_now
from course.delivery.models import Confirmation
from course.i18n import local_now
from course.jobs import Job, JobState
from course.planning.models import PartState, PlannedLesson, PlanPart
from course.schedule.models import Lesson, LessonState, Slot
from slides import built_in_cases
from tests import services
from tests.conftest import settings_for_tests


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An application on SQLite with the demo district loaded."""
    application = create_app(**settings_for_tests(tmp_path_factory.mktemp("demo")))
    answer = application.test_cli_runner().invoke(args=["prepare"])
    assert answer.exit_code == 0, answer.output
    return application


@pytest.fixture
def empty_server() -> Iterator[str]:
    """The address of a new PostgreSQL database, dropped afterwards."""
    server = sa.create_engine(services.postgresql(), isolation_level="AUTOCOMMIT")
    name = f"course_care_{uuid.uuid4().hex[:8]}"
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield sa.make_url(services.POSTGRESQL).set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


def counts(application: Flask) -> dict[str, int]:
    with application.app_context():
        tables = db.metadata.sorted_tables
        return {
            table.name: db.session.scalar(sa.select(sa.func.count()).select_from(table))
            for table in tables
            if table.name != "audit_entry"
        }


def schema(application: Flask) -> dict[str, list[str]]:
    """Every column, index, constraint and trigger, by table."""
    with application.app_context():
        inspector, found = sa.inspect(db.engine), {}
        for table in db.metadata.sorted_tables:
            found[table.name] = sorted(
                [f"{item['name']} {item['type']} {item['nullable']}" for item in inspector.get_columns(table.name)]
                + [str(index["name"]) for index in inspector.get_indexes(table.name)]
                + [str(rule["name"]) for rule in inspector.get_unique_constraints(table.name)]
                + [str(rule["name"]) for rule in inspector.get_check_constraints(table.name)]
                + [str(rule["name"]) for rule in inspector.get_foreign_keys(table.name)]
            )
        if db.engine.dialect.name == "sqlite":
            triggers = db.session.execute(sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
            found["triggers"] = sorted(re.sub(r"\s+", " ", f"{name}: {sql}") for name, sql in triggers)
        return found


def test_the_migrations_make_the_schema_of_the_models(demo: Flask, sqlite_app: Flask) -> None:
    assert schema(demo) == schema(sqlite_app)


def test_the_migrations_run_on_postgresql_and_back(empty_server: str, tmp_path: Path, postgresql_app: Flask) -> None:
    application = create_app(**settings_for_tests(tmp_path), DATABASE_URL=empty_server)
    runner = application.test_cli_runner()
    assert runner.invoke(args=["init"]).exit_code == 0
    assert schema(application) == schema(postgresql_app)
    answer = runner.invoke(args=["db", "downgrade", "base"])
    assert answer.exit_code == 0, answer.output
    with application.app_context():
        assert sa.inspect(db.engine).get_table_names() == ["alembic_version"]
        db.engine.dispose()


def test_init_loads_the_laws_and_the_cases(demo: Flask) -> None:
    with demo.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Article)) > 4_000
        assert db.session.scalar(sa.select(sa.func.count()).select_from(CaseVersion)) == len(built_in_cases())


def test_the_demo_shows_every_state_of_a_lesson(demo: Flask) -> None:
    with demo.app_context():
        states = set(db.session.scalars(sa.select(Lesson.state)))
    assert states >= {
        LessonState.REQUESTED,
        LessonState.SCHEDULED,
        LessonState.DELIVERED,
        LessonState.CONFIRMED,
        LessonState.MISSED,
    }


def test_the_demo_has_a_draft_of_the_days_ahead_that_nobody_has_in_the_calendar(demo: Flask) -> None:
    with demo.app_context():
        (part,) = db.session.scalars(sa.select(PlanPart))
        drafted = db.session.scalars(sa.select(PlannedLesson)).all()
        assert part.state is PartState.DRAFT
        assert drafted
        assert {row.lesson_id for row in drafted} == {None}
        assert min(row.start.date() for row in drafted) > local_now().date()
        assert set(db.session.scalars(sa.select(Job.state))) == {JobState.DONE}


def test_the_demo_writes_one_login_of_each_role_for_the_owner_only(demo: Flask) -> None:
    path = Path(demo.config["INSTANCE"]) / "demo-logins.csv"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with path.open() as file:
        lines = list(csv.DictReader(file))
    assert [line["role"] for line in lines] == ["admin", "bureau", "station", "vice_principal", "school"]
    for line in lines:
        browser = demo.test_client()
        answer = browser.post("/sign-in", data={"email": line["email"], "password": line["password"]})
        assert answer.status_code == 302
        assert browser.get("/").status_code == 200


def test_a_second_start_changes_nothing(demo: Flask) -> None:
    before, logins = counts(demo), (Path(demo.config["INSTANCE"]) / "demo-logins.csv").read_bytes()
    for command in ("prepare", "demo", "init"):
        assert demo.test_cli_runner().invoke(args=[command]).exit_code == 0
    assert counts(demo) == before
    assert (Path(demo.config["INSTANCE"]) / "demo-logins.csv").read_bytes() == logins


def test_the_doctor_finds_a_sound_demo_and_a_lesson_that_lost_its_time(demo: Flask) -> None:
    assert demo.test_cli_runner().invoke(args=["doctor"]).exit_code == 0
    with demo.app_context():
        lesson_id = db.session.scalar(sa.select(Slot.lesson_id).limit(1))
        held = sa.select(Slot.__table__).where(Slot.lesson_id == lesson_id)
        rows = [dict(row._mapping) for row in db.session.execute(held)]
        db.session.execute(sa.delete(Slot).where(Slot.lesson_id == lesson_id))
        db.session.commit()
    answer = demo.test_cli_runner().invoke(args=["doctor"])
    assert answer.exit_code == 1
    assert f"lesson {lesson_id} holds no time" in answer.output
    with demo.app_context():
        db.session.execute(sa.insert(Slot), rows)
        db.session.commit()


def test_the_doctor_finds_messages_that_nobody_takes_and_settings_that_are_why(demo: Flask) -> None:
    with demo.app_context():
        message = {"channel": Channel.MAIL, "kind": "digest", "key": "x", "facts": {}, "address": "", "attachment": ""}
        old = utc_now() - timedelta(days=2)
        user_id = db.session.scalar(sa.select(User.id).limit(1))
        row = Message(user_id=user_id, due_at=old, created_at=old, **message)
        db.session.add(row)
        db.session.commit()
        message_id = row.id
    demo.config["MAIL_URL"] = "http://example.com"
    answer = demo.test_cli_runner().invoke(args=["doctor"])
    demo.config["MAIL_URL"] = ""
    assert answer.exit_code == 1
    assert "1 messages have waited" in answer.output and "mail: COURSE_MAIL_URL must look like" in answer.output
    assert "course_messages_waiting 1.0" in demo.test_client().get("/metrics").text
    with demo.app_context():
        db.session.delete(db.session.get_one(Message, message_id))
        db.session.commit()


def test_the_log_of_a_demo_written_in_local_time_holds_together(demo: Flask) -> None:
    with demo.app_context():
        assert audit.first_broken_entry() is None


def test_a_backup_is_private_and_restores_everything(demo: Flask, tmp_path: Path) -> None:
    file, before = tmp_path / "backup.zip", counts(demo)
    assert demo.test_cli_runner().invoke(args=["backup", str(file)]).exit_code == 0
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    with demo.app_context():
        db.session.execute(sa.delete(Confirmation))
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    answer = demo.test_cli_runner().invoke(args=["restore", str(file), "--yes"])
    assert answer.exit_code == 0, answer.output
    assert counts(demo) == before


def test_something_that_is_no_backup_is_refused(demo: Flask, tmp_path: Path) -> None:
    before = counts(demo)
    for content in (b"", b"not a zip", b"PK\x05\x06" + bytes(18)):
        file = tmp_path / "backup.zip"
        file.write_bytes(content)
        answer = demo.test_cli_runner().invoke(args=["restore", str(file), "--yes"])
        assert answer.exit_code == 1
        assert answer.exception is None or isinstance(answer.exception, SystemExit)
    assert counts(demo) == before
