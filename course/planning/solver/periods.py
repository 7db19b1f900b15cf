"""Which periods of a day a visit takes: the wished ones first, with the way between two schools."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from course.planning.solver.day_costs import Side
from course.planning.solver.week_table import Visit


def chosen_periods(sides: Sequence[Side], visit: Visit, way: float) -> list[list[int]]:
    """The places of the periods at each school; ``sides`` hold one person's rows."""
    day = visit.day
    if len(sides) == 1 or not all(visit.lessons):
        return [best(side, side.free[day], number) for side, number in zip(sides, visit.lessons, strict=False)]
    first, second = sides
    forth = in_order(first, second, visit, way)
    back = in_order(second, first, Visit(day, visit.lessons[::-1], visit.constitution[::-1]), way)
    return forth[1] if forth[0] <= back[0] else back[1][::-1]


def best(side: Side, free: np.ndarray, number: int) -> list[int]:
    """So many free periods, the wished ones first, in the order of time."""
    ordered = sorted(np.flatnonzero(free).tolist(), key=lambda place: (not side.preferred[place], place))
    return sorted(ordered[:number])


def in_order(before: Side, after: Side, visit: Visit, way: float) -> tuple[float, list[list[int]]]:
    """The best periods at one school, then at the other, and how many wishes they miss; infinite where none fit."""
    found: tuple[float, list[list[int]]] = (float("inf"), [[], []])
    for last in np.flatnonzero(before.free[visit.day]).tolist():
        early = before.free[visit.day] & (np.arange(len(before.ends)) <= last)
        late = after.free[visit.day] & (after.starts >= before.ends[last] + way - 1e-9)
        if early.sum() >= visit.lessons[0] and late.sum() >= visit.lessons[1]:
            periods = [best(before, early, visit.lessons[0]), best(after, late, visit.lessons[1])]
            missed = missed_wishes(before, periods[0]) + missed_wishes(after, periods[1])
            found = min(found, (missed, periods))
    return found


def missed_wishes(side: Side, periods: Sequence[int]) -> float:
    """How many of these periods the school did not wish for."""
    return float(sum(not side.preferred[place] for place in periods))
