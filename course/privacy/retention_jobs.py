"""Once a day: delete whatever is over its time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from course.jobs import DAILY, KINDS, Kind, Report
from course.privacy.retention import forget_all

FORGET = "privacy.forget"


def prepare(arguments: dict[str, Any], report: Report) -> None:
    """There is nothing to prepare."""


def finish(prepared: None, arguments: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Delete it."""
    return forget_all(now)


KINDS[FORGET] = Kind(prepare, finish)
DAILY.append(FORGET)
