"""Lessons that wait too long for a word: the offices see as many as were counted, and remind those who owe it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import AuditEntry, Message, Notice, Role
from course.coverage.reminding.actions import UNCONFIRMED
from course.coverage.reminding.rules import owed_by
from course.db import db
from course.delivery.unreported_actions import UNREPORTED
from course.i18n import local_now
from course.roster.models import School, Station, VicePrincipal
from course.schedule.models import Lesson, LessonState
from tests import make, make_delivery
from tests.conftest import both_databases

SignIn = Callable[[int], FlaskClient]
LIST = "/lessons/unconfirmed"


def ago(app: Flask, **given: float) -> datetime:
    """When a lesson of 40 minutes began that has been over for so long."""
    with app.app_context():
        return local_now().replace(microsecond=0) - timedelta(**given) - timedelta(minutes=41)


def office(lesson: int, role: Role = Role.BUREAU) -> int:
    """A user of the bureau, or of the station, that looks after a lesson."""
    row = db.session.get_one(Lesson, lesson)
    if role is Role.STATION:
        station = db.session.get_one(VicePrincipal, row.vice_principal_id).station_id
        return make.user(role, db.session.get_one(Station, station)).id
    region = db.session.scalars(sa.select(make.Region).filter_by(path=row.region_path)).one()
    return make.user(role, region).id


def told(kind: str) -> list[int]:
    return sorted(db.session.scalars(sa.select(Notice.user_id).where(Notice.kind == kind)))


@pytest.mark.parametrize(
    ("state", "sides"),
    [
        (LessonState.DELIVERED, {Role.SCHOOL}),
        (LessonState.SCHEDULED, {Role.SCHOOL, Role.VICE_PRINCIPAL}),
        (LessonState.CONFIRMED, set()),
        (LessonState.MISSED, set()),
        (LessonState.REQUESTED, set()),
    ],
)
def test_who_owes_a_word(state: LessonState, sides: set[Role]) -> None:
    assert set(owed_by(state)) == sides


@both_databases
@pytest.mark.parametrize("role", [Role.BUREAU, Role.STATION])
def test_a_school_is_reminded_once_a_day_of_a_report_that_waits(app: Flask, sign_in: SignIn, role: Role) -> None:
    start = ago(app, days=4)
    with app.app_context():
        story = make_delivery.story(start, LessonState.DELIVERED)
        user, code = office(story.lesson, role), db.session.get_one(School, story.school).code
    client, remind = sign_in(user), f"/lessons/{story.lesson}/remind"
    assert f'action="{remind}"' in client.get(LIST).text
    assert client.post(remind).location == LIST
    page = client.get(LIST).text
    assert "已提醒 1 人" in page and "今天已提醒" in page and f'action="{remind}"' not in page
    assert client.post(remind).status_code == 303 and "今天已经提醒过" in client.get(LIST).text
    with app.app_context():
        assert told(UNCONFIRMED) == [story.teacher] and code
        assert db.session.scalar(sa.select(sa.func.count()).where(Message.kind == UNCONFIRMED)) == 1
        lines = db.session.scalars(sa.select(AuditEntry.subject).where(AuditEntry.action == "lesson.remind")).all()
        assert lines == [f"lesson:{story.lesson}"]
    school = sign_in(story.teacher)
    assert "请确认" in school.get("/notices").text


def test_a_lesson_that_nobody_reported_is_asked_of_both_sides(app: Flask, sign_in: SignIn) -> None:
    start = ago(app, days=4)
    with app.app_context():
        story = make_delivery.story(start)
        user = office(story.lesson)
    client = sign_in(user)
    assert f'action="/lessons/{story.lesson}/remind"' in client.get("/lessons/unreported").text
    assert client.post(f"/lessons/{story.lesson}/remind").location == "/lessons/unreported"
    with app.app_context():
        assert told(UNREPORTED) == sorted([story.teacher, story.police])


@pytest.mark.parametrize(
    ("days", "state"),
    [(1, LessonState.DELIVERED), (1, LessonState.SCHEDULED), (9, LessonState.CONFIRMED), (9, LessonState.MISSED)],
)
def test_nobody_is_reminded_of_what_does_not_wait(app: Flask, sign_in: SignIn, days: int, state: LessonState) -> None:
    start = ago(app, days=days)
    with app.app_context():
        story = make_delivery.story(start, state)
        user = office(story.lesson)
    client = sign_in(user)
    assert client.post(f"/lessons/{story.lesson}/remind").location == f"/lessons/{story.lesson}"
    assert f"/lessons/{story.lesson}/remind" not in client.get(LIST).text
    with app.app_context():
        assert told(UNCONFIRMED) == told(UNREPORTED) == []


def test_a_school_without_an_account_is_said_to_have_none(app: Flask, sign_in: SignIn) -> None:
    start = ago(app, days=4)
    with app.app_context():
        story = make_delivery.story(start, LessonState.DELIVERED)
        user = office(story.lesson)
        db.session.get_one(make.User, story.teacher).active = False
        db.session.commit()
    client = sign_in(user)
    client.post(f"/lessons/{story.lesson}/remind")
    assert "没有可用的账号" in client.get(LIST).text


def test_a_lesson_elsewhere_is_not_there(app: Flask, sign_in: SignIn) -> None:
    start = ago(app, days=4)
    with app.app_context():
        story = make_delivery.story(start, LessonState.DELIVERED)
        stranger = make.user(Role.BUREAU, make.region()).id
    client = sign_in(stranger)
    assert client.post(f"/lessons/{story.lesson}/remind").status_code == 404
    assert f"/lessons/{story.lesson}" not in client.get(LIST).text
    with app.app_context():
        assert told(UNCONFIRMED) == []


@both_databases
def test_the_dashboard_counts_what_the_list_shows_and_each_line_has_its_button(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        city = make.region("C00", level=make.Level.CITY)
        county = make.region("R000", parent=city)
        school, person = make.school(county), make.vice_principal(make.station(county))
        now = local_now().replace(microsecond=0)
        for days in (1, 2, 5, 6, 7):
            make_delivery.lesson(person, school, now - timedelta(days=days, hours=1), state=LessonState.DELIVERED)
        make_delivery.lesson(person, school, now - timedelta(days=8))
        make_delivery.lesson(person, school, now + timedelta(days=8), state=LessonState.REQUESTED)
        make.appointment(person, school, end=now.date() + timedelta(days=20))
        user = make.user(Role.BUREAU, city).id
    client = sign_in(user)
    overview = client.get("/coverage/regions/R000").text
    assert "3 节课超期未经学校确认" in overview
    for path in (f"{LIST}?region=R000", "/lessons/unreported?region=R000", "/plans/appointments/ending?region=R000"):
        assert f'<a class="btn btn-secondary btn-sm" href="{path}">' in overview
    assert '<a class="btn btn-secondary btn-sm" href="/lessons?state=requested&amp;region=R000">' in overview
    assert len(re.findall(r"/lessons/\d+/remind", client.get(f"{LIST}?region=R000").text)) == 3
    start = client.get("/").text
    assert f'href="{LIST}"' in start and len(re.findall(r"/lessons/\d+/remind", start)) == 4


def test_the_button_of_the_start_page_leads_back_there(app: Flask, sign_in: SignIn) -> None:
    start = ago(app, days=4)
    with app.app_context():
        story = make_delivery.story(start, LessonState.DELIVERED)
        user = office(story.lesson)
    assert sign_in(user).post(f"/lessons/{story.lesson}/remind", data={"page": "start"}).location == "/"


def test_a_page_beyond_the_last_is_not_there(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        user = make.user(Role.BUREAU, make.region()).id
    assert sign_in(user).get(f"{LIST}?page=9").status_code == 404
