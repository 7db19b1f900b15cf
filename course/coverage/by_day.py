"""What may be another thing on another day: what it is now, and until which days it was something else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Generic, TypeVar

A_DAY = timedelta(days=1)
Value = TypeVar("Value")
Other = TypeVar("Other")


@dataclass(frozen=True)
class ByDay(Generic[Value]):
    """Something with what it was until which days, the first of them first."""

    now: Value
    before: tuple[tuple[date, Value], ...] = ()

    @classmethod
    def told(cls, days: Iterable[date], value: Callable[[date], Value]) -> ByDay[Value]:
        """From what it is on a day, where it may become something else on these days."""
        ends = sorted(set(days))
        values = [*(value(until - A_DAY) for until in ends), value(date.max)]
        spells = zip(ends, pairwise(values), strict=True)
        return cls(values[-1], tuple((until, was) for until, (was, then) in spells if was != then))

    def on(self, day: date) -> Value:
        """What it is on a day."""
        # Hardly anything ever changes, and it is asked for on many days.
        if not self.before:
            return self.now
        return next((value for until, value in self.before if day < until), self.now)

    def days(self) -> set[date]:
        """The days from which on it is something else."""
        return {until for until, _ in self.before}

    def each(self, other: Callable[[Value], Other]) -> ByDay[Other]:
        """The same with something else in the place of each value."""
        return ByDay(other(self.now), tuple((until, other(value)) for until, value in self.before))
