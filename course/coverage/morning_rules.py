"""Rules of the morning: when somebody is reminded of a lesson, and whether there is anything to tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

# So many days before a lesson, the nearer one first.
REMINDERS = (1, 3)
WAITING = ("requests", "to_report", "to_confirm")


def reminder_due(today: date, lesson_on: date, fixed_on: date) -> int | None:
    """Which reminder of a lesson is due, in days before it; None where none is.

    A worker that slept a day makes up for it; a lesson that was fixed on the day of its reminder, or later, was told
    of just then.
    """
    if not today < lesson_on:
        return None
    due = next((days for days in REMINDERS if today >= lesson_on - timedelta(days=days)), None)
    if due is None or fixed_on >= lesson_on - timedelta(days=due):
        return None
    return due


def is_worth_a_mail(facts: Mapping[str, Any]) -> bool:
    """Whether a digest says anything."""
    return bool(facts["today"] or facts["tomorrow"] or any(facts[name] for name in WAITING))
