"""Waiting for a taken time: fair turns, booked or offered when it comes free, taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import Notice
from course.coverage.models import RegionRule
from course.db import db
from course.errors import Problem
from course.jobs import KINDS, Job
from course.roster.models import School, SchoolClass, VicePrincipal
from course.schedule.models import Lesson, LessonState, Slot, WaitingPlace, WaitingState
from course.schedule.waiting import actions as waiting_actions
from course.schedule.waiting.queries import minutes_owed
from course.schedule.waiting.rules import Standing, in_turn, may_wait
from tests import make, make_delivery
from tests.conftest import both_databases
from tests.test_schedule_views import DAY, booked, count, form, make_world, send

SignIn = Callable[[int], FlaskClient]
EARLY = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def world(app: Flask) -> SimpleNamespace:
    return make_world(app)


def standing(number: int, **given: Any) -> Standing:
    return Standing(number, EARLY + timedelta(hours=number), **{"minutes_owed": 160, "classes": 10, **given})


@pytest.mark.parametrize(
    ("standings", "turns"),
    [
        ([standing(1), standing(2)], [1, 2]),
        ([standing(1, minutes=80), standing(2)], [2, 1]),
        ([standing(1, reached=5), standing(2, reached=4)], [2, 1]),
        ([standing(1, minutes=400), standing(2, minutes=160)], [1, 2]),
        # Of a small school half is as much as of a large one.
        ([standing(1, reached=50, classes=100), standing(2, reached=1, classes=2)], [1, 2]),
        ([standing(1, classes=0), standing(2)], [2, 1]),
        ([], []),
    ],
)
def test_who_is_furthest_from_coverage_comes_first_then_who_asked_first(
    standings: list[Standing], turns: list[int]
) -> None:
    assert in_turn(standings) == turns


def test_only_what_somebody_holds_is_waited_for() -> None:
    held, room, exam = (Problem(rule, "x") for rule in ("vice_principal_is_free", "week_has_room", "period_is_open"))
    assert may_wait([held, room]) == []
    assert may_wait([held, exam]) == [exam]
    assert [problem.rule for problem in may_wait([])] == ["time_is_taken"]


def wait(client: FlaskClient, world: SimpleNamespace, how: str = "book", **given: Any) -> Any:
    return client.post("/lessons/waiting", data={**form(world), "how": how, **given})


def places(app: Flask) -> list[str]:
    with app.app_context():
        return [row.state.value for row in db.session.scalars(sa.select(WaitingPlace).order_by(WaitingPlace.id))]


def decline(client: FlaskClient, address: str) -> Any:
    return client.post(f"{address}/decline", data={"sequence": "0", "reason": "值班"})


def kinds(app: Flask, user: int) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(sa.select(Notice.kind).where(Notice.user_id == user)))


def lessons(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        rows = db.session.execute(sa.select(School.code, Lesson.state).join(School).order_by(Lesson.id))
        return [(code, state.value) for code, state in rows]


@both_databases
def test_a_taken_time_is_booked_by_itself_when_it_comes_free(
    app: Flask, world: SimpleNamespace, sign_in: SignIn
) -> None:
    school, other = sign_in(world.school), sign_in(world.other)
    address = booked(school, world)
    page = other.get(f"/lessons/new?theme=T02&classes=5-5&from={DAY.isoformat()}").text
    assert f'value="{DAY.isoformat()}/3/{world.person_code}"' in page.split('action="/lessons/waiting"')[1]

    assert wait(other, world, classes="5-5").status_code == 303
    assert "3-1" not in other.get("/lessons/waiting").text
    assert decline(sign_in(world.person), address).status_code == 303

    assert lessons(app) == [(world.code, "declined"), (world.other_code, "requested")]
    assert places(app) == ["booked"] and kinds(app, world.other) == ["waiting.booked"]
    assert "/lessons/2" in other.get("/notices").text or other.get("/lessons/2").status_code == 200


@both_databases
def test_the_time_goes_to_the_school_that_has_had_least(app: Flask, world: SimpleNamespace, sign_in: SignIn) -> None:
    school, other = sign_in(world.school), sign_in(world.other)
    address = booked(school, world)
    # The school itself asks first, and has had something this year.
    with app.app_context():
        row = db.session.scalars(sa.select(School).where(School.code == world.code)).one()
        person = db.session.scalars(sa.select(VicePrincipal).where(VicePrincipal.code == world.person_code)).one()
        taught = make.lesson(person, row, make.theme("T09"), DAY_BEFORE, DAY_BEFORE + MINUTES)
        taught.state = LessonState.CONFIRMED
        make_delivery.confirmation(taught, list(db.session.scalars(sa.select(SchoolClass).limit(1))))
    assert wait(school, world, classes="3-2").status_code == 303
    assert wait(other, world, classes="5-5").status_code == 303
    school.post(f"{address}/cancel", data={"sequence": "0", "reason": "考试"})
    assert lessons(app)[-1] == (world.other_code, "requested")
    assert places(app) == ["waiting", "booked"]


MINUTES = timedelta(minutes=40)
DAY_BEFORE = datetime(DAY.year, DAY.month, DAY.day, 8, 30) - timedelta(days=14)


@both_databases
def test_a_school_is_as_far_from_its_hours_as_its_region_asks_for(app: Flask, data: None) -> None:
    """Four hours by the terms, six by the region, and a part of a minute is one more, as in the figures."""
    usual, strict, exact = (make.school(make.region()) for _ in range(3))
    for school, hours in ((strict, "6"), (exact, "4.33")):
        rule = RegionRule(region_path=school.region_path, hours=Decimal(hours), changed_at=make.LONG_AGO)
        make.save(rule)
    owed = minutes_owed({usual.id, strict.id, exact.id}, date(2026, 9, 1), date(2027, 8, 31))
    assert owed == {usual.id: 160, strict.id: 240, exact.id: 174}


@both_databases
def test_who_wants_to_be_asked_is_offered_the_time_for_a_day(
    app: Flask, world: SimpleNamespace, sign_in: SignIn
) -> None:
    school, other = sign_in(world.school), sign_in(world.other)
    address = booked(school, world)
    assert wait(other, world, "ask", classes="5-5").status_code == 303
    decline(sign_in(world.person), address)

    assert places(app) == ["offered"] and kinds(app, world.other) == ["waiting.offered"]
    # It is kept: the school that was declined cannot have it back.
    assert send(school, form(world, classes="3-2")).status_code == 409
    assert (
        f"{DAY.isoformat()}/3/{world.person_code}"
        not in school.get(
            f"/lessons/new?theme=T02&classes=3-2&from={DAY.isoformat()}&person={world.person_code}"
        ).text.split('action="/lessons/waiting"')[0]
    )
    take = re.search(r'action="(/lessons/waiting/\d+/take)"', other.get("/lessons/waiting").text)[1]
    assert school.post(take).status_code == 404
    assert other.post(take).status_code == 303
    assert lessons(app)[-1] == (world.other_code, "requested") and places(app) == ["booked"]
    assert other.post(take).status_code == 409


@both_databases
def test_an_offer_that_nobody_takes_goes_to_the_next(app: Flask, world: SimpleNamespace, sign_in: SignIn) -> None:
    school, other = sign_in(world.school), sign_in(world.other)
    address = booked(school, world)
    wait(other, world, "ask", classes="5-5")
    wait(school, world, "book", classes="3-2")
    decline(sign_in(world.person), address)
    assert places(app) == ["offered", "waiting"]

    with app.app_context():
        (job,) = db.session.scalars(sa.select(Job).where(Job.kind == waiting_actions.WATCH))
        until = job.leased_until
        assert timedelta(hours=23) < until - datetime.now(UTC) <= timedelta(hours=24)
        KINDS[job.kind].apply(None, {}, until + timedelta(seconds=1))
        db.session.commit()
    assert places(app) == ["withdrawn", "booked"]
    assert lessons(app)[-1] == (world.code, "requested")


def test_a_place_is_taken_back_and_an_offer_passed_on(app: Flask, world: SimpleNamespace, sign_in: SignIn) -> None:
    school, other = sign_in(world.school), sign_in(world.other)
    address = booked(school, world)
    wait(other, world, "ask", classes="5-5")
    wait(school, world, "ask", classes="3-2")
    decline(sign_in(world.person), address)
    assert other.post("/lessons/waiting/1/withdraw").status_code == 303
    assert places(app) == ["withdrawn", "offered"]
    assert other.post("/lessons/waiting/1/withdraw").status_code == 409
    assert other.post("/lessons/waiting/2/withdraw").status_code == 404
    assert school.post("/lessons/waiting/2/withdraw").status_code == 303


def test_a_lesson_that_moves_away_leaves_its_time_to_who_waits(
    app: Flask, world: SimpleNamespace, sign_in: SignIn
) -> None:
    school = sign_in(world.school)
    address = booked(school, world)
    wait(sign_in(world.other), world, classes="5-5")
    choice = re.search(r'name="choice" value="([^"]+)"', school.get(f"{address}/move").text)[1]
    assert school.post(f"{address}/move", data={"sequence": "0", "choice": choice}).status_code == 303
    assert places(app) == ["booked"] and count(app, Lesson) == 2 and count(app, Slot) == 4


def test_what_is_free_or_closed_is_not_waited_for(app: Flask, world: SimpleNamespace, sign_in: SignIn) -> None:
    other = sign_in(world.other)
    assert wait(other, world, classes="5-5").status_code in {409, 422}
    address = booked(sign_in(world.school), world)
    assert wait(other, world, classes="5-5").status_code == 303
    assert wait(other, world, classes="5-5").status_code in {409, 422}, "twice"
    assert wait(other, world, classes="9-9").status_code == 422
    assert wait(other, world, classes="5-5", choice="x").status_code == 422
    assert sign_in(world.foreign).post("/lessons/waiting/1/withdraw").status_code == 404
    assert places(app) == ["waiting"] and address


def test_where_something_else_stands_against_it_they_go_on_waiting(
    app: Flask, world: SimpleNamespace, sign_in: SignIn
) -> None:
    school, other = sign_in(world.school), sign_in(world.other)
    address = booked(school, world)
    wait(other, world, classes="5-5")
    with app.app_context():
        row = db.session.scalars(sa.select(School).where(School.code == world.other_code)).one()
        make.blackout(row, datetime(DAY.year, DAY.month, DAY.day), datetime(DAY.year, DAY.month, DAY.day, 23))
    decline(sign_in(world.person), address)
    assert places(app) == ["waiting"] and count(app, Lesson) == 1


def test_the_daily_look_gives_away_what_came_free_unseen(app: Flask, world: SimpleNamespace, sign_in: SignIn) -> None:
    booked(sign_in(world.school), world)
    wait(sign_in(world.other), world, classes="5-5")
    with app.app_context():
        db.session.execute(sa.delete(Slot))
        db.session.execute(sa.update(Lesson).values(state=LessonState.CANCELLED))
        db.session.commit()
        KINDS[waiting_actions.WATCH].apply(None, {}, datetime.now(UTC))
        db.session.commit()
        assert db.session.scalar(sa.select(WaitingPlace.state)) is WaitingState.BOOKED
