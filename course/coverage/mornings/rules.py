"""Rules of the morning: when somebody is reminded of a lesson, and whether there is anything to tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

# So many days before a lesson, the nearer one first.
REMINDERS = (1, 3)
WAITING = ("requests", "to_report", "to_confirm")


# What a bureau can settle today, and what may wait for weeks and is said once a week.
URGENT, LASTING = ("gone_up", "unconfirmed", "unreported"), ("ending", "vacant")
MONDAY = 1


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


def is_worth_a_bureaus_mail(waiting: Mapping[str, int], today: date) -> bool:
    """Whether a bureau is told this morning; a vacancy alone, which may last, only on Mondays."""
    lasting = today.isoweekday() == MONDAY and any(waiting.get(name) for name in LASTING)
    return lasting or any(waiting.get(name) for name in URGENT)
