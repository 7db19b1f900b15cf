"""The start page of a large region: counted once for the bureau, but what it is to answer is asked of each at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import Role
from course.coverage import kept_pages
from course.db import db, one_transaction
from course.i18n import local_now
from course.roster.models import Region, School, VicePrincipal
from course.schedule.models import LessonState
from tests import make

SignIn = Callable[[int], FlaskClient]
TITLE = "六天无人答复，请处理"


@pytest.fixture
def world(app: Flask, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A county that counts as large, with one school that somebody serves, two who look at it, and a stranger."""
    monkeypatch.setattr(kept_pages, "LARGE", 0)
    with app.app_context(), one_transaction():
        county, elsewhere = make.region("KP"), make.region("KQ")
        school, person = make.school(county), make.vice_principal(make.station(county))
        today = local_now().date()
        make.appointment(person, school, start=today - timedelta(days=9), end=today + timedelta(days=99))
        make.school_class(school, 5, 1)
        make.school_class(make.school(elsewhere), 5, 1)
        readers = {"one": county, "other": county, "stranger": elsewhere}
        users = {name: make.user(Role.BUREAU, of, email=f"{name}@kp.example.org").id for name, of in readers.items()}
        return SimpleNamespace(app=app, school=school.id, person=person.id, county=county.id, users=users)


def open_a_school(world: SimpleNamespace) -> None:
    """Another school appears in the county, and has nobody."""
    with world.app.app_context(), one_transaction():
        make.school(db.session.get_one(Region, world.county), code="KP-NEW")


def ask_the_bureau(world: SimpleNamespace) -> str:
    """A request that nobody answered goes up to the bureau; the address where it is accepted."""
    with world.app.app_context(), one_transaction():
        person, school = db.session.get_one(VicePrincipal, world.person), db.session.get_one(School, world.school)
        start = datetime.combine(local_now().date() + timedelta(days=20), datetime.min.time()) + timedelta(hours=9)
        asked = {"state": LessonState.REQUESTED, "bureau_asked_at": make.NOW}
        lesson = make.lesson(person, school, make.theme(), start, start + timedelta(minutes=40), **asked)
        return f"/lessons/{lesson.id}/accept"


def test_it_is_counted_once_for_the_bureau(world: SimpleNamespace, sign_in: SignIn) -> None:
    one, other, stranger = (sign_in(world.users[name]) for name in ("one", "other", "stranger"))
    one.get("/")
    open_a_school(world)
    assert "KP-NEW" not in other.get("/").text
    assert "KP-NEW" not in stranger.get("/").text
    other.post("/language/zh_Hans_CN", data={"next": "/"})
    assert "KP-NEW" in other.get("/").text


def test_what_went_up_to_the_bureau_is_asked_at_once(world: SimpleNamespace, sign_in: SignIn) -> None:
    one, stranger = sign_in(world.users["one"]), sign_in(world.users["stranger"])
    assert TITLE not in one.get("/").text
    address = ask_the_bureau(world)
    page = one.get("/").text
    assert TITLE in page
    assert f'action="{address}"' in page
    assert TITLE not in stranger.get("/").text


def test_what_is_kept_is_the_same_page_and_nobody_s_own(
    world: SimpleNamespace, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_the_bureau(world)
    client = sign_in(world.users["one"])
    kept = client.get("/").text
    (page,) = world.app.extensions["kept_pages"].pages.values()
    for own in ("csrf", "<form", "idempotency"):
        assert own not in page.content
    monkeypatch.setattr(kept_pages, "LARGE", 10**9)
    world.app.extensions["kept_pages"].sizes.clear()
    whole = client.get("/").text
    assert page.content.strip() in whole
    assert TITLE in kept
    assert TITLE in whole


def test_it_asks_few_statements(world: SimpleNamespace, sign_in: SignIn, statements: list[str]) -> None:
    ask_the_bureau(world)
    client = sign_in(world.users["one"])
    client.get("/")
    statements.clear()
    client.get("/")
    assert len([one for one in statements if one != "BEGIN"]) <= 6
