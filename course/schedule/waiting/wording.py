"""The words of the notices about waiting lists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from course.access.notice_wording import WORDINGS, Wording
from course.i18n import _, day_and_time, local_time
from course.schedule.waiting.actions import BOOKED, OFFERED


def booked(facts: Mapping[str, Any], lang: str) -> Wording:
    """The time came free and was booked."""
    title = _("A period that you waited for came free and was asked for: %(when)s", when=when(facts))
    return Wording(title, [what(facts), _("The vice-principal will answer.")], _("To the lesson"))


def offered(facts: Mapping[str, Any], lang: str) -> Wording:
    """The time came free and is kept for a day."""
    until = local_time(datetime.fromisoformat(facts["until"]))[:16]
    title = _("A period that you waited for came free: %(when)s", when=when(facts))
    kept = _("It is kept for you until %(until)s. Book it, or let it go to the next.", until=until)
    return Wording(title, [what(facts), kept], _("To the waiting list"))


def when(facts: Mapping[str, Any]) -> str:
    """The day and the clock time."""
    start, end = (datetime.fromisoformat(facts[name]) for name in ("start", "end"))
    return day_and_time(start, end, facts["period"])


def what(facts: Mapping[str, Any]) -> str:
    """The theme and the classes."""
    return f"{facts['theme']} · {_(', ').join(facts['classes'])}"


WORDINGS[BOOKED] = booked
WORDINGS[OFFERED] = offered
