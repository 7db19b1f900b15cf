"""Waiting lists in the background: what could not be given away at once, and offers that nobody took in time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from course.jobs import DAILY, KINDS, Kind, Report
from course.schedule.actions import wall_clock
from course.schedule.waiting import actions as waiting_actions
from course.schedule.waiting import queries as waiting_queries
from course.schedule.waiting.actions import LOOK, WATCH
from course.schedule.waiting.freed import Freed


def prepare(arguments: dict[str, Any], report: Report) -> None:
    """Nothing takes long here."""


def look(prepared: None, arguments: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Give one time away that came free a moment ago."""
    start, end = (datetime.fromisoformat(arguments[name]) for name in ("start", "end"))
    waiting_actions.time_came_free(Freed(arguments["vice_principal_id"], start, end, now))
    return {}


def watch(prepared: None, arguments: dict[str, Any], now: datetime) -> dict[str, Any]:
    """End the offers whose time is over, and look at every time that somebody waits for."""
    over = waiting_actions.end_offers(now)
    for person_id, start, end in waiting_queries.awaited(wall_clock(now)):
        waiting_actions.time_came_free(Freed(person_id, start, end, now))
    return {"offers_over": over}


KINDS[LOOK] = Kind(prepare, look)
KINDS[WATCH] = Kind(prepare, watch)
DAILY.append(WATCH)
