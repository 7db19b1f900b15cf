"""Requests that nobody answers: after three days the station is asked, after six the bureau, each once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import Notice, Role
from course.db import db
from course.jobs import DAILY, KINDS
from course.roster.models import Station, VicePrincipal
from course.schedule.models import Lesson, LessonState
from course.schedule.unanswered_actions import UNANSWERED
from course.schedule.unanswered_jobs import UNANSWERED as JOB
from course.schedule.unanswered_rules import Step, Unanswered, next_steps
from tests import make
from tests.conftest import both_databases
from tests.test_schedule_views import booked, make_world

NOW = datetime(2026, 11, 26, 8)
SignIn = Callable[[int], FlaskClient]


@pytest.mark.parametrize(
    ("hours", "station", "bureau", "steps"),
    [
        (0, False, False, []),
        (71, False, False, []),
        (72, False, False, [Step.STATION]),
        (72, True, False, []),
        (143, True, False, []),
        (144, True, False, [Step.BUREAU]),
        (144, False, False, [Step.STATION, Step.BUREAU]),
        (999, True, True, []),
    ],
)
def test_who_is_asked_and_when(hours: int, station: bool, bureau: bool, steps: list[Step]) -> None:
    assert next_steps(Unanswered(NOW - timedelta(hours=hours), station, bureau), NOW) == steps


@both_databases
def test_a_silent_request_goes_up_and_everybody_is_told_once(app: Flask, sign_in: SignIn) -> None:
    world = make_world(app)
    booked(sign_in(world.school), world)
    with app.app_context():
        lesson = db.session.scalars(sa.select(Lesson)).one()
        person = db.session.get(VicePrincipal, lesson.vice_principal_id)
        station = make.user(Role.STATION, db.session.get(Station, person.station_id)).id
        asked, begun = lesson.changed_at, date.today()

        def after(days: int) -> list[int]:
            KINDS[JOB].apply(None, {}, asked + timedelta(days=days))
            db.session.commit()
            return list(
                db.session.scalars(sa.select(Notice.user_id).where(Notice.kind == UNANSWERED).order_by(Notice.id))
            )

        assert JOB in DAILY and begun
        assert after(2) == []
        assert after(3) == after(4) == [station]
        assert after(6) == after(7) == [station, world.bureau]

    for user, words in ((station, "三天"), (world.bureau, "六天")):
        client = sign_in(user)
        assert "/accept" in client.get("/").text, words
        assert client.get("/lessons/1").status_code == 200


def test_what_was_answered_moved_or_has_begun_does_not_go_up(app: Flask, sign_in: SignIn) -> None:
    world = make_world(app)
    booked(sign_in(world.school), world)
    with app.app_context():
        lesson = db.session.scalars(sa.select(Lesson)).one()
        late = lesson.changed_at + timedelta(days=8)
        for change in ({"state": LessonState.SCHEDULED}, {"changed_at": late}, {"start": datetime(2020, 1, 1)}):
            before = {name: getattr(lesson, name) for name in change}
            for name, value in change.items():
                setattr(lesson, name, value)
            db.session.flush()
            assert KINDS[JOB].apply(None, {}, late) == {"told": 0}
            for name, value in before.items():
                setattr(lesson, name, value)
            db.session.flush()
        db.session.rollback()


def test_a_proposed_time_waits_for_the_school_and_does_not_go_up(app: Flask, sign_in: SignIn) -> None:
    world = make_world(app)
    booked(sign_in(world.school), world)
    with app.app_context():
        lesson = db.session.scalars(sa.select(Lesson)).one()
        lesson.accepted_at = lesson.changed_at
        db.session.commit()
        KINDS[JOB].apply(None, {}, lesson.changed_at + timedelta(days=7))
        assert not db.session.scalars(sa.select(Notice).where(Notice.kind == UNANSWERED)).all()
