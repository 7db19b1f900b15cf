"""Reports that are sent: once a week or month, to those who may still see them, with a link and no file."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from course import jobs
from course.access.message_letters import letter_of
from course.access.models import Message, Notice, User
from course.coverage.rules import Year
from course.db import db, one_transaction, utc_now
from course.reports import report_jobs
from course.reports.models import ReportFile, ReportKind, ReportSubscription, Rhythm
from course.reports.rules import REGULAR, day_told_of, is_due, may_begin, period_start, year_is_counted, year_up_to
from course.roster.models import Region
from tests import make, make_reports
from tests.test_reports_views import SignIn

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("rhythm", "today", "asked_on", "last_on", "due"),
    [
        (Rhythm.WEEKLY, MONDAY, date(2026, 11, 20), None, True),
        (Rhythm.WEEKLY, MONDAY, MONDAY, None, False),
        (Rhythm.WEEKLY, date(2026, 11, 25), date(2026, 11, 24), None, False),
        (Rhythm.WEEKLY, date(2026, 11, 25), date(2026, 11, 20), None, True),
        (Rhythm.WEEKLY, date(2026, 11, 25), date(2026, 11, 1), MONDAY, False),
        (Rhythm.WEEKLY, date(2026, 11, 30), date(2026, 11, 1), MONDAY, True),
        (Rhythm.MONTHLY, date(2026, 12, 1), date(2026, 11, 20), None, True),
        (Rhythm.MONTHLY, date(2026, 12, 2), date(2026, 11, 20), date(2026, 12, 1), False),
        (Rhythm.MONTHLY, date(2026, 11, 30), date(2026, 11, 20), None, False),
        (Rhythm.MONTHLY, date(2027, 1, 1), date(2026, 11, 20), date(2026, 12, 1), True),
    ],
)
def test_a_report_is_due_once_a_period(
    rhythm: Rhythm, today: date, asked_on: date, last_on: date | None, due: bool
) -> None:
    assert is_due(rhythm, today, asked_on, last_on) is due


def test_the_days_and_numbers_of_the_rules() -> None:
    assert period_start(Rhythm.WEEKLY, date(2026, 11, 29)) == MONDAY
    assert day_told_of(ReportKind.BRIEF, date(2026, 12, 1)) == date(2026, 11, 30)
    assert day_told_of(ReportKind.LEDGER, date(2026, 12, 1)) == date(2026, 12, 1)
    assert [may_begin(number) for number in (0, 4, 5, 6)] == [True, True, False, False]
    assert [year_is_counted(number) is None for number in (0, 1999, 2000, 2026)] == [False, False, True, True]
    year = Year(2026, date(2026, 9, 1), date(2027, 8, 31))
    assert year_up_to(year, MONDAY, MONDAY) == year
    assert year_up_to(year, date(2026, 10, 1), MONDAY).last == date(2026, 10, 1)
    assert year_up_to(year, year.last, date(2028, 1, 1)) == year


@pytest.fixture
def monday(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The wall clock of the morning's job, which tests move on; nothing else is done daily."""
    monkeypatch.setattr(jobs, "DAILY", [])
    clock = [datetime(2030, 1, 7, 8, 0)]
    monkeypatch.setattr(report_jobs, "local_now", lambda: clock[0])
    return clock


def subscribe(user_id: int, rhythm: Rhythm = Rhythm.WEEKLY, kind: ReportKind = ReportKind.YEARLY) -> None:
    row = ReportSubscription(user_id=user_id, kind=kind, region_path="C00", rhythm=rhythm, created_at=utc_now())
    db.session.add(row)
    db.session.commit()


def morning() -> None:
    with one_transaction():
        jobs.ask(report_jobs.REGULAR, {}, user_id=None, now=utc_now())
    jobs.run_due()
    jobs.run_due()


def asked() -> list[tuple[str, int]]:
    rows = db.session.execute(sa.select(ReportFile.kind, ReportFile.user_id).order_by(ReportFile.id))
    return [(kind.value, user_id) for kind, user_id in rows]


def test_the_mail_holds_the_link_and_comes_once(app: Flask, data: None, monday: list[datetime]) -> None:
    city = make_reports.city()
    db.session.get_one(User, city.bureau).locale = "en"
    subscribe(city.bureau)
    morning()
    morning()
    assert asked() == [("yearly", city.bureau)]
    (message,) = db.session.scalars(sa.select(Message)).all()
    letter = letter_of(message, db.session.get_one(User, city.bureau), now=utc_now())
    assert "Yearly report of 东吉市" in letter.title and letter.link.endswith("/reports")
    assert not letter.attachment, "the link, not the file"
    assert db.session.query(Notice).count() == 1
    monday[0] += timedelta(days=7)
    morning()
    assert len(asked()) == 2 and db.session.query(Message).count() == 2


def test_nobody_who_may_not_see_it_is_sent_it(app: Flask, data: None, monday: list[datetime]) -> None:
    city = make_reports.city()
    for user_id in (city.bureau, city.county_bureau, city.elsewhere):
        subscribe(user_id)
    db.session.get_one(User, city.bureau).active = False
    db.session.commit()
    morning()
    assert asked() == [] and db.session.query(Message).count() == 0


def test_the_brief_of_the_month_before_comes_on_the_first(app: Flask, data: None, monday: list[datetime]) -> None:
    city = make_reports.city()
    subscribe(city.bureau, Rhythm.MONTHLY, ReportKind.BRIEF)
    monday[0] = datetime(2030, 2, 1, 8, 0)
    morning()
    (row,) = db.session.scalars(sa.select(ReportFile)).all()
    assert (row.day, row.year) == (date(2030, 1, 31), 2029) and row.stored_as


def test_it_is_chosen_and_stopped(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        city = make_reports.city()
    client = sign_in(city.bureau)
    wanted: dict[str, Any] = {"kind": "brief", "region": "R001", "rhythm": "weekly"}
    assert client.post("/reports/regular", data=wanted).status_code == 303
    assert client.post("/reports/regular", data={**wanted, "rhythm": "monthly"}).status_code == 303
    assert client.post("/reports/regular", data={**wanted, "region": "R009"}).status_code == 422
    assert client.post("/reports/regular", data={**wanted, "kind": "person"}).status_code == 422
    with app.app_context():
        (row,) = db.session.scalars(sa.select(ReportSubscription)).all()
        assert row.rhythm is Rhythm.MONTHLY, "the newer rhythm holds"
    assert sign_in(city.county_bureau).post(f"/reports/regular/{row.id}/stop").status_code == 404
    assert client.post(f"/reports/regular/{row.id}/stop").status_code == 303
    with app.app_context():
        assert db.session.query(ReportSubscription).count() == 0


def test_what_is_told_once_is_not_sent_regularly(app: Flask, sign_in: SignIn) -> None:
    """The check of the table knows no plan: a plan is told once, and nobody may come to ask for it each week."""
    with app.app_context():
        city = make_reports.city()
    client = sign_in(city.bureau)
    for kind in set(ReportKind) - set(REGULAR):
        answer = client.post("/reports/regular", data={"kind": kind.value, "region": "R001", "rhythm": "weekly"})
        assert answer.status_code == 422, kind
    with app.app_context():
        assert db.session.query(ReportSubscription).count() == 0
    assert ReportKind.PLAN not in REGULAR


def test_twenty_are_enough(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        city, place = make_reports.city(), make.db.session.scalars(sa.select(Region).where(Region.code == "C00")).one()
        codes = [make.region(parent=place).code for _ in range(7)]
    client, status = sign_in(city.bureau), []
    for code in codes:
        for kind in ("ledger", "yearly", "brief"):
            status.append(client.post("/reports/regular", data={"kind": kind, "region": code, "rhythm": "weekly"}))
    assert [answer.status_code for answer in status] == [303] * 20 + [422]
