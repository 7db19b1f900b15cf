"""Places of which there is little to say: a school that has closed, a region without classes, a day to come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import Role
from course.i18n import local_now
from course.roster.models import Region
from course.schedule.models import LessonState
from tests import make, make_delivery
from tests.test_coverage_day import rows_in

SignIn = Callable[[int], FlaskClient]


@pytest.fixture
def place(data: None) -> Region:
    """A county with a school that has no class, and one that closed nine days ago."""
    region, today = make.region(code="R000"), local_now().date()
    heir = make.school(region, code="S1", name="新城小学")
    make.school(region, code="S2", name="旧城小学", closed_on=today - timedelta(days=9), successor_id=heir.id)
    return region


@pytest.fixture
def bureau(place: Region, sign_in: SignIn) -> FlaskClient:
    """Somebody of the county's bureau."""
    return sign_in(make.user(Role.BUREAU, place).id)


def day_page(client: FlaskClient, address: str, day: date) -> dict[str, list[str]]:
    """The rows of the page of a day."""
    return rows_in(client.get(f"/coverage/{address}/day?day={day}").text)


def test_a_school_that_has_closed_is_told_of_as_gone(bureau: FlaskClient) -> None:
    """Its own page and that of its region say the same of today."""
    rows = day_page(bureau, "schools/S2", local_now().date() - timedelta(days=20))
    assert rows["已聘任"] == ["否", "–"] and rows["课时达标"] == ["否", "–"]
    assert rows["状态"] == ["未覆盖", "已撤销或尚未开办"]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/schools/S2", "这里已经没有班级。"),
        ("/schools/S2/classes", "这里已经没有班级。"),
        ("/lessons/new?school=S2", "不能再为该校约课。"),
    ],
)
def test_nobody_is_asked_for_the_classes_of_a_school_that_has_closed(
    bureau: FlaskClient, address: str, words: str
) -> None:
    page = bureau.get(address).text
    assert words in page and "请主管部门" not in page


def test_a_day_to_come_has_no_column_to_compare(bureau: FlaskClient) -> None:
    today, ahead = (bureau.get(f"/coverage/regions/R000/day{asked}").text for asked in ("", "?day=2999-01-01"))
    assert "没有变化" not in today + ahead
    assert "选一个更早的日子" in today and "选一个更早的日子" not in ahead


def test_without_classes_there_is_no_line_of_classes(bureau: FlaskClient) -> None:
    page = bureau.get("/coverage/regions/R000").text
    assert 'id="trend-hours-title"' in page and 'id="trend-classes-title"' not in page


@pytest.mark.parametrize(("minutes", "said"), [(40, "1 lesson-hour, not"), (80, "2 lesson-hours, not")])
def test_one_is_one(app: Flask, place: Region, minutes: int, said: str, sign_in: SignIn) -> None:
    """What waits in the record is an hour or are hours, and one pupil is no pupils."""
    school = make.school(place, code="S9")
    rows = (make.school_class(school, 3, 1, pupils=1),)
    person = make.vice_principal(make.station(place))
    start = local_now().replace(microsecond=0) - timedelta(hours=3)
    lesson = make_delivery.lesson(person, school, start, rows, state=LessonState.DELIVERED, minutes=minutes)
    make_delivery.delivery(lesson, minutes=minutes)
    client = sign_in(make.user(Role.BUREAU, place, locale="en").id)
    assert said in client.get("/schools/S9/record").text
    assert "1 pupil<" in client.get("/coverage/schools/S9").text
    assert "1 missing, of these 1 is reported and waits" in client.get("/coverage/regions/R000").text
