"""The page and the record of a school in a year that has passed: its classes, its hours and its people of then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import Role
from course.access.scope import Scope
from course.coverage.models import RegionRule
from course.coverage.rules import Year
from course.coverage.school_queries import class_rows
from course.db import db
from course.duties.record_page import school_record
from course.i18n import local_now
from course.planning.school_changes.actions import move_classes
from course.planning.school_changes.queries import classes_of, moves_to
from course.roster.models import School
from course.roster.rules import year_of
from course.schedule.models import LessonState
from tests import make, make_delivery
from tests.conftest import both_databases

SignIn = Callable[[int], FlaskClient]
EVERYBODY = Scope(Role.ADMIN)


def last_year() -> Year:
    """The year that has just passed."""
    return Year.numbered(year_of(local_now().date(), "09-01") - 1, "09-01")


def schools_that_gave_a_class() -> tuple[School, School, Any]:
    """S1 gave class 3-1 to S2 within last year; it had missed a lesson at S1. Class 3-2 stayed, and was reached."""
    region, year = make.region(), last_year()
    one, other = make.school(region, code="S1"), make.school(region, code="S2")
    gone, stayed = make.school_class(one, 3, 1), make.school_class(one, 3, 2)
    person = make.vice_principal(make.station(region))
    make.appointment(person, one, start=date(2020, 1, 1)), make.appointment(person, other, start=date(2020, 1, 1))
    start = datetime.combine(year.first, datetime.min.time()) + timedelta(days=9, hours=9)
    make_delivery.lesson(person, one, start, (gone,), state=LessonState.MISSED)
    lesson = make_delivery.lesson(person, one, start + timedelta(days=1), (stayed,), state=LessonState.CONFIRMED)
    make_delivery.confirmation(lesson, (stayed,))
    moves = [row for row in moves_to(classes_of(one.id), other) if row.row.id == gone.id]
    move_classes(moves, other, year.first + timedelta(days=99))
    db.session.commit()
    return one, other, stayed


@both_databases
def test_a_class_that_went_is_told_of_and_not_missed(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        one, other, _stayed = schools_that_gave_a_class()
        year = last_year()
        assert {row.label: row.belongs for row in class_rows(one.id, year, year.last)} == {"3-1": False, "3-2": True}
        number, gone = year.number, [row.label for row in class_rows(other.id, year, year.last)]
        admin = make.user(Role.ADMIN).id
    client = sign_in(admin)
    assert "3-1" not in steps_of(client, f"/coverage/schools/S1?year={number}")
    assert gone[0] in steps_of(client, f"/coverage/schools/S2?year={number}")
    assert "/lessons/new?school=S1&amp;classes=3-1" not in client.get("/coverage/schools/S1").text


def steps_of(client: FlaskClient, address: str) -> str:
    """What a page of a school says is still to do."""
    return client.get(address).text.split("to-do", 1)[1].split("</ul>", 1)[0]


@both_databases
def test_what_a_class_had_elsewhere_is_known_where_it_was_at_the_end_of_the_year(app: Flask, data: None) -> None:
    """3-2 was reached at S1, belonged to S2 at the end of last year, and went on to S3 since."""
    _one, other, stayed = schools_that_gave_a_class()
    year, third = last_year(), make.school(code="S3")
    for school, day in ((other, year.last - timedelta(days=30)), (third, year.last + timedelta(days=20))):
        rows = [row for row in moves_to(classes_of(stayed.school_id), school) if row.row.id == stayed.id]
        move_classes(rows, school, day)
        db.session.commit()
    rows = {row.id: row for row in class_rows(other.id, year, year.last)}
    assert rows[stayed.id].belongs and len(rows[stayed.id].had) == 1


@pytest.fixture
def moved(app: Flask) -> int:
    """The user of the county to which S1 went, from one that asks for six hours."""
    with app.app_context():
        city = make.region("C00", level="city")
        old, new = make.region("R000", parent=city), make.region("R001", parent=city)
        db.session.add(RegionRule(region_path=old.path, hours=Decimal(6), changed_at=make.LONG_AGO))
        school = make.school(old, code="S1")
        make.school_class(school, 3, 1)
        school.region_id, school.region_path = new.id, new.path
        db.session.commit()
        return make.user(Role.BUREAU, new).id


@both_databases
def test_the_hours_owed_are_those_of_the_region_of_then(app: Flask, moved: int, sign_in: SignIn) -> None:
    with app.app_context():
        school, year, now = db.session.scalars(sa.select(School)).one(), last_year(), local_now()
        assert school_record(school, year, EVERYBODY, now).owed == 6
        this = Year.numbered(year.number + 1, "09-01")
        assert school_record(school, this, EVERYBODY, now).owed == 4
        db.session.remove()
    client = sign_in(moved)
    assert "0 / 6" in client.get(f"/coverage/schools/S1?year={year.number}").text
    assert "0 / 4" in client.get("/coverage/schools/S1").text


@both_databases
def test_the_record_names_whoever_served_on_the_day_of_its_figure(app: Flask, data: None) -> None:
    region, today, year = make.region(), local_now().date(), last_year()
    school, station = make.school(region), make.station(region)
    spans = {
        "甲": (date(2020, 1, 1), year.last),
        "乙": (year.last + timedelta(days=1), today),
        "丙": (today + timedelta(days=1), today + timedelta(days=300)),
    }
    for name, (start, end) in spans.items():
        make.appointment(make.vice_principal(station, name=name), school, start=start, end=end)
    this = Year.numbered(year.number + 1, "09-01")
    found = {one.number: school_record(school, one, EVERYBODY, local_now()) for one in (year, this)}
    named = {number: [row.vice_principal.name for row in one.appointments] for number, one in found.items()}
    assert named == {year.number: ["甲"], this.number: ["乙"]}
    assert [one.tally.appointed for one in found.values()] == [1, 1]


@both_databases
def test_a_school_that_has_closed_still_says_of_how_many_classes(app: Flask, data: None) -> None:
    region, now = make.region(), local_now().replace(microsecond=0)
    school, year = make.school(region), Year.numbered(last_year().number + 1, "09-01")
    rows = make.school_class(school, 3, 1), make.school_class(school, 3, 2)
    person = make.vice_principal(make.station(region))
    lesson = make_delivery.lesson(person, school, now - timedelta(hours=1), rows[:1], state=LessonState.CONFIRMED)
    make_delivery.confirmation(lesson, rows[:1])
    school.closed_on = now.date()
    db.session.commit()
    tally = school_record(school, year, EVERYBODY, now).tally
    assert (tally.reached, tally.classes) == (1, 2)
