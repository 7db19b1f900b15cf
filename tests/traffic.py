"""People at work: pages looked at and lessons booked at a steady rate, each booking remembered and looked up later."""

from __future__ import annotations

import itertools
import math
import os
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from flask.sessions import SecureCookieSessionInterface

from course.access import audit
from course.access.models import IdempotencyKey, Role
from course.db import db, utc_now
from course.roster.models import SchoolClass
from course.schedule.calendars import feed_actions
from course.schedule.models import Lesson, Slot
from tests import make
from tests.fleet import Fleet
from tests.line import Line
from tests.race import BOOK, next_teaching_day

SCHOOLS, CLASSES, PERIODS = int(os.environ.get("DRILL_SCHOOLS", "6")), 30, 6
# Of ten requests: the pages of a school, those of a vice-principal, calendars that telephones fetch, and a booking.
PAGES_OF_SCHOOL, PAGES_OF_PERSON, FEEDS = ("/", "/lessons", "/calendar", BOOK), ("/", "/notices"), 3
SHARE_OF_FORMS = 10
HANDS = 24
REDIRECTED = 303
SERVER_ERROR = 500


@dataclass
class Said:
    """What the people were told: milliseconds and statuses of all answers, and the lessons they were promised."""

    took: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    promised: dict[str, str] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)

    @property
    def failed(self) -> int:
        """How many answers were none, or an error of ours."""
        return sum(number for status, number in self.statuses.items() if status == 0 or status >= SERVER_ERROR)

    def slowest(self, share: float) -> float:
        """The milliseconds that this share of the answers did not exceed."""
        ordered = sorted(self.took) or [0.0]
        return ordered[min(math.ceil(len(ordered) * share), len(ordered)) - 1]

    def told(self) -> str:
        """All of it in a line."""
        shares = ", ".join(f"p{100 * share:g} {self.slowest(share):.0f} ms" for share in (0.5, 0.95, 0.99))
        statuses = ", ".join(f"{number} × {status}" for status, number in sorted(self.statuses.items()))
        return f"{len(self.took)} answers ({statuses}); {shares}; {len(self.promised)} lessons promised"


@dataclass
class People:
    """The users of many schools, with their cookies and the forms that they will send one after the other."""

    running: Fleet
    # Addresses with the cookie of who asks for them, in turn.
    looks: list[tuple[str, str]]
    forms: Any
    # What each calendar holds, as its telephone asks whether that still holds.
    tags: dict[str, str] = field(default_factory=dict)
    lock: Any = field(default_factory=threading.Lock)

    def work(self, seconds: float, rate: float) -> Said:
        """Ask so often in a second, one in ten times with a form; a form that got no answer is sent again."""
        said, turns, began = Said(), itertools.count(), time.monotonic()
        arguments = (said, turns, began, seconds, rate)
        hands = [threading.Thread(target=self.hand, args=arguments) for _ in range(HANDS)]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()
        return said

    def hand(self, said: Said, turns: Any, began: float, seconds: float, rate: float) -> None:
        """One browser: it takes the next turn when its moment has come; lateness counts."""
        line = self.running.line()
        while (moment := began + (turn := next(turns)) / rate) < began + seconds:
            time.sleep(max(moment - time.monotonic(), 0))
            status = self.look(line, turn) if turn % SHARE_OF_FORMS else self.book(line, said)
            said.took.append(1000 * (time.monotonic() - moment))
            with self.lock:
                said.statuses[status] += 1
        line.close()

    def look(self, line: Line, turn: int) -> int:
        """A page, or a calendar."""
        path, cookie = self.looks[turn % len(self.looks)]
        if cookie:
            return line.answer("GET", path, {"Cookie": cookie})[0]
        status, tag = line.answer("GET", path, {"If-None-Match": self.tags.get(path, "")}, told="ETag")
        self.tags[path] = tag
        return status

    def book(self, line: Line, said: Said) -> int:
        """A lesson; what was promised is remembered."""
        with self.lock:
            cookie, form = next(self.forms)
        key = uuid.uuid4().hex
        said.sent.append(key)
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        status, leads_to = line.answer("POST", BOOK, headers, urlencode({**form, "idempotency_key": key}))
        if status in {302, REDIRECTED}:
            said.promised[key] = leads_to
        return status


def people(running: Fleet) -> People:
    """Schools with a vice-principal, classes and a user each."""
    with running.app.app_context():
        day = next_teaching_day(date.today() + timedelta(days=7))
        make.bells()
        make.term(name="the term of the drill", start=day - timedelta(days=30), end=day + timedelta(days=150))
        themes = [make.theme().code for _ in range(6)]
        schools = [make_school(day) for _ in range(SCHOOLS)]
        db.session.remove()
    sign = SecureCookieSessionInterface().get_signing_serializer(running.app).dumps
    name = running.app.config["SESSION_COOKIE_NAME"]
    cookies = {key: f"{name}={sign({'_user_id': key, '_fresh': True})}" for one in schools for key in one.keys}
    looks = [look for one in schools for look in looks_of(one, cookies)]
    return People(running, looks, forms(day, themes, [(cookies[one.keys[0]], one) for one in schools]))


@dataclass(frozen=True)
class AtWork:
    """A school at work: the keys of its user and of its vice-principal's, that person's code and feed, its classes."""

    keys: tuple[str, str]
    code: str
    feed: str
    labels: list[str]


def looks_of(one: AtWork, cookies: dict[str, str]) -> list[tuple[str, str]]:
    """What is looked at around a school: nine reads to each booking, and no two pages of a kind beside each other."""
    school, person = (cookies[key] for key in one.keys)
    pages = [(path, school) for path in PAGES_OF_SCHOOL] + [(path, person) for path in PAGES_OF_PERSON]
    every = len(pages) // FEEDS
    return [look for number, page in enumerate(pages, 1) for look in [page, *[(one.feed, "")] * (number % every == 0)]]


def make_school(day: date) -> AtWork:
    """A school with classes, a vice-principal, and a user of each."""
    county = make.region()
    school = make.school(county, hall_seats=0)
    person = make.vice_principal(make.station(county), max_lessons_week=99, max_lessons_day=20)
    make.training(person)
    make.appointment(person, school, start=day - timedelta(days=60), end=day + timedelta(days=150))
    where = {"school_id": school.id, "region_path": school.region_path, "pupils": 40}
    classes = [SchoolClass(grade=1 + number % 6, number=1 + number // 6, **where) for number in range(CLASSES)]
    db.session.add_all(classes)
    users = make.user(Role.SCHOOL, school), make.user(Role.VICE_PRINCIPAL, person)
    feed = f"/calendar/{feed_actions.make_feed(users[1], now=utc_now())}.ics"
    db.session.commit()
    return AtWork(tuple(user.fs_uniquifier for user in users), person.code, feed, [row.label for row in classes])


def forms(day: date, themes: list[str], schools: list[tuple[str, AtWork]]) -> Any:
    """One booking after the other, none of which stands in another's way: each school's periods in their order."""
    days = [day]
    for turn in itertools.count():
        period = turn % PERIODS + 1
        if len(days) <= turn // PERIODS:
            days.append(next_teaching_day(days[-1] + timedelta(days=1)))
        for cookie, school in schools:
            choice = f"{days[turn // PERIODS].isoformat()}/{period}/{school.code}"
            theme, label = themes[turn // CLASSES % len(themes)], school.labels[turn % CLASSES]
            yield cookie, {"theme": theme, "place": "classroom", "choice": choice, "classes": label}


def history(running: Fleet, said: Said) -> dict[str, Any]:
    """What the database holds against what was said: lost promises, work done twice, overlaps, a broken log."""
    one, other = sa.orm.aliased(Slot), sa.orm.aliased(Slot)
    overlap = sa.and_(one.resource == other.resource, one.id < other.id, one.start < other.end, other.start < one.end)
    with running.app.app_context():
        kept = dict(db.session.execute(sa.select(IdempotencyKey.key, IdempotencyKey.location)).all())
        ids = {str(number) for number in db.session.scalars(sa.select(Lesson.id))}
        booked = {key: location for key, location in kept.items() if key in said.sent and location}
        found = {
            "lost": sorted(
                key for key, at in said.promised.items() if kept.get(key) != at or at.split("/")[-1] not in ids
            ),
            "twice": len(ids) - len(set(booked.values())),
            "overlaps": db.session.scalar(sa.select(sa.func.count()).select_from(one).join(other, overlap)),
            "broken_log": audit.first_broken_entry(),
        }
        db.session.remove()
    return found


SOUND = {"lost": [], "twice": 0, "overlaps": 0, "broken_log": None}
