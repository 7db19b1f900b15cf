"""Rules of the duties beside teaching: what a line must say, and when a hazard is open or overdue."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from course.delivery.models import Duty
from course.errors import Problem
from course.i18n import _l

OLDEST, LONGEST_DUE = timedelta(days=366), timedelta(days=366)
MOST_NAMED = 5


@dataclass(frozen=True)
class Said:
    """What a vice-principal says of one duty done; ``unit`` and ``due_on`` make it a hazard."""

    school_id: int
    duty: Duty
    done_on: date
    note: str
    unit: str = ""
    due_on: date | None = None


def day_is_possible(done_on: date, today: date) -> Problem | None:
    """A duty was done today or before, and is written down within a year."""
    if done_on > today:
        return Problem("day_is_possible", _l("This day is still to come. Write it down once it is done."), "done_on")
    if done_on < today - OLDEST:
        return Problem("day_is_possible", _l("This is more than a year ago. Check the year."), "done_on")
    return None


def note_is_given(note: str) -> Problem | None:
    """One line says what was done."""
    if note:
        return None
    return Problem("note_is_given", _l("Say in one line what was done."), "note")


def school_is_served(school_id: int, served: Collection[int]) -> Problem | None:
    """A duty is done at a school that the person serves, or served when it was written down."""
    if school_id in served:
        return None
    return Problem("school_is_served", _l("Choose one of the schools that you serve."), "school")


def hazard_is_whole(unit: str, due_on: date | None) -> Problem | None:
    """A hazard names who mends it and until when; one without the other is forgotten."""
    if bool(unit) == (due_on is not None):
        return None
    if unit:
        return Problem("hazard_is_whole", _l("Until when is it to be mended? Enter a day."), "due_on")
    return Problem("hazard_is_whole", _l("Who is to mend it? Name the unit."), "unit")


def due_day_is_possible(done_on: date, due_on: date | None) -> Problem | None:
    """A hazard is mended after it was found, and within a year."""
    if due_on is None or done_on <= due_on <= done_on + LONGEST_DUE:
        return None
    message = _l("Enter a day between the day of the visit and a year after it.")
    return Problem("due_day_is_possible", message, "due_on")


def nobody_is_named(words: Sequence[str], agreed: bool, field: str = "note") -> Problem | None:
    """A note does not tell who a pupil is; who is asked may say so, because the check can be wrong."""
    if agreed or not words:
        return None
    named = "、".join(words[:MOST_NAMED])
    message = _l(
        "This may tell who somebody is: %(words)s. Write “a pupil of grade 7” instead, or tick below that no pupil"
        " can be told from it.",
        words=named,
    )
    return Problem("nobody_is_named", message, field)


def hazard_is_open(unit: str, closed_on: date | None) -> Problem | None:
    """Only a hazard that is open can be closed."""
    if unit and closed_on is None:
        return None
    return Problem("hazard_is_open", _l("This hazard is closed already."))


def hazard_is_closed(closed_on: date | None) -> Problem | None:
    """Only a hazard that was closed can be opened again."""
    return None if closed_on else Problem("hazard_is_closed", _l("This hazard is open."))


def is_overdue(due_on: date | None, closed_on: date | None, today: date) -> bool:
    """Whether a hazard should have been mended before today."""
    return due_on is not None and closed_on is None and due_on < today


def said_is_possible(said: Said, served: Collection[int], today: date) -> list[Problem | None]:
    """Everything that can be wrong with a line itself."""
    return [
        school_is_served(said.school_id, served),
        day_is_possible(said.done_on, today),
        note_is_given(said.note),
        hazard_is_whole(said.unit, said.due_on),
        due_day_is_possible(said.done_on, said.due_on),
    ]
