"""The cheapest way to give so many lessons within some days: one table for each segment, day after day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from course.planning.solver.calendar import NEVER
from course.planning.solver.day_costs import DayOption

# No option is taken on a day.
NOTHING = -1


@dataclass(frozen=True, slots=True)
class Visit:
    """A day of a person: so many lessons at each of the two schools, and which of them has one on the constitution."""

    day: int
    lessons: tuple[int, int]
    constitution: tuple[int, int]


@dataclass(frozen=True)
class SegmentTable:
    """Costs by [constitution here, there, lessons here, there, person], and for each day the option that was taken."""

    cost: np.ndarray
    taken: tuple[np.ndarray, ...]
    days: tuple[int, ...]

    def days_of(self, entry: tuple[int, int, int, int], person: int, options: Sequence[DayOption]) -> list[Visit]:
        """How a person gives what this entry says, day by day."""
        visits = []
        for day, choice in zip(reversed(self.days), reversed(self.taken), strict=True):
            code = choice[(*entry, person)]
            if code != NOTHING:
                option = options[code]
                steps = (*option.constitution, *option.lessons)
                entry = tuple(total - step for total, step in zip(entry, steps, strict=True))
                visits.append(Visit(day, option.lessons, option.constitution))
        return visits


def segment_table(days: Sequence[int], options: Sequence[DayOption], most: int, schools: int) -> SegmentTable:
    """The table of these days, with at most ``most`` lessons in all at one school or at two."""
    possible = {day: [(code, one) for code, one in enumerate(options) if one.possible[day]] for day in days}
    worth = 1 + any(any(one.constitution) for ones in possible.values() for _, one in ones)
    people = len(options[0].cost)
    sizes = (worth, worth, most + 1, most + 1, people) if schools == 2 else (worth, 1, most + 1, 1, people)
    cost = np.full(sizes, NEVER, np.int32)
    cost[0, 0, 0, 0] = 0
    taken, used = [], []
    for day, ones in possible.items():
        if ones:
            cost, choice = after_a_day(cost, ones, day, most)
            taken.append(choice)
            used.append(day)
    return SegmentTable(cost, tuple(taken), tuple(used))


def after_a_day(
    before: np.ndarray, possible: Sequence[tuple[int, DayOption]], day: int, most: int
) -> tuple[np.ndarray, np.ndarray]:
    """The table with one more day, and the option that each entry takes on it."""
    best, choice = before.copy(), np.full(before.shape, NOTHING, np.int8)
    for code, option in possible:
        if sum(option.lessons) <= most:
            source, target = shifted(before.shape, (*option.constitution, *option.lessons))
            candidate = before[source] + option.cost[:, day]
            better = candidate < best[target]
            np.copyto(best[target], candidate, where=better)
            np.copyto(choice[target], code, where=better)
    return best, choice


def shifted(shape: Sequence[int], steps: Sequence[int]) -> tuple[tuple[slice, ...], tuple[slice, ...]]:
    """The parts of a table before and after a step in each of its first directions."""
    source = tuple(slice(0, size - step) for size, step in zip(shape, steps, strict=False))
    target = tuple(slice(step, size) for size, step in zip(shape, steps, strict=False))
    return source, target
