"""Stopping one kind of mail with one click: without signing in, without a cookie, and never what somebody needs."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest
import sqlalchemy as sa
from flask import Flask

from course import links
from course.access.message_actions import channels
from course.access.message_letters import letter_of
from course.access.models import AuditEntry, Channel, Message, Role, User
from course.access.notice_actions import notify
from course.access.topics import FOR_CONVENIENCE, TOPIC_OF, Topic, may_be_stopped, wants
from course.access.unsubscribe_link import read_unsubscribe_token, unsubscribe_address
from course.db import db
from course.mail import Sender, message_of
from tests import make
from tests.conftest import both_databases

POST = {"List-Unsubscribe": "One-Click"}


@pytest.mark.parametrize(
    ("kind", "topic"),
    [
        ("digest", Topic.DIGEST),
        ("lesson.reminder", Topic.REMINDERS),
        ("lesson.confirmed", Topic.CONFIRMED),
        ("lesson.requested", None),
        ("lesson.cancelled", None),
        ("lesson.taught", None),
        ("plan.published", None),
        ("plan.entry", None),
        ("law.changed", None),
        ("anything else", None),
    ],
)
def test_what_one_click_stops(kind: str, topic: Topic | None) -> None:
    assert may_be_stopped(kind) is topic


def test_every_kind_is_either_needed_or_not() -> None:
    assert {may_be_stopped(f"{beginning}x") for beginning, _ in TOPIC_OF} - {None} == FOR_CONVENIENCE


def headers_of(kind: str) -> tuple[str | None, str | None]:
    """The two headers of a mail of this kind."""
    user = make.user(Role.SCHOOL, make.school())
    db.session.execute(sa.update(User).values(preferences={"mail": {"confirmed": True}}))
    notify(user.id, kind=kind, key=kind, facts={}, now=make.NOW)
    message = db.session.scalars(sa.select(Message).where(Message.kind == kind)).one()
    letter = letter_of(message, user, now=make.NOW)
    sent = message_of(letter, Sender("course@example.com", "example.com")).as_bytes()
    read = message_from_bytes(sent, policy=policy.default)
    return read["List-Unsubscribe"], read["List-Unsubscribe-Post"]


def test_a_mail_that_nobody_needs_carries_the_address_and_what_to_post(data: None) -> None:
    where, what = headers_of("digest.sample")
    assert what == "List-Unsubscribe=One-Click"
    assert where and where.startswith("<") and "/unsubscribe/" in where


def test_a_mail_that_somebody_needs_has_no_such_button(data: None) -> None:
    where, what = headers_of("lesson.report")
    assert what is None
    assert where and "/unsubscribe/" not in where
    assert unsubscribe_address(1, "lesson.cancelled") == ""


def path_for(app: Flask, topic: str = "digest", **given: object) -> tuple[str, int]:
    """The address in a mail to a new user, and the user."""
    with app.app_context():
        user = make.user(Role.SCHOOL, make.school(), **given)
        db.session.commit()
        return f"/unsubscribe/{links.sign('unsubscribe', [user.id, topic])}", user.id


def wanted(app: Flask, user_id: int) -> set[Topic]:
    """What this user gets by mail."""
    with app.app_context():
        preferences = db.session.get_one(User, user_id).preferences
        assert channels() == (Channel.MAIL,)
        return {topic for topic in Topic if wants(preferences or {}, Channel.MAIL, topic)}


@both_databases
def test_one_click_stops_this_kind_and_no_other_and_only_once(app: Flask) -> None:
    path, user = path_for(app, preferences={"mail": {"laws": False}, "webhook": {"digest": True}})
    before = wanted(app, user)
    for _ in range(2):
        answer = app.test_client(use_cookies=False).post(path, data=POST)
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
    assert wanted(app, user) == before - {Topic.DIGEST}
    with app.app_context():
        assert db.session.get_one(User, user).preferences["webhook"] == {"digest": True}
        noted = sa.select(sa.func.count()).where(AuditEntry.action == "message.stop")
        assert db.session.scalar(noted) == 1


def test_looking_at_the_address_stops_nothing(app: Flask) -> None:
    path, user = path_for(app)
    answer = app.test_client().get(path)
    assert answer.status_code == 200
    assert '<form method="post">' in answer.text
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert Topic.DIGEST in wanted(app, user)


def test_without_the_token_of_a_form_it_works_too(app: Flask) -> None:
    path, user = path_for(app)
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert app.test_client(use_cookies=False).post(path, data=POST).status_code == 200
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert Topic.DIGEST not in wanted(app, user)


def test_what_somebody_needs_cannot_be_stopped_by_a_signed_address_either(app: Flask) -> None:
    path, user = path_for(app, "changes")
    assert app.test_client().post(path, data=POST).status_code == 404
    assert Topic.CHANGES in wanted(app, user)


def test_a_forged_address_and_one_of_a_closed_account_are_not_found(app: Flask) -> None:
    path, _ = path_for(app)
    closed, _ = path_for(app, active=False)
    for one in (f"{path}x", "/unsubscribe/nonsense", closed):
        assert app.test_client().post(one, data=POST).status_code == 404
    with app.app_context():
        for value in (["1", "digest"], [1], 1, [1, "nothing"], {"a": 1}):
            assert read_unsubscribe_token(links.sign("unsubscribe", value)) is None
        assert read_unsubscribe_token(links.sign("survey", [1, "digest"])) is None
