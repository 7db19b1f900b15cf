"""Once a day: requests that nobody answers go up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from course.jobs import DAILY, KINDS, Kind, Report
from course.schedule import unanswered_actions, unanswered_wording

__all__ = ["unanswered_wording"]
UNANSWERED = "lessons.unanswered"


def prepare(arguments: dict[str, Any], report: Report) -> None:
    """Nothing takes long here."""


def escalate(prepared: None, arguments: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Ask whoever is next."""
    return {"told": unanswered_actions.escalate(now)}


KINDS[UNANSWERED] = Kind(prepare, escalate)
DAILY.append(UNANSWERED)
