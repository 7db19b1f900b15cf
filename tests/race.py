"""Many people book one period at the same moment, against a real server; also used by the benchmark.

``Arena`` starts gunicorn with two workers of eight threads on a database of its own, ``storm`` sends
the requests, ``Arena.history`` says what the database holds afterwards.
"""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from app import create_app
from course.access import audit
from course.access.models import Role
from course.db import db, utc_now
from course.roster.models import School, SchoolClass, Station, Theme, VicePrincipal
from course.schedule import actions
from course.schedule.calendars.teaching_days import TeachingDays
from course.schedule.models import Lesson, LessonChange, LessonState, Place, Slot
from course.schedule.situation_queries import Question
from tests import make, services
from tests.conftest import settings_for_tests

ROOT = Path(__file__).resolve().parent.parent
FOLDER, DATABASE = "RACE_FOLDER", "RACE_DATABASE"
BOOK = "/lessons/new"
CLASSES = 40
PATIENCE = 60


def guarded() -> Flask:
    """The application as it is, for gunicorn."""
    given = {"DATABASE_URL": os.environ[DATABASE]} if os.environ.get(DATABASE) else {}
    return create_app(**settings_for_tests(Path(os.environ[FOLDER])), **given)


def unguarded() -> Flask:
    """The application without its lock: what a race looks like when nobody holds others back."""
    actions.hold_back_others = lambda names: None
    return guarded()


@dataclass
class Arena:
    """A server with one vice-principal, one free period, many classes, and the keys of their school's user."""

    port: int
    app: Flask
    cookie: str
    person_cookie: str
    fields: dict[str, str]
    labels: list[str]
    process: Any = field(repr=False)

    def storm(self, number: int) -> Counter[int]:
        """So many requests for the same period at once, each for one of the classes; the answers by status."""
        forms = [{**self.fields, "classes": self.labels[turn % len(self.labels)]} for turn in range(number)]
        return self.send([(BOOK, self.cookie, form) for form in forms])

    def same_form(self, number: int) -> Counter[int]:
        """One form sent many times at once, as by an impatient finger; the answers by status."""
        form = {**self.fields, "classes": self.labels[0], "idempotency_key": uuid.uuid4().hex}
        return self.send([(BOOK, self.cookie, form)] * number)

    def answers(self, number: int) -> Counter[int]:
        """The one lesson accepted, declined and cancelled by both sides at once; the answers by status."""
        with self.app.app_context():
            address = f"{BOOK.removesuffix('/new')}/{db.session.scalars(sa.select(Lesson.id)).one()}"
            db.session.remove()
        form = {"sequence": "0", "reason": "值班"}
        buttons = ((self.person_cookie, "accept"), (self.person_cookie, "decline"), (self.cookie, "cancel"))
        turns = [buttons[turn % len(buttons)] for turn in range(number)]
        return self.send([(f"{address}/{verb}", cookie, form) for cookie, verb in turns])

    def changes(self, number: int) -> Counter[int]:
        """Two agreed lessons, and at once: bookings, moves, exchanges and hand-overs of one period and one lesson."""
        one, other, colleague = self.lay_two_lessons()
        address = f"{BOOK.removesuffix('/new')}/{one}"
        wanted = self.fields["choice"].replace("/3/", "/5/")
        known = {"sequence": "0"}
        buttons = (
            (f"{address}/move", self.cookie, {**known, "choice": wanted}),
            (f"{address}/exchange", self.cookie, {**known, "other": f"{other}.0"}),
            (f"{address}/hand-over", self.person_cookie, {**known, "vice_principal": colleague}),
            (f"{address}/move", self.person_cookie, {**known, "choice": wanted.replace("/5/", "/6/")}),
        )
        turns = []
        for turn in range(number):
            booking = {**self.fields, "choice": wanted, "classes": self.labels[2 + turn % (len(self.labels) - 2)]}
            turns.append((BOOK, self.cookie, booking) if turn % 5 == 0 else buttons[turn % 5 - 1])
        return self.send(turns)

    def lay_two_lessons(self) -> tuple[int, int, str]:
        """Two agreed lessons of the one person, by their ids, and the code of a colleague who is free."""
        day, _period, code = self.fields["choice"].split("/")
        with self.app.app_context():
            school, theme = db.session.scalars(sa.select(School)).one(), db.session.scalars(sa.select(Theme)).one()
            person = db.session.scalars(sa.select(VicePrincipal).where(VicePrincipal.code == code)).one()
            colleague = db.session.scalar(sa.select(VicePrincipal).where(VicePrincipal.code != code))
            if colleague is None:
                colleague = make.vice_principal(db.session.get(Station, person.station_id))
            ids = []
            for number, (label, period) in enumerate(zip(self.labels[:2], (3, 7), strict=True)):
                grade, place = (int(part) for part in label.split("-"))
                of = sa.select(SchoolClass).where(SchoolClass.grade == grade, SchoolClass.number == place)
                question = Question(school, theme, (db.session.scalars(of).one(),), Place.CLASSROOM)
                wish = actions.Wish(question, person.id, date.fromisoformat(day) + timedelta(days=7 * number), period)
                given = {"user": None, "now": utc_now(), "state": LessonState.SCHEDULED}
                ids.append(actions.book(wish, **given).id)
            found = *ids, colleague.code
            db.session.commit()
            db.session.remove()
        return found

    def send(self, requests: list[tuple[str, str, dict[str, str]]]) -> Counter[int]:
        """All forms at the same moment: each an address, a cookie and its fields."""
        statuses: Counter[int] = Counter()
        start = threading.Barrier(len(requests))

        def ask(address: str, cookie: str, fields: dict[str, str]) -> None:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
            start.wait(PATIENCE)
            statuses[post(connection, address, cookie, {"idempotency_key": uuid.uuid4().hex, **fields})] += 1

        threads = [threading.Thread(target=ask, args=request) for request in requests]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return statuses

    def history(self) -> dict[str, Any]:
        """What the database holds: lessons, pairs of slots that overlap, changes, and whether the log is whole."""
        one, other = sa.orm.aliased(Slot), sa.orm.aliased(Slot)
        overlap = sa.and_(
            one.resource == other.resource, one.id < other.id, one.start < other.end, other.start < one.end
        )
        with self.app.app_context():
            found = {
                "lessons": db.session.scalar(sa.select(sa.func.count()).select_from(Lesson)),
                "overlaps": db.session.scalar(sa.select(sa.func.count()).select_from(one).join(other, overlap)),
                "changes": db.session.scalar(sa.select(sa.func.count()).select_from(LessonChange)),
                "broken_log": audit.first_broken_entry(),
            }
            db.session.remove()
        return found

    def clear(self) -> None:
        """Take all lessons away again, for the next round."""
        with self.app.app_context():
            for table in ("slot", "lesson_class", "lesson_change", "job", "notice", "waiting_place", "lesson"):
                db.session.execute(sa.text(f"DELETE FROM {table}"))
            db.session.commit()
            db.session.remove()


def post(connection: http.client.HTTPConnection, address: str, cookie: str, fields: dict[str, str]) -> int:
    """Send the form once; the status, or 0 where no answer came."""
    headers = {"Cookie": f"course={cookie}", "Content-Type": "application/x-www-form-urlencoded"}
    try:
        connection.request("POST", address, urlencode(fields), headers)
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


@contextmanager
def arena(folder: Path, database: str = "", *, factory: str = "guarded") -> Iterator[Arena]:
    """A prepared database and a running server; both end with the block."""
    folder.mkdir(parents=True, exist_ok=True)
    given = {"DATABASE_URL": database} if database else {}
    app = create_app(**settings_for_tests(folder), **given)
    with app.app_context():
        db.create_all()
        if factory == "unguarded":
            db.session.execute(sa.text("ALTER TABLE slot DROP CONSTRAINT ex_slot_no_overlap"))
            db.session.commit()
        fields, labels, *keys = prepare()
        db.session.remove()
    sign = SecureCookieSessionInterface().get_signing_serializer(app).dumps
    cookies = [sign({"_user_id": key, "_fresh": True}) for key in keys]
    port = services.free_port()
    process = start_server(port, factory, {FOLDER: str(folder), DATABASE: database})
    try:
        wait_for(port)
        yield Arena(port, app, *cookies, fields, labels, process)
    finally:
        process.terminate()
        process.wait(PATIENCE)
        with app.app_context():
            db.engine.dispose()


def prepare() -> tuple[dict[str, str], list[str], str, str]:
    """A school with many classes and one vice-principal; the fields of the form, and the keys of both users."""
    day = next_teaching_day(date.today() + timedelta(days=7))
    county = make.region()
    school = make.school(county, hall_seats=0)
    person = make.vice_principal(make.station(county))
    make.appointment(person, school, start=day - timedelta(days=60), end=day + timedelta(days=60))
    make.bells()
    make.term(name="the term of the race", start=day - timedelta(days=30), end=day + timedelta(days=60))
    theme = make.theme()
    classes = [make.school_class(school, 1 + number % 6, 1 + number // 6) for number in range(CLASSES)]
    users = make.user(Role.SCHOOL, school), make.user(Role.VICE_PRINCIPAL, person)
    fields = {"theme": theme.code, "place": "classroom", "choice": f"{day.isoformat()}/3/{person.code}"}
    return fields, [row.label for row in classes], *(user.fs_uniquifier for user in users)


def next_teaching_day(day: date) -> date:
    """The first day from ``day`` on which schools teach."""
    while TeachingDays().taught_as(day) is None:
        day += timedelta(days=1)
    return day


def start_server(port: int, factory: str, environment: dict[str, str], module: str = "tests.race") -> Any:
    """Gunicorn as it is run in earnest: two workers of eight threads."""
    command = [sys.executable, "-m", "gunicorn", "--no-control-socket", "--preload", "--workers", "2", "--threads", "8"]
    command += ["--bind", f"127.0.0.1:{port}", "--log-level", "error", f"{module}:{factory}()"]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stderr=subprocess.DEVNULL)


def wait_for(port: int) -> None:
    """Return when the server answers."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if services.listening(port):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            connection.request("GET", "/sign-in-page-or-nothing")
            connection.getresponse().read()
            connection.close()
            return
        time.sleep(0.1)
    raise TimeoutError("the server did not start")


@contextmanager
def postgresql_database(name: str) -> Iterator[str]:
    """An empty PostgreSQL database of this name, gone afterwards; its address."""
    server = sa.create_engine(services.postgresql(), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    try:
        yield sa.make_url(services.POSTGRESQL).set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.dispose()
