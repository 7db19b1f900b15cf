"""How a message leaves the house: one small interface, and a webhook for gateways to telephones.

A gateway takes one letter at a time and returns when it has been taken over by somebody else.  Where it has not, it
raises one of three errors, and the letter waits in the outbox.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPException
from typing import Any, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, Request, build_opener

from course.talks import ended_after

# For each silence of the other side, and for the whole talk about one letter.
SECONDS, TALK_SECONDS = 20, 40
# What no second try would change: the gateway has read the letter and does not want it.
REFUSALS = frozenset({400, 410, 413, 415, 422})


@dataclass(frozen=True)
class Letter:
    """A message in words, to one person; ``token`` stays the same however often it is handed over."""

    number: int
    token: str
    kind: str
    email: str
    name: str
    language: str
    subject: str
    title: str
    lines: tuple[str, ...]
    link: str
    text: str
    html: str
    at: datetime
    attachment: str = ""
    # The same for all that this reader is told of one thing; empty where a message stands alone.
    thread: str = ""
    # Where the reader chooses which messages come.
    preferences: str = ""
    # Where one click stops messages of this kind; empty for what the reader needs.
    unsubscribe: str = ""


class NotTaken(Exception):
    """Raised when a letter was not taken; it is tried again later."""


class Refused(NotTaken):
    """Raised when a letter will never be taken, such as one to an address that does not exist."""


class Unreachable(NotTaken):
    """Raised when nobody is there to take any letter; the others need not be tried now."""


class Gateway(Protocol):
    """Whatever takes letters."""

    def hand_over(self, letter: Letter) -> None:
        """Return when the letter has been taken over."""

    def close(self) -> None:
        """Let go of what was held open between two letters."""


class NoRedirects(HTTPRedirectHandler):
    """A signed letter goes where the setting says and nowhere else."""

    def redirect_request(self, *given: Any) -> None:
        """Follow nothing."""
        return


class OneTalk(HTTPSHandler, HTTPHandler):
    """Opens a connection and knows it before the other side has said a word."""

    connection: Any = None

    def do_open(self, http_class: Any, request: Request, **given: Any) -> Any:
        """Open it as it would be opened otherwise."""

        def opened(*where: Any, **how: Any) -> Any:
            self.connection = http_class(*where, **how)
            return self.connection

        return super().do_open(opened, request, **given)

    def line(self) -> socket.socket | None:
        """What the talk goes over at this moment."""
        return self.connection.sock if self.connection else None


@dataclass(frozen=True)
class Webhook:
    """Posts each letter as signed JSON; any answer of 2xx takes it over."""

    url: str
    secret: str

    def __post_init__(self) -> None:
        if fault := webhook_fault(self.url, self.secret):
            raise ValueError(fault)

    def hand_over(self, letter: Letter) -> None:
        """Post one letter; what the other side says beside its status is not read."""
        body = json.dumps(told(letter), ensure_ascii=False).encode()
        headers = signed_headers(self.secret, letter.token, body, letter.at)
        request, talk = Request(self.url, data=body, method="POST", headers=headers), OneTalk()
        try:
            with ended_after(TALK_SECONDS, talk.line):
                build_opener(NoRedirects, talk).open(request, timeout=SECONDS).close()
        except HTTPError as error:
            error.close()
            raise refusal_of(error.code) from error
        except URLError as error:
            raise Unreachable(str(error.reason)) from error
        except (OSError, HTTPException) as error:
            raise NotTaken(repr(error)) from error

    def close(self) -> None:
        """Nothing is held open."""


def signed_headers(secret: str, token: str, body: bytes, at: datetime) -> dict[str, str]:
    """Who says this, when, and under which key it is known when it comes twice."""
    timestamp = str(int(at.timestamp()))
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "course",
        "Idempotency-Key": token,
        "X-Course-Timestamp": timestamp,
        "X-Course-Signature": f"sha256={signature(secret, timestamp, body)}",
    }


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """The HMAC-SHA256 of ``timestamp.body``: the time is signed, so that nobody plays an old letter again."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def refusal_of(status: int) -> NotTaken:
    """What an answer other than 2xx means: never, or not now."""
    return (Refused if status in REFUSALS else NotTaken)(f"HTTP {status}")


def told(letter: Letter) -> dict[str, Any]:
    """What a gateway needs to know; no telephone number: it knows whose account is whose."""
    return {
        "id": letter.token,
        "kind": letter.kind,
        "to": {"account": letter.email, "name": letter.name},
        "language": letter.language,
        "title": letter.title,
        "lines": list(letter.lines),
        "link": letter.link,
    }


def webhook_fault(url: str, secret: str) -> str:
    """What is wrong with the settings of the webhook, for whoever runs this; empty where nothing is."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return "COURSE_WEBHOOK_URL must begin with https:// or http:// and name a host"
    return "" if secret else "COURSE_WEBHOOK_SECRET is missing: nothing is sent unsigned"


def webhook(config: Mapping[str, Any]) -> Webhook | None:
    """The gateway of this installation; None where there is none."""
    return Webhook(config["WEBHOOK_URL"], config["WEBHOOK_SECRET"]) if config["WEBHOOK_URL"] else None
