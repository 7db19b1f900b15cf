"""How many statements a booking and a calendar feed send: more of them cost more than anything else that they do."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import Message, Notice, Role, User
from course.db import db, utc_now
from course.schedule.calendars import feed_actions
from course.schedule.calendars.feed_files import recent
from course.schedule.models import Lesson
from tests import make
from tests.conftest import both_databases
from tests.race import next_teaching_day

NOT_ASKING = re.compile(r"BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE")
# PostgreSQL locks what is held and the log as well.
MOST = {"sqlite": 28, "postgresql": 30}


@pytest.fixture
def world(app: Flask) -> dict[str, str]:
    """A school whose user books, one vice-principal with two users, and a calendar address; what the form says."""
    with app.app_context():
        school, person = make.school(), make.vice_principal()
        make.appointment(person, school)
        day = next_teaching_day(date.today() + timedelta(days=7))
        make.bells()
        make.term(start=day - timedelta(days=30), end=day + timedelta(days=60))
        school_class, theme = make.school_class(school, 3, 1), make.theme()
        readers = [make.user(Role.VICE_PRINCIPAL, person) for _ in range(2)]
        token = feed_actions.make_feed(readers[0], now=utc_now())
        db.session.commit()
        return {
            "user": str(make.user(Role.SCHOOL, school).id),
            "feed": f"/calendar/{token}.ics",
            "theme": theme.code,
            "classes": school_class.label,
            "choice": f"{day.isoformat()}/3/{person.code}",
        }


def asked(statements: list[str]) -> list[str]:
    """The statements that ask or change something."""
    return [statement for statement in statements if not NOT_ASKING.match(statement)]


@both_databases
def test_a_booking_sends_few_statements_however_much_is_known(
    world: dict[str, str], app: Flask, sign_in: Callable[[int], FlaskClient], statements: list[str]
) -> None:
    browser = sign_in(int(world.pop("user")))
    world.pop("feed")
    browser.get("/sign-in")  # The first page of a process looks at the schema.
    statements.clear()
    answer = browser.post("/lessons/new", data={**world, "place": "classroom", "idempotency_key": uuid.uuid4().hex})
    assert answer.status_code == 303
    # Two people are told, each by a notice and a message.
    sent, told = asked(statements), 4
    with app.app_context():
        assert db.session.query(Lesson).count() == 1
        assert db.session.query(Notice).count() + db.session.query(Message).count() == told
        most = MOST[db.engine.dialect.name]
    assert len(sent) - told <= most, "\n".join(sent)


@both_databases
def test_a_feed_asks_six_times_when_it_is_made_and_twice_when_it_is_not(
    world: dict[str, str], app: Flask, client: FlaskClient, statements: list[str]
) -> None:
    recent.files.clear()
    client.get(world["feed"])
    with app.app_context():
        # Another language is another file, and nobody needs to be told again that the calendar asks.
        db.session.query(User).update({"locale": "en"})
        db.session.commit()
    counts, mark = [], ""
    for known in (False, False, True):
        statements.clear()
        answer = client.get(world["feed"], headers={"If-None-Match": mark} if known else {})
        mark = answer.headers["ETag"]
        counts.append((answer.status_code, len(asked(statements))))
    assert counts == [(200, 6), (200, 2), (304, 2)]
