"""A series: one theme for every class of a grade, looked at first, booked all or none, called off in one go."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.db import db
from course.roster.models import SchoolStage, VicePrincipal
from course.schedule.booking.series_rules import arranged, in_hall, nearest_to
from course.schedule.calendars.teaching_days import TeachingDays
from course.schedule.models import Lesson, LessonState, Place, Slot
from course.schedule.proposal import Group, Host, Period, Person, Situation, TermRules, Topic
from tests.conftest import both_databases
from tests.test_schedule_views import DAY, booked, count, make_world, send

SignIn = Callable[[int], FlaskClient]
LINE = re.compile(r'name="lesson" value="(([^"@]+)@([0-9-]{10})/(\d+)/([^"]+))"')
MONDAY = date(2026, 11, 23)
LONG_AGO, LATE = date(2020, 1, 1), date(2030, 1, 1)


@pytest.fixture
def world(app: Flask) -> SimpleNamespace:
    return make_world(app)


def known(**given: Any) -> Situation:
    periods = (Period(1, time(9), time(9, 40)), Period(2, time(10), time(10, 40)))
    host = Host(1, "S", "实验小学", SchoolStage.PRIMARY, periods=periods, hall_seats=100, preferred_periods=(2,))
    people = given.get("people", (Person(1, "A", "甲", 1, 1, duty=((LONG_AGO, LATE),)),))
    term = TermRules("now", LONG_AGO, LATE)
    topic = Topic(1, "T", "禁毒", ("primary",))
    return Situation(
        datetime(2026, 11, 20), host, topic, (), given.get("place", Place.CLASSROOM), (term,), TeachingDays(), people
    )


def group(number: int, pupils: int = 40) -> Group:
    return Group(number, 1, f"3-{number}", 3, pupils)


@pytest.mark.parametrize(
    ("pupils", "sittings"),
    [([40, 40, 40], [2, 1]), ([40], [1]), ([], []), ([101], [1]), ([101, 20], [1, 1]), ([50, 50, 1], [2, 1])],
)
def test_the_hall_takes_as_many_classes_as_it_seats(pupils: list[int], sittings: list[int]) -> None:
    groups = [group(number, size) for number, size in enumerate(pupils, start=1)]
    assert [len(sitting) for sitting in in_hall(groups, 100)] == sittings


@pytest.mark.parametrize(
    ("classes", "weeks", "expected"),
    [
        (2, 2, [0, 1]),
        (2, 4, [0, 2]),
        (3, 10, [0, 3, 6]),
        (1, 10, [0]),
        # One a week is all that the person gives: where the wished week is full, a week around it.
        (3, 3, [0, 1, 2]),
        (4, 3, [0, 1, 2, None]),
        (10, 10, list(range(10))),
    ],
)
def test_a_series_is_spread_over_the_weeks_asked_for(classes: int, weeks: int, expected: list[int | None]) -> None:
    last = MONDAY + timedelta(days=7 * weeks - 1)
    found = arranged(known(), [(group(number),) for number in range(1, classes + 1)], MONDAY, last)
    got = [(one.free.day - MONDAY).days // 7 if one.free else None for one in found]
    assert sorted(got, key=str) == sorted(expected, key=str)
    assert all(one.free.period.number == 2 for one in found if one.free), "the period that the school prefers"


def test_where_a_week_is_full_the_nearest_one_is_taken() -> None:
    weeks = [(MONDAY + timedelta(days=7 * number), MONDAY) for number in range(4)]
    assert nearest_to(1, weeks) == [weeks[1], weeks[2], weeks[0], weeks[3]]


def test_where_the_weeks_are_full_the_class_is_named() -> None:
    found = arranged(known(), [(group(1),), (group(2),)], MONDAY, MONDAY + timedelta(days=4))
    assert [one.free is None for one in found] == [False, True]
    assert (found[1].labels, found[1].problems) == ("3-2", ())


def test_a_class_that_may_not_have_it_says_why() -> None:
    (found,) = arranged(known(place=Place.HALL), [(group(1, 500),)], MONDAY, MONDAY)
    assert [problem.rule for problem in found.problems] == ["hall_seats_everyone"]


def lines(page: str) -> list[str]:
    return [found[0] for found in LINE.findall(page)]


def preview(client: FlaskClient, **given: str) -> str:
    return client.get("/lessons/series", query_string={"theme": "T02", "grade": "3", **given}).text


def post(client: FlaskClient, chosen: list[str], **given: str) -> Any:
    fields = {"theme": "T02", "grade": "3", "place": "classroom", **given}
    return client.post("/lessons/series", data={**fields, "lesson": chosen})


def series_of(app: Flask) -> list[SimpleNamespace]:
    with app.app_context():
        rows = db.session.scalars(sa.select(Lesson).order_by(Lesson.id))
        return [SimpleNamespace(id=row.id, series=row.series, state=row.state.value, place=row.place) for row in rows]


@both_databases
def test_a_grade_is_booked_in_one_go(world: SimpleNamespace, sign_in: SignIn, app: Flask) -> None:
    school = sign_in(world.school)
    chosen = lines(preview(school))
    assert [line.split("@")[0] for line in chosen] == ["3-1", "3-2", "3-3"]

    answer = post(school, chosen)

    assert answer.status_code == 303 and answer.location.startswith("/lessons/")
    found = series_of(app)
    assert len(found) == 3 and len({row.series for row in found}) == 1 and found[0].series
    assert {row.state for row in found} == {"requested"}
    assert not lines(preview(school)), "every class has it now"


def test_a_class_that_has_the_theme_is_left_out(world: SimpleNamespace, sign_in: SignIn) -> None:
    school = sign_in(world.school)
    booked(school, world)
    assert [line.split("@")[0] for line in lines(preview(school))] == ["3-2", "3-3"]


def test_a_grade_in_the_hall_is_one_lesson(world: SimpleNamespace, sign_in: SignIn, app: Flask) -> None:
    school = sign_in(world.school)
    (line,) = lines(preview(school, place="hall"))
    assert line.startswith("3-1;3-2;3-3@")
    assert post(school, [line], place="hall").status_code == 303
    assert [row.place for row in series_of(app)] == [Place.HALL]


@both_databases
def test_where_one_cannot_be_none_is_booked(world: SimpleNamespace, sign_in: SignIn, app: Flask) -> None:
    school = sign_in(world.school)
    chosen = lines(preview(school, **{"from": DAY.isoformat()}))
    day, period, code = chosen[-1].split("@")[1].split("/")
    with app.app_context():
        person = db.session.scalar(sa.select(VicePrincipal.code).where(VicePrincipal.code == code))
    # Somebody takes the period of the last one meanwhile, with another theme.
    taken = {"theme": "T03", "classes": "3-3", "place": "classroom", "choice": f"{day}/{period}/{person}"}
    assert send(school, taken).status_code == 303

    answer = post(school, chosen, **{"from": DAY.isoformat()})

    assert answer.status_code == 409 and "3-3" in answer.text
    assert count(app, Lesson) == 1 and count(app, Slot) == 2
    # The page offers another preview, and that one works.
    assert post(school, lines(answer.text)).status_code == 303


@pytest.mark.parametrize(
    "chosen",
    [[], ["x"], ["3-1@x"], ["9-9@2026-11-26/3/X"], ["3-1;3-1@2026-11-26/3/X"], ["3-1@2026-11-26/3/X"] * 41, ["@"]],
)
def test_nonsense_in_a_series_is_refused(
    world: SimpleNamespace, sign_in: SignIn, app: Flask, chosen: list[str]
) -> None:
    assert post(sign_in(world.school), chosen).status_code == 422
    assert count(app, Lesson) == 0


def test_one_period_for_two_classes_is_refused(world: SimpleNamespace, sign_in: SignIn, app: Flask) -> None:
    line = f"@{DAY.isoformat()}/3/{world.person_code}"
    assert post(sign_in(world.school), [f"3-1{line}", f"3-2{line}"]).status_code == 409
    assert count(app, Lesson) == 0


def test_a_series_is_for_schools_of_the_scope(world: SimpleNamespace, sign_in: SignIn) -> None:
    given = {"school": world.code}
    assert sign_in(world.bureau).get("/lessons/series", query_string=given).status_code == 200
    assert sign_in(world.foreign).get("/lessons/series", query_string=given).status_code == 404
    assert post(sign_in(world.foreign), ["3-1@2026-11-26/3/X"], school=world.code).status_code == 404


@both_databases
def test_the_rest_of_a_series_is_called_off_in_one_go(world: SimpleNamespace, sign_in: SignIn, app: Flask) -> None:
    school = sign_in(world.school)
    address = post(school, lines(preview(school))).location
    with app.app_context():
        first = db.session.scalars(sa.select(Lesson).order_by(Lesson.id)).first()
        first.state = LessonState.CONFIRMED
        db.session.commit()
    page = school.get(address).text
    mark = re.search(r'name="mark" value="(\w+)"', page)[1]

    outdated = school.post(f"{address}/series/cancel", data={"mark": "x", "reason": "考试"})
    assert outdated.status_code == 409 and count(app, Slot) == 6
    assert school.post(f"{address}/series/cancel", data={"mark": mark, "reason": ""}).status_code == 422
    assert sign_in(world.other).post(f"{address}/series/cancel", data={"mark": mark, "reason": "x"}).status_code == 404

    assert school.post(f"{address}/series/cancel", data={"mark": mark, "reason": "考试"}).status_code == 303
    assert [row.state for row in series_of(app)] == ["confirmed", "cancelled", "cancelled"]
    assert count(app, Slot) == 2
    assert school.post(f"{address}/series/cancel", data={"mark": mark, "reason": "考试"}).status_code == 409


def test_the_weeks_are_chosen_and_kept(world: SimpleNamespace, sign_in: SignIn) -> None:
    school = sign_in(world.school)
    near = {line.split("@")[1][:10] for line in lines(preview(school, weeks="2"))}
    page = preview(school, weeks="8")
    far = {line.split("@")[1][:10] for line in lines(page)}
    assert max(near) < max(far) and 'name="weeks" value="8"' in page
    for nonsense in ("0", "99", "x", "٣"):
        assert 'name="weeks" value="10"' in preview(school, weeks=nonsense)


@both_databases
def test_an_unusual_theme_is_ticked_once_for_a_series(world: SimpleNamespace, sign_in: SignIn, app: Flask) -> None:
    with app.app_context():
        for person in db.session.scalars(sa.select(VicePrincipal)):
            person.theme_codes = ("T03",)
        db.session.commit()
    school = sign_in(world.school)
    page = preview(school)
    assert 'value="vice_principal_teaches_the_theme"' in page
    refused = post(school, lines(page))
    assert refused.status_code == 409 and world.person_name in refused.text and count(app, Lesson) == 0
    assert post(school, lines(page), accept="vice_principal_teaches_the_theme").status_code == 303
    assert count(app, Lesson) == 3
