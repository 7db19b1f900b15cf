"""A wish in one form, and what is proposed instead of a lesson that was declined."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from course.db import db
from course.roster.models import School
from tests import make
from tests.test_schedule_views import DAY, booked, make_world, send, state

SignIn = Callable[[int], FlaskClient]
CHOICE = re.compile(r'name="choice" value="(([0-9-]{10})/(\d+)/([^"]+))"')


@pytest.fixture
def world(app: Flask) -> SimpleNamespace:
    return make_world(app)


def tapped(page: str) -> tuple[str, dict[str, str]]:
    """The first period that is offered, with the hidden fields of its form."""
    form = page.split('class="periods"')[1]
    return CHOICE.search(form)[1], dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))


def test_a_wish_is_answered_with_three_periods_on_different_days(
    world: SimpleNamespace, sign_in: SignIn, app: Flask
) -> None:
    school = sign_in(world.school)
    weekdays = {DAY.isoweekday(), (DAY + timedelta(days=1)).isoweekday()} & {1, 2, 3, 4, 5}
    asked = "".join(f"&weekday={day}" for day in weekdays)
    page = school.get(f"/lessons/wish?theme=T02&classes=3-1&before={DAY + timedelta(days=20)}{asked}").text
    found = CHOICE.findall(page)
    assert len(found) == len({day for _, day, _, _ in found}) == 3
    assert {date.fromisoformat(day).isoweekday() for _, day, _, _ in found} <= weekdays
    assert all(day < f"{DAY + timedelta(days=20)}" for _, day, _, _ in found)

    choice, hidden = tapped(page)
    answer = school.post("/lessons/new", data={**hidden, "choice": choice})
    assert answer.status_code == 303 and state(app, answer.location) == "requested"


def test_a_whole_grade_is_offered_the_hall(world: SimpleNamespace, sign_in: SignIn) -> None:
    page = sign_in(world.school).get("/lessons/wish?theme=T02&classes=3-1;3-2;3-3").text
    assert '<option value="3-1;3-2;3-3" selected>' in page
    assert 'name="place" value="hall"' in page and len(CHOICE.findall(page)) == 3


def test_where_nothing_is_free_the_page_says_what_to_do(world: SimpleNamespace, sign_in: SignIn) -> None:
    tomorrow = date.today() + timedelta(days=1)
    page = sign_in(world.school).get(f"/lessons/wish?theme=T02&classes=3-1&before={tomorrow}&weekday=9").text
    assert not CHOICE.findall(page) or min(day for _, day, _, _ in CHOICE.findall(page)) >= tomorrow.isoformat()


@pytest.mark.parametrize(
    "query",
    ["theme=T02&classes=9-9", "theme=X&classes=3-1", "before=x&weekday=x&theme=T02&classes=3-1", "before=0001-01-01"],
)
def test_nonsense_in_a_wish_is_no_error(world: SimpleNamespace, sign_in: SignIn, query: str) -> None:
    assert sign_in(world.school).get(f"/lessons/wish?{query}").status_code in {200, 422}


def test_the_bureau_names_a_school_of_its_own(world: SimpleNamespace, sign_in: SignIn) -> None:
    bureau = sign_in(world.bureau)
    assert f"/lessons/wish?school={world.code}" in bureau.get("/lessons/wish").text
    assert bureau.get(f"/lessons/wish?school={world.code}").status_code == 200
    assert sign_in(world.foreign).get(f"/lessons/wish?school={world.code}").status_code == 404
    assert sign_in(world.person).get("/lessons/wish").status_code == 404


def refused(client: FlaskClient, address: str) -> Any:
    return client.post(f"{address}/decline", data={"sequence": "0", "reason": "值班"})


def test_a_school_that_was_declined_books_another_period_with_one_tap(
    world: SimpleNamespace, sign_in: SignIn, app: Flask
) -> None:
    school = sign_in(world.school)
    address = booked(school, world)
    assert refused(sign_in(world.person), address).status_code == 303

    page = school.get(address).text
    found = CHOICE.findall(page)
    assert len(found) == 3
    assert (DAY.isoformat(), "3", world.person_code) not in {part[1:] for part in found}, "the one that was declined"
    assert not CHOICE.findall(sign_in(world.person).get(address).text), "who declines does not book"

    choice, hidden = tapped(page)
    answer = school.post("/lessons/new", data={**hidden, "choice": choice})
    assert answer.status_code == 303 and state(app, answer.location) == "requested"
    # The class now has the theme elsewhere, so nothing more is proposed.
    assert not CHOICE.findall(school.get(address).text)


def test_the_bureau_is_proposed_the_same_for_its_school(world: SimpleNamespace, sign_in: SignIn, app: Flask) -> None:
    school, bureau = sign_in(world.school), sign_in(world.bureau)
    address = booked(school, world)
    refused(sign_in(world.person), address)
    choice, hidden = tapped(bureau.get(address).text)
    assert hidden["school"] == world.code
    assert send(bureau, {**hidden, "choice": choice}).status_code == 303


def test_who_holds_the_term_closed_is_offered_nothing(world: SimpleNamespace, sign_in: SignIn, app: Flask) -> None:
    with app.app_context():
        school = db.session.query(School).filter_by(code=world.code).one()
        make.blackout(school, datetime(2020, 1, 1), datetime(2090, 1, 1))
    page = sign_in(world.school).get("/lessons/wish?theme=T02&classes=3-1").text
    assert not CHOICE.findall(page)
