"""A school that goes to another county: its past stays where it was, in the figures and in the lists alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import Role
from course.access.scope import Scope
from course.coverage.models import RegionRule, SchoolMove
from course.coverage.past_days.page import region_on
from course.coverage.queries import Asked, Schools, question, region_total
from course.coverage.region_queries import place_with_code, school_rows
from course.coverage.rules import Year, total
from course.coverage.standing_queries import Wanted, school_page
from course.coverage.tallies.doctor import wrong_tallies
from course.coverage.tallies.rebuild_actions import rebuild
from course.db import db, utc_now
from course.i18n import local_now
from course.roster.models import Level, Region, School
from course.roster.rules import year_of
from course.schedule.models import LessonState
from tests import make, make_delivery
from tests.conftest import both_databases

SignIn = Callable[[int], FlaskClient]
EVERYBODY = Scope(Role.ADMIN)
PATHS = ("C00", "C00/R000", "C00/R001")


@dataclass(frozen=True)
class Users:
    """Ids of the bureaus of the county that the school left, and of the one to which it came."""

    before: int
    after: int


def year_numbered(back: int) -> Year:
    """This year, or one before it."""
    return Year.numbered(year_of(local_now().date(), "09-01") - back, "09-01")


@pytest.fixture
def users(app: Flask) -> Users:
    """S1 went today from R000, which asks for six hours, to R001; S0 stayed. Both were taught this year and last."""
    with app.app_context():
        city = make.region("C00", level=Level.CITY)
        old, new = make.region("R000", parent=city, name="甲县"), make.region("R001", parent=city, name="乙县")
        db.session.add(RegionRule(region_path=old.path, hours=Decimal(6), changed_at=make.LONG_AGO))
        person = make.vice_principal(make.station(old))
        for code in ("S0", "S1"):
            school = make.school(old, code=code, name=f"{code}小学")
            make.appointment(person, school, start=date(2020, 1, 1))
            classes = (make.school_class(school, 3, 1), make.school_class(school, 4, 1))
            for days in (3, 400):
                taught(person, school, classes[:1], days)
        moving = db.session.scalars(sa.select(School).where(School.code == "S1")).one()
        moving.region_id, moving.region_path = new.id, new.path
        db.session.commit()
        # Afterwards somebody confirms, corrects and adds: nothing of it may part the figures from the lists.
        make.school_class(moving, 5, 1)
        taught(person, moving, (make.school_class(moving, 6, 1),), 410)
        return Users(make.user(Role.BUREAU, old).id, make.user(Role.BUREAU, new).id)


def taught(person: Any, school: School, classes: tuple[Any, ...], days: int) -> None:
    """A confirmed lesson so many days ago."""
    day = local_now().date() - timedelta(days=days)
    start = datetime.combine(day, datetime.min.time()) + timedelta(hours=school.id % 9)
    row = make_delivery.lesson(person, school, start, classes, state=LessonState.CONFIRMED)
    make_delivery.confirmation(row, classes)


def asked_of(path: str, year: Year, as_of: date | None = None) -> Asked:
    day = as_of or year.day_that_counts(local_now().date())
    return question(Schools(EVERYBODY, path), year, day, Decimal(4), as_of)


def codes_and_sums_agree(asked: Asked) -> list[str]:
    """The codes of a list, which adds up to the figure of its region however it is read."""
    listed, rows = school_page(asked, Wanted(sort="code"), local_now()).rows, school_rows(asked, {})
    whole = region_total(asked)
    assert total(row.tally for row in rows) == whole
    if asked.as_of is None:
        assert total(row.tally for row in listed) == whole
        assert {row.code: row.hours for row in listed} == {row.code: row.hours for row in rows}
    return sorted(row.code for row in rows)


@both_databases
@pytest.mark.parametrize("again", [False, True])
def test_the_figure_of_a_county_is_that_of_its_list(app: Flask, users: Users, again: bool) -> None:
    with app.app_context():
        if again:
            rebuild(utc_now())
            db.session.commit()
        yesterday = local_now().date() - timedelta(days=1)
        this, last = year_numbered(0), year_numbered(1)
        found = {path: codes_and_sums_agree(asked_of(path, last)) for path in PATHS}
        assert found == {"C00": ["S0", "S1"], "C00/R000": ["S0", "S1"], "C00/R001": []}
        assert {path: codes_and_sums_agree(asked_of(path, this, yesterday)) for path in PATHS} == found
        now = {path: codes_and_sums_agree(asked_of(path, this)) for path in PATHS}
        assert now == {"C00": ["S0", "S1"], "C00/R000": ["S0"], "C00/R001": ["S1"]}
        assert list(wrong_tallies(utc_now())) == []
        db.session.remove()


@both_databases
def test_the_hours_owed_are_those_of_the_county_of_that_year(app: Flask, users: Users) -> None:
    with app.app_context():
        then = {row.code: row.hours for row in school_rows(asked_of("C00", year_numbered(1)), {})}
        now = {row.code: row.hours for row in school_rows(asked_of("C00", year_numbered(0)), {})}
        assert (then, now) == ({"S0": 6, "S1": 6}, {"S0": 6, "S1": 4})
        db.session.remove()


@both_databases
def test_the_list_says_where_the_school_lies_now(app: Flask, users: Users, sign_in: SignIn) -> None:
    with app.app_context():
        last, yesterday = year_numbered(1).number, local_now().date() - timedelta(days=1)
    client = sign_in(users.before)
    for address in (f"R000?view=schools&year={last}", f"R000/day?day={yesterday}", f"R000?view=map&year={last}"):
        text = client.get(f"/coverage/regions/{address}").text
        assert "S1小学" in text
        assert "/coverage/schools/S1" not in text, "the school is another bureau's now"
        assert "现属乙县" in text or "view=map" in address
    assert client.get("/coverage/schools/S1").status_code == 404
    assert "S1小学" not in client.get("/coverage/regions/R000?view=schools").text
    assert sign_in(users.after).get("/coverage/schools/S1").status_code == 200


def test_a_school_that_comes_back_was_away(app: Flask, users: Users) -> None:
    with app.app_context():
        row = db.session.scalars(sa.select(School).where(School.code == "S1")).one()
        old = db.session.scalars(sa.select(Region).where(Region.code == "R000")).one()
        db.session.execute(sa.update(SchoolMove).values(until=local_now().date() - timedelta(days=30)))
        row.region_id, row.region_path = old.id, old.path
        db.session.commit()
        rebuild(utc_now())
        db.session.commit()
        place = place_with_code("R001", EVERYBODY)
        days = {days: local_now().date() - timedelta(days=days) for days in (40, 10)}
        assert place is not None
        for ago, schools in ((40, 0), (10, 1)):
            page = region_on(place, asked_of("C00/R001", year_numbered(0), days[ago]), local_now().date())
            assert (page.then.schools, sum(one.then.schools for one in page.rows)) == (schools, schools)
        db.session.remove()


@both_databases
def test_the_page_of_a_merged_school_asks_for_nothing(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        region, today = make.region(), local_now().date()
        successor = make.school(region, name="并入小学")
        school = make.school(region, code="S9", closed_on=today, successor_id=successor.id)
        make.school_class(school, 3, 1)
        admin = make.user(Role.ADMIN).id
    client = sign_in(admin)
    year = year_of(today, "09-01")
    now, last = (said_on(client, f"/coverage/schools/S9?year={one}") for one in (year, year - 1))
    assert "该校自" in now and "并入小学" in now
    assert [word for word in ASKING if word in now] == []
    assert "该校自" not in last and "当时还差什么" in last and "请聘任" not in last and "去约课" not in last


ASKING = ("请聘任", "去约课", "下一步", "有风险", "空缺")


def said_on(client: FlaskClient, address: str) -> str:
    """What a page says itself, before the definitions."""
    text = client.get(address).text
    return text[text.index("<main") : text.index('class="definitions"')]
