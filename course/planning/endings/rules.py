"""Rules of appointments that end: when somebody is told, and what a renewal looks like."""

from __future__ import annotations

from datetime import date, timedelta

from course.planning.appointments.rules import last_day

# So many days before the end everybody concerned is told, the nearest of these that is reached.
TOLD_BEFORE = (30, 90)


def told_before(end: date, today: date) -> int | None:
    """Which notice an appointment that ends on this day has reached: 30, 90, or none yet."""
    left = (end - today).days
    return next((days for days in TOLD_BEFORE if 0 <= left <= days), None)


def renewal(end: date, today: date, year_starts: str) -> tuple[date, date]:
    """The days of the appointment that follows: from the next day on, or from today where that has passed."""
    start = max(end + timedelta(days=1), today)
    return start, last_day(start, year_starts)
