"""Rules of keys: what they look like, what they may open, how long they live."""

from __future__ import annotations

import re
import zlib
from datetime import date, datetime, timedelta

from course.errors import Problem
from course.i18n import _l

PREFIX = "vpf_"
SECRET_LENGTH, CHECK_LENGTH = 43, 6
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
SHAPE = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{{SECRET_LENGTH}}}_[0-9A-Za-z]{{{CHECK_LENGTH}}}")
# What a key may open, by the code that it is kept under.
ALLOWED = {
    "schools": _l("Schools and their classes"),
    "lessons": _l("Lessons, with the names of vice-principals"),
    "coverage": _l("Coverage figures"),
}
LONGEST_LIFE = timedelta(days=366)
MOST_TOKENS = 20
# The time of the last use is written down so often, and not with every request.
USE_IS_FRESH = timedelta(minutes=10)


def checksum(text: str) -> str:
    """Six letters that tell a mistyped or invented key from a real one without asking the database."""
    number, letters = zlib.crc32(text.encode()), []
    for _place in range(CHECK_LENGTH):
        number, digit = divmod(number, len(LETTERS))
        letters.append(LETTERS[digit])
    return "".join(reversed(letters))


def with_checksum(secret: str) -> str:
    """A whole key: where it belongs, the secret, the checksum over both."""
    return f"{PREFIX}{secret}_{checksum(PREFIX + secret)}"


def is_well_formed(token: str) -> bool:
    """Whether this can be a key of ours at all."""
    if not SHAPE.fullmatch(token):
        return False
    body, _, given = token.rpartition("_")
    return checksum(body) == given


def ends_within_a_year(ends: date, today: date) -> Problem | None:
    """A key ends after today and at most a year from now, so that forgotten ones die by themselves."""
    if today < ends <= today + LONGEST_LIFE:
        return None
    text = _l("Choose a day after today and at most one year ahead: %(last)s.", last=(today + LONGEST_LIFE).isoformat())
    return Problem("ends_within_a_year", text, "ends_on")


def opens_something(allowed: tuple[str, ...]) -> Problem | None:
    """A key that opens nothing is of no use."""
    if allowed and set(allowed) <= set(ALLOWED):
        return None
    return Problem("opens_something", _l("Tick at least one thing that may be read."), "allowed")


def are_few(number: int) -> Problem | None:
    """Nobody keeps track of more than a few keys."""
    if number < MOST_TOKENS:
        return None
    text = _l("You have %(most)s keys in use. Revoke one that is no longer needed first.", most=MOST_TOKENS)
    return Problem("are_few", text)


def state_of(expires_at: datetime, revoked_at: datetime | None, now: datetime) -> str:
    """How a key stands: in use, over, or revoked."""
    if revoked_at is not None:
        return "revoked"
    return "in_use" if expires_at > now else "over"
