"""Recalling in the background: after the law table has changed, and once a day because days pass."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from course.cases.laws import recall_actions, recall_queries
from course.cases.laws.recall_queries import Recalled
from course.i18n import local_now
from course.jobs import DAILY, KINDS, Kind, Report

RECALL, WATCH = "laws.recall", "laws.watch"


def prepare(arguments: dict[str, Any], report: Report) -> list[Recalled]:
    """Find the decks that should no longer be used; this reads only."""
    return recall_queries.recalled_on(local_now().date())


def finish_recall(found: list[Recalled], arguments: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Mark them and tell their holders."""
    done = recall_actions.recall(found, now=now)
    return {"decks": done.decks, "notices": done.notices}


def finish_watch(found: list[Recalled], arguments: dict[str, Any], now: datetime) -> dict[str, Any]:
    """The same, and tell the offices what the next weeks bring."""
    done = finish_recall(found, arguments, now)
    return {**done, "warnings": recall_actions.warn(local_now().date(), now=now)}


KINDS[RECALL] = Kind(prepare, finish_recall)
KINDS[WATCH] = Kind(prepare, finish_watch)
DAILY.append(WATCH)
