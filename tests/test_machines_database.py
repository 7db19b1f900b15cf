"""PostgreSQL restarts, dies, and has no connection left: 503, nothing half done, and well again within five seconds."""

from __future__ import annotations

import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask

from app import create_app
from course.access.models import IdempotencyKey
from course.db import db
from course.schedule.models import Lesson
from tests import race
from tests.cluster import Cluster, cluster
from tests.conftest import settings_for_tests

HEALED = 5.0
CONNECTIONS = 12


@dataclass
class School:
    """The application on a server of its own, the user of a school, and the forms that this user sends."""

    app: Flask
    server: Cluster
    key: str
    fields: dict[str, str]
    labels: list[str]
    statuses: Counter[int] = field(default_factory=Counter)
    promised: list[str] = field(default_factory=list)

    def book(self, turn: int) -> int:
        """One booking, each in a week of its own class; what was promised is remembered."""
        browser, form_key = self.browser(), uuid.uuid4().hex
        form = {**self.fields, "classes": self.labels[turn % len(self.labels)], "idempotency_key": form_key}
        status = browser.post(race.BOOK, data=form).status_code
        self.statuses[status] += 1
        if status in {302, 303}:
            self.promised.append(form_key)
        return status

    def look(self) -> int:
        """One page."""
        return self.browser().get("/lessons").status_code

    def browser(self):
        """A browser in which the user is signed in."""
        browser = self.app.test_client()
        with browser.session_transaction() as session:
            session.update({"_user_id": self.key, "_fresh": True})
        return browser

    def seconds_until_well(self) -> float:
        """How long until a page is shown again."""
        began = time.monotonic()
        while self.look() != 200:
            assert time.monotonic() - began < race.PATIENCE
            time.sleep(0.1)
        return time.monotonic() - began


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    with cluster() as found:
        yield found


@pytest.fixture(scope="module")
def school(server: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    """A school with many classes and a vice-principal."""
    app = create_app(**settings_for_tests(tmp_path_factory.mktemp("cluster")), DATABASE_URL=server.address)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():
        db.create_all()
        fields, labels, key, _ = race.prepare()
        db.session.remove()
    yield School(app, server, key, fields, labels)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_a_restart_in_the_middle_of_requests(school: School, mode: str) -> None:
    ended = threading.Event()

    def work(start: int) -> None:
        turn = start
        while not ended.is_set():
            school.book(turn)
            school.statuses[school.look()] += 1
            turn += 3

    hands = [threading.Thread(target=work, args=(start,)) for start in range(3)]
    for hand in hands:
        hand.start()
    time.sleep(1)
    school.server.control("restart", "-m", mode)
    assert school.seconds_until_well() <= HEALED
    ended.set()
    for hand in hands:
        hand.join()
    assert set(school.statuses) <= {200, 302, 303, 409, 422, 503}, school.statuses
    with school.app.app_context():
        kept = dict(db.session.execute(sa.select(IdempotencyKey.key, IdempotencyKey.location)).all())
        lessons = db.session.scalar(sa.select(sa.func.count()).select_from(Lesson))
        db.session.remove()
    assert all(kept.get(key) for key in school.promised)
    assert lessons == sum(1 for location in kept.values() if location)


def test_no_connection_is_left(school: School) -> None:
    with school.app.app_context():
        db.engine.dispose()
    with ExitStack() as others:
        for _ in range(CONNECTIONS):
            try:
                address = school.server.address.replace("+psycopg", "")
                others.enter_context(psycopg.connect(address))
            except psycopg.OperationalError:
                break
        assert school.look() == 503 and school.book(0) == 503
        health = school.app.test_client().get("/health")
        assert (health.status_code, health.json["cause"]) == (503, "OperationalError")
    assert school.seconds_until_well() <= HEALED


def test_who_waits_for_a_lock_for_a_moment_is_served(school: School) -> None:
    waiting: list[int] = []
    with psycopg.connect(school.server.address.replace("+psycopg", "")) as other:
        other.execute("LOCK TABLE lesson IN ACCESS EXCLUSIVE MODE")
        hand = threading.Thread(target=lambda: waiting.append(school.look()))
        hand.start()
        time.sleep(0.5)
        assert not waiting
        other.rollback()
        hand.join()
    assert waiting == [200]
