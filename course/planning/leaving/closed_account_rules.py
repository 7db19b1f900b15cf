"""Rules of accounts whose school is no more: when they end."""

from __future__ import annotations

from datetime import date, timedelta

# As long as a link confirms: a school may still say what of its last lessons took place.
STILL_CONFIRMING = timedelta(days=30)


def account_ends(closed_on: date, today: date, lessons_wait: bool) -> bool:
    """An account ends after the day on which its school closes; while lessons wait for its word, 30 days later."""
    return today > closed_on + (STILL_CONFIRMING if lessons_wait else timedelta())
