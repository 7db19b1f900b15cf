"""Rules of the check-in: on the day, once, with the right digits; nothing ever asks whether it was done."""

from __future__ import annotations

from datetime import datetime

from course.errors import Problem
from course.i18n import _l
from course.schedule.models import LessonState

DIGITS = 4
OPEN = frozenset({LessonState.SCHEDULED, LessonState.DELIVERED})


def may_check_in(state: LessonState, start: datetime, local: datetime) -> bool:
    """The code is shown, and taken, on the day of a lesson that is to take place."""
    return state in OPEN and start.date() == local.date()


def is_the_day(state: LessonState, start: datetime, local: datetime) -> Problem | None:
    """Nobody checks in on another day."""
    if may_check_in(state, start, local):
        return None
    message = _l("Checking in is possible on the day of the lesson only. It is not needed: report the lesson as usual.")
    return Problem("is_the_day", message)


def not_yet_checked_in(at: datetime | None) -> Problem | None:
    """Once is enough."""
    return Problem("not_yet_checked_in", _l("You have checked in already.")) if at else None


def code_is_right(right: bool) -> Problem | None:
    """The digits are those on the school's page."""
    if right:
        return None
    message = _l("These are not the four digits on the school’s page. Ask once more, or go on without checking in.")
    return Problem("code_is_right", message, "code")
