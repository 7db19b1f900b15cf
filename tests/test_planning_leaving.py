"""Somebody leaves: appointments end, the vacancy opens at once, lessons are handed over or called off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import AuditEntry, Notice, Role
from course.db import db
from course.planning.leaving.rules import Busy, Serves, ToKeep, takers
from course.roster.models import Absence, Appointment, VicePrincipal
from course.schedule.models import Lesson, LessonState, Slot
from tests import make
from tests.conftest import both_databases
from tests.race import next_teaching_day

SignIn = Callable[[int], FlaskClient]
TODAY = date.today()
PATH = "/vice-principals/V1/leaving"


def at(days: int, hour: int = 10) -> datetime:
    return datetime.combine(TODAY + timedelta(days=days), time(hour))


def span(number: int, school: int, hour: int) -> ToKeep:
    return ToKeep(number, school, at(5, hour), at(5, hour) + timedelta(minutes=40))


FROM, UNTIL = TODAY - timedelta(days=9), TODAY + timedelta(days=9)


@pytest.mark.parametrize(
    ("serving", "busy", "given"),
    [
        ([], [], {}),
        ([Serves(7, 1, FROM, UNTIL)], [], {1: 7, 2: 7}),
        ([Serves(7, 1, FROM, TODAY)], [], {}),
        ([Serves(7, 2, FROM, UNTIL)], [], {}),
        ([Serves(7, 1, FROM, UNTIL)], [Busy(7, at(5, 10), at(5, 11))], {2: 7}),
        ([Serves(7, 1, FROM, UNTIL)], [Busy(7, at(5, 9), at(5, 10))], {1: 7, 2: 7}),
        ([Serves(7, 1, FROM, UNTIL), Serves(8, 1, FROM, UNTIL)], [], {1: 7, 2: 8}),
    ],
)
def test_a_free_colleague_of_the_school_could_take_over(serving: list, busy: list, given: dict[int, int]) -> None:
    assert takers([span(2, 1, 14), span(1, 1, 10)], serving, busy) == given


def test_nobody_is_given_two_lessons_at_once() -> None:
    assert takers([span(1, 1, 10), span(2, 1, 10)], [Serves(7, 1, FROM, UNTIL)], []) == {1: 7}


@dataclass
class World:
    users: dict[str, int]
    lessons: dict[str, int]
    appointments: dict[str, int]


@pytest.fixture
def world(app: Flask) -> World:
    """V1 serves S1 alone and S2 with V2, and will serve S3; they have agreed lessons, a request, and a past one."""
    with app.app_context():
        county = make.region("R000")
        station, theme = make.station(county), make.theme("T01")
        person, other = (
            make.vice_principal(station, code=code, name=name) for code, name in (("V1", "王"), ("V2", "李"))
        )
        schools = [make.school(county, code=f"S{number}", name=f"第{number}小学") for number in (1, 2, 3)]
        long = {"start": TODAY - timedelta(days=99), "end": TODAY + timedelta(days=900)}
        appointments = {
            "alone": make.appointment(person, schools[0], **long).id,
            "shared": make.appointment(person, schools[1], **long).id,
            "coming": make.appointment(person, schools[2], start=TODAY + timedelta(days=50), end=long["end"]).id,
            "colleague": make.appointment(other, schools[1], **long).id,
        }
        given = {
            "alone": (schools[0], at(20), LessonState.SCHEDULED),
            "shared": (schools[1], at(21), LessonState.SCHEDULED),
            "asked": (schools[1], at(22), LessonState.REQUESTED),
            "before": (schools[0], at(5), LessonState.SCHEDULED),
            "taught": (schools[0], at(-5), LessonState.CONFIRMED),
        }
        lessons = {}
        for name, (school, start, state) in given.items():
            row = make.lesson(person, school, theme, start, start + timedelta(minutes=40), state=state)
            held = {"start": row.start, "end": row.end, "lesson_id": row.id, "region_path": row.region_path}
            make.save(Slot(resource=f"vice_principal:{person.id}", **held))
            lessons[name] = row.id
        users = {
            "bureau": make.user(Role.BUREAU, county).id,
            "foreign": make.user(Role.BUREAU, make.region("R001")).id,
            "station": make.user(Role.STATION, station).id,
            "other_station": make.user(Role.STATION, make.station(county)).id,
            "school": make.user(Role.SCHOOL, schools[1]).id,
            "person": make.user(Role.VICE_PRINCIPAL, person).id,
        }
        return World(users, lessons, appointments)


def form(**given: str) -> dict[str, str]:
    day = (TODAY + timedelta(days=10)).isoformat()
    return {"kind": "transfer", "day": day, "note": "调到市局", "lessons": "wait", **given}


def states(app: Flask, world: World) -> dict[str, str]:
    with app.app_context():
        rows = dict(db.session.execute(sa.select(Lesson.id, Lesson.state)).all())
        db.session.remove()
    return {name: rows[number].value for name, number in world.lessons.items()}


def test_the_page_says_what_will_happen_and_does_nothing(app: Flask, world: World, sign_in: SignIn) -> None:
    client = sign_in(world.users["bureau"])
    before = states(app, world)
    assert client.get(PATH).status_code == 200
    page = client.get(PATH, query_string=form()).text
    for words in ("第1小学", "第2小学", "第3小学", "李"):
        assert words in page
    assert page.count(f'/lessons/{world.lessons["before"]}"') == 0
    assert page.count(f'/lessons/{world.lessons["alone"]}"') == 1
    assert states(app, world) == before
    for wrong in ({"day": "2026-02-30"}, {"day": "1999-01-01"}, {"kind": "x"}, {"day": "2090-01-01"}):
        assert client.get(PATH, query_string=form(**wrong)).status_code == 422
        assert client.post(PATH, data=form(**wrong)).status_code == 422


@both_databases
def test_somebody_leaves_and_their_lessons_wait(app: Flask, world: World, sign_in: SignIn) -> None:
    answer = sign_in(world.users["station"]).post(PATH, data=form(), follow_redirects=True)
    assert answer.status_code == 200
    assert states(app, world) == {
        "alone": "scheduled", "shared": "scheduled", "asked": "declined", "before": "scheduled", "taught": "confirmed",
    }  # fmt: skip
    last = TODAY + timedelta(days=10)
    with app.app_context():
        rows = {row.id: row for row in db.session.scalars(sa.select(Appointment))}
        assert world.appointments["coming"] not in rows
        assert rows[world.appointments["alone"]].end == rows[world.appointments["shared"]].end == last
        assert "调到市局" in rows[world.appointments["alone"]].end_reason
        assert rows[world.appointments["colleague"]].end_reason == ""
        (away,) = db.session.scalars(sa.select(Absence))
        assert away.start.date() == last + timedelta(days=1)
        told = dict(db.session.execute(sa.select(Notice.kind, sa.func.count()).group_by(Notice.kind)).all())
        # The person reads of three appointments, the school of its own; the bureau once of the departure.
        assert told == {"appointment.ended": 4, "person.left": 1, "lesson.declined": 2}
        assert db.session.scalar(sa.select(sa.func.count()).where(AuditEntry.action == "person.left")) == 1
        db.session.remove()
    page = sign_in(world.users["bureau"]).get("/notices").text
    assert "王" in page and "第1小学" in page
    # A second time there are only the lessons that wait; once they are called off nothing is left.
    assert sign_in(world.users["bureau"]).post(PATH, data=form(lessons="call_off")).status_code == 303
    assert sign_in(world.users["bureau"]).post(PATH, data=form()).status_code == 422


@both_databases
def test_a_free_colleague_takes_the_lesson_over(app: Flask, world: World, sign_in: SignIn) -> None:
    with app.app_context():
        make.bells()
        make.term(name="now", start=TODAY - timedelta(days=60), end=TODAY + timedelta(days=90))
        day = TODAY + timedelta(days=45)  # After all the other lessons.
        for name in ("alone", "shared"):
            row, day = db.session.get(Lesson, world.lessons[name]), next_teaching_day(day + timedelta(days=1))
            row.start, row.end = datetime.combine(day, time(10, 25)), datetime.combine(day, time(11, 5))
            row.period = 3
            slots = sa.update(Slot).where(Slot.lesson_id == row.id)
            db.session.execute(slots.values(start=row.start, end=row.end))
        db.session.commit()
        db.session.remove()
    answer = sign_in(world.users["bureau"]).post(PATH, data=form(lessons="hand_over"), follow_redirects=True)
    assert answer.status_code == 200
    with app.app_context():
        people = dict(db.session.execute(sa.select(VicePrincipal.id, VicePrincipal.code)).all())
        givers = dict(db.session.execute(sa.select(Lesson.id, Lesson.vice_principal_id)).all())
        assert people[givers[world.lessons["shared"]]] == "V2"
        assert people[givers[world.lessons["alone"]]] == "V1"
        told = sa.select(Notice.user_id).where(Notice.kind == "lesson.moved")
        assert set(db.session.scalars(told)) == {world.users["school"], world.users["person"]}
        db.session.remove()
    # What nobody could take is found where lessons are kept.
    page = sign_in(world.users["bureau"]).get(PATH).text
    assert "/repairs/vice-principals/V1" in page
    assert "第1小学" in sign_in(world.users["bureau"]).get("/repairs/vice-principals/V1").text


@both_databases
def test_somebody_leaves_and_their_lessons_are_called_off(app: Flask, world: World, sign_in: SignIn) -> None:
    data = form(lessons="call_off", day=(TODAY - timedelta(days=1)).isoformat())
    assert sign_in(world.users["bureau"]).post(PATH, data=data).status_code == 303
    assert states(app, world) == {
        "alone": "cancelled", "shared": "cancelled", "asked": "declined", "before": "cancelled", "taught": "confirmed",
    }  # fmt: skip
    with app.app_context():
        held = set(db.session.scalars(sa.select(Slot.lesson_id)))
        assert held == {world.lessons["taught"]}
        told = sa.select(sa.func.count()).where(
            Notice.kind.in_(["lesson.declined", "lesson.cancelled"]), Notice.user_id == world.users["school"]
        )
        assert db.session.scalar(told) == 2
        db.session.remove()
    # The vacancy is open at once, and the page names what is left to do.
    client = sign_in(world.users["bureau"])
    assert "/plans/appointments/schools/S1" in client.get(PATH).text
    assert "第1小学" in client.get("/").text


def test_only_those_who_may_let_somebody_leave(world: World, sign_in: SignIn) -> None:
    for who in ("foreign", "other_station", "school", "person"):
        client = sign_in(world.users[who])
        assert client.get(PATH).status_code == 404
        assert client.post(PATH, data=form()).status_code == 404
