"""To whom a request goes up that nobody answers, and when; plain values only."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta

STATION_AFTER, BUREAU_AFTER = timedelta(days=3), timedelta(days=6)


class Step(enum.Enum):
    """Who is asked next."""

    STATION = "station"
    BUREAU = "bureau"


@dataclass(frozen=True)
class Unanswered:
    """A request: since when it waits as it stands, when its lesson begins, and who was asked already."""

    since: datetime
    station_asked: bool
    bureau_asked: bool


def next_steps(request: Unanswered, now: datetime) -> list[Step]:
    """Everybody who is due to be asked and was not; after a long silence both at once."""
    waited = now - request.since
    due = ((Step.STATION, STATION_AFTER, request.station_asked), (Step.BUREAU, BUREAU_AFTER, request.bureau_asked))
    return [step for step, patience, asked in due if waited >= patience and not asked]
