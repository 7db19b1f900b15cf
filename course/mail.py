"""Mail: a letter as a message for mail programs, handed to an SMTP server, or written to a folder without one."""

from __future__ import annotations

import os
import re
import smtplib
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.headerregistry import Address, HeaderRegistry
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import idna

from course.forms import clean_text
from course.gateway import Gateway, Letter, NotTaken, Refused, Unreachable
from course.talks import ended_after

# For each silence of a server, and for all that it takes to hand over one message: the sweep of the next minute
# finds this one at its end.
SECONDS, TALK_SECONDS = 20, 40
LONGEST_SUBJECT = 200
FOR_GOOD = range(500, 600)
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
# Names of hosts and no IP numbers; what stands before the @ is what every server takes (RFC 5321, dot-atom).
ONE_ADDRESS = re.compile(
    r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@[a-z0-9]+(?:[.-]+[a-z0-9]+)*", re.ASCII
)
LONGEST_ADDRESS = 254


class Unbroken:
    """A header of one word that no program may break or encode, however long it is."""

    max_count = 1
    name: str

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        """Take the word as it is."""
        kwds["decoded"], kwds["parse_tree"] = value, None

    def fold(self, *, policy: EmailPolicy) -> str:
        """One line."""
        return f"{self.name}: {self}{policy.linesep}"


HEADERS = HeaderRegistry()
for unbroken in ("in-reply-to", "references", "list-unsubscribe"):
    HEADERS.map_to_type(unbroken, Unbroken)
# Seven bits only: not every server on the way takes more.
FORMAT = SMTP.clone(cte_type="7bit", header_factory=HEADERS)


@dataclass(frozen=True)
class Server:
    """Where mail is handed over, as COURSE_MAIL_URL says."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = False
    tls: bool = False


def server_of(url: str) -> Server:
    """The server that a setting names; ValueError says what is wrong with it."""
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("COURSE_MAIL_URL must look like smtp://user:password@host:587/?starttls or smtps://host")
    tls, starttls = parts.scheme == "smtps", "starttls" in parts.query.split("&")
    if parts.password and not (tls or starttls or parts.hostname in LOOPBACK):
        raise ValueError("COURSE_MAIL_URL: a password goes only through TLS; add ?starttls, or use smtps://")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Server(parts.hostname, parts.port or (465 if tls else 587), user, password, starttls, tls)


@dataclass(frozen=True)
class Sender:
    """Who writes: one address, and the host after which messages are numbered."""

    address: str
    host: str

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> Sender:
        """The sender of this installation."""
        host = urlsplit(config["BASE_URL"]).hostname or "localhost"
        return cls(config["MAIL_FROM"] or f"course@{host}", host)


def message_of(letter: Letter, sender: Sender) -> EmailMessage:
    """The letter as a message; whatever its words are, they stay inside their own header."""
    message = EmailMessage(policy=FORMAT)
    message["Subject"] = one_line(letter.subject)[:LONGEST_SUBJECT]
    message["From"] = sender.address
    message["To"] = Address(one_line(letter.name), addr_spec=one_recipient(letter.email))
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = f"<{letter.token}@{sender.host}>"
    if letter.thread:
        # The first of them has no special number: whichever of them somebody keeps, the others stand beside it.
        message["In-Reply-To"] = message["References"] = f"<{letter.thread}@{sender.host}>"
    # No answer by machines, such as "I am on holiday".
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    if letter.unsubscribe:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    elif letter.preferences:
        message["List-Unsubscribe"] = f"<{letter.preferences}>"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    if letter.attachment:
        attach_invitation(message, letter.attachment)
    return message


def attach_invitation(message: EmailMessage, calendar: str) -> None:
    """The calendar object: once where calendars look for it, once as a file for those that do not."""
    method = next(line[7:] for line in calendar.splitlines() if line.startswith("METHOD:"))
    content, name = calendar.encode(), "invite.ics"
    message.add_alternative(content, "text", "calendar", params={"method": method, "charset": "utf-8"})
    # A part that is shown in its place, and not one more file.
    del list(message.iter_parts())[-1]["Content-Disposition"]
    message.add_attachment(content, "application", "ics", filename=name)


def one_line(value: str) -> str:
    """A text that fits into a header: no line ends, no control characters."""
    return " ".join(clean_text(value).split())


def one_recipient(address: str) -> str:
    """Exactly one address that every server can take; ``Refused`` for anything else."""
    before, _, domain = address.rpartition("@")
    try:
        plain = f"{before}@{idna.encode(domain, uts46=True).decode()}"
    except idna.IDNAError as error:
        raise Refused(f"not one mail address: {address!r}") from error
    if len(plain) > LONGEST_ADDRESS or not ONE_ADDRESS.fullmatch(plain) or plain.rpartition(".")[2].isdigit():
        raise Refused(f"not one mail address: {address!r}")
    return plain


class Opened:
    """A connection that whoever opens it knows before the server has said its first word."""

    def __init__(self, owner: SmtpMail, *given: Any, **named: Any) -> None:
        owner.opened = self
        super().__init__(*given, **named)


class Plain(Opened, smtplib.SMTP):
    """A connection that is not encrypted, or not yet."""


class Encrypted(Opened, smtplib.SMTP_SSL):
    """A connection that is encrypted from its first byte."""


class SmtpMail:
    """Hands letters to a server, many through one connection."""

    def __init__(self, server: Server, sender: Sender) -> None:
        self.server, self.sender = server, sender
        self.connection: smtplib.SMTP | None = None
        self.opened: Any = None

    def hand_over(self, letter: Letter) -> None:
        """Return when the server has taken the letter over: it said 250 after the last line."""
        message = message_of(letter, self.sender)
        with ended_after(TALK_SECONDS, self.line):
            self.send(letter, message)

    def line(self) -> socket.socket | None:
        """What the talk goes over at this moment."""
        return self.opened.sock if self.opened else None

    def send(self, letter: Letter, message: EmailMessage) -> None:
        """Say it to the server, which may take it, or not."""
        connection = self.connected()
        try:
            connection.sendmail(self.sender.address, [one_recipient(letter.email)], message.as_bytes())
        except smtplib.SMTPRecipientsRefused as error:
            raise not_taken(*next(iter(error.recipients.values()))) from error
        except smtplib.SMTPDataError as error:
            raise not_taken(error.smtp_code, error.smtp_error) from error
        except smtplib.SMTPResponseException as error:
            raise NotTaken(f"{error.smtp_code} {said(error.smtp_error)}") from error
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise NotTaken(f"the connection broke: {error!r}") from error

    def connected(self) -> smtplib.SMTP:
        """The open connection; a new one where there is none, or where the server has hung up."""
        if self.connection is None or self.connection.sock is None:
            try:
                self.connection = connect(self)
            except (OSError, smtplib.SMTPException) as error:
                raise Unreachable(f"{self.server.host}:{self.server.port}: {error}") from error
        return self.connection

    def close(self) -> None:
        """Say good-bye, if anybody is still there."""
        connection, self.connection = self.connection, None
        if connection is not None and connection.sock is not None:
            try:
                with ended_after(SECONDS, self.line):
                    connection.quit()
            except (OSError, smtplib.SMTPException):
                connection.close()


def connect(mail: SmtpMail) -> smtplib.SMTP:
    """A connection on which mail may be sent."""
    server, own_name, trust = mail.server, mail.sender.host, ssl.create_default_context()
    connection: smtplib.SMTP
    if server.tls:
        connection = Encrypted(mail, server.host, server.port, own_name, timeout=SECONDS, context=trust)
    else:
        connection = Plain(mail, server.host, server.port, own_name, timeout=SECONDS)
    try:
        if server.starttls:
            connection.starttls(context=trust)
        if server.user:
            connection.login(server.user, server.password)
        connection.ehlo_or_helo_if_needed()
    except BaseException:
        connection.close()
        raise
    return connection


def not_taken(code: int, text: Any) -> NotTaken:
    """The error for what a server said about one letter: 4xx may pass, 5xx does not."""
    return (Refused if code in FOR_GOOD else NotTaken)(f"{code} {said(text)}")


def said(text: Any) -> str:
    """What a server said, as text."""
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)


@dataclass(frozen=True)
class FolderMail:
    """Writes each letter to a file of its own; the same letter to the same file."""

    folder: Path
    sender: Sender

    def hand_over(self, letter: Letter) -> None:
        """Put the file there in one step, so that nobody reads half of it."""
        content = message_of(letter, self.sender).as_bytes()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            unfinished = self.folder / f".{letter.token}.{os.getpid()}"
            unfinished.write_bytes(content)
            unfinished.replace(self.folder / f"{letter.number:08d}-{letter.token[:12]}.eml")
        except OSError as error:
            raise Unreachable(repr(error)) from error

    def close(self) -> None:
        """Nothing is held open."""


def mailer(config: Mapping[str, Any]) -> Gateway:
    """What takes the mail of this installation."""
    sender = Sender.of(config)
    if config["MAIL_URL"]:
        return SmtpMail(server_of(config["MAIL_URL"]), sender)
    return FolderMail(Path(config["INSTANCE"]) / "outbox", sender)
