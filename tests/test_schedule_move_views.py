"""The pages that change an agreed lesson: another time, a substitute, an exchange; and who is told."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import Notice, Role
from course.db import db
from course.roster.models import School, SchoolClass, Station, Theme, VicePrincipal
from course.schedule import actions
from course.schedule.models import Lesson, LessonState, Place, Slot
from course.schedule.situation_queries import Question
from tests import make
from tests.conftest import both_databases
from tests.race import next_teaching_day

SignIn = Callable[[int], FlaskClient]
DAY = next_teaching_day(date.today() + timedelta(days=9))
NEXT = next_teaching_day(DAY + timedelta(days=1))
LATER = next_teaching_day(NEXT + timedelta(days=1))


@pytest.fixture
def world(app: Flask) -> SimpleNamespace:
    """A school with two agreed lessons of one person, a colleague, a mate of the station, somebody far away."""
    with app.app_context():
        county, foreign = make.region(), make.region()
        school, station = make.school(county), make.station(county)
        people = [make.vice_principal(at) for at in (station, make.station(county), station, make.station(foreign))]
        for person in people[:2]:
            make.appointment(person, school, start=DAY - timedelta(days=90), end=DAY + timedelta(days=90))
        make.bells()
        make.term(name="now", start=DAY - timedelta(days=60), end=DAY + timedelta(days=60))
        theme, classes = make.theme("T02"), [make.school_class(school, 3, number) for number in (1, 2)]
        world = SimpleNamespace(
            theme=theme.id, at=school.id, classes=[row.id for row in classes], codes=[one.code for one in people],
            people=[one.id for one in people], school=make.user(Role.SCHOOL, school).id,
            person=make.user(Role.VICE_PRINCIPAL, people[0]).id, colleague=make.user(Role.VICE_PRINCIPAL, people[1]).id,
            mate=make.user(Role.VICE_PRINCIPAL, people[2]).id, station=make.user(Role.STATION, station).id,
            stranger=make.user(Role.VICE_PRINCIPAL, people[3]).id, foreign=make.user(Role.BUREAU, foreign).id,
        )  # fmt: skip
        world.lesson = booked(world, 0, DAY, 3)
        world.other = booked(world, 1, NEXT, 4)
        return world


def booked(world: SimpleNamespace, of: int, day: date, period: int, person: int = 0, **given: Any) -> int:
    school, theme = db.session.get(School, world.at), db.session.get(Theme, world.theme)
    question = Question(school, theme, (db.session.get(SchoolClass, world.classes[of]),), Place.CLASSROOM)
    wish = actions.Wish(question, world.people[person], day, period)
    lesson = actions.book(wish, user=None, now=make.NOW, state=given.get("state", LessonState.SCHEDULED))
    lesson.accepted_at = make.NOW
    db.session.commit()
    return lesson.id


def send(client: FlaskClient, lesson: int, verb: str, **fields: Any) -> Any:
    given = {"idempotency_key": uuid.uuid4().hex, "sequence": "0", **fields}
    return client.post(f"/lessons/{lesson}/{verb}", data=given)


def choice(day: date = LATER, period: int = 5) -> str:
    return f"{day.isoformat()}/{period}/X"


def told(app: Flask) -> dict[int, str]:
    with app.app_context():
        return {
            row.user_id: row.facts["part"]
            for row in db.session.scalars(sa.select(Notice).where(Notice.kind == "lesson.moved"))
        }


def row_of(app: Flask, lesson: int) -> SimpleNamespace:
    with app.app_context():
        row = db.session.get(Lesson, lesson)
        held = set(db.session.scalars(sa.select(Slot.start).where(Slot.lesson_id == lesson)))
        return SimpleNamespace(
            start=row.start, state=row.state.value, sequence=row.sequence, agreed=row.accepted_at is not None,
            person=row.vice_principal_id, held=held,
        )  # fmt: skip


def test_a_school_that_moves_an_agreed_lesson_asks_anew(app: Flask, world: SimpleNamespace, sign_in: SignIn) -> None:
    school = sign_in(world.school)
    page = school.get(f"/lessons/{world.lesson}/move").text
    tapped = re.search(rf'value="({LATER.isoformat()}/5/[^"]+)"', page)[1]
    assert f'value="{DAY.isoformat()}/3/' not in page, "the period in which it stands"
    assert f'value="{NEXT.isoformat()}/4/' not in page, "a period in which its person teaches"

    answer = send(school, world.lesson, "move", choice=tapped)

    assert answer.status_code == 303
    row = row_of(app, world.lesson)
    assert (row.state, row.agreed, row.sequence) == ("requested", False, 1)
    assert row.held == {row.start} and row.start.date() == LATER
    assert told(app) == {world.person: "moved"}
    assert "待答复" in school.get(answer.location).text
    notice = sign_in(world.person).get("/notices").text
    assert "答复" in notice


def test_who_gives_it_moves_it_and_it_stays_agreed(app: Flask, world: SimpleNamespace, sign_in: SignIn) -> None:
    assert send(sign_in(world.person), world.lesson, "move", choice=choice()).status_code == 303
    row = row_of(app, world.lesson)
    assert (row.state, row.agreed, row.start.date()) == ("scheduled", True, LATER)
    assert told(app) == {world.school: "moved"}


def test_of_two_who_move_one_lesson_the_second_is_told(app: Flask, world: SimpleNamespace, sign_in: SignIn) -> None:
    send(sign_in(world.person), world.lesson, "move", choice=choice())
    answer = send(sign_in(world.school), world.lesson, "move", choice=choice(period=6))
    assert answer.status_code == 409
    assert "期间变动" in answer.text or "变动" in answer.text
    assert row_of(app, world.lesson).start.date() == LATER and row_of(app, world.lesson).sequence == 1


def test_a_period_that_somebody_took_is_refused_and_others_are_offered(
    app: Flask, world: SimpleNamespace, sign_in: SignIn
) -> None:
    answer = send(sign_in(world.school), world.lesson, "move", choice=choice(NEXT, 4))
    assert answer.status_code == 409 and answer.text.count('name="choice"') > 3
    assert row_of(app, world.lesson).start.date() == DAY


def ask(app: Flask, world: SimpleNamespace) -> None:
    """The first lesson waits for the answer of its vice-principal."""
    with app.app_context():
        row = db.session.get(Lesson, world.lesson)
        row.state, row.accepted_at = LessonState.REQUESTED, None
        db.session.commit()


def test_a_request_is_moved_by_who_asks(app: Flask, world: SimpleNamespace, sign_in: SignIn) -> None:
    ask(app, world)
    assert send(sign_in(world.school), world.lesson, "move", choice=choice()).status_code == 303
    row = row_of(app, world.lesson)
    assert (row.state, row.agreed) == ("requested", False)
    assert "请答复" in sign_in(world.person).get("/notices").text


@both_databases
@pytest.mark.parametrize("who", ["person", "station"])
def test_who_is_asked_proposes_another_time_and_the_school_accepts(
    app: Flask, world: SimpleNamespace, sign_in: SignIn, who: str
) -> None:
    ask(app, world)
    asked, school = sign_in(getattr(world, who)), sign_in(world.school)
    assert f"/lessons/{world.lesson}/move" in asked.get("/").text
    assert send(asked, world.lesson, "move", choice=choice()).status_code == 303
    row = row_of(app, world.lesson)
    assert (row.state, row.agreed, row.start.date(), row.held) == ("requested", True, LATER, {row.start})

    assert "请答复" in school.get("/notices").text
    refused = send(asked, world.lesson, "accept", sequence="1")
    assert refused.status_code == 409 and "对方" in refused.text, "nobody accepts what they proposed"
    assert f"/lessons/{world.lesson}/accept" not in asked.get(f"/lessons/{world.lesson}").text
    assert f"/lessons/{world.lesson}/accept" in school.get("/").text
    assert send(school, world.lesson, "accept", sequence="1").status_code == 303
    assert row_of(app, world.lesson).state == "scheduled"


def test_a_school_does_not_accept_its_own_request(app: Flask, world: SimpleNamespace, sign_in: SignIn) -> None:
    ask(app, world)
    school = sign_in(world.school)
    assert f"/lessons/{world.lesson}/accept" not in school.get(f"/lessons/{world.lesson}").text
    assert send(school, world.lesson, "accept").status_code == 409
    assert row_of(app, world.lesson).state == "requested"


def test_a_proposal_is_answered_by_another_one(app: Flask, world: SimpleNamespace, sign_in: SignIn) -> None:
    ask(app, world)
    person, school = sign_in(world.person), sign_in(world.school)
    send(person, world.lesson, "move", choice=choice())
    assert send(school, world.lesson, "move", choice=choice(period=6), sequence="1").status_code == 303
    assert not row_of(app, world.lesson).agreed
    assert send(school, world.lesson, "accept", sequence="2").status_code == 409
    assert send(person, world.lesson, "accept", sequence="2").status_code == 303
    assert row_of(app, world.lesson).state == "scheduled"


def test_a_request_is_not_handed_over(app: Flask, world: SimpleNamespace, sign_in: SignIn) -> None:
    ask(app, world)
    person = sign_in(world.person)
    assert "/hand-over" not in person.get(f"/lessons/{world.lesson}").text
    answer = send(person, world.lesson, "hand-over", vice_principal=world.codes[1])
    assert answer.status_code == 409 and row_of(app, world.lesson).person == world.people[0]


def stations_of(app: Flask, codes: list[str]) -> list[str]:
    with app.app_context():
        chosen = sa.select(Station.name).join(VicePrincipal).where(VicePrincipal.code.in_(codes))
        return list(db.session.scalars(chosen))


@pytest.mark.parametrize("who", ["person", "station"])
@pytest.mark.parametrize("substitute", [1, 2])
def test_it_is_handed_over_to_a_colleague_or_a_mate_of_the_station(
    app: Flask, world: SimpleNamespace, sign_in: SignIn, who: str, substitute: int
) -> None:
    client = sign_in(getattr(world, who))
    page = client.get(f"/lessons/{world.lesson}/hand-over").text
    assert [f'value="{code}"' in page for code in world.codes] == [False, True, True, False]
    assert all(f"<small>{name}</small>" in page for name in stations_of(app, world.codes[1:3])), "where each comes from"

    answer = send(client, world.lesson, "hand-over", vice_principal=world.codes[substitute])

    assert answer.status_code == 303 and client.get(answer.location).status_code == 200
    row = row_of(app, world.lesson)
    assert (row.person, row.start.date(), row.state, row.agreed) == (world.people[substitute], DAY, "scheduled", False)
    given = world.colleague if substitute == 1 else world.mate
    expected = {given: "given", world.person: "taken", world.school: "moved"}
    assert told(app) == {user: part for user, part in expected.items() if user != getattr(world, who)}


def test_who_has_handed_a_lesson_over_is_told_so(app: Flask, world: SimpleNamespace, sign_in: SignIn) -> None:
    client = sign_in(world.person)
    send(client, world.lesson, "hand-over", vice_principal=world.codes[1])
    answer = send(client, world.lesson, "move", choice=choice())
    assert answer.status_code == 409 and "error-summary" in answer.text
    assert row_of(app, world.lesson).start.date() == DAY


def test_who_cannot_come_is_named_with_the_reason_and_refused(
    app: Flask, world: SimpleNamespace, sign_in: SignIn
) -> None:
    with app.app_context():
        colleague = db.session.get(VicePrincipal, world.people[1])
        make.absence(colleague, datetime(DAY.year, DAY.month, DAY.day), datetime(DAY.year, DAY.month, DAY.day, 23))
    client = sign_in(world.person)
    page = client.get(f"/lessons/{world.lesson}/hand-over").text
    assert f'value="{world.codes[1]}"' not in page and "休假" in page
    assert send(client, world.lesson, "hand-over", vice_principal=world.codes[1]).status_code == 409
    for nobody in (world.codes[3], "", "x" * 500):
        assert send(client, world.lesson, "hand-over", vice_principal=nobody).status_code == 422
    assert row_of(app, world.lesson).person == world.people[0]


def test_two_lessons_change_places(app: Flask, world: SimpleNamespace, sign_in: SignIn) -> None:
    client = sign_in(world.person)
    assert f'value="{world.other}.0"' in client.get(f"/lessons/{world.lesson}/exchange").text

    assert send(client, world.lesson, "exchange", other=f"{world.other}.0").status_code == 303

    one, other = row_of(app, world.lesson), row_of(app, world.other)
    assert (one.start.date(), other.start.date()) == (NEXT, DAY)
    assert (one.state, other.state, one.agreed) == ("scheduled", "scheduled", True)
    assert told(app) == {world.school: "moved"}
    # The form of somebody else who had both open.
    again = send(sign_in(world.school), world.lesson, "exchange", other=f"{world.other}.0")
    assert again.status_code == 409 and row_of(app, world.lesson).start.date() == NEXT


def test_lessons_of_two_people_change_places_with_their_people(
    app: Flask, world: SimpleNamespace, sign_in: SignIn
) -> None:
    with app.app_context():
        make.school_class(db.session.get(School, world.at), 4, 1)
        third = db.session.scalars(sa.select(SchoolClass.id).where(SchoolClass.grade == 4)).one()
        world.classes.append(third)
        other = booked(world, 2, NEXT, 2, person=1)
    assert send(sign_in(world.school), world.lesson, "exchange", other=f"{other}.0").status_code == 303
    one, two = row_of(app, world.lesson), row_of(app, other)
    assert (one.person, two.person) == (world.people[1], world.people[0])
    assert (one.state, two.state) == ("requested", "requested")


def test_lessons_of_others_are_not_there(world: SimpleNamespace, sign_in: SignIn) -> None:
    for who in ("stranger", "foreign", "colleague"):
        client = sign_in(getattr(world, who))
        for verb in ("move", "hand-over", "exchange"):
            assert client.get(f"/lessons/{world.lesson}/{verb}").status_code == 404
        assert send(client, world.lesson, "move", choice=choice()).status_code == 404
        assert send(client, world.lesson, "hand-over", vice_principal=world.codes[1]).status_code == 404
        assert send(client, world.lesson, "exchange", other=f"{world.other}.0").status_code == 404


@pytest.mark.parametrize("other", ["", "x", "1", "9999999999.0", "1.99999999999", "1.0.0", "-1.0"])
def test_nonsense_in_place_of_another_lesson_is_refused(world: SimpleNamespace, sign_in: SignIn, other: str) -> None:
    assert send(sign_in(world.person), world.lesson, "exchange", other=other).status_code in {404, 422}


def test_the_lesson_itself_is_no_other_lesson(world: SimpleNamespace, sign_in: SignIn) -> None:
    answer = send(sign_in(world.person), world.lesson, "exchange", other=f"{world.lesson}.0")
    assert answer.status_code == 404
