"""A real SMTP server that keeps what it takes, and fails as it is told to."""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

# What may happen to a message: everything is well, or one of the ways in which mail servers fail.
TAKEN, NOT_NOW, NO_SUCH_BOX, RESET, TAKEN_THEN_RESET, HANG = "taken", "451", "550", "reset", "taken, reset", "hang"


@dataclass
class Mailbox:
    """What the server took, and what it will do next; taken as said by ``plan``, then all is well."""

    plan: Iterator[str] = field(default_factory=lambda: iter(()))
    raw: list[bytes] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    seconds: float = 5.0
    reached: threading.Event = field(default_factory=threading.Event)

    def then(self, plan: Iterable[str]) -> None:
        """What happens to the next messages, one after the other."""
        self.plan = iter(plan)

    def messages(self) -> list[EmailMessage]:
        """What was taken, as a mail program reads it."""
        return [BytesParser(policy=default).parsebytes(raw) for raw in list(self.raw)]

    def numbers(self) -> Counter[str]:
        """How often each message was taken, by its number."""
        return Counter(message["Message-ID"] for message in self.messages())

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Called when a whole message has come and waits for its answer."""
        fate = next(self.plan, TAKEN)
        self.asked[fate] += 1
        self.reached.set()
        if fate in (TAKEN, TAKEN_THEN_RESET, HANG):
            if fate == HANG:
                await asyncio.sleep(self.seconds)
                if server.transport is None or server.transport.is_closing():
                    return "451 nobody listens any more"
            self.raw.append(envelope.content)
            self.recipients.append(envelope.rcpt_tos)
        if fate in (RESET, TAKEN_THEN_RESET):
            server.transport.abort()
        return {NOT_NOW: "451 try again later", NO_SUCH_BOX: "550 no such mailbox"}.get(fate, "250 taken")


def failing_one_in(number: int) -> Iterator[str]:
    """One message in so many fails, each time in another way."""
    ways = itertools.cycle([NOT_NOW, RESET])
    for count in itertools.count(1):
        yield next(ways) if count % number == 0 else TAKEN


@contextmanager
def serving(mailbox: Mailbox, port: int, **options: Any) -> Iterator[str]:
    """The address of a server that fills this mailbox, as COURSE_MAIL_URL takes it."""
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()
