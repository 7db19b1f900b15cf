"""Clocks that are elsewhere, odd days, and clocks that jump: lessons stay where they are, and nothing runs twice."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course import jobs
from course.access import audit, message_jobs
from course.access.models import AuditEntry, Message, Role
from course.db import db, one_transaction, utc_now
from course.delivery.link import Link, token_for
from course.delivery.models import Confirmation
from course.jobs import Job, JobState, Kind
from course.planning.appointments.rules import last_day
from course.schedule.models import Lesson
from tests import mail_server, make, make_delivery, outbox, services
from tests.conftest import both_databases, settings_for_tests
from tests.mail_server import NOT_NOW, TAKEN, Mailbox
from tests.test_schedule_views import DAY, make_world
from tests.week_district import CHINA, Clock

SignIn = Callable[[int], FlaskClient]
FAR = 400 * 24 * 60


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock of the application's own."""
    found = Clock()
    for module in ("course.db", "course.i18n"):
        monkeypatch.setattr(f"{module}.datetime", found.type())
    return found


@pytest.fixture(params=["UTC", "Asia/Shanghai", "America/New_York"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The time zone of the machine."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


def lessons() -> list[Lesson]:
    return list(db.session.scalars(sa.select(Lesson).order_by(Lesson.id)))


def test_a_lesson_is_at_its_time_wherever_the_machine_stands(
    app: Flask, sign_in: SignIn, clock: Clock, zone: str
) -> None:
    clock.moment = datetime(DAY.year, DAY.month, DAY.day, 2, 24, tzinfo=UTC) - timedelta(days=1)
    world = make_world(app)
    school = sign_in(world.school)
    form = {"theme": "T02", "classes": "3-1", "place": "classroom", "choice": f"{DAY}/3/{world.person_code}"}
    address = school.post("/lessons/new", data=form).headers["Location"]
    page = school.get(address).get_data(as_text=True)
    assert '<span class="nowrap">10:25–11:05</span>' in page, "a line never ends inside it"
    assert "10:25–11:05" in page.split("</title>")[0] and "span" not in page.split("</title>")[0]
    with app.app_context():
        (row,) = lessons()
        assert row.start == datetime(DAY.year, DAY.month, DAY.day, 10, 25)
        assert row.created_at == clock.moment
    assert sign_in(world.person).post(f"{address}/accept", data={"sequence": "0"}).status_code == 303
    # A minute before the bell it cannot be reported, and at the bell it can, by the schools' clock.
    clock.wait(24 * 60)
    assert sign_in(world.person).post(f"{address}/taught").status_code == 409
    clock.wait(1)
    assert sign_in(world.person).post(f"{address}/taught").status_code == 303


ODD_DAYS = [
    *("2026-02-29", "2027-02-29", "0001-01-01", "9999-12-31", "2026-W53-1", "2026-13-01", "2026-11-31"),
    *("2026-12-31T23:59:60", "-2026-11-26", "20261126", "1986-05-04", "2026-00-00"),
]


@pytest.mark.parametrize("day", ODD_DAYS)
def test_a_day_that_is_none_or_not_of_our_time_is_refused(app: Flask, sign_in: SignIn, day: str) -> None:
    world = make_world(app)
    form = {"theme": "T02", "classes": "3-1", "place": "classroom", "choice": f"{day}/3/{world.person_code}"}
    assert sign_in(world.school).post("/lessons/new", data=form).status_code == 422
    times = {"start": f"{day}T08:00", "end": f"{day}T23:59:60", "reason": ""}
    assert sign_in(world.person).post(f"/vice-principals/{world.person_code}/absences", data=times).status_code == 422
    with app.app_context():
        assert lessons() == []


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (date(2028, 2, 29), date(2030, 8, 31)),
        (date(2026, 9, 1), date(2029, 8, 31)),
        (date(2026, 8, 31), date(2029, 8, 31)),
        (date(2027, 2, 28), date(2029, 8, 31)),
    ],
)
def test_an_appointment_from_any_day_ends_with_a_year(start: date, last: date) -> None:
    found = last_day(start, "09-01")
    assert (found.month, found.day) == (last.month, last.day)
    assert timedelta(days=2 * 365) <= found - start <= timedelta(days=3 * 366)


@pytest.mark.parametrize(
    ("day", "period", "status"),
    [
        ("2026-09-01", 3, 303),
        ("2026-08-31", 3, 422),
        ("2026-10-01", 3, 422),
        ("2026-10-07", 3, 422),
        ("2026-09-20", 3, 303),
        ("2026-10-10", 3, 303),
        ("2026-10-11", 3, 422),
        ("2027-01-22", 3, 303),
        ("2027-01-25", 3, 422),
        ("2027-01-31", 3, 422),
    ],
)
def test_lessons_stay_inside_the_term_and_out_of_the_holidays(
    app: Flask, sign_in: SignIn, clock: Clock, day: str, period: int, status: int
) -> None:
    clock.moment = datetime(2026, 8, 20, 1, tzinfo=UTC)
    with app.app_context():
        school, person = make.school(), make.vice_principal()
        make.appointment(person, school, start=date(2026, 8, 1), end=date(2028, 8, 31))
        make.school_class(school, 3, 1)
        make.bells()
        make.term()
        make.theme("T02")
        teacher, code = make.user(Role.SCHOOL, school).id, person.code
    form = {"theme": "T02", "classes": "3-1", "place": "classroom", "choice": f"{day}/{period}/{code}"}
    assert sign_in(teacher).post("/lessons/new", data=form).status_code == status


@both_databases
def test_a_session_ends_where_the_clock_jumps(app: Flask, sign_in: SignIn, clock: Clock) -> None:
    with app.app_context():
        user = make.user(Role.ADMIN).id
    for jump in (FAR, -FAR, -120, 31):
        browser = sign_in(user)
        assert browser.get("/lessons").status_code == 200
        clock.wait(jump)
        answer = browser.get("/lessons")
        assert answer.status_code == 302 and "/sign-in" in answer.headers["Location"], jump
        assert sign_in(user).get("/lessons").status_code == 200


def test_wrong_tries_by_a_clock_that_was_ahead_lock_nobody_out(app: Flask, client: FlaskClient, clock: Clock) -> None:
    with app.app_context():
        email = make.user(Role.ADMIN).email
    tried = {"email": email, "password": "wrong wrong wrong"}
    clock.wait(FAR)
    assert [client.post("/sign-in", data=tried).status_code for _ in range(11)][-1] == 429
    clock.wait(-FAR)
    assert client.post("/sign-in", data=tried).status_code == 200


def test_a_link_is_over_when_its_days_are(app: Flask, client: FlaskClient, clock: Clock) -> None:
    with app.app_context():
        now = clock.moment.astimezone(CHINA).replace(tzinfo=None)
        story = make_delivery.story(now - timedelta(hours=1))
        token = token_for(Link(db.session.get_one(Lesson, story.lesson).uid, now.date() + timedelta(days=30)))
    assert client.get(f"/confirm/{token}").status_code == 200
    clock.wait(FAR)
    assert client.get(f"/confirm/{token}").status_code == 410
    assert client.post(f"/confirm/{token}").status_code == 410
    with app.app_context():
        assert not db.session.scalars(sa.select(Confirmation)).all()


def nothing(*given: Any) -> None:
    """There is nothing to prepare."""


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The days on which a daily job was done."""
    done: list[str] = []

    def count(prepared: None, arguments: dict[str, Any], now: datetime) -> dict[str, Any]:
        done.append(f"{now.astimezone(CHINA):%d %H}")
        return {}

    monkeypatch.setattr(jobs, "KINDS", {"nightly": Kind(nothing, count)})
    monkeypatch.setattr(jobs, "DAILY", ["nightly"])
    return done


@both_databases
def test_daily_work_goes_on_after_a_clock_was_ahead(data: None, clock: Clock, counted: list[str]) -> None:
    jobs.run_due()
    clock.wait(FAR)
    jobs.run_due()
    clock.wait(24 * 60 - FAR)
    jobs.run_due()
    jobs.run_due()
    clock.wait(-120)
    jobs.run_due()
    assert counted == ["23 07", "28 07", "24 07"]


@both_databases
def test_two_workers_do_not_do_one_job_where_the_clock_goes_back(data: None, clock: Clock, counted: list[str]) -> None:
    with one_transaction():
        job_id = jobs.ask("nightly", {}, user_id=None, now=utc_now()).id
    first = jobs.lease(job_id, utc_now())
    clock.wait(-120)
    assert jobs.lease(job_id, utc_now()) is None
    clock.wait(120 + 3)
    second = jobs.lease(job_id, utc_now())
    assert (first, second) == (1, 2)
    with pytest.raises(jobs.Stopped):
        jobs.complete(job_id, first, None)
    jobs.complete(job_id, second, None)
    assert len(counted) == 1
    assert db.session.get_one(Job, job_id).state is JobState.DONE


@both_databases
def test_a_job_that_was_taken_by_a_clock_that_was_ahead_is_done(data: None, clock: Clock, counted: list[str]) -> None:
    with one_transaction():
        job_id = jobs.ask("nightly", {}, user_id=None, now=utc_now()).id
    clock.wait(FAR)
    assert jobs.lease(job_id, utc_now()) == 1
    clock.wait(-FAR)
    jobs.run_due()
    db.session.expire_all()
    assert db.session.get_one(Job, job_id).state is JobState.DONE


def test_a_message_that_was_put_off_by_a_clock_that_was_ahead_goes_out(tmp_path: Path, clock: Clock) -> None:
    from app import create_app

    box = Mailbox()
    app = create_app(**settings_for_tests(tmp_path))
    with app.app_context(), mail_server.serving(box, services.free_port()) as mail:
        db.create_all()
        app.config["MAIL_URL"] = mail
        outbox.fill(1)
        box.then([NOT_NOW, TAKEN])
        clock.wait(FAR)
        assert message_jobs.send_due() == 0
        clock.wait(-FAR)
        assert message_jobs.send_due() == 1
        assert message_jobs.send_due() == 0
        assert db.session.scalar(sa.select(Message.tries)) == 2
        db.session.remove()
        db.engine.dispose()
    assert list(box.numbers().values()) == [1]


@both_databases
def test_the_log_keeps_its_order_and_what_is_young(data: None, clock: Clock) -> None:
    for jump, action in ((0, "one"), (-50 * FAR, "two"), (50 * FAR, "three"), (-120, "four")):
        clock.wait(jump)
        with one_transaction():
            audit.note(action, "x", user=None, now=utc_now())
    in_order = sa.select(AuditEntry.action).order_by(AuditEntry.id)
    assert db.session.scalars(in_order).all() == ["one", "two", "three", "four"]
    assert audit.first_broken_entry() is None
    # A line that a clock has dated long ago takes no younger line with it when the log is cut.
    with one_transaction():
        assert audit.cut(utc_now() - timedelta(days=3 * 365), utc_now()) == 0
    assert db.session.scalars(in_order).all() == ["one", "two", "three", "four"]


def test_the_clock_of_the_application_is_read_in_two_places_only() -> None:
    root = Path(__file__).resolve().parent.parent
    reads = re.compile(r"datetime\.(now|utcnow|today)\(|date\.today\(|time\.time\(")
    found = [path for path in (root / "course").rglob("*.py") if reads.search(path.read_text())]
    assert {path.name for path in found} == {"db.py", "i18n.py"}
