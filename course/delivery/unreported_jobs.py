"""Once a day: ask both sides about the lessons that nobody has reported."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from course.delivery import unreported_wording
from course.delivery.unreported_actions import ask_both_sides
from course.delivery.unreported_queries import lessons_to_ask_about
from course.i18n import local_now
from course.jobs import DAILY, KINDS, Kind, Report

__all__ = ["ASK", "unreported_wording"]
ASK = "delivery.ask"


def prepare(arguments: dict[str, Any], report: Report) -> list[int]:
    """Find the lessons; this reads only."""
    return lessons_to_ask_about(local_now())


def finish(lesson_ids: list[int], arguments: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Ask about those that nobody has reported meanwhile."""
    return ask_both_sides(lesson_ids, now=now)


KINDS[ASK] = Kind(prepare, finish)
DAILY.append(ASK)
