"""Programs that are told what happens: entered, tried, switched off and on; whole plans and appointments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import AuditEntry, Notice, Role, User
from course.access.notice_wording import wording
from course.db import db, one_transaction, utc_now
from course.planning import publish_actions, withdraw_actions
from course.planning.appointments import actions as appointment_actions
from course.planning.appointments.actions import Wanted
from course.planning.appointments.rules import Limits
from course.roster.models import Appointment, School, VicePrincipal
from course.sharing import subscriber_actions
from course.sharing.models import Post, PostState, Subscriber
from course.sharing.subscriber_rules import MOST_SUBSCRIBERS, regions_above
from tests import make, make_plans, make_sharing
from tests.conftest import both_databases

SignIn = Callable[[int], FlaskClient]
PAGE = "/account/subscribers"
FORM = {"name": "数据平台", "url": "https://example.com/events", "events": ["lesson.confirmed", "lesson.missed"]}


@pytest.fixture
def owner(app: Flask) -> int:
    """A bureau."""
    with app.app_context():
        return make.user(Role.BUREAU, make.region("R1")).id


@both_databases
def test_a_program_is_entered_and_its_secret_is_shown_once(app: Flask, sign_in: SignIn, owner: int) -> None:
    browser = sign_in(owner)
    made = browser.post(PAGE, data=FORM)
    (secret,) = re.findall(r'id="secret" value="([\w-]{43})"', made.text)
    with app.app_context():
        row = db.session.scalars(sa.select(Subscriber)).one()
        assert (row.secret, row.region_path, row.events) == (secret, "R1", tuple(FORM["events"]))
        stored = db.session.scalar(sa.text("SELECT secret FROM subscriber"))
        assert secret not in stored
        log = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "subscriber.add")).one()
        assert secret not in repr(log.detail)
    for path in (PAGE, f"{PAGE}/{row.id}"):
        page = browser.get(path).text
        assert secret not in page and FORM["url"] in page


def test_it_is_tried_switched_off_and_on(app: Flask, sign_in: SignIn, owner: int) -> None:
    browser = sign_in(owner)
    browser.post(PAGE, data=FORM)
    for step in ("try", "stop", "try", "resume", "try"):
        assert browser.post(f"{PAGE}/1/{step}").status_code == 303
    with app.app_context():
        states = [(row.event, row.state, row.error) for row in db.session.scalars(sa.select(Post).order_by(Post.id))]
        assert states == [("test", PostState.FAILED, "subscriber.stopped"), ("test", PostState.WAITING, "")]
        done = db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
        assert done == [f"subscriber.{one}" for one in ("add", "test", "stop", "resume", "test")]
    assert browser.get(f"{PAGE}/1").text.count("<code>test</code>") == 2


def test_somebody_elses_program_is_not_there(app: Flask, sign_in: SignIn, owner: int) -> None:
    sign_in(owner).post(PAGE, data=FORM)
    with app.app_context():
        region = db.session.get(User, owner).region_id
        colleague = make.user(Role.BUREAU, db.session.get(make.Region, region)).id
    browser = sign_in(colleague)
    assert browser.get(f"{PAGE}/1").status_code == 404
    assert {browser.post(f"{PAGE}/1/{step}").status_code for step in ("try", "stop", "resume")} == {404}


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("url", ""), ("url", "example.com"), ("url", "ftp://example.com"), ("url", "https://a:b@example.com/"),
     ("url", "http://127.0.0.1/"), ("url", "http://[::1]/"), ("url", "http://169.254.169.254/latest"),
     ("url", "http://10.0.0.1/"), ("url", "javascript:alert(1)"), ("url", "https://example.com/\r\nX-A: b"),
     ("events", []), ("events", ["lesson.everything"])],
)  # fmt: skip
def test_what_is_no_program_is_refused_beside_its_field(
    app: Flask, sign_in: SignIn, owner: int, field: str, value: Any
) -> None:
    answer = sign_in(owner).post(PAGE, data=FORM | {field: value})
    assert answer.status_code == 422 and f'href="#{field}"' in answer.text
    with app.app_context():
        assert db.session.scalar(sa.select(Subscriber.id)) is None


def test_nobody_tells_more_programs_than_can_be_kept_track_of(app: Flask, sign_in: SignIn, owner: int) -> None:
    with app.app_context():
        for _ in range(MOST_SUBSCRIBERS):
            make_sharing.subscriber(db.session.get(User, owner), "R1")
    browser = sign_in(owner)
    assert browser.post(PAGE, data=FORM).status_code == 422
    browser.post(f"{PAGE}/1/stop")
    assert browser.post(PAGE, data=FORM).status_code == 200
    browser.post(f"{PAGE}/1/resume")
    with app.app_context():
        assert db.session.get(Subscriber, 1).stopped_at is not None


def test_the_notice_says_why_in_both_languages(app: Flask, sign_in: SignIn, owner: int) -> None:
    with app.app_context():
        row = make_sharing.subscriber(db.session.get(User, owner), "R1", name="数据平台")
        subscriber_actions.stop_by_itself(row, "HTTP 502", now=utc_now())
        subscriber_actions.stop_by_itself(row, "HTTP 503", now=utc_now())
        db.session.commit()
        notice = db.session.scalars(sa.select(Notice)).one()
        with app.test_request_context():
            said = wording(notice)
            assert "数据平台" in str(said.title) and "HTTP 502" in str(said.lines[0])
    page = sign_in(owner).get(f"{PAGE}/1").text
    assert "HTTP 502" in page and "/resume" in page and "/try" not in page


@both_databases
def test_a_whole_plan_is_told_lesson_by_lesson_in_few_statements(data: None, statements: list[str]) -> None:
    world = make_plans.world()
    bureau = db.session.get(User, world.bureau)
    make_sharing.subscriber(bureau, world.counties[0].path, events=("lesson.scheduled", "lesson.cancelled"))
    plan_id = make_plans.planned(world)
    (part, *_) = make_plans.parts(plan_id)
    statements.clear()
    with one_transaction():
        done = publish_actions.publish_part(part, user=None, now=utc_now())
    assert done.lessons > 3
    assert len([sent for sent in statements if "INSERT INTO post" in sent]) == 1
    assert len([sent for sent in statements if "FROM subscriber" in sent]) == 1
    with one_transaction():
        (part, *_) = make_plans.parts(plan_id)
        withdraw_actions.withdraw_part(part, user=None, now=utc_now())
    rows = db.session.scalars(sa.select(Post)).all()
    assert Counter(row.event for row in rows) == {"lesson.scheduled": done.lessons, "lesson.cancelled": done.lessons}
    told = {(row.event, row.body["lesson"]["state"], row.body["lesson"]["sequence"]) for row in rows}
    assert told == {("lesson.scheduled", "scheduled", 0), ("lesson.cancelled", "cancelled", 1)}
    assert len({row.key for row in rows}) == len(rows) and all(row.body["id"] == row.key for row in rows)


@both_databases
def test_appointments_are_told_by_codes(data: None) -> None:
    county = make.region("R1")
    bureau, school = make.user(Role.BUREAU, county), make.school(county, code="S1")
    person = make.vice_principal(make.station(county), code="V1", name="赵晓明")
    make_sharing.subscriber(bureau, county.path, events=("appointment.changed",))
    first, last = date.today(), date.today() + timedelta(days=700)
    with one_transaction():
        school, person = db.session.get(School, school.id), db.session.get(VicePrincipal, person.id)
        wanted = [Wanted(person, school, first, last)]
        appointment_actions.appoint(wanted, limits=Limits(), reason="", user=bureau, now=utc_now())
    with one_transaction():
        row = db.session.scalars(sa.select(Appointment).options(sa.orm.joinedload("*"))).one()
        appointment_actions.end(row, first + timedelta(days=9), why="调动", user=bureau, now=utc_now())
    made, ended = (row.body for row in db.session.scalars(sa.select(Post).order_by(Post.id)))
    assert made["appointment"] == {
        "vice_principal": "V1", "school": "S1", "start": first.isoformat(), "end": last.isoformat(),
    }  # fmt: skip
    assert ended["appointment"]["end"] == (first + timedelta(days=9)).isoformat()
    assert "赵晓明" not in repr((made, ended)) and "调动" not in repr(ended)


def test_regions_above() -> None:
    assert regions_above("P0/C0/R0") == ["", "P0", "P0/C0", "P0/C0/R0"]
    assert regions_above("") == [""]
