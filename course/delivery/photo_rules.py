"""Rules of photographs: who may add how many and when, and when one is shown; none is ever needed."""

from __future__ import annotations

from datetime import datetime

from course.access.models import Role
from course.db import Labelled
from course.errors import Problem
from course.i18n import _l
from course.schedule.models import LessonState

MOST_PHOTOS = 6
LONGEST_WORDS = 200
ADDING = frozenset({Role.SCHOOL, Role.VICE_PRINCIPAL})
SHOWN_AFTER = frozenset({LessonState.SCHEDULED, LessonState.DELIVERED, LessonState.CONFIRMED})
OTHER_WORDS = "other:"
# Pictures with hardly any contrast all look alike to 64 bits.
FEWEST_BITS, BITS = 6, 64
MOST_DIFFERENT = 4


class Consent(Labelled):
    """Why a photograph may be shown."""

    NO_PUPILS = "no_pupils", _l("No pupil can be recognised")
    GUARDIANS = "guardians", _l("The school keeps the written consent of the guardians")
    OTHER = "other", _l("Another reason")


def may_add(role: Role | None, state: LessonState, start: datetime, local: datetime) -> bool:
    """Both sides may add photographs once the lesson has begun, and nobody has to."""
    return role in ADDING and state in SHOWN_AFTER and local >= start


def lesson_takes_photos(role: Role | None, state: LessonState, start: datetime, local: datetime) -> Problem | None:
    """The same, in words."""
    if may_add(role, state, start, local):
        return None
    message = _l("Photographs can be added once the lesson has begun, by the school and the vice-principal.")
    return Problem("lesson_takes_photos", message)


def not_too_many(there: int, more: int) -> Problem | None:
    """A lesson has six photographs at most."""
    if there + more <= MOST_PHOTOS:
        return None
    message = _l("A lesson has %(most)s photographs at most; it has %(there)s already.", most=MOST_PHOTOS, there=there)
    return Problem("not_too_many", message, "photos")


def some_file(files: int) -> Problem | None:
    """There is something to add."""
    return None if files else Problem("some_file", _l("Choose a photograph first."), "photos")


def consent_text(basis: str, words: str) -> str:
    """The basis as it is kept: one of the short list, with words where it is another reason."""
    if basis == Consent.OTHER:
        return f"{OTHER_WORDS}{words.strip()[:LONGEST_WORDS]}" if words.strip() else ""
    return basis if basis in set(Consent) else ""


def basis_in(consent: str) -> Consent | None:
    """The basis that was kept; None where nobody has said one."""
    if consent.startswith(OTHER_WORDS):
        return Consent.OTHER
    return Consent(consent) if consent in set(Consent) else None


def words_in(consent: str) -> str:
    """The words of another reason."""
    return consent.removeprefix(OTHER_WORDS) if consent.startswith(OTHER_WORDS) else ""


def is_shown(consent: str, faces_not_recognisable: bool) -> bool:
    """A photograph is hidden until its basis is named; that no pupil can be recognised must be declared as well."""
    basis = basis_in(consent)
    if basis is Consent.NO_PUPILS:
        return faces_not_recognisable
    return basis is not None


def basis_is_complete(consent: str, faces_not_recognisable: bool) -> Problem | None:
    """What is missing for a photograph to be shown."""
    if is_shown(consent, faces_not_recognisable):
        return None
    message = _l(
        "Say why the photograph may be shown. Where no pupil can be recognised, tick the declaration; for another "
        "reason, write it down."
    )
    return Problem("basis_is_complete", message, "consent")


def looks_alike(one: str, other: str) -> bool:
    """Whether two photographs look the same: hardly a field of 64 differs, and there is something to see."""
    first, second = int(one, 16), int(other, 16)
    telling = all(FEWEST_BITS <= look.bit_count() <= BITS - FEWEST_BITS for look in (first, second))
    return telling and (first ^ second).bit_count() <= MOST_DIFFERENT
