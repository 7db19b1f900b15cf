"""Another program holds the SQLite file: pages go on, whatever waits is told, and what was filled in is kept."""

from __future__ import annotations

import html
import os
import re
import sqlite3
import threading
import time
import uuid
from collections import Counter
from http.client import HTTPConnection
from pathlib import Path

import pytest
from flask import Flask

from course import sqlite_file
from course.db import db
from tests import hostile
from tests.hostile import World
from tests.race import BOOK, CLASSES, PATIENCE, Arena, arena, post
from tests.test_hostile_database import locked
from tests.test_hostile_forms import FORMS, browser, forms

# The drill holds the lock for longer than anybody waits for it.
HELD = 30.0 if "DRILL_SECONDS" in os.environ else 10.0
MANY, LONGEST_LOOK, LONGEST_WAIT = 32, 8.0, 20.0
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@pytest.fixture
def world(app: Flask, monkeypatch: pytest.MonkeyPatch) -> World:
    """A small world whose forms wait for a fifth of a second."""
    found = hostile.populated(app)
    monkeypatch.setattr(sqlite_file, "SQLITE_BUSY_MILLISECONDS", 200)
    with app.app_context():
        db.engine.dispose()
    return found


def look(running: Arena) -> tuple[int, float]:
    """A page: its status and its seconds."""
    began = time.monotonic()
    connection = HTTPConnection("127.0.0.1", running.port, timeout=PATIENCE)
    connection.request("GET", "/lessons", headers={"Cookie": f"course={running.cookie}"})
    status = connection.getresponse().status
    connection.close()
    return status, time.monotonic() - began


def book(running: Arena, turn: int, told: list[tuple[int, float]]) -> None:
    """A form: its status and its seconds."""
    began = time.monotonic()
    connection = HTTPConnection("127.0.0.1", running.port, timeout=PATIENCE)
    form = {**running.fields, "classes": running.labels[turn % CLASSES], "idempotency_key": uuid.uuid4().hex}
    told.append((post(connection, BOOK, running.cookie, form), time.monotonic() - began))


def test_pages_go_on_while_many_forms_wait_for_a_lock(tmp_path: Path) -> None:
    with arena(tmp_path) as running:
        look(running)
        other = sqlite3.connect(tmp_path / "course.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        forms_told: list[tuple[int, float]] = []
        sending = [threading.Thread(target=book, args=(running, turn, forms_told)) for turn in range(MANY)]
        for thread in sending:
            thread.start()
        time.sleep(1)
        looked, until = [], time.monotonic() + HELD
        while time.monotonic() < until:
            looked.append(look(running))
            time.sleep(0.5)
        other.execute("ROLLBACK")
        other.close()
        for thread in sending:
            thread.join()
        statuses = Counter(status for status, _seconds in forms_told)
        assert {status for status, _seconds in looked} == {200} and max(took for _, took in looked) < LONGEST_LOOK
        assert statuses[503] > MANY / 2 and set(statuses) <= {303, 409, 503}, statuses
        assert max(took for _, took in forms_told) < LONGEST_WAIT
        assert running.storm(4)[503] == 0, "well again"
        history = running.history()
        assert (history["lessons"], history["overlaps"], history["broken_log"]) == (1, 0, None)


@pytest.mark.parametrize("endpoint", ["schedule.book_period", "schedule.decline", "roster.add_absence"])
def test_what_was_filled_in_is_kept_and_goes_through_with_one_click(world: World, endpoint: str) -> None:
    rule = next(rule for rule in forms(world) if rule.endpoint == endpoint)
    client, path = browser(world, rule)
    given = {
        **FORMS[endpoint][1](world),
        "idempotency_key": "c" * 32,
        "csrf_token": 'a "token"',
        "note": "<b>一\n二</b>",
    }
    with locked(world):
        answer = client.post(path, data=given)
    assert answer.status_code == 503 and ">重新提交</button>" in answer.text
    page = answer.text[answer.text.index("<main") : answer.text.index("</main")]
    kept = [(html.unescape(name), html.unescape(value)) for name, value in HIDDEN.findall(page)]
    assert dict(kept).items() >= {name: str(value) for name, value in given.items() if isinstance(value, str)}.items()
    [address] = re.findall(r'<form method="post" action="([^"]+)">', page)
    again = {name: [value for other, value in kept if other == name] for name, _value in kept}
    assert client.post(html.unescape(address), data=again).status_code == 303


def test_no_password_and_no_file_comes_back(world: World) -> None:
    client, uploaded = world.app.test_client(), next(r for r in forms(world) if r.endpoint == "roster_import.upload")
    secret = {"email": "admin@example.com", "password": "a very secret word"}
    with locked(world):
        answers = [client.post("/sign-in", data=secret), world.client("admin").post("/language/en", data=secret)]
        sender, path = browser(world, uploaded)
        answers.append(sender.post(path, data=FORMS[uploaded.endpoint][1](world)))
    for answer in answers:
        assert answer.status_code == 503 and ">重新提交</button>" not in answer.text and "secret" not in answer.text
