"""The webhook: signed, under a key of its own, tried again while the other side fails; against a real HTTP server."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from course.access import message_jobs
from course.access.models import Channel, Message, Role
from course.db import db
from course.gateway import Webhook, webhook_fault
from tests import make, services
from tests.dripping_server import dripping
from tests.test_access_messages import Clock, clock, send_all, standing, tell

__all__ = ["clock"]
SECRET = "between us"
PHONE = {"webhook": {"laws": True}, "mail": {"laws": False}}


@dataclass
class Telephones:
    """What a gateway was given, and what it answers next; afterwards it takes everything."""

    answers: list[int | str] = field(default_factory=list)
    taken: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    asked: int = 0


def handler(phones: Telephones) -> type[BaseHTTPRequestHandler]:
    """A server that does as it is told."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            phones.asked += 1
            answer = phones.answers.pop(0) if phones.answers else 200
            if answer == "reset":
                self.close_connection = True
                return
            if answer == 200:
                phones.taken.append((dict(self.headers), body))
            self.send_response(int(answer))
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_POST

        def log_message(self, *given: Any) -> None:
            """Say nothing."""

    return Handler


@pytest.fixture
def phones(app: Flask) -> Iterator[Telephones]:
    """A gateway to telephones that the application uses."""
    phones = Telephones()
    server = ThreadingHTTPServer(("127.0.0.1", services.free_port()), handler(phones))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    app.config.update(WEBHOOK_URL=f"http://127.0.0.1:{server.server_port}/notify", WEBHOOK_SECRET=SECRET)
    yield phones
    app.config.update(WEBHOOK_URL="", WEBHOOK_SECRET="")
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_letter_is_signed_and_says_what_it_is_about(data: None, phones: Telephones, clock: Clock) -> None:
    user = make.user(Role.ADMIN, name="王立新", preferences=PHONE)
    tell(user.id)
    assert message_jobs.send_due(clock) == 1
    ((headers, body),) = phones.taken
    expected = hmac.new(SECRET.encode(), headers["X-Course-Timestamp"].encode() + b"." + body, hashlib.sha256)
    assert headers["X-Course-Signature"] == f"sha256={expected.hexdigest()}"
    assert abs(int(headers["X-Course-Timestamp"]) - clock.now.timestamp()) < 1
    told = json.loads(body)
    assert told["to"] == {"account": user.email, "name": "王立新"}
    assert "一块橡皮的事" in told["title"] and told["link"] == "http://127.0.0.1:8000/cases/sample"
    assert told["id"] == headers["Idempotency-Key"]


@pytest.mark.parametrize("failure", [500, 503, 429, 302, 401, "reset"])
def test_a_gateway_that_fails_gets_it_again_under_the_same_key(
    data: None, phones: Telephones, clock: Clock, failure: int | str
) -> None:
    tell(make.user(Role.ADMIN, preferences=PHONE).id)
    phones.answers = [failure, failure]
    message_jobs.send_due(clock)
    assert standing() == [("waiting", 1)] and phones.asked == 1, "no redirect is followed"
    send_all(clock)
    assert standing() == [("sent", 3)] and len(phones.taken) == 1


def test_a_letter_that_is_refused_is_not_sent_again(data: None, phones: Telephones, clock: Clock) -> None:
    tell(make.user(Role.ADMIN, preferences=PHONE).id)
    phones.answers = [422]
    message_jobs.send_due(clock)
    assert standing() == [("failed", 1)]


def test_nobody_there_is_asked_once_for_all(app: Flask, data: None, phones: Telephones, clock: Clock) -> None:
    app.config["WEBHOOK_URL"] = f"http://127.0.0.1:{services.free_port()}/"
    user = make.user(Role.ADMIN, preferences=PHONE)
    for number in range(5):
        tell(user.id, f"k{number}")
    message_jobs.send_due(clock)
    assert sorted(tries for _, tries in standing()) == [0, 0, 0, 0, 1]


def test_a_gateway_that_says_one_byte_at_a_time_keeps_nobody(
    app: Flask, data: None, phones: Telephones, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("course.gateway.TALK_SECONDS", 0.5)
    monkeypatch.setattr("course.access.message_jobs.SWEEP_SECONDS", 0.1)
    tell(make.user(Role.ADMIN, preferences=PHONE).id)
    with dripping(b"") as port:
        app.config["WEBHOOK_URL"], began = f"http://127.0.0.1:{port}/", time.monotonic()
        message_jobs.send_due(clock)
        assert time.monotonic() - began < 4
    assert standing() == [("waiting", 1)]


def test_mail_and_telephone_are_two_messages_of_one_change(
    app: Flask, data: None, phones: Telephones, clock: Clock
) -> None:
    tell(make.user(Role.ADMIN, preferences={"webhook": {"laws": True}}).id)
    assert set(db.session.scalars(sa.select(Message.channel))) == {Channel.MAIL, Channel.WEBHOOK}
    clock.now += timedelta(minutes=1)
    assert message_jobs.send_due(clock) == 2
    assert len(phones.taken) == 1


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.com/", "http://", "nonsense", "gopher://a/"])
def test_only_web_addresses_are_gateways(url: str) -> None:
    assert webhook_fault(url, SECRET)
    with pytest.raises(ValueError, match="COURSE_WEBHOOK_URL"):
        Webhook(url, SECRET)


def test_nothing_is_sent_unsigned(app: Flask, data: None, phones: Telephones, clock: Clock) -> None:
    app.config["WEBHOOK_SECRET"] = ""
    tell(make.user(Role.ADMIN, preferences=PHONE).id)
    message_jobs.send_due(clock)
    assert standing() == [("waiting", 0)] and not phones.asked
