"""The notice on data protection: its versions, who has read which, and that the nights keep what it promises."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.access import audit
from course.access.models import AuditEntry, IdempotencyKey, Message, Notice, Role, User
from course.access.notice_actions import notify
from course.db import db, one_transaction
from course.i18n import in_language
from course.jobs import DAILY, KINDS, Job
from course.privacy import retention, rules
from course.privacy.notice_versions import NEWEST, VERSIONS, NoticeVersion
from course.privacy.retention_jobs import FORGET
from course.roster.models import Absence
from course.schedule.models import CalendarFeed
from tests import make
from tests.conftest import both_databases

SignIn = Callable[[int], FlaskClient]
ROOT = Path(__file__).resolve().parent.parent
NOW = datetime.now(UTC).replace(microsecond=0)
# What each version says, as a hash; a version that people have read is never written anew.
TEXTS = {"2026-11-26": "a6ba2b11ed7ce119"}
DAYS = {"day": 1, "days": 1, "year": 365, "years": 365}


def text_of_notice(app: Flask) -> str:
    """Everything that the notice says in English, but for its versions."""
    page = (ROOT / "templates" / "privacy" / "privacy.html").read_text().partition("Versions of this notice")[0]
    words = re.findall(r"_\('([^']+)'\)", page)
    with app.test_request_context(), in_language("en"):
        kinds = [str(part) for kind in retention.KINDS for part in (kind.title, kind.purpose, kind.kept)]
    return "\n".join([*words, *kinds])


def test_a_text_that_changes_is_a_new_version(app: Flask) -> None:
    found = hashlib.sha256(text_of_notice(app).encode()).hexdigest()[:16]
    assert TEXTS.get(NEWEST.key) == found, (
        "the notice says something else now: put a version before the others in "
        "course/privacy/notice_versions.py, say what has changed, and write its hash here"
    )
    assert [version.key for version in VERSIONS] == sorted((version.key for version in VERSIONS), reverse=True)
    assert set(TEXTS) == {version.key for version in VERSIONS}


def test_whoever_has_read_it_is_not_asked_again() -> None:
    assert rules.has_read({rules.NOTICE: "2026-11-26", "mail": {}}, "2026-11-26")
    for kept in (None, {}, {rules.NOTICE: "2025-01-01"}, {rules.NOTICE: None}):
        assert not rules.has_read(kept, "2026-11-26")


ASKS = 'action="/privacy/read"'


@both_databases
@pytest.mark.parametrize("role", list(Role))
def test_a_version_is_asked_about_once(app: Flask, sign_in: SignIn, role: Role) -> None:
    of = {
        Role.BUREAU: make.region, Role.STATION: make.station, Role.SCHOOL: make.school,
        Role.VICE_PRINCIPAL: make.vice_principal, Role.ADMIN: lambda: None,
    }  # fmt: skip
    with app.app_context():
        user = make.user(role, of[role](), preferences={"mail": {"digest": False}}).id
    browser = sign_in(user)
    assert ASKS in browser.get("/").text and ASKS in browser.get("/privacy").text
    for _twice in range(2):
        assert browser.post("/privacy/read", data={"version": NEWEST.key}).status_code == 303
    assert ASKS not in browser.get("/").text and ASKS not in browser.get("/privacy").text
    with app.app_context():
        kept = db.session.get_one(User, user).preferences
        assert kept == {"mail": {"digest": False}, rules.NOTICE: NEWEST.key}
        (entry,) = db.session.scalars(sa.select(AuditEntry))
        assert (entry.action, entry.subject, entry.detail) == ("notice.read", f"user:{user}", {"version": NEWEST.key})


def test_a_new_version_asks_everybody_anew(app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.app_context():
        user = make.user(Role.ADMIN, preferences={rules.NOTICE: NEWEST.key}).id
    browser = sign_in(user)
    assert ASKS not in browser.get("/").text
    monkeypatch.setattr("course.privacy.views.NEWEST", NoticeVersion(date(2027, 3, 1), "Something is new."))
    page = browser.get("/").text
    assert ASKS in page and "Something is new." in page
    # Whoever still has the page of the version before has not read this one.
    assert browser.post("/privacy/read", data={"version": NEWEST.key}).status_code == 303
    assert ASKS in browser.get("/").text
    assert browser.post("/privacy/read", data={"version": "2027-03-01"}).status_code == 303
    assert ASKS not in browser.get("/").text


@pytest.mark.parametrize("version", ["", "x" * 5000, "<script>", "2999-01-01", None])
def test_nonsense_is_no_reading(app: Flask, sign_in: SignIn, version: str | None) -> None:
    with app.app_context():
        user = make.user(Role.ADMIN).id
    data = {} if version is None else {"version": version}
    assert sign_in(user).post("/privacy/read", data=data).status_code in (303, 400)
    with app.app_context():
        assert rules.NOTICE not in (db.session.get_one(User, user).preferences or {})


def test_the_page_names_its_versions_to_everybody(client: FlaskClient) -> None:
    page = client.get("/privacy").text
    assert ASKS not in page
    assert all(version.key in page for version in VERSIONS)


def promised(text: str) -> list[timedelta]:
    """The times that a sentence of the page names."""
    found = re.findall(r"(\d+) (days?|years?)", text)
    return [timedelta(days=int(number) * DAYS[unit]) for number, unit in found]


@pytest.mark.parametrize("kind", retention.KINDS, ids=lambda kind: kind.key)
def test_the_page_promises_what_the_night_does(app: Flask, client: FlaskClient, kind: retention.Kept) -> None:
    with app.test_request_context(), in_language("en"):
        sentence = str(kind.kept)
    with app.test_request_context(), in_language("zh_Hans_CN"):
        chinese = str(kind.kept)
    assert chinese in client.get("/privacy").text.replace("&#39;", "'")
    times = promised(sentence)
    assert [re.findall(r"\d+", sentence)] == [re.findall(r"\d+", chinese.replace("一", "1"))], (sentence, chinese)
    if kind.span is None:
        # Reports forget their files themselves; tests/test_reports_views.py holds them to it.
        assert (kind.key == "reports" or not times) and kind.forget is None
    else:
        assert kind.span in times or kind.span == sum(times[:2], timedelta()), f"{sentence}: the night uses {kind.span}"


def rows_of(age: timedelta, user: int, person: int) -> dict[str, Any]:
    """One row of each kind, so old."""
    at = NOW - age
    wall = at.replace(tzinfo=None)
    mail = {"channel": "mail", "kind": "x", "due_at": at, "created_at": at, "state": "sent", "user_id": user}
    feed = {"user_id": user, "vice_principal_id": person, "created_at": at, "token_hash": f"{age.days:064d}"}
    away = {"vice_principal_id": person, "region_path": "R", "start": wall - timedelta(hours=1), "end": wall}
    return {
        "absences": Absence(**away, reason=""),
        "notices": Notice(user_id=user, kind="x", key=f"n{age}", facts={}, address="", created_at=at),
        "messages": Message(**mail, key=f"m{age}"),
        "jobs": Job(kind="x", created_at=at, finished_at=at, state="done"),
        "forms": IdempotencyKey(key=f"{age.days:032d}", request_hash="", created_at=at),
        "feeds": CalendarFeed(**feed, revoked_at=at),
    }


@both_databases
@pytest.mark.parametrize("key", ["absences", "notices", "messages", "jobs", "forms", "feeds"])
def test_a_row_goes_in_the_night_after_its_time_and_not_before(app: Flask, key: str) -> None:
    (kind,) = (one for one in retention.KINDS if one.key == key)
    assert FORGET in DAILY and kind.span
    with app.app_context():
        person = make.vice_principal()
        user = make.user(Role.VICE_PRINCIPAL, person).id
        a_day = timedelta(days=1)
        young, old = (rows_of(kind.span + more, user, person.id)[key] for more in (-a_day, a_day))
        make.save(young), make.save(old)
        table, stays = type(young), sa.inspect(young).identity
        with one_transaction():
            done = KINDS[FORGET].apply(None, {}, NOW)
        assert done[key] == 1
        assert [sa.inspect(row).identity for row in db.session.scalars(sa.select(table))] == [stays]


def test_a_message_that_still_waits_is_not_forgotten(app: Flask) -> None:
    with app.app_context():
        user = make.user(Role.ADMIN).id
        notify(user, kind="x", key="k", facts={}, now=NOW - timedelta(days=179))
        db.session.commit()
        with one_transaction():
            assert KINDS[FORGET].apply(None, {}, NOW)["messages"] == 0


def test_the_log_is_kept_longer_than_the_law_asks(app: Flask) -> None:
    (kind,) = (one for one in retention.KINDS if one.key == "log")
    assert kind.span and kind.span >= timedelta(days=183)
    with app.app_context():
        for age in (kind.span + timedelta(days=1), kind.span - timedelta(days=1)):
            audit.note("x", str(age.days), user=None, now=NOW - age)
            db.session.commit()
        with one_transaction():
            assert KINDS[FORGET].apply(None, {}, NOW)["log"] == 1
        assert audit.first_broken_entry() is None
