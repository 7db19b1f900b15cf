"""The signed link with which a school confirms without signing in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from course import links

PURPOSE = "confirmation"


@dataclass(frozen=True)
class Link:
    """Which lesson a link confirms, and until when it works."""

    lesson_uid: str
    until: date


def token_for(link: Link) -> str:
    """The last part of the address."""
    return links.sign(PURPOSE, [link.lesson_uid, link.until.isoformat()])


def read_token(token: str) -> Link | None:
    """The link that we once signed for this purpose; None for anything else."""
    try:
        lesson_uid, until = links.read(PURPOSE, token)
        return Link(lesson_uid, date.fromisoformat(until))
    except (TypeError, ValueError):
        return None
