"""Rules of the outbox: how long a message waits after each try, and when it is given up."""

from __future__ import annotations

from datetime import timedelta

# Longer than the whole talk with a server may take, with its longest silence at every step.
LEASE = timedelta(minutes=10)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
# 1, 2, 4 … minutes, then every 6 hours: three days in all, so that a weekend without mail loses nothing.
MOST_TRIES = 20
LONGEST_ERROR = 300


def pause_after(tries: int) -> timedelta | None:
    """How long to wait after so many tries; None where it was tried often enough."""
    if tries >= MOST_TRIES:
        return None
    return min(FIRST_PAUSE * 2 ** (tries - 1), LONGEST_PAUSE)
