"""Times in which a person is busy, as a calendar or a duty roster says: plain values, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

LONGEST = timedelta(days=366)
MOST_TIMES, MOST_SKIPPED, LONGEST_REASON = 1_000, 50, 200
LAST_MINUTE = time(23, 59)


@dataclass(frozen=True, order=True)
class BusyTime:
    """From when to when on the schools' clock, and why."""

    start: datetime
    end: datetime
    reason: str = ""


@dataclass(frozen=True)
class Skipped:
    """An entry that was left out: where it stands, the rule, and the facts."""

    where: str
    rule: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class BusyFile:
    """What a file says: the name it gives itself, its times, and what was left out."""

    name: str
    times: tuple[BusyTime, ...]
    skipped: tuple[Skipped, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The same in plain words, for a file or a pipe."""
        times = [(row.start.isoformat(), row.end.isoformat(), row.reason) for row in self.times]
        return {"name": self.name, "times": times, "skipped": [asdict(row) for row in self.skipped]}

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> BusyFile:
        """The other way round."""
        times = (
            BusyTime(datetime.fromisoformat(start), datetime.fromisoformat(end), why)
            for start, end, why in said["times"]
        )
        return cls(said["name"], tuple(times), tuple(Skipped(**row) for row in said["skipped"]))


class BusyUnreadable(Exception):
    """A file from which nothing is taken: the rule that it breaks, and the facts."""

    def __init__(self, rule: str, **facts: Any) -> None:
        super().__init__(rule)
        self.rule, self.facts = rule, facts


@dataclass(frozen=True)
class Window:
    """The times that are of use: what ends after now and begins within a year."""

    first: datetime

    @property
    def last(self) -> datetime:
        """A year on."""
        return self.first + LONGEST

    def holds(self, found: BusyTime) -> bool:
        """Whether a time is of use."""
        return found.end > self.first and found.start < self.last


def tidy(start: datetime, end: datetime, reason: str) -> BusyTime:
    """The time in whole minutes, the reason in one line."""
    late = end.second or end.microsecond
    end = end.replace(second=0, microsecond=0) + timedelta(minutes=1 if late else 0)
    return BusyTime(start.replace(second=0, microsecond=0), end, " ".join(reason.split())[:LONGEST_REASON])


def trouble_with(start: datetime, end: datetime) -> str:
    """The rule that a time breaks; empty where it breaks none."""
    if end <= start:
        return "takes_no_time"
    return "longer_than_a_year" if end - start > LONGEST else ""


def collected(name: str, found: Iterable[BusyTime | Skipped], window: Window) -> BusyFile:
    """All times of use in order, each once; refused where there are more than anybody can have."""
    times: dict[tuple[datetime, datetime], BusyTime] = {}
    skipped: list[Skipped] = []
    for one in found:
        if isinstance(one, Skipped):
            skipped.append(one)
        elif window.holds(one):
            times.setdefault((one.start, one.end), one)
        if len(times) > MOST_TIMES:
            raise BusyUnreadable("too_many_times", most=MOST_TIMES)
    return BusyFile(name[:LONGEST_REASON], tuple(sorted(times.values())), tuple(skipped[:MOST_SKIPPED]))
