"""Lessons in parts by region, as deploy/partitions.sql cuts them: the program goes on, and asks one part."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app import create_app
from course.access.models import Role
from course.access.scope import Scope, within
from course.db import Model, db
from course.delivery.models import Confirmation, SurveyAnswer
from course.ledger.moving import written_of
from course.roster.models import School
from course.schedule.models import Lesson, LessonChange, LessonClass, LessonState, Slot, WaitingPlace
from tests import hostile, ledgers, race, services
from tests.conftest import settings_for_tests
from tests.hostile import World
from tests.test_hostile_forms import forms, send

STATEMENTS = race.ROOT / "deploy" / "partitions.sql"
BY_PROVINCE, BY_COUNTY = "level = 'province'", "code IN ('R000', 'R0002')"
# What people do with lessons, in an order in which each can be done.
DONE = (
    "schedule.take_offer",
    "schedule.wait",
    "schedule.accept",
    "schedule.agree",
    "schedule.move",
    "survey.send_survey",
    "delivery.report",
    "delivery.confirm",
    "delivery.withdraw",
    "planning.publish",
    "planning.withdraw",
)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """The application on a database of its own: its tables do not stay as they are."""
    server, name = sa.create_engine(services.postgresql(), isolation_level="AUTOCOMMIT"), f"course_parts_{os.getpid()}"
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} LOCALE 'C.UTF-8' TEMPLATE template0")
    address = sa.make_url(services.POSTGRESQL).set(database=name).render_as_string(hide_password=False)
    application = create_app(**settings_for_tests(tmp_path), DATABASE_URL=address)
    with application.app_context():
        db.create_all()
    yield application
    with application.app_context():
        db.session.remove()
        db.engine.dispose()
    with server.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    server.dispose()


@pytest.fixture
def world(app: Flask) -> World:
    """Schools of two counties with rows of every kind, whose lessons were then cut into parts."""
    found = hostile.populated(app)
    cut(app, BY_COUNTY)
    return found


def cut(app: Flask, by: str) -> None:
    """Run the statements as deploy.md says, for other parts where ``by`` says so."""
    written = STATEMENTS.read_text(encoding="utf-8")
    assert written.count(BY_PROVINCE) == 1
    with app.app_context():
        address = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    command = ["psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", address]
    done = subprocess.run(command, input=written.replace(BY_PROVINCE, by), text=True, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def status(world: World, endpoint: str, **more: str) -> int:
    """What the form of this page is answered."""
    return send(world, next(rule for rule in forms(world) if rule.endpoint == endpoint), **more).status_code


def tables() -> list[sa.Table]:
    """The tables that are cut."""
    lesson = Model.metadata.tables["lesson"]
    return [lesson, *written_of(lesson)]


def part_of(path: str) -> str:
    """The ending of the names of the parts of a county."""
    return path.rpartition("/")[2].lower()


def lies_wrong() -> list[tuple[str, str, str]]:
    """Rows that lie in another part than their path says, and rows that lie elsewhere than their lesson."""
    found = []
    for table in tables():
        column = "id" if table.name == "lesson" else "lesson_id"
        wanted = f"{table.name}_' || lower(reverse(split_part(reverse(row.region_path), '/', 1)))"
        apart = f"row.tableoid::regclass::text <> '{wanted} OR lesson.region_path <> row.region_path"
        both = f'"{table.name}" AS row JOIN lesson ON lesson.id = row.{column}'
        chosen = f"SELECT row.tableoid::regclass::text, row.region_path, lesson.region_path FROM {both} WHERE {apart}"
        found += [tuple(row) for row in db.session.execute(sa.text(chosen))]
    return found


def parts_read(model: type[Model], path: str) -> set[str]:
    """Which parts PostgreSQL reads for the rows of a bureau."""
    asked = sa.select(model.region_path).where(within(model, Scope(Role.BUREAU, region_path=path)))
    words = asked.compile(db.engine, compile_kwargs={"literal_binds": True})
    plan = db.session.scalars(sa.text(f"EXPLAIN {words}".replace(":", "\\:")))
    name = model.__tablename__
    return set(re.findall(rf" on ({name}_(?:r\d+|p\d+|other))\b", " ".join(line for line in plan if "Scan" in line)))


def test_people_go_on_and_a_lesson_that_moves_takes_all_with_it(world: World, tmp_path: Path) -> None:
    answers = {endpoint: status(world, endpoint) for endpoint in DONE}
    assert {endpoint: answer for endpoint, answer in answers.items() if answer >= 400} == {}
    with world.app.app_context():
        confirmed = db.session.get_one(Lesson, world.home.lessons["delivered"])
        assert confirmed.state is LessonState.CONFIRMED
        db.session.remove()
    assert status(world, "delivery.send_confirmed_figures", sequence=str(confirmed.sequence)) == 303
    with world.app.app_context():
        assert lies_wrong() == []
        for model in (Lesson, LessonClass, LessonChange, Slot, Confirmation, SurveyAnswer):
            assert parts_read(model, "P0/C00/R0002") == {f"{model.__tablename__}_r0002"}
        moves_to_another_county(world, tmp_path)
        assert lies_wrong() == []
        db.session.remove()


def moves_to_another_county(world: World, folder: Path) -> None:
    """The ledger says that the school lies in the other county: what is not settled follows, with all its rows."""
    school = db.session.get_one(School, world.home.ids["school"])
    before = of_school(school.id)
    row = f"{school.code},{school.name},primary,R0002,,,300,,,\n"
    ledgers.bring_in(ledgers.only(folder, schools=ledgers.TABLES["schools"].split("\n")[0] + "\n" + row))
    after = of_school(school.id)
    assert {state for state, path in before if path.endswith("R000")} == {state for state, _ in before}
    settled = {"confirmed", "cancelled", "declined", "missed"}
    assert {state for state, path in after if path.endswith("R000")} == {state for state, _ in before} & settled
    waiting = sa.select(WaitingPlace.region_path).where(WaitingPlace.lesson_id.is_(None))
    assert set(db.session.scalars(waiting.where(WaitingPlace.school_id == school.id))) == {"P0/C00/R0002"}


def of_school(school_id: int) -> set[tuple[str, str]]:
    """The states of a school's lessons, and where those lie."""
    chosen = sa.select(Lesson.state, Lesson.region_path).where(Lesson.school_id == school_id)
    return {(state.value, path) for state, path in db.session.execute(chosen)}


def test_the_database_refuses_what_overlaps_in_a_part_and_what_lies_apart(world: World) -> None:
    with world.app.app_context():
        assert (
            send(world, next(rule for rule in forms(world) if rule.endpoint == "schedule.book_period")).status_code
            == 303
        )
        held = db.session.scalars(sa.select(Slot)).all()
        assert held
        for row in held:
            again = Slot(resource=row.resource, region_path=row.region_path, lesson_id=row.lesson_id)
            again.start, again.end = row.start, row.end
            refused(again, "no_overlap")
        lesson = db.session.get_one(Lesson, world.home.lessons["scheduled"])
        for_good = LessonChange(lesson_id=lesson.id, region_path="P0/C00/R0002", at=lesson.created_at, action="move")
        for_good.actor = ""
        refused(for_good, "fk_lesson_change_lesson_id_lesson")
        db.session.remove()


def refused(row: Model, by: str) -> None:
    """The database takes no such row."""
    with pytest.raises(sa.exc.IntegrityError, match=by):
        db.session.add(row)
        db.session.commit()
    db.session.rollback()


def test_provinces_are_parts_as_it_stands_there_and_a_backup_brings_them_back(app: Flask, tmp_path: Path) -> None:
    world = hostile.populated(app)
    with app.app_context():
        before = counts()
        db.session.remove()
        cut(app, BY_PROVINCE)
        assert counts() == before
        parts = set(db.session.scalars(sa.text("SELECT inhrelid::regclass::text FROM pg_inherits")))
        assert {f"{table.name}_{part}" for table in tables() for part in ("p0", "other")} <= parts
        assert parts_read(Lesson, "P0/C00") == {"lesson_p0"}
        db.session.remove()
    runner = app.test_cli_runner()
    for arguments in (["backup", str(tmp_path / "backup.zip")], ["restore", str(tmp_path / "backup.zip"), "--yes"]):
        answer = runner.invoke(args=arguments)
        assert answer.exit_code == 0, answer.output
    with app.app_context():
        assert counts() == before
        again = set(db.session.scalars(sa.text("SELECT inhrelid::regclass::text FROM pg_inherits")))
        assert again == parts
        db.session.remove()
    assert status(world, "schedule.accept") == 303


def counts() -> dict[str, int]:
    """How many rows each of the tables holds."""
    return {table.name: db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0 for table in tables()}
