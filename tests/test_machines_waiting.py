"""A lock that is held for seconds, and two transactions that wait for each other: served, or told to try again."""

from __future__ import annotations

import sqlite3
import threading
import time
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from course.db import db
from course.schedule import actions
from tests import hostile
from tests.hostile import World
from tests.test_hostile_forms import forms, send

KEY = "b" * 32


@pytest.fixture
def world(app: Flask) -> World:
    return hostile.populated(app)


def test_a_form_waits_three_seconds_for_a_lock_and_is_served(world: World) -> None:
    rule = next(rule for rule in forms(world) if rule.endpoint == "schedule.book_period")
    other = sqlite3.connect(world.folder / "course.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(3, lambda: (other.execute("ROLLBACK"), other.close()))
    began = time.monotonic()
    release.start()
    answer = send(world, rule)
    assert answer.status_code == 303 and 2.5 < time.monotonic() - began < 10
    release.join()


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
def test_two_that_wait_for_each_other_one_is_told_and_nothing_is_done_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = next(rule for rule in forms(world) if rule.endpoint == "schedule.book_period")
    before, write_change = hostile.fingerprint(world.app), actions.write_change
    with world.app.app_context():
        engine = db.engine
    school = sa.text("SELECT id FROM school ORDER BY id DESC LIMIT 1 FOR UPDATE")
    region = sa.text("SELECT id FROM region ORDER BY id LIMIT 1 FOR UPDATE")
    waiting: list[threading.Thread] = []
    with engine.connect() as other:
        other.execute(school)

        def wait_crosswise(*given: Any, **named: Any) -> None:
            """Hold the region, and want the school; whoever holds that wants the region."""
            write_change(*given, **named)
            db.session.execute(sa.text("SET LOCAL deadlock_timeout = '100ms'"))
            db.session.execute(region)
            waiting.append(threading.Thread(target=lambda: (other.execute(region), other.rollback())))
            waiting[0].start()
            time.sleep(0.2)
            db.session.execute(school)

        monkeypatch.setattr(actions, "write_change", wait_crosswise)
        answer = send(world, rule, idempotency_key=KEY)
        waiting[0].join()
    monkeypatch.undo()
    assert answer.status_code == 503 and int(answer.headers["Retry-After"]) > 0
    assert hostile.fingerprint(world.app) == before
    assert [send(world, rule, idempotency_key=KEY).status_code for _ in range(2)] == [303, 303]
    number, earlier = (int(rows["lesson"].split(":")[0]) for rows in (hostile.fingerprint(world.app), before))
    assert number == earlier + 1, "sent twice with one key, done once"
