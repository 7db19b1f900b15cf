"""Rules of personal data: what stands in the place of somebody erased, and what may be corrected."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from course.errors import Problem
from course.i18n import _l

PHONE = re.compile(r"\+?[0-9][0-9 -]{5,19}")
# A name this short may be part of another one's: elsewhere it is only replaced where it stands alone.
SHORT_NAME = 2
# Where an account remembers which version of the notice was read.
NOTICE = "privacy_notice"
# What the program itself reads in facts: somebody may be called like a state.
OF_THE_PROGRAM = {"state", "place", "part", "kind", "start", "end", "day", "sequence"}


def tombstone(number: int) -> str:
    """What stands where a name stood."""
    return f"已删除 #{number}"


def address_after(number: int) -> str:
    """The address of an account whose person was erased: no mail reaches it, and no two are the same."""
    return f"erased-{number}@erased.invalid"


def phone_is_one(phone: str) -> Problem | None:
    """A telephone number is digits, with blanks or dashes between them."""
    if not phone or PHONE.fullmatch(phone):
        return None
    return Problem("phone_is_one", _l("Write digits only, such as 13800000000."), "phone")


def password_is_right(needed: bool, right: bool) -> Problem | None:
    """A new address or telephone number is only entered by whoever knows the password."""
    if not needed or right:
        return None
    text = _l("To change the address or the telephone number, enter your password.")
    return Problem("password_is_right", text, "password")


def is_meant(typed: str, expected: str) -> Problem | None:
    """Erasing cannot be undone, so it is typed out whom it is about."""
    if typed == expected:
        return None
    text = _l("Type %(expected)s exactly as it stands here.", expected=expected)
    return Problem("is_meant", text, "typed")


def replaced(value: Any, words: Collection[str], instead: str) -> Any:
    """A value of a JSON column with these words replaced, in whole texts or, where they are long enough, inside."""
    if isinstance(value, dict):
        return {key: one if key in OF_THE_PROGRAM else replaced(one, words, instead) for key, one in value.items()}
    if isinstance(value, list):
        return [replaced(one, words, instead) for one in value]
    if isinstance(value, str):
        for word in words:
            value = instead if value == word else value
            value = value.replace(word, instead) if len(word) > SHORT_NAME else value
    return value


def has_read(preferences: Mapping[str, Any] | None, version: str) -> bool:
    """Whether this version of the notice is the one that an account has read last."""
    return (preferences or {}).get(NOTICE) == version
