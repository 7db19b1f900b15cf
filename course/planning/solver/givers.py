"""Who could teach where: appointees, and those of the same station where appointees cannot give all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from course.planning.solver.availability import Grid, Pairs, pairs_of
from course.planning.solver.calendar import units
from course.planning.solver.capacity import Capacity, Limits, block_held, capacity_of
from course.planning.solver.clusters import clusters
from course.planning.solver.coverage_flow import Coverage, Givers, by_appointees, with_substitutes
from course.planning.solver.demand import Demand
from course.planning.solver.instance import Instance, Service
from course.planning.solver.soft_cost import SUBSTITUTE, VISIT


@dataclass(frozen=True)
class Allotment:
    """Who gives how many lessons to which school, when each pair is free, and the bounds that the flows proved.

    ``appointed`` is the lessons of each demand that appointees cover in the best case, ``everybody`` those that all who
    are allowed to teach cover: no plan covers more.
    """

    pairs: Pairs
    substitutes: np.ndarray
    lessons: np.ndarray
    appointed: np.ndarray
    everybody: np.ndarray


def allot(grid: Grid, demands: Sequence[Demand], limits: Limits) -> Allotment:
    """Give every school its lessons, by appointees as far as they can, then by substitutes."""
    planned = {one.school for one in demands if one.lessons}
    pairs = pairs_of(grid, [one for one in grid.instance.services if one.school in planned])
    block_held(grid, pairs)
    substitutes = np.zeros(len(pairs.people), bool)
    lessons, appointed = in_clusters(grid, demands, pairs, substitutes, limits)
    short = {one.school for one, given in zip(demands, appointed.tolist(), strict=True) if given < one.lessons}
    others = pairs_of(grid, substitutes_for(grid.instance, short))
    if not len(others.people):
        return Allotment(pairs, substitutes, lessons, appointed, appointed)
    block_held(grid, others)
    pairs, substitutes = joined(pairs, others), np.arange(len(pairs.people) + len(others.people)) >= len(pairs.people)
    lessons, everybody = in_clusters(grid, demands, pairs, substitutes, limits)
    return Allotment(pairs, substitutes, lessons, appointed, everybody)


def joined(first: Pairs, second: Pairs) -> Pairs:
    """Two sets of pairs as one."""
    columns = ("people", "schools", "free")
    return Pairs(*(np.concatenate([getattr(first, name), getattr(second, name)]) for name in columns))


def in_clusters(
    grid: Grid, demands: Sequence[Demand], pairs: Pairs, substitutes: np.ndarray, limits: Limits
) -> tuple[np.ndarray, np.ndarray]:
    """The best coverage by these pairs, cluster by cluster: the lessons of each pair and of each demand."""
    givers = givers_of(grid, demands, pairs, substitutes, limits)
    of_people, of_schools = clusters(grid.instance)
    of_demands = of_schools[[one.school for one in demands]] if demands else np.zeros(0, np.int64)
    lessons, covered = np.zeros(len(pairs.people), np.int64), np.zeros(len(demands), np.int64)
    for cluster in np.unique(of_people[pairs.people]).tolist():
        own = np.flatnonzero(of_people[pairs.people] == cluster)
        wanted = np.flatnonzero(of_demands == cluster)
        some = part_of(givers, own, wanted)
        solve = with_substitutes if some.substitutes.any() else by_appointees
        coverage: Coverage = solve([demands[place] for place in wanted], some)
        lessons[own], covered[wanted] = coverage.lessons, coverage.schools
    return lessons, covered


def part_of(givers: Givers, own: np.ndarray, wanted: np.ndarray) -> Givers:
    """The pairs of a cluster, with its people and demands numbered from 0."""
    people, places = np.unique(givers.people[own], return_inverse=True)
    return Givers(
        people=places,
        schools=np.searchsorted(wanted, givers.schools[own]),
        most=givers.most[own],
        costs=givers.costs[own],
        substitutes=givers.substitutes[own],
        in_all=givers.in_all[people],
        loads=givers.loads[people],
    )


def givers_of(grid: Grid, demands: Sequence[Demand], pairs: Pairs, substitutes: np.ndarray, limits: Limits) -> Givers:
    """These pairs as the flow sees them."""
    capacity: Capacity = capacity_of(grid, pairs, limits)
    loads = Counter(one.person for one in grid.instance.held)
    people = grid.instance.people
    places = np.zeros(len(grid.instance.schools), np.int64)
    places[[one.school for one in demands]] = np.arange(len(demands))
    alone = np.array([min(one.max_lessons_day, one.max_lessons_week) < 2 for one in people], bool)
    costs = np.where(alone[pairs.people], units(VISIT), units(VISIT) // 2) + substitutes * units(SUBSTITUTE)
    return Givers(
        people=pairs.people,
        schools=places[pairs.schools],
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
