"""Who could teach where: appointees, and those of the same station where appointees cannot give all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from course.planning.solver.availability import Grid, Pairs, pairs_of
from course.planning.solver.calendar import units
from course.planning.solver.capacity import Capacity, Limits, block_held, capacity_of
from course.planning.solver.coverage_flow import Coverage, Givers, by_appointees, needed_by, with_substitutes
from course.planning.solver.demand import Demand
from course.planning.solver.instance import Instance, Service
from course.planning.solver.soft_cost import SUBSTITUTE, VISIT


@dataclass(frozen=True)
class Allotment:
    """Who gives how many lessons to which school, when each pair is free, and the bounds that the flows proved.

    ``appointed`` is what appointees cover in the best case, ``everybody`` what all who are allowed to teach cover: no
    plan exceeds either.
    """

    pairs: Pairs
    substitutes: np.ndarray
    lessons: np.ndarray
    appointed: Coverage
    everybody: Coverage


def allot(grid: Grid, demands: Sequence[Demand], limits: Limits) -> Allotment:
    """Give every school its lessons, by appointees as far as they can, then by substitutes."""
    planned = {one.school for one in demands if one.lessons}
    appointed = pairs_of(grid, [one for one in grid.instance.services if one.school in planned])
    block_held(grid, appointed)
    first = givers_of(grid, appointed, np.zeros(len(appointed.people), bool), limits)
    coverage = by_appointees(demands, first)
    short = np.flatnonzero(needed_by(demands) > coverage.schools)
    others = pairs_of(grid, substitutes_for(grid.instance, set(short.tolist())))
    if not len(others.people):
        return Allotment(appointed, first.substitutes, coverage.lessons, coverage, coverage)
    block_held(grid, others)
    return with_others(grid, demands, limits, coverage, (appointed, others))


def with_others(
    grid: Grid, demands: Sequence[Demand], limits: Limits, coverage: Coverage, sets: tuple[Pairs, Pairs]
) -> Allotment:
    """The allotment with substitutes."""
    pairs = joined(*sets)
    substitutes = np.arange(len(pairs.people)) >= len(sets[0].people)
    everybody = with_substitutes(demands, givers_of(grid, pairs, substitutes, limits))
    return Allotment(pairs, substitutes, everybody.lessons, coverage, everybody)


def joined(first: Pairs, second: Pairs) -> Pairs:
    """Two sets of pairs as one."""
    columns = ("people", "schools", "free")
    return Pairs(*(np.concatenate([getattr(first, name), getattr(second, name)]) for name in columns))


def givers_of(grid: Grid, pairs: Pairs, substitutes: np.ndarray, limits: Limits) -> Givers:
    """These pairs as the flow sees them."""
    capacity: Capacity = capacity_of(grid, pairs, limits)
    loads = Counter(one.person for one in grid.instance.held)
    people = grid.instance.people
    alone = np.array([min(one.max_lessons_day, one.max_lessons_week) < 2 for one in people], bool)
    costs = np.where(alone[pairs.people], units(VISIT), units(VISIT) // 2) + substitutes * units(SUBSTITUTE)
    return Givers(
        people=pairs.people,
        schools=pairs.schools,
        most=capacity.pairs,
        costs=costs.astype(np.int64),
        substitutes=substitutes,
        in_all=capacity.people,
        loads=np.array([loads[place] for place in range(len(people))], np.int64),
    )


def substitutes_for(instance: Instance, schools: set[int]) -> Iterator[Service]:
    """Those of the station of an appointee of one of these schools, while that appointment holds."""
    if not instance.term.substitutes:
        return
    of_station: dict[int, list[int]] = defaultdict(list)
    for place, person in enumerate(instance.people):
        of_station[person.station_id].append(place)
    appointed = {(one.person, one.school) for one in instance.services}
    for one in instance.services:
        if one.school in schools:
            for person in of_station[instance.people[one.person].station_id]:
                if (person, one.school) not in appointed:
                    yield Service(person, one.school, one.start, one.end)
