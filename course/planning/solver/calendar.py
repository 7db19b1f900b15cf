"""The shape of a term: its teaching days in weeks and quarters, and what Constitution Day is worth on each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from course.planning.solver.instance import Instance
from course.planning.solver.soft_cost import (
    CONSTITUTION,
    NO_CONSTITUTION_WEEK,
    days_from_special_day,
    far_cost,
    in_constitution_week,
    quarter_of,
)

# All costs of the solver are whole numbers: seventieths of the weights in ``soft_cost``, so that tenths and sevenths
# are exact, and a sum is the same on every machine.
UNIT = 70
NEVER = 10**8


def units(cost: float) -> int:
    """A weight as a whole number of units."""
    return round(cost * UNIT)


@dataclass(frozen=True, slots=True)
class Segment:
    """Days of one week and one quarter: their places in the term's days, the week's place, and the quarter (0 to 3).

    ``opens_week`` and ``closes_week`` say whether it is the first and the last of its week, ``closes_quarter``
    whether the next one lies in another quarter.
    """

    days: tuple[int, ...]
    week: int
    quarter: int
    opens_week: bool
    closes_week: bool
    closes_quarter: bool


@dataclass(frozen=True)
class TermCalendar:
    """The days on which some school is open, cut into segments; the worth of a lesson on the constitution by day."""

    days: tuple[date, ...]
    weeks: tuple[tuple[int, int], ...]
    segments: tuple[Segment, ...]
    week_of_day: tuple[int, ...]
    quarter_of_day: tuple[int, ...]
    constitution_worth: tuple[int, ...]


def calendar_of(instance: Instance, days: Sequence[date]) -> TermCalendar:
    """The calendar of these days of the term."""
    weeks = sorted({day.isocalendar()[:2] for day in days})
    place = {week: number for number, week in enumerate(weeks)}
    week_of_day = tuple(place[day.isocalendar()[:2]] for day in days)
    quarters = tuple(quarter_of(instance, day) for day in days)
    cuts = [(pair, tuple(run)) for pair, run in groupby(range(len(days)), lambda at: (week_of_day[at], quarters[at]))]
    pairs = [pair for pair, _ in cuts]
    segments = tuple(
        Segment(run, week, quarter, *borders(pairs, number)) for number, ((week, quarter), run) in enumerate(cuts)
    )
    worth = tuple(constitution_worth(instance, day) for day in days)
    return TermCalendar(tuple(days), tuple(weeks), segments, week_of_day, quarters, worth)


def borders(pairs: Sequence[tuple[int, int]], at: int) -> tuple[bool, bool, bool]:
    """Whether a segment opens its week, closes its week, closes its quarter."""
    before = pairs[at - 1] if at else (-1, -1)
    after = pairs[at + 1] if at + 1 < len(pairs) else (-1, -1)
    return before[0] != pairs[at][0], after[0] != pairs[at][0], after[1] != pairs[at][1]


def constitution_worth(instance: Instance, day: date) -> int:
    """What a school's first lesson on the constitution saves on this day; nothing outside the ten days around it."""
    if CONSTITUTION not in instance.theme_of or not in_constitution_week(instance, day):
        return 0
    return max(0, units(NO_CONSTITUTION_WEEK - far_cost(days_from_special_day(instance, CONSTITUTION, day))))
