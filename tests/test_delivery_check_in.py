"""The check-in: on the day, with the digits of the school's page, limited, and never needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from course.access.models import Role
from course.db import db
from course.delivery import check_in_rules as rules
from course.delivery.check_in import code_of
from course.delivery.models import Delivery
from course.i18n import local_now
from course.schedule.models import Lesson, LessonChange, LessonState
from course.security import limiter
from tests import make, make_delivery
from tests.conftest import both_databases, settings_for_tests
from tests.make_delivery import Story

SignIn = Callable[[int], FlaskClient]


def noon(app: Flask) -> datetime:
    """A time of today that has begun; just after midnight it is midnight."""
    with app.app_context():
        now = local_now().replace(second=0, microsecond=0)
        return max(now - timedelta(minutes=30), now.replace(hour=0, minute=0))


def story(app: Flask, start: datetime, **given: LessonState) -> Story:
    with app.app_context():
        return make_delivery.story(start, **given)


def code(app: Flask, of: Story) -> str:
    with app.app_context():
        return code_of(db.session.get(Lesson, of.lesson))


def wrong(right: str) -> str:
    return f"{(int(right) + 1) % 10_000:04d}"


def checked_in(app: Flask, of: Story) -> list[datetime | None]:
    with app.app_context():
        return list(db.session.scalars(sa.select(Delivery.checked_in_at).where(Delivery.lesson_id == of.lesson)))


@both_databases
def test_the_digits_of_the_school_check_the_vice_principal_in(app: Flask, sign_in: SignIn) -> None:
    today = story(app, noon(app))
    digits, address = code(app, today), f"/lessons/{today.lesson}"
    assert digits in sign_in(today.teacher).get(address).text
    police = sign_in(today.police)
    assert f">{digits}<" not in police.get(address).text
    assert police.post(f"{address}/check-in", data={"code": digits}).status_code == 303
    assert police.post(f"{address}/taught").status_code == 303
    assert len(checked_in(app, today)) == 1
    assert checked_in(app, today)[0] is not None


def test_after_the_report_it_is_kept_too_and_survives_a_second_report(app: Flask, sign_in: SignIn) -> None:
    today = story(app, noon(app))
    police, address = sign_in(today.police), f"/lessons/{today.lesson}"
    police.post(f"{address}/taught")
    assert checked_in(app, today) == [None]
    full_width = code(app, today).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert police.post(f"{address}/check-in", data={"code": f" {full_width} "}).status_code == 303
    assert checked_in(app, today)[0] is not None
    police.post(f"{address}/taught/undo")
    police.post(f"{address}/taught")
    assert checked_in(app, today)[0] is not None


@pytest.mark.parametrize("typed", ["", "abcd", "12345678901234567890", "<script>", "WRONG"])
def test_other_digits_are_refused_in_words(app: Flask, sign_in: SignIn, typed: str) -> None:
    today = story(app, noon(app))
    given = wrong(code(app, today)) if typed == "WRONG" else typed
    answer = sign_in(today.police).post(f"/lessons/{today.lesson}/check-in", data={"code": given})
    assert answer.status_code == 422
    with app.app_context():
        assert db.session.scalars(sa.select(LessonChange).where(LessonChange.action == "check_in")).all() == []


@pytest.mark.parametrize(
    ("state", "days", "open_now"),
    [
        (LessonState.SCHEDULED, 0, True),
        (LessonState.DELIVERED, 0, True),
        (LessonState.CONFIRMED, 0, False),
        (LessonState.CANCELLED, 0, False),
        (LessonState.SCHEDULED, 1, False),
        (LessonState.SCHEDULED, -1, False),
    ],
)
def test_when_one_may_check_in(state: LessonState, days: int, open_now: bool) -> None:
    start = datetime(2026, 11, 26, 10, 25)
    assert rules.may_check_in(state, start, start.replace(hour=8) + timedelta(days=days)) is open_now


def test_on_another_day_neither_digits_nor_field_are_shown(app: Flask, sign_in: SignIn) -> None:
    tomorrow = story(app, noon(app) + timedelta(days=1))
    digits = code(app, tomorrow)
    assert f">{digits}<" not in sign_in(tomorrow.teacher).get(f"/lessons/{tomorrow.lesson}").text
    answer = sign_in(tomorrow.police).post(f"/lessons/{tomorrow.lesson}/check-in", data={"code": digits})
    assert answer.status_code == 422


def test_a_colleague_and_another_school_find_nothing(app: Flask, sign_in: SignIn) -> None:
    today = story(app, noon(app))
    with app.app_context():
        colleague = make.vice_principal()
        make.appointment(colleague, db.session.get(make.School, today.school))
        users = [make.user(Role.VICE_PRINCIPAL, colleague).id, make.user(Role.SCHOOL, make.school()).id]
    for user in users:
        answer = sign_in(user).post(f"/lessons/{today.lesson}/check-in", data={"code": code(app, today)})
        assert answer.status_code == 404
        assert f">{code(app, today)}<" not in sign_in(user).get(f"/lessons/{today.lesson}").text


@pytest.fixture
def limited_app(tmp_path: Path) -> Iterator[Flask]:
    """An application that counts requests, as it does for people."""
    app = create_app(**{**settings_for_tests(tmp_path), "RATELIMIT_ENABLED": True})
    with app.app_context():
        db.create_all()
    yield app
    limiter.enabled = False


def test_ten_tries_an_hour_and_not_ten_thousand(limited_app: Flask) -> None:
    today = story(limited_app, noon(limited_app))
    with limited_app.app_context():
        key = db.session.get(make.User, today.police).fs_uniquifier
    client = limited_app.test_client()
    with client.session_transaction() as session:
        session.update({"_user_id": key, "_fresh": True})
    address, bad = f"/lessons/{today.lesson}/check-in", wrong(code(limited_app, today))
    statuses = [client.post(address, data={"code": bad}).status_code for _ in range(12)]
    assert statuses == [422] * 10 + [429] * 2
    assert client.post(address, data={"code": code(limited_app, today)}).status_code == 429
