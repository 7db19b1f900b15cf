"""A message in the words of whoever reads it: subject, text, a simple page, and the links."""

from __future__ import annotations

import hashlib
from datetime import datetime

from flask import current_app, render_template

from course import links
from course.access.models import Message, User
from course.access.notice_wording import Wording, wording
from course.access.unsubscribe_link import unsubscribe_address
from course.gateway import Letter
from course.i18n import LOCALES, _, in_language, page_language

PREFERENCES = "/account/notices"


def letter_of(message: Message, user: User, *, now: datetime) -> Letter:
    """The message as it is handed over, in the language of its reader."""
    locale = user.locale if user.locale in LOCALES else current_app.config["DEFAULT_LOCALE"]
    with in_language(locale):
        words = wording(message)
        lines = tuple(str(line) for line in words.lines)
        pointers = pointers_of(message, words)
        shown = {"title": str(words.title), "lines": lines, "pointers": pointers, "footer": footer()}
        return Letter(
            number=message.id,
            token=token_of(message),
            kind=message.kind,
            email=user.email,
            name=user.name,
            language=page_language(),
            subject=_("[Law lessons] %(title)s", title=words.title),
            title=shown["title"],
            lines=lines,
            link=pointers[0][1] if pointers else "",
            text=plain_text(**shown),
            html=render_template("messages/letter.html", **shown),
            at=now,
            attachment=message.attachment,
            thread=thread_of(message),
            preferences=links.address(PREFERENCES),
            unsubscribe=unsubscribe_address(user.id, message.kind),
        )


def token_of(message: Message) -> str:
    """The same for the same message for ever, so that whoever gets it twice knows it."""
    return number_of(f"{message.user_id} {message.channel.value} {message.key}")


def thread_of(message: Message) -> str:
    """The same for all messages to one reader about one lesson, so that mail programs show them together."""
    lesson = message.facts.get("lesson")
    return number_of(f"{message.user_id} lesson:{lesson}") if lesson else ""


def number_of(told: str) -> str:
    """A number that no other installation gives to anything."""
    return hashlib.sha256(f"{current_app.config['BASE_URL']} {told}".encode()).hexdigest()[:40]


def pointers_of(message: Message, words: Wording) -> list[tuple[str, str]]:
    """The links of a message with their words: what it is about first."""
    linked = message.address and words.link is not None
    first = [(str(words.link or _("Open")), links.address(message.address))] if linked else []
    return first + [(str(label), links.address(path)) for label, path in (*words.choices, *words.also)]


def footer() -> list[tuple[str, str]]:
    """What stands below every message: where to choose which of them come."""
    text = _("You choose which of these messages you get; for that you sign in")
    return [(text, links.address(PREFERENCES))]


def plain_text(
    title: str, lines: tuple[str, ...], pointers: list[tuple[str, str]], footer: list[tuple[str, str]]
) -> str:
    """The message for programs that show text only: one link a line."""
    between = _("%(label)s: %(value)s", label="{}", value="{}")
    parts = [
        "\n".join([title, *lines]),
        "\n".join(between.format(*pair) for pair in pointers),
        "-- \n" + "\n".join(between.format(*pair) for pair in footer),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"
