"""A lesson that nobody reported: both sides are asked once, and the offices see the list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course import jobs
from course.access.models import Notice, Role
from course.db import db, one_transaction, utc_now
from course.delivery.unreported_actions import UNREPORTED
from course.delivery.unreported_jobs import ASK
from course.i18n import local_now
from course.schedule.models import Lesson, LessonState
from tests import make, make_delivery
from tests.conftest import both_databases

SignIn = Callable[[int], FlaskClient]


def over(app: Flask, **ago: float) -> datetime:
    """When a lesson of 40 minutes began that has been over for so long."""
    with app.app_context():
        return local_now().replace(microsecond=0) - timedelta(**ago) - timedelta(minutes=41)


def run_job() -> dict[str, int]:
    """Ask for the job and do it; what came of it."""
    with one_transaction():
        job = jobs.ask(ASK, {}, user_id=None, now=utc_now()).id
    jobs.run(job)
    db.session.expire_all()
    return db.session.get(jobs.Job, job).result


def notices() -> list[Notice]:
    return list(db.session.scalars(sa.select(Notice).where(Notice.kind == UNREPORTED).order_by(Notice.user_id)))


@both_databases
def test_both_sides_are_asked_once(app: Flask) -> None:
    start = over(app, days=3)
    with app.app_context():
        story = make_delivery.story(start)
        assert run_job() == {"lessons": 1, "notices": 2}
        assert run_job() == {"lessons": 0, "notices": 0}
        assert {row.user_id for row in notices()} == {story.teacher, story.police}
        assert db.session.get(Lesson, story.lesson).report_asked_at is not None


@pytest.mark.parametrize(
    ("ago", "state"),
    [
        ({"days": 2, "hours": 23}, LessonState.SCHEDULED),
        ({"days": 4}, LessonState.DELIVERED),
        ({"days": 4}, LessonState.CONFIRMED),
        ({"days": 4}, LessonState.MISSED),
        ({"days": 4}, LessonState.CANCELLED),
        ({"days": 4}, LessonState.REQUESTED),
        ({"days": 100}, LessonState.SCHEDULED),
    ],
)
def test_nobody_is_asked_too_early_or_about_what_is_known(app: Flask, ago: dict[str, int], state: LessonState) -> None:
    start = over(app, **ago)
    with app.app_context():
        make_delivery.story(start, state=state)
        assert run_job() == {"lessons": 0, "notices": 0}


def test_whoever_left_is_not_asked(app: Flask) -> None:
    start = over(app, days=4)
    with app.app_context():
        story = make_delivery.story(start)
        db.session.get(make.User, story.police).active = False
        db.session.commit()
        assert run_job() == {"lessons": 1, "notices": 1}


def test_the_notice_leads_to_the_one_tap(app: Flask, sign_in: SignIn) -> None:
    start = over(app, days=4)
    with app.app_context():
        story = make_delivery.story(start)
        run_job()
        first = notices()[0]
        user, number = first.user_id, first.id
    client = sign_in(user)
    assert "防范校园欺凌" in client.get("/notices").text
    answer = client.post(f"/notices/{number}/open")
    assert answer.location == f"/lessons/{story.lesson}#delivery"
    assert f"/lessons/{story.lesson}/confirm" in sign_in(story.teacher).get(f"/lessons/{story.lesson}").text
    assert f"/lessons/{story.lesson}/taught" in sign_in(story.police).get(f"/lessons/{story.lesson}").text


def test_a_reason_is_one_tap_too(app: Flask, sign_in: SignIn) -> None:
    start = over(app, days=4)
    with app.app_context():
        story = make_delivery.story(start)
    client, address = sign_in(story.teacher), f"/lessons/{story.lesson}/missed"
    page = client.get(address).text
    reason = page.split('name="reason" value="')[1].split('"')[0]
    assert client.post(address, data={"reason": reason, "sequence": "0"}).status_code == 303
    with app.app_context():
        assert db.session.get(Lesson, story.lesson).reason == reason


@both_databases
def test_the_offices_see_their_own_list(app: Flask, sign_in: SignIn) -> None:
    start = over(app, days=5)
    with app.app_context():
        story = make_delivery.story(start)
        lesson = db.session.get(Lesson, story.lesson)
        person = db.session.get(make.VicePrincipal, story.vice_principal)
        near = make.user(
            Role.BUREAU, db.session.scalars(sa.select(make.Region).filter_by(path=lesson.region_path)).one()
        ).id
        far = make.user(Role.BUREAU, make.region()).id
        station = make.user(Role.STATION, db.session.get(make.Station, person.station_id)).id
    for user in (near, station):
        page = sign_in(user).get("/lessons/unreported").text
        assert f"/lessons/{story.lesson}" in page
    assert f"/lessons/{story.lesson}" not in sign_in(far).get("/lessons/unreported").text
    assert sign_in(story.teacher).get("/lessons/unreported").status_code == 404
