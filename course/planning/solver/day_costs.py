"""What it costs a person to teach so many lessons on a day: at one school, or at two with the way between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from course.planning.solver.calendar import NEVER, UNIT


@dataclass(frozen=True)
class Side:
    """One school of many people, one row a person: what a lesson there costs on each day.

    ``free`` is people × days × periods, ``preferred``, ``starts`` and ``ends`` people × periods, ``weekday`` (missed
    wishes of one lesson, in units) and ``visit`` (the leg of a first lesson that day) people × days, ``worth`` what a
    lesson on the constitution would save, people × days.
    """

    free: np.ndarray
    preferred: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    weekday: np.ndarray
    visit: np.ndarray
    worth: np.ndarray


@dataclass(frozen=True)
class DayOption:
    """So many lessons at each school on a day, one of them on the constitution or not; costs are people × days."""

    lessons: tuple[int, int]
    constitution: tuple[int, int]
    cost: np.ndarray
    possible: np.ndarray


def day_options(sides: tuple[Side, Side | None], way: np.ndarray, room: np.ndarray) -> list[DayOption]:
    """What people can do on a day; ``way`` is minutes by person, ``room`` the lessons left, people × days."""
    first, second = sides
    most = int(room.max(initial=0))
    plain = [((number, 0), one_school(first, number)) for number in range(1, most + 1)]
    if second is not None:
        plain += [((0, number), one_school(second, number)) for number in range(1, most + 1)]
        plain += list(two_schools(first, second, way, most))
    options = []
    for lessons, cost in plain:
        cost = np.where(room >= sum(lessons), cost, NEVER)
        options += with_constitution(sides, lessons, cost)
    return options


def with_constitution(
    sides: tuple[Side, Side | None], lessons: tuple[int, int], cost: np.ndarray
) -> Iterator[DayOption]:
    """An option, and the same with a lesson on the constitution at the schools where that is worth something."""
    usable = [
        [0, 1] if number and side is not None and side.worth.any() else [0]
        for number, side in zip(lessons, sides, strict=True)
    ]
    for here in usable[0]:
        for there in usable[1]:
            saved = (sides[0].worth if here else 0) + (sides[1].worth if there and sides[1] else 0)
            possible = (not here or sides[0].worth > 0) & (not there or sides[1] is None or sides[1].worth > 0)
            final = np.where(possible, cost - saved, NEVER).astype(np.int32)
            yield DayOption(lessons, (here, there), final, (final < NEVER // 2).any(axis=0))


def one_school(side: Side, number: int) -> np.ndarray:
    """The cheapest way to teach ``number`` lessons at this school on each day."""
    good = (side.free & side.preferred[:, None, :]).sum(axis=2)
    cost = side.visit + number * side.weekday + UNIT * np.maximum(0, number - good)
    return np.where(side.free.sum(axis=2) >= number, cost, NEVER)


def two_schools(first: Side, second: Side, way: np.ndarray, most: int) -> Iterator[tuple[tuple[int, int], np.ndarray]]:
    """The cheapest way to teach at both schools on one day, in either order, with the way between them."""
    for here in range(1, most):
        for there in range(1, most - here + 1):
            forth = one_after_the_other(first, second, way, (here, there))
            back = one_after_the_other(second, first, way, (there, here))
            yield (here, there), np.minimum(forth, back)


def one_after_the_other(before: Side, after: Side, way: np.ndarray, lessons: tuple[int, int]) -> np.ndarray:
    """``lessons[0]`` periods at one school, the way, then ``lessons[1]`` at the other: over all moments of leaving."""
    best = np.full(before.free.shape[:2], NEVER, np.int64)
    fixed = before.visit + after.visit + lessons[0] * before.weekday + lessons[1] * after.weekday
    for last in range(before.free.shape[2]):
        early = before.free[:, :, : last + 1]
        arrival = np.where(before.ends[:, last] >= 0, before.ends[:, last] + way, np.inf)
        late = after.free & (after.starts >= arrival[:, None] - 1e-9)[:, None, :]
        missed = missing(early, before.preferred[:, : last + 1], lessons[0]) + missing(
            late, after.preferred, lessons[1]
        )
        np.minimum(best, fixed + missed, out=best)
    return np.minimum(best, NEVER)


def missing(free: np.ndarray, preferred: np.ndarray, number: int) -> np.ndarray:
    """What the wishes missed by so many of these periods cost; never where there are not enough periods."""
    good = (free & preferred[:, None, :]).sum(axis=2)
    return np.where(free.sum(axis=2) >= number, UNIT * np.maximum(0, number - good), NEVER)
