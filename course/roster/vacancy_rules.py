"""Rules of vacancies: the days on which a school has nobody, counted from its appointments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

A_DAY = timedelta(days=1)
TRAINING_OWED = 8


@dataclass(frozen=True)
class Vacancy:
    """Days without anybody; ``last`` is empty while it lasts."""

    first: date
    last: date | None

    def days(self, today: date) -> int:
        """How many days it has lasted, today included."""
        return ((self.last or today) - self.first).days + 1


def vacancies(spans: Iterable[tuple[date, date]], today: date, closed_on: date | None = None) -> list[Vacancy]:
    """The vacancies of a school up to today, oldest first; nothing is known of the time before its first appointment.

    A school that is no more is not vacant.
    """
    until = min(today, closed_on - A_DAY) if closed_on else today
    found: list[Vacancy] = []
    covered: date | None = None
    for start, end in sorted(span for span in spans if span[0] <= until):
        if covered is not None and start > covered + A_DAY:
            found.append(Vacancy(covered + A_DAY, start - A_DAY))
        covered = end if covered is None else max(covered, end)
    if covered is not None and covered < until:
        found.append(Vacancy(covered + A_DAY, until if until < today else None))
    return found


def hours_missing(hours: int) -> int:
    """The hours of training that somebody still needs before taking office (Order 52: eight)."""
    return max(0, TRAINING_OWED - hours)
