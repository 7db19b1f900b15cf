"""Somebody changes the figures while a page, a command or an answer reads them: sum and parts are of one moment."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import Role, User
from course.db import db
from course.i18n import local_now
from course.schedule.models import LessonState
from tests import make, make_delivery, make_sharing
from tests.conftest import both_databases

SignIn = Callable[[int], FlaskClient]
BUREAU = "bureau@example.com"


@dataclass(frozen=True)
class Ids:
    """The user of the bureau, and the key of its programs."""

    bureau: int
    key: str


@pytest.fixture
def ids(app: Flask) -> Ids:
    """A city of two counties with a school each; a class of each school was reached."""
    with app.app_context():
        city = make.region("C00", level="city")
        for code in ("R000", "R001"):
            county = make.region(code, parent=city)
            school, person = make.school(county), make.vice_principal(make.station(county))
            classes = (make.school_class(school, 3, 1), make.school_class(school, 3, 2))
            start = local_now().replace(microsecond=0) - timedelta(hours=1)
            lesson = make_delivery.lesson(person, school, start, classes[:1], state=LessonState.CONFIRMED)
            make_delivery.confirmation(lesson, classes[:1])
        bureau: User = make.user(Role.BUREAU, city, email=BUREAU)
        return Ids(bureau.id, make_sharing.token(bureau))


@contextmanager
def changed_after(app: Flask, table: str) -> Iterator[list[str]]:
    """As soon as this table was read, others have one class more: in the tallies of schools and in those of regions."""
    done: list[str] = []
    with app.app_context():
        engine, aside = db.engine, sa.create_engine(db.engine.url)

    def change(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if table in statement and statement.startswith(("SELECT", "WITH")) and not done:
            done.append(statement)
            with aside.begin() as other:
                for one in ("school_tally", "region_step"):
                    other.exec_driver_sql(f"UPDATE {one} SET reached = reached + 1 WHERE reached > 0")

    sa.event.listen(engine, "after_cursor_execute", change)
    try:
        yield done
    finally:
        sa.event.remove(engine, "after_cursor_execute", change)
        aside.dispose()


@both_databases
def test_a_page_adds_up_while_somebody_confirms(app: Flask, ids: Ids, sign_in: SignIn) -> None:
    with changed_after(app, "region_step") as done:
        text = sign_in(ids.bureau).get("/coverage/regions/R000/day").text
    assert done
    classes = re.findall(r"(\d) / 2\b", re.sub(r"<[^>]*>", " ", text))
    assert set(classes) == {"1"} and len(classes) > 1, "the county has one school, and its row says the same"


@both_databases
def test_the_command_adds_up_while_somebody_confirms(app: Flask, ids: Ids) -> None:
    with changed_after(app, "school_tally") as done:
        words = ["coverage", "report", "--region", "C00", "--json"]
        told = json.loads(app.test_cli_runner().invoke(args=words).output)
    assert done
    assert told["figures"]["classes"]["confirmed"] == sum(row["classes"]["confirmed"] for row in told["children"]) == 2


@both_databases
def test_programs_are_told_what_adds_up(app: Flask, ids: Ids) -> None:
    with changed_after(app, "region_step") as done:
        client = app.test_client()
        key = {"Authorization": f"Bearer {ids.key}"}
        told = client.get("/api/v1/coverage/regions?region=C00", headers=key).get_json()
    assert done
    parts = sum(row["figures"]["classes"]["confirmed"] for row in told["data"])
    assert told["figures"]["classes"]["confirmed"] == parts == 2


def test_the_next_request_reads_anew(postgresql_app: Flask, request: pytest.FixtureRequest) -> None:
    """A connection that goes back has forgotten how the one before wanted to read."""
    with postgresql_app.app_context():
        from course.snapshots import one_snapshot

        level = sa.text("SHOW transaction_isolation")
        with one_snapshot():
            assert db.session.scalar(level) == "repeatable read"
        assert db.session.scalar(level) == "read committed"
        db.session.remove()
