"""Vacancies counted from the day, and hours of training."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import Role
from course.roster.vacancy_rules import Vacancy, hours_missing, vacancies
from tests import make
from tests.conftest import both_databases

SignIn = Callable[[int], FlaskClient]
DAY = date(2026, 11, 26)
TODAY = date.today()


def day(month: int, number: int) -> date:
    return date(2026, month, number)


@pytest.mark.parametrize(
    ("spans", "closed_on", "found"),
    [
        ([], None, []),
        ([(day(1, 1), day(12, 31))], None, []),
        ([(day(1, 1), day(11, 26))], None, []),
        ([(day(1, 1), day(11, 25))], None, [Vacancy(day(11, 26), None)]),
        ([(day(1, 1), day(11, 3))], None, [Vacancy(day(11, 4), None)]),
        ([(day(1, 1), day(3, 1)), (day(3, 2), day(12, 31))], None, []),
        ([(day(5, 1), day(12, 31)), (day(1, 1), day(3, 1))], None, [Vacancy(day(3, 2), day(4, 30))]),
        ([(day(1, 1), day(9, 1)), (day(2, 1), day(3, 1))], None, [Vacancy(day(9, 2), None)]),
        ([(day(1, 1), day(3, 1)), (day(12, 1), day(12, 31))], None, [Vacancy(day(3, 2), None)]),
        ([(day(1, 1), day(3, 1))], day(3, 2), []),
        ([(day(1, 1), day(3, 1))], day(4, 1), [Vacancy(day(3, 2), day(3, 31))]),
    ],
)
def test_vacancies_are_the_days_between(spans: list, closed_on: date | None, found: list) -> None:
    assert vacancies(spans, DAY, closed_on) == found


def test_the_first_day_counts() -> None:
    assert Vacancy(day(11, 26), None).days(DAY) == 1
    assert Vacancy(day(11, 4), None).days(DAY) == 23
    assert Vacancy(day(3, 2), day(3, 31)).days(DAY) == 30


@pytest.mark.parametrize(("hours", "missing"), [(0, 8), (7, 1), (8, 0), (20, 0)])
def test_eight_hours_of_training_are_owed(hours: int, missing: int) -> None:
    assert hours_missing(hours) == missing


@pytest.fixture
def world(app: Flask) -> dict[str, int]:
    """A school that lost its only vice-principal 22 days ago, one that never had any, one that is served."""
    with app.app_context():
        county = make.region("R000")
        station = make.station(county)
        left, stays = (make.vice_principal(station, code=code) for code in ("V1", "V2"))
        vacant, _never, served = (make.school(county, code=code, name=f"{code}小学") for code in ("S1", "S2", "S3"))
        make.appointment(left, vacant, start=TODAY - timedelta(days=500), end=TODAY - timedelta(days=23))
        make.appointment(stays, served, start=TODAY - timedelta(days=500), end=TODAY + timedelta(days=500))
        return {
            "bureau": make.user(Role.BUREAU, county).id,
            "school": make.user(Role.SCHOOL, served).id,
            "station": make.user(Role.STATION, station).id,
            "person": make.user(Role.VICE_PRINCIPAL, stays).id,
            "foreign": make.user(Role.BUREAU, make.region("R001")).id,
        }


@both_databases
def test_a_vacancy_is_counted_on_every_page_of_the_bureau(app: Flask, world: dict[str, int], sign_in: SignIn) -> None:
    client = sign_in(world["bureau"])
    start = client.get("/").text
    assert "空缺 23 天" in start
    assert start.index("S2小学") < start.index("S1小学")
    assert "S3小学" not in start
    listed = client.get("/schools").text
    assert "空缺 23 天" in listed
    assert "23" in client.get("/schools/S1").text
    history = client.get("/plans/appointments/schools/S1").text
    assert (TODAY - timedelta(days=22)).isoformat() in history


@both_databases
def test_training_is_entered_summed_and_taken_back(app: Flask, world: dict[str, int], sign_in: SignIn) -> None:
    client, path = sign_in(world["station"]), "/vice-principals/V2/training"
    for hours, held_on in (("5", TODAY - timedelta(days=9)), ("4", TODAY)):
        assert client.post(path, data={"hours": hours, "held_on": held_on, "note": "未保法"}).status_code == 303
    assert client.post(path, data={"hours": "4", "held_on": TODAY, "note": "未保法"}).status_code == 422
    assert ">9" in client.get(path).text
    assert "9" in client.get("/vice-principals/V2").text
    for wrong in ({"hours": "0"}, {"hours": "201"}, {"hours": "x"}, {"held_on": TODAY + timedelta(days=1)}):
        assert client.post(path, data={"hours": "4", "held_on": TODAY, **wrong}).status_code == 422
    assert client.post("/trainings/1/remove").status_code == 303
    assert client.post("/trainings/1/remove").status_code == 404
    assert ">4" in client.get(path).text


def test_training_is_read_by_those_concerned_and_changed_by_the_offices(world: dict[str, int], sign_in: SignIn) -> None:
    path = "/vice-principals/V2/training"
    statuses = {role: sign_in(world[role]).get(path).status_code for role in world}
    assert statuses == {"bureau": 200, "school": 200, "station": 200, "person": 200, "foreign": 404}
    given = {"hours": "4", "held_on": TODAY}
    for role in ("school", "person", "foreign"):
        assert sign_in(world[role]).post(path, data=given).status_code == 404
