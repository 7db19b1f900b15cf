"""Choosing what comes by mail, and looking after what could not be delivered."""

from __future__ import annotations

from collections.abc import Callable
from email.parser import BytesParser
from email.policy import default
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import AuditEntry, Message, MessageState, Role, User
from course.db import db
from tests import make
from tests.test_access_messages import tell

SignIn = Callable[[int], FlaskClient]


@pytest.fixture
def people(app: Flask) -> SimpleNamespace:
    """Two counties: a bureau and a school's user in each, and an administrator."""
    with app.app_context():
        counties = [make.region(), make.region()]
        schools = [make.user(Role.SCHOOL, make.school(county), name="李老师").id for county in counties]
        bureaus = [make.user(Role.BUREAU, county).id for county in counties]
        return SimpleNamespace(app=app, schools=schools, bureaus=bureaus, admin=make.user(Role.ADMIN).id)


def fail(people: SimpleNamespace, user_id: int, key: str) -> int:
    """A message to somebody that could not be delivered."""
    with people.app.app_context():
        tell(user_id, key)
        message = db.session.scalars(sa.select(Message).where(Message.key == key, Message.user_id == user_id)).one()
        message.state, message.error, message.tries = MessageState.FAILED, "550 no such mailbox", 3
        db.session.commit()
        return message.id


def chosen(people: SimpleNamespace) -> dict[str, Any]:
    """What the first school's user has chosen."""
    with people.app.app_context():
        return db.session.get_one(User, people.schools[0]).preferences


def state(people: SimpleNamespace, message_id: int) -> MessageState:
    """Where a message stands."""
    with people.app.app_context():
        return db.session.get_one(Message, message_id).state


def test_what_is_ticked_is_kept_and_what_is_not_is_off(people: SimpleNamespace, sign_in: SignIn) -> None:
    client = sign_in(people.schools[0])
    page = client.get("/account/notices").text
    assert page.count("checked") == page.count('type="checkbox"') - 1, "all but one come without choosing"
    assert 'name="webhook"' not in page
    answer = client.post("/account/notices", data={"mail": ["digest", "confirmed"]})
    assert answer.status_code == 303
    kept = chosen(people)["mail"]
    assert {topic for topic, wanted in kept.items() if wanted} == {"digest", "confirmed"}
    assert client.get("/account/notices").text.count("checked") == 2


def test_nothing_ticked_is_an_answer_and_something_invented_is_none(people: SimpleNamespace, sign_in: SignIn) -> None:
    client = sign_in(people.schools[0])
    assert client.post("/account/notices", data={"mail": "bank_robbery"}).status_code == 422
    assert chosen(people) == {}
    assert client.post("/account/notices", data={"idempotency_key": "0" * 32}).status_code == 303
    assert not any(chosen(people)["mail"].values())


def test_a_gateway_has_boxes_of_its_own(app: Flask, people: SimpleNamespace, sign_in: SignIn) -> None:
    app.config["WEBHOOK_URL"] = "https://gateway.example.com/"
    client = sign_in(people.schools[0])
    assert 'name="webhook"' in client.get("/account/notices").text
    client.post("/account/notices", data={"mail": ["digest"], "webhook": ["reminders"]})
    app.config["WEBHOOK_URL"] = ""
    assert chosen(people)["webhook"]["reminders"] is True


def test_a_bureau_sees_the_messages_of_its_own_people(people: SimpleNamespace, sign_in: SignIn) -> None:
    mine, theirs = fail(people, people.schools[0], "a"), fail(people, people.schools[1], "b")
    client = sign_in(people.bureaus[0])
    page = client.get("/outbox?state=failed").text
    assert "550 no such mailbox" in page and "李老师" in page
    assert f"/outbox/{mine}" in page and f"/outbox/{theirs}" not in page
    assert "一块橡皮的事" in client.get(f"/outbox/{mine}").text
    for path in (f"/outbox/{theirs}", f"/outbox/{theirs}/mail"):
        assert client.get(path).status_code == 404
    assert client.post(f"/outbox/{theirs}/again").status_code == 404
    assert sign_in(people.admin).get(f"/outbox/{theirs}").status_code == 200
    assert sign_in(people.schools[0]).get("/outbox").status_code == 404


def test_a_message_is_downloaded_as_mail_programs_read_it(people: SimpleNamespace, sign_in: SignIn) -> None:
    answer = sign_in(people.admin).get(f"/outbox/{fail(people, people.schools[0], 'a')}/mail")
    message = BytesParser(policy=default).parsebytes(answer.data)
    assert message["Subject"].startswith("【法治课】") and answer.content_type == "message/rfc822"


def test_sending_again_is_written_down_and_only_for_what_failed(people: SimpleNamespace, sign_in: SignIn) -> None:
    failed, other = fail(people, people.schools[0], "a"), fail(people, people.schools[1], "b")
    client = sign_in(people.bureaus[0])
    assert client.post(f"/outbox/{failed}/again").status_code == 303
    client.post(f"/outbox/{failed}/again")
    assert state(people, failed) is MessageState.WAITING
    with people.app.app_context():
        again = sa.select(AuditEntry).where(AuditEntry.action == "message.send_again")
        assert len(db.session.scalars(again).all()) == 1
    client.post("/outbox/again")
    assert state(people, other) is MessageState.FAILED, "another county's message stays"
    sign_in(people.admin).post("/outbox/again")
    assert state(people, other) is MessageState.WAITING


def test_without_a_mail_server_the_outbox_says_so(people: SimpleNamespace, sign_in: SignIn) -> None:
    assert "outbox" in sign_in(people.admin).get("/outbox").text
    assert sign_in(people.admin).get("/outbox?state=junk&page=99").status_code == 200


def test_the_outbox_asks_as_many_questions_however_many_messages(
    people: SimpleNamespace, sign_in: SignIn, statements: list[str]
) -> None:
    client = sign_in(people.bureaus[0])
    counts = []
    for number in (1, 20):
        for key in range(number):
            fail(people, people.schools[0], f"{number}-{key}")
        statements.clear()
        client.get("/outbox")
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 12
