"""Events for programs: written with the change, signed, each taken once, and never sent where they must not go."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from course.access.message_rules import MOST_TRIES
from course.access.models import AuditEntry, Notice, Role, User
from course.db import db, utc_now
from course.gateway import NotTaken, Refused
from course.schedule import actions as schedule
from course.schedule.models import Lesson, LessonState
from course.sharing import post_actions, post_jobs, posting
from course.sharing.destination_rules import may_be_posted_to, url_fault
from course.sharing.models import Post, PostState, Subscriber
from course.sharing.posting import Forbidden, first_open, post
from tests import make, make_delivery, make_sharing, services
from tests.conftest import both_databases, settings_for_tests
from tests.dripping_server import dripping

SignIn = Callable[[int], FlaskClient]
LOOPBACK = "127.0.0.0/8"


@dataclass
class Program:
    """Another program: a real HTTP server that remembers what it was told."""

    port: int
    statuses: list[int] = field(default_factory=list)
    location: str = ""
    seconds: float = 0
    taken: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where it takes events."""
        return f"http://127.0.0.1:{self.port}/events?from=course"


@pytest.fixture
def program() -> Iterator[Program]:
    """A program that takes everything, unless it is told to answer otherwise."""
    known = Program(services.free_port())

    class Handler(BaseHTTPRequestHandler):
        """Answers with the next status of the list."""

        def do_POST(self) -> None:
            known.taken.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            time.sleep(known.seconds)
            self.send_response(known.statuses.pop(0) if known.statuses else 204)
            if known.location:
                self.send_header("Location", known.location)
            self.end_headers()

        def log_message(self, *given: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", known.port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield known
    server.shutdown()
    server.server_close()


@dataclass
class Clock:
    """A clock that the test turns."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock(utc_now() + timedelta(minutes=1))


@contextmanager
def networks(app: Flask, allowed: str = LOOPBACK) -> Iterator[None]:
    """Let programs of these networks be told something."""
    before, app.config["WEBHOOKS_TO_PRIVATE"] = app.config["WEBHOOKS_TO_PRIVATE"], allowed
    yield
    app.config["WEBHOOKS_TO_PRIVATE"] = before


class World:
    """A county with a lesson, and a program of its bureau, of the city, and of another county."""

    def __init__(self, url: str) -> None:
        city = make.region("C1")
        county, other = make.region("R1", parent=city), make.region("R10", parent=city)
        self.county, school = county.path, make.school(county, code="S1")
        self.person, self.room = make.vice_principal(make.station(county), code="V1"), make.school_class(school, 3, 2)
        start = datetime.combine(utc_now().date() + timedelta(days=9), datetime.min.time()) + timedelta(hours=9)
        theme = make.theme("T1")
        self.lesson = make_delivery.lesson(
            self.person, school, start, (self.room,), state=LessonState.REQUESTED, theme=theme
        ).id
        users = [make.user(Role.BUREAU, of) for of in (county, city, other)]
        self.users = [user.id for user in users]
        self.programs = [
            make_sharing.subscriber(user, of.path, url=url).id
            for user, of in zip(users, (county, city, other), strict=True)
        ]

    def accept(self) -> None:
        """The vice-principal takes the lesson."""
        schedule.accept(db.session.get(Lesson, self.lesson), user=None, now=utc_now())
        db.session.commit()


def posts() -> list[Post]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Post).order_by(Post.id)))


@both_databases
def test_a_change_is_told_to_the_programs_of_its_region_and_of_those_above(
    app: Flask, data: None, program: Program, clock: Clock
) -> None:
    world = World(program.url)
    world.accept()
    assert [row.subscriber_id for row in posts()] == world.programs[:2]
    with networks(app):
        assert post_jobs.post_due(clock) == 2
        assert post_jobs.post_due(clock) == 0
    assert {row.state for row in posts()} == {PostState.SENT}
    headers, body = program.taken[0]
    signed = hmac.new(
        make_sharing.SECRET.encode(), headers["X-Course-Timestamp"].encode() + b"." + body, hashlib.sha256
    )
    assert headers["X-Course-Signature"] == f"sha256={signed.hexdigest()}"
    assert abs(int(headers["X-Course-Timestamp"]) - clock.now.timestamp()) < 2
    told = json.loads(body)
    assert (told["event"], told["id"]) == ("lesson.scheduled", headers["Idempotency-Key"])
    lesson = told["lesson"]
    assert (lesson["id"], lesson["state"], lesson["sequence"]) == (world.lesson, "scheduled", 1)
    assert (lesson["school"], lesson["classes"], lesson["vice_principal"]) == ("S1", ["3-2"], {"code": "V1"})
    assert world.person.name not in body.decode() and len({json.loads(one)["id"] for _, one in program.taken}) == 2


@both_databases
def test_what_is_thrown_away_is_told_to_nobody(data: None) -> None:
    world = World("http://127.0.0.1:9/")
    schedule.accept(db.session.get(Lesson, world.lesson), user=None, now=utc_now())
    db.session.rollback()
    assert posts() == []


def test_where_nobody_wants_to_know_one_question_is_asked_and_nothing_written(
    data: None, statements: list[str]
) -> None:
    world = World("http://127.0.0.1:9/")
    db.session.execute(sa.update(Subscriber).values(events=("lesson.missed",)))
    db.session.commit()
    statements.clear()
    world.accept()
    assert len([sent for sent in statements if "subscriber" in sent]) == 1
    assert not [sent for sent in statements if "INSERT INTO post" in sent]


SHUT_OUT: dict[str, Callable[[World], Any]] = {
    "switched off": lambda w: db.session.execute(sa.update(Subscriber).values(stopped_at=make.NOW)),
    "closed account": lambda w: db.session.execute(sa.update(User).values(active=False)),
    "moved": lambda w: [
        setattr(db.session.get(User, w.users[number]), "region_id", db.session.get(User, w.users[2]).region_id)
        for number in (0, 1)
    ],
}


@pytest.mark.parametrize("why", SHUT_OUT)
def test_who_is_shut_out_is_told_nothing(app: Flask, data: None, program: Program, clock: Clock, why: str) -> None:
    world = World(program.url)
    world.accept()
    SHUT_OUT[why](world)
    db.session.commit()
    before = len(posts())
    schedule.cancel(db.session.get(Lesson, world.lesson), "停课", user=None, now=utc_now())
    db.session.commit()
    assert len(posts()) == before
    with networks(app):
        post_jobs.post_due(clock)
    assert program.taken == []


@both_databases
def test_a_program_that_does_not_answer_is_asked_less_often_and_switched_off_after_three_days(
    app: Flask, data: None, program: Program, clock: Clock
) -> None:
    world = World(program.url)
    db.session.execute(sa.delete(Subscriber).where(Subscriber.id != world.programs[0]))
    world.accept()
    schedule.cancel(db.session.get(Lesson, world.lesson), "停课", user=None, now=utc_now())
    db.session.commit()
    began, program.statuses = clock.now, [500] * 100
    with networks(app):
        for _ in range(MOST_TRIES + 2):
            post_jobs.post_due(clock)
            due = [row.due_at for row in posts() if row.state is PostState.WAITING]
            clock.now = max([clock.now, *due]) + timedelta(seconds=1)
    first, second = posts()
    assert (first.state, first.tries, first.error) == (PostState.FAILED, MOST_TRIES, "HTTP 500")
    assert (second.state, second.tries) == (PostState.FAILED, 0)
    assert len(program.taken) == MOST_TRIES
    assert timedelta(days=2.5) < clock.now - began < timedelta(days=4)
    row = db.session.get(Subscriber, world.programs[0])
    assert row.stopped_at is not None and row.stop_reason == "HTTP 500"
    assert db.session.scalars(sa.select(Notice.kind).where(Notice.user_id == row.user_id)).all() == [
        "subscriber.stopped"
    ]
    assert "subscriber.stopped" in db.session.scalars(sa.select(AuditEntry.action)).all()


def test_a_program_that_wakes_up_gets_everything_in_order(
    app: Flask, data: None, program: Program, clock: Clock
) -> None:
    world = World(program.url)
    db.session.execute(sa.delete(Subscriber).where(Subscriber.id != world.programs[0]))
    world.accept()
    schedule.cancel(db.session.get(Lesson, world.lesson), "停课", user=None, now=utc_now())
    db.session.commit()
    program.statuses = [503]
    with networks(app):
        assert post_jobs.post_due(clock) == 0
        assert len(program.taken) == 1
        clock.now += timedelta(minutes=2)
        assert post_jobs.post_due(clock) == 2
    events = [json.loads(body)["event"] for _, body in program.taken]
    assert events == ["lesson.scheduled", "lesson.scheduled", "lesson.cancelled"]
    assert program.taken[0][0]["Idempotency-Key"] == program.taken[1][0]["Idempotency-Key"]


def test_a_refusal_for_good_is_not_repeated_and_others_go_on(
    app: Flask, data: None, program: Program, clock: Clock
) -> None:
    world = World(program.url)
    world.accept()
    program.statuses = [410]
    with networks(app):
        assert post_jobs.post_due(clock) == 1
    assert [row.state for row in posts()] == [PostState.FAILED, PostState.SENT]
    assert all(row.stopped_at is None for row in db.session.scalars(sa.select(Subscriber)))


@both_databases
def test_two_workers_never_take_the_same_event(data: None, clock: Clock) -> None:
    world = World("http://127.0.0.1:9/")
    world.accept()
    turns = []
    for _ in range(3):
        turns.append(post_actions.take_next(clock.now))
        db.session.commit()
    assert turns[2] is None and turns[0].post_id != turns[1].post_id
    late = post_actions.take_next(clock.now + timedelta(minutes=11))
    assert (late.post_id, late.tries) == (turns[0].post_id, 2)
    post_actions.mark_sent(turns[0], now=clock.now)
    assert db.session.get(Post, late.post_id).state is PostState.WAITING


def test_redirects_are_not_followed(app: Flask, program: Program) -> None:
    program.statuses, program.location = [302], f"http://127.0.0.1:{program.port}/inside"
    with pytest.raises(NotTaken, match="HTTP 302"):
        post(program.url, b"{}", {}, [LOOPBACK])
    assert len(program.taken) == 1


def test_a_program_that_says_nothing_keeps_nobody(monkeypatch: pytest.MonkeyPatch, program: Program) -> None:
    monkeypatch.setattr(posting, "SILENCE_SECONDS", 0.3)
    program.seconds, began = 4, time.monotonic()
    with pytest.raises(NotTaken, match="timed out"):
        post(program.url, b"{}", {}, [LOOPBACK])
    assert time.monotonic() - began < 3.5


def test_a_program_that_never_ends_its_answer_keeps_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "TALK_SECONDS", 0.5)
    with dripping(b"") as port:
        began = time.monotonic()
        with pytest.raises(NotTaken):
            post(f"http://127.0.0.1:{port}/", b"{}", {}, [LOOPBACK])
        assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("url", "networks"),
    [("http://127.0.0.1:{port}/", []), ("http://localhost:{port}/", []), ("http://[::1]:{port}/", []),
     ("http://127.0.0.1:{port}/", ["10.0.0.0/8"]), ("http://0.0.0.0:{port}/", [LOOPBACK]), ("http://0:{port}/", []),
     ("http://2130706433:{port}/", []), ("http://0x7f.1:{port}/", []), ("http://[::ffff:127.0.0.1]:{port}/", []),
     ("ftp://127.0.0.1:{port}/", [LOOPBACK]), ("http://a@127.0.0.1:{port}/", [LOOPBACK])],
)  # fmt: skip
def test_nothing_is_posted_to_the_machine_itself(program: Program, url: str, networks: list[str]) -> None:
    with pytest.raises(Refused) as refused:
        post(url.format(port=program.port), b"{}", {}, networks)
    assert isinstance(refused.value, Forbidden) and program.taken == []


def test_a_program_in_a_forbidden_place_is_switched_off_at_once(data: None, program: Program, clock: Clock) -> None:
    world = World(program.url)
    world.accept()
    assert post_jobs.post_due(clock) == 0
    assert program.taken == []
    stopped = db.session.scalars(sa.select(Subscriber).where(Subscriber.stopped_at.is_not(None)))
    assert [row.id for row in stopped] == world.programs[:2]


def test_another_address_of_the_host_is_tried(program: Program) -> None:
    with closing(first_open(["127.0.0.2", "127.0.0.1"], program.port)) as opened:
        assert opened.getpeername() == ("127.0.0.1", program.port)
    with pytest.raises(OSError):
        first_open(["127.0.0.2"], program.port)


def test_a_setting_that_names_no_network_is_said_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="COURSE_WEBHOOKS_TO_PRIVATE: 'intranet'"):
        create_app(**settings_for_tests(tmp_path), WEBHOOKS_TO_PRIVATE="10.0.0.0/8, intranet")


@pytest.mark.parametrize(
    ("address", "networks", "may"),
    [("8.8.8.8", "", True), ("2606:4700::1", "", True), ("10.1.2.3", "", False), ("10.1.2.3", "10.0.0.0/8", True),
     ("10.1.2.3", "192.168.0.0/16", False), ("172.16.0.1", "", False), ("192.168.1.1", "192.168.1.0/24", True),
     ("100.64.0.1", "", False), ("127.0.0.1", "", False), ("127.0.0.1", LOOPBACK, True), ("::1", "", False),
     ("169.254.169.254", "", False), ("169.254.169.254", "169.254.0.0/16 0.0.0.0/0", False),
     ("fe80::1%eth0", "", False),
     ("fd00::1", "", False), ("fd00::1", "fd00::/8", True), ("0.0.0.0", "0.0.0.0/0", False), ("224.0.0.1", "", False),
     ("::ffff:10.0.0.1", "", False), ("::ffff:169.254.169.254", "::/0", False), ("64:ff9b::a00:1", "", False),
     ("2002:7f00:1::", "", False), ("2002:808:808::", "", True), ("240.0.0.1", "", False), ("198.18.0.1", "", False),
     ("255.255.255.255", "", False), ("::", "::/0", False), ("fec0::1", "", False), ("fec0::1", "fec0::/10", True),
     ("192.0.0.8", "", False), ("192.88.99.1", "", False), ("3fff::1", "", False), ("5f00::1", "", False),
     ("64:ff9b:1::a00:1", "", False)],
)  # fmt: skip
def test_where_may_be_posted_to(address: str, networks: str, may: bool) -> None:
    assert may_be_posted_to(address, networks.split()) is may


@pytest.mark.parametrize(
    ("url", "fault"),
    [("https://example.com/events", ""), ("http://example.com:8443/a?b=c", ""), ("https://[2001:db8::1]/", ""),
     ("example.com", "scheme"), ("ftp://example.com/", "scheme"), ("https://", "scheme"),
     ("file:///etc/passwd", "scheme"),
     ("javascript:alert(1)", "scheme"), ("https://a:b@example.com/", "credentials"),
     ("https://example.com/#a", "fragment"),
     ("https://example.com/\r\nX: y", "letters"), ("https://exa mple.com/", "letters"), ("https://[::1/", "letters"),
     ("https://example.com:99999/", "letters"), ("https://example.com\\@evil.example/", "letters"),
     ("https://例子.com/", "letters"), ("https://example.com/" + "a" * 500, "letters"),
     ("https://example.com:0/", "scheme")],
)  # fmt: skip
def test_addresses_of_programs(url: str, fault: str) -> None:
    assert url_fault(url) == fault
