"""The mail of each morning: the day at a glance for everybody, and reminders of the lessons that come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from course.coverage.mornings import actions as morning_actions
from course.coverage.mornings.actions import Mail
from course.i18n import local_now
from course.jobs import DAILY, KINDS, NOT_BEFORE, Kind, Report
from course.schedule.actions import wall_clock

MORNING = "messages.morning"


def prepare(arguments: dict[str, Any], report: Report) -> Mail:
    """Put together what everybody is told; this reads only."""
    return morning_actions.prepare(local_now(), wall_clock)


def finish(mail: Mail, arguments: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Write it into the outbox."""
    return morning_actions.write(mail, now=now)


KINDS[MORNING] = Kind(prepare, finish)
NOT_BEFORE[MORNING] = 7
DAILY.append(MORNING)
