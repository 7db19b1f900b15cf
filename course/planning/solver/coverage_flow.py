"""The most that people can cover, and who teaches how many lessons where: one min-cost flow.

People → schools → the lessons that a school needs.  A lesson's worth falls with its number (first the
hours owed, then the largest groups), a person's burden grows with each lesson, and both are convex, so
the cheapest flow is the largest coverage and, among those, the fairest and cheapest.  Appointees come
first; a second flow keeps what they give to each school and adds the substitutes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from ortools.graph.python import min_cost_flow

from course.planning.solver.calendar import UNIT, units
from course.planning.solver.demand import Demand
from course.planning.solver.soft_cost import FAIRNESS

# No saving elsewhere is worth a class: a lesson's soft cost is a few weights, a class is 100 × this many.
WORTH = 100
# What appointees give to a school in the first flow must stay in the second.
MUST = 10**9


@dataclass(frozen=True)
class Givers:
    """Who could give how many lessons where, as columns of pairs, and how many in all.

    ``most`` is what a pair can give, ``costs`` what a lesson of it costs at least (in units), ``substitutes`` whether
    the person stands in there; ``in_all`` and ``loads`` are by person: what they can give, and what they hold already.
    """

    people: np.ndarray
    schools: np.ndarray
    most: np.ndarray
    costs: np.ndarray
    substitutes: np.ndarray
    in_all: np.ndarray
    loads: np.ndarray

    def appointed(self) -> Givers:
        """The pairs of appointees alone."""
        keep = ~self.substitutes
        columns = (one[keep] for one in (self.people, self.schools, self.most, self.costs, self.substitutes))
        return Givers(*columns, self.in_all, self.loads)


@dataclass(frozen=True)
class Coverage:
    """The most that can be covered: lessons by pair, by school, and what they are worth in all."""

    lessons: np.ndarray
    schools: np.ndarray
    gain: int


class Network:
    """Arcs that are collected first, because thousands are added at once."""

    def __init__(self) -> None:
        self.columns: list[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]] = []
        self.nodes = 2
        self.arcs = 0

    def new_nodes(self, number: int) -> np.ndarray:
        """The names of this many new nodes; 0 is the source and 1 the sink."""
        self.nodes += number
        return np.arange(self.nodes - number, self.nodes)

    def connect(self, tails: np.ndarray, heads: np.ndarray, capacities: np.ndarray, costs: np.ndarray) -> slice:
        """Add arcs; where they stand among all arcs."""
        arrays = np.broadcast_arrays(*(np.asarray(one, np.int64) for one in (tails, heads, capacities, costs)))
        self.columns.append(tuple(np.ascontiguousarray(one) for one in arrays))
        first, self.arcs = self.arcs, self.arcs + len(arrays[0])
        return slice(first, self.arcs)

    def cheapest(self, supply: int) -> np.ndarray:
        """The flow on each arc of the cheapest flow; what is worth nothing need not flow."""
        self.connect([0], [1], [supply], [0])
        solver = min_cost_flow.SimpleMinCostFlow()
        tails, heads, capacities, costs = (np.concatenate(column) for column in zip(*self.columns, strict=True))
        arcs = solver.add_arcs_with_capacity_and_unit_cost(
            tails.astype(np.int32), heads.astype(np.int32), capacities, costs
        )
        solver.set_nodes_supplies(np.array([0, 1], np.int32), np.array([supply, -supply], np.int64))
        if solver.solve() != solver.OPTIMAL:
            raise RuntimeError("the coverage flow has no solution")
        return solver.flows(arcs)


def by_appointees(demands: Sequence[Demand], givers: Givers) -> Coverage:
    """The largest coverage by appointees; its gain is the bound that no plan can exceed."""
    network, schools = Network(), needed_by(demands)
    people_nodes, school_nodes = network.new_nodes(len(givers.in_all)), network.new_nodes(len(schools))
    add_burdens(network, people_nodes, givers, schools)
    arcs = network.connect(people_nodes[givers.people], school_nodes[givers.schools], givers.most, givers.costs)
    add_worth(network, school_nodes, demands)
    lessons = network.cheapest(int(schools.sum()))[arcs]
    return coverage_of(demands, givers, lessons)


def with_substitutes(demands: Sequence[Demand], givers: Givers, appointed: Coverage) -> Coverage:
    """The largest coverage by everybody that keeps what appointees give to each school."""
    network, schools = Network(), needed_by(demands)
    people_nodes, school_nodes = network.new_nodes(len(givers.in_all)), network.new_nodes(len(schools))
    entries = np.stack([network.new_nodes(len(schools)), network.new_nodes(len(schools))])
    add_burdens(network, people_nodes, givers, schools)
    heads = entries[givers.substitutes.astype(np.int64), givers.schools]
    arcs = network.connect(people_nodes[givers.people], heads, givers.most, givers.costs)
    network.connect(entries[0], school_nodes, appointed.schools, np.int64(-MUST))
    network.connect(entries[1], school_nodes, schools - appointed.schools, np.int64(0))
    add_worth(network, school_nodes, demands)
    lessons = network.cheapest(int(schools.sum()))[arcs]
    return coverage_of(demands, givers, lessons)


def add_burdens(network: Network, nodes: np.ndarray, givers: Givers, schools: np.ndarray) -> None:
    """One arc for each lesson that a person could give; the fairness cost of the next one grows with the load."""
    wanted = np.zeros(len(nodes), np.int64)
    np.add.at(wanted, givers.people, np.minimum(givers.most, schools[givers.schools]))
    counts = np.minimum(wanted, givers.in_all)
    heads = np.repeat(nodes, counts)
    numbers = np.arange(len(heads)) - np.repeat(np.cumsum(counts) - counts, counts)
    load = np.repeat(givers.loads, counts) + numbers
    network.connect(np.zeros_like(heads), heads, np.ones_like(heads), (2 * load + 1) * units(FAIRNESS))


def add_worth(network: Network, nodes: np.ndarray, demands: Sequence[Demand]) -> None:
    """One arc for each lesson that a school needs, the most useful first."""
    tails = np.repeat([nodes[one.school] for one in demands], [one.lessons for one in demands])
    gains = np.array([one.gain(number) for one in demands for number in range(one.lessons)], np.int64)
    network.connect(tails.astype(np.int64), np.ones_like(tails), np.ones_like(tails), -gains * WORTH * UNIT)


def coverage_of(demands: Sequence[Demand], givers: Givers, lessons: np.ndarray) -> Coverage:
    """What these lessons cover: each school's are its most useful ones."""
    schools = np.zeros_like(needed_by(demands))
    np.add.at(schools, givers.schools, lessons)
    gain = sum(one.gain(number) for one in demands for number in range(int(schools[one.school])))
    return Coverage(lessons, schools, gain)


def needed_by(demands: Sequence[Demand]) -> np.ndarray:
    """The lessons that each school needs, by its place."""
    needed = np.zeros(max((one.school for one in demands), default=-1) + 1, np.int64)
    for one in demands:
        needed[one.school] = one.lessons
    return needed
