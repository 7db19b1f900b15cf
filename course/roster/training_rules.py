"""Rules of training: it has been held, not too long ago, and is written down once."""

from __future__ import annotations

from datetime import date, timedelta

from course.errors import Problem
from course.i18n import _l

LONG_AGO = timedelta(days=40 * 366)


def is_over(held_on: date, today: date) -> Problem | None:
    """Only training that has been held counts."""
    if held_on <= today:
        return None
    return Problem("is_over", _l("This day lies ahead. Enter training once it has been held."), "held_on")


def is_of_our_time(held_on: date, today: date) -> Problem | None:
    """Training of forty years ago is a mistyped year."""
    if today - held_on < LONG_AGO:
        return None
    return Problem("is_of_our_time", _l("Check the year."), "held_on")


def is_new(known: bool) -> Problem | None:
    """The same hours of the same day are written down once."""
    return Problem("is_new", _l("This training is already entered."), "held_on") if known else None
