"""Wherever a lesson of the past is shown its school has the name of that time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import Role
from course.db import db, utc_now
from course.i18n import in_language
from course.roster.models import School, SchoolName
from course.roster.naming_queries import name_at, names_then
from course.schedule import queries
from course.schedule.calendars import feed_actions, sheet_views
from course.schedule.models import Lesson, LessonState
from tests import make
from tests.calendars import values
from tests.conftest import both_databases

OLDEST, OLD, NEW = "城东小学", "东湖小学", "东湖实验学校"
TODAY = date.today()
RENAMED, RENAMED_BEFORE = TODAY - timedelta(days=4), TODAY - timedelta(days=40)


@pytest.fixture
def world(app: Flask) -> SimpleNamespace:
    """A school that was renamed twice, with a lesson under each name and one on the day of the last change."""
    with app.app_context():
        county = make.region()
        school, station = make.school(county, name=NEW), make.station(county)
        person = make.vice_principal(station)
        make.appointment(person, school)
        make.term(name="now", start=TODAY - timedelta(days=60), end=TODAY + timedelta(days=60))
        for name, until in ((OLD, RENAMED), (OLDEST, RENAMED_BEFORE)):
            make.save(SchoolName(school_id=school.id, region_path=school.region_path, name=name, until=until))
        theme, days = make.theme("T02"), (-45, -10, -4, 5)
        starts = [datetime.combine(TODAY + timedelta(days=days_away), time(10, 25)) for days_away in days]
        given = [{"state": LessonState.CONFIRMED}, {}, {"state": LessonState.CONFIRMED}, {}]
        lessons = [
            make.lesson(person, school, theme, start, start + timedelta(minutes=40), changed_at=utc_now(), **more).id
            for start, more in zip(starts, given, strict=True)
        ]
        police = make.user(Role.VICE_PRINCIPAL, person)
        token = feed_actions.make_feed(police, now=utc_now())
        db.session.commit()
        return SimpleNamespace(
            police=police.id, bureau=make.user(Role.BUREAU, county).id, lessons=lessons, token=token, person=person.code
        )


@both_databases
def test_the_database_and_the_rule_say_the_same_name(world: SimpleNamespace, app: Flask) -> None:
    with app.app_context():
        asked = sa.select(Lesson, School, name_at(Lesson.start)).join(School, School.id == Lesson.school_id)
        rows = db.session.execute(asked.order_by(Lesson.start)).all()
        assert [name for *_, name in rows] == [OLDEST, OLD, NEW, NEW]
        then = names_then((school, lesson.start.date()) for lesson, school, _ in rows)
        assert [then[lesson.school_id, lesson.start.date()] for lesson, *_ in rows] == [name for *_, name in rows]


@both_databases
def test_sheets_calendars_and_start_pages_name_the_school_of_the_time(
    world: SimpleNamespace, sign_in: Callable[[int], FlaskClient]
) -> None:
    police, bureau = sign_in(world.police), sign_in(world.bureau)
    term = police.get(f"/calendar/term?vice_principal={world.person}").text
    assert term.index(OLDEST) < term.index(OLD) < term.index(NEW)
    month = police.get(f"/calendar?view=month&day={TODAY - timedelta(days=10)}").text
    assert OLD in month
    # The lesson of ten days ago was never reported.
    assert OLD in police.get("/").text and OLD in bureau.get("/").text
    assert OLD in bureau.get("/lessons/unreported").text


def test_the_sheet_of_a_lesson_names_the_school_of_the_time(world: SimpleNamespace, app: Flask) -> None:
    with app.app_context(), in_language("zh_Hans_CN"):
        row = db.session.scalar(sa.select(Lesson).where(Lesson.id == world.lessons[1]).options(*queries.WITH_NAMES))
        assert OLD in dict(sheet_views.facts_of(row, "zh")).values()


@both_databases
def test_a_feed_names_the_school_of_the_time(world: SimpleNamespace, client: FlaskClient) -> None:
    places = values(client.get(f"/calendar/{world.token}.ics").data, "LOCATION")
    assert sorted(place.split(" ")[0] for place in places) == sorted([OLDEST, OLD, NEW, NEW])
