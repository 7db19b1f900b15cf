"""The log: one line for an answer that went wrong, short, in letters, and without what a visitor typed."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import AuditEntry, Role
from course.db import db
from course.logs import LONGEST_TEXT
from tests import make

NASTY = "\x1b[2J\r\nfake line\u2028\x00" + "长" * 400_000
LONGEST_LINE = 32 * 1024


@pytest.fixture
def broken(app: Flask, sign_in: Any, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A browser of an application whose list of lessons fails with a text that somebody chose."""
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)

    def fail(*given: Any, **named: Any) -> None:
        raise RuntimeError(NASTY)

    monkeypatch.setattr("course.schedule.views.lesson_list", fail)
    with app.app_context():
        return sign_in(make.user(Role.ADMIN).id)


def test_a_crash_is_one_short_line_of_letters(broken: FlaskClient, capfd: pytest.CaptureFixture[str]) -> None:
    headers = {"User-Agent": "\x1b[2Jagent" + "x" * 1_000_000, "Referer": "http://evil/\x1b[2J"}
    assert broken.get("/lessons?q=%1b%5b2J%0d%0afake", headers=headers).status_code == 500
    heard = capfd.readouterr()
    lines = [line for line in (heard.out + heard.err).split("\n") if line.strip()]
    crashes = [json.loads(line) for line in lines if line.startswith("{")]
    assert [line["event"] for line in crashes].count("crash") == 1
    assert len(lines) == len(crashes), "everything is a line of the log"
    assert all(len(line.encode()) <= LONGEST_LINE for line in lines)
    for sign in ("\x1b", "\r", "\x00", "\u2028", "agent"):
        assert sign not in heard.out + heard.err, repr(sign)


def test_what_was_typed_at_the_sign_in_is_cut_and_stays_in_its_line(app: Flask, client: FlaskClient) -> None:
    for typed in (f"a{NASTY}@example.com", "\x1b[31m@example.com\nfake"):
        answer = client.post("/sign-in", data={"email": typed, "password": "x" * 1_000})
        assert answer.status_code in (200, 413)
    with app.app_context():
        subjects = db.session.scalars(sa.select(AuditEntry.subject)).all()
        assert subjects
        for subject in subjects:
            assert len(subject) <= LONGEST_TEXT
            assert not any(ord(sign) < 32 for sign in subject)


def test_an_agent_of_a_megabyte_is_no_error_and_is_kept_nowhere(
    app: Flask, sign_in: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    with app.app_context():
        user = make.user(Role.ADMIN).id
    answer = sign_in(user).get("/lessons", headers={"User-Agent": "agent" + "x" * 1_000_000})
    assert answer.status_code == 200
    assert "agentx" not in "".join(capfd.readouterr())
    with app.app_context():
        rows = (row for table in db.metadata.sorted_tables for row in db.session.execute(sa.select(table)))
        assert not any("agentx" in str(row) for row in rows)
