"""Accounts of schools that are no more: they end after the day, once, and the bureau is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import AuditEntry, Notice, Role, User
from course.db import db, one_transaction
from course.i18n import in_language, local_now
from course.jobs import DAILY, KINDS
from course.planning.leaving.closed_account_jobs import END
from course.planning.leaving.closed_account_rules import account_ends
from course.planning.leaving.closed_account_wording import ended
from course.roster.models import School
from course.schedule.models import LessonState
from tests import make, make_delivery
from tests.conftest import both_databases

SignIn = Callable[[int], FlaskClient]
CLOSED = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("days", "lessons_wait", "ends"),
    [(-1, False, False), (0, False, False), (1, False, True), (1, True, False), (30, True, False), (31, True, True)],
)
def test_when_an_account_ends(days: int, lessons_wait: bool, ends: bool) -> None:
    assert account_ends(CLOSED, CLOSED + timedelta(days=days), lessons_wait) is ends


def night() -> int:
    """What the worker does every night; how many accounts it has ended."""
    assert END in DAILY
    with one_transaction():
        return KINDS[END].apply(KINDS[END].prepare({}, lambda *given: None), {}, datetime.now(UTC))["accounts"]


def active(*ids: int) -> list[bool]:
    return [db.session.get_one(User, one, populate_existing=True).active for one in ids]


@both_databases
def test_accounts_of_a_closed_school_end_once_and_the_bureau_is_told(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        county, today = make.region(), local_now().date()
        gone = make.school(county, closed_on=today - timedelta(days=1), name="旧城小学")
        there, closing = make.school(county), make.school(county, closed_on=today)
        users = [make.user(Role.SCHOOL, school).id for school in (gone, gone, there, closing)]
        bureau = make.user(Role.BUREAU, county).id
    browser = sign_in(users[0])
    assert browser.get("/").status_code == 200
    with app.app_context():
        assert night() == 2
        assert active(*users) == [False, False, True, True]
        notice = db.session.scalars(sa.select(Notice)).one()
        assert (notice.user_id, notice.facts["school"], notice.facts["number"]) == (bureau, "旧城小学", 2)
        assert list(db.session.scalars(sa.select(AuditEntry.action))).count("user.end") == 2
        db.session.remove()
    assert browser.get("/").status_code == 302, "whoever was signed in no longer is"
    assert "旧城小学" in sign_in(bureau).get("/notices").text
    # The bureau opens one again: that stays, and nobody is told anew.
    assert sign_in(bureau).post(f"/users/{users[0]}/enable").status_code == 303
    with app.app_context():
        assert night() == 0
        assert active(*users[:2]) == [True, False]
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Notice)) == 1


def test_a_school_may_still_confirm_its_last_lessons(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        story = make_delivery.story(local_now().replace(microsecond=0) - timedelta(days=3), LessonState.DELIVERED)
        school = db.session.get_one(School, story.school)
        school.closed_on = local_now().date() - timedelta(days=2)
        db.session.commit()
        assert night() == 0
    assert sign_in(story.teacher).post(f"/lessons/{story.lesson}/confirm", data={"sequence": "0"}).status_code == 303
    with app.app_context():
        assert night() == 1
        assert active(story.teacher, story.police) == [False, True]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
def test_the_notice_has_words(app: Flask, locale: str, number: int) -> None:
    with app.test_request_context(), in_language(locale):
        words = ended({"school": "旧城小学", "number": number}, locale)
        said = [str(words.title), *map(str, words.lines)]
    assert "旧城小学" in said[0] and str(number) in said[1] and len(said) == 3
    assert ("account" in said[1]) is (locale == "en")
