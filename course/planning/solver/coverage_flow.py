"""The most that people can cover, and who teaches how many lessons where: one min-cost flow.

People → schools → the lessons that a school needs.  A lesson's worth falls with its number (first the
hours owed, then the largest groups), a person's burden grows with each lesson, and both are convex, so
the cheapest flow is the largest coverage and, among those, the fairest and cheapest.  Appointees come
first; a second flow keeps what they give to each school and adds the substitutes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from ortools.graph.python import min_cost_flow

from course.planning.solver.calendar import UNIT, units
from course.planning.solver.demand import Demand
from course.planning.solver.soft_cost import FAIRNESS

# The flow on each arc; and what is given for each arc, or one number for all.
Flow = np.ndarray
Column = np.ndarray | list[int] | int
# No saving elsewhere is worth a class: a lesson's soft cost is a few weights, a class is 100 × this many.
WORTH = 100
# What appointees give is worth so much more that substitutes never take its place.
FIRST = 1_000


@dataclass(frozen=True)
class Givers:
    """Who could give how many lessons where, as columns of pairs, and how many in all.

    ``people`` are places in ``in_all`` and ``loads``, ``schools`` places in the list of demands.
    ``most`` is what a pair can give, pairs × weeks; ``costs`` what a lesson of it costs at least (in units);
    ``substitutes`` whether the person stands in there.  ``in_all`` is what a person can give, people × weeks, and
    ``loads`` what they hold already.
    """

    people: np.ndarray
    schools: np.ndarray
    most: np.ndarray
    costs: np.ndarray
    substitutes: np.ndarray
    in_all: np.ndarray
    loads: np.ndarray


@dataclass(frozen=True)
class Coverage:
    """The most that can be covered: lessons by pair, and by the place of a school in the list of demands."""

    lessons: np.ndarray
    schools: np.ndarray


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

    def connect(self, tails: Column, heads: Column, capacities: Column, costs: Column) -> slice:
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
    lessons = add_pairs(network, people_nodes, givers, school_nodes[givers.schools])
    add_worth(network, demands, school_nodes, np.ones_like(school_nodes), 1)
    return coverage_of(demands, givers, lessons(network.cheapest(int(schools.sum()))))


def with_substitutes(demands: Sequence[Demand], givers: Givers) -> Coverage:
    """The largest coverage by appointees, and with it the largest coverage by everybody.

    A school's lessons by appointees count once more, and by far, before they join those of the substitutes.
    """
    network, schools = Network(), needed_by(demands)
    people_nodes, school_nodes = network.new_nodes(len(givers.in_all)), network.new_nodes(len(schools))
    entries = np.stack([network.new_nodes(len(schools)), network.new_nodes(len(schools))])
    add_burdens(network, people_nodes, givers, schools)
    heads = entries[givers.substitutes.astype(np.int64), givers.schools]
    lessons = add_pairs(network, people_nodes, givers, heads)
    add_worth(network, demands, entries[0], school_nodes, FIRST)
    network.connect(entries[1], school_nodes, schools, 0)
    add_worth(network, demands, school_nodes, np.ones_like(school_nodes), 1)
    return coverage_of(demands, givers, lessons(network.cheapest(int(schools.sum()))))


def add_pairs(network: Network, nodes: np.ndarray, givers: Givers, heads: np.ndarray) -> Callable[[Flow], np.ndarray]:
    """The arcs of the pairs; what reads the lessons of each pair from a flow.

    Sums over the weeks are exact for a person with one school or two; those with more are cut into weeks.
    """
    in_weeks = np.bincount(givers.people, minlength=len(nodes))[givers.people] > 2
    whole, cut = np.flatnonzero(~in_weeks), np.flatnonzero(in_weeks)
    most = givers.most.sum(axis=1)
    plain = network.connect(nodes[givers.people[whole]], heads[whole], most[whole], givers.costs[whole])
    weekly, owners = add_weeks(network, nodes, givers, heads, cut)

    def lessons(flow: Flow) -> np.ndarray:
        found = np.zeros(len(heads), np.int64)
        found[whole] = flow[plain]
        np.add.at(found, owners, flow[weekly])
        return found

    return lessons


def add_weeks(
    network: Network, nodes: np.ndarray, givers: Givers, heads: np.ndarray, cut: np.ndarray
) -> tuple[slice, np.ndarray]:
    """The arcs of these pairs by week: person → week → school; where they stand, and the pair of each."""
    weeks = givers.most.shape[1]
    people, place = np.unique(givers.people[cut], return_inverse=True)
    week_nodes = network.new_nodes(len(people) * weeks).reshape(len(people), weeks)
    network.connect(np.repeat(nodes[people], weeks), week_nodes.ravel(), givers.in_all[people].ravel(), 0)
    owners = np.repeat(cut, weeks)
    arcs = network.connect(week_nodes[place].ravel(), heads[owners], givers.most[cut].ravel(), givers.costs[owners])
    return arcs, owners


def add_burdens(network: Network, nodes: np.ndarray, givers: Givers, schools: np.ndarray) -> None:
    """One arc for each lesson that a person could give; the fairness cost of the next one grows with the load."""
    wanted = np.zeros(len(nodes), np.int64)
    np.add.at(wanted, givers.people, np.minimum(givers.most.sum(axis=1), schools[givers.schools]))
    counts = np.minimum(wanted, givers.in_all.sum(axis=1))
    heads = np.repeat(nodes, counts)
    numbers = np.arange(len(heads)) - np.repeat(np.cumsum(counts) - counts, counts)
    load = np.repeat(givers.loads, counts) + numbers
    network.connect(np.zeros_like(heads), heads, np.ones_like(heads), (2 * load + 1) * units(FAIRNESS))


def add_worth(network: Network, demands: Sequence[Demand], tails: np.ndarray, heads: np.ndarray, weight: int) -> None:
    """One arc for each lesson that a school needs, from its one node to its other, the most useful first."""
    schools = np.repeat(np.arange(len(demands)), needed_by(demands))
    gains = np.array([one.gain(number) for one in demands for number in range(one.lessons)], np.int64)
    network.connect(tails[schools], heads[schools], np.ones_like(schools), -gains * WORTH * UNIT * weight)


def coverage_of(demands: Sequence[Demand], givers: Givers, lessons: np.ndarray) -> Coverage:
    """What these lessons cover: each school's are its most useful ones."""
    schools = np.zeros(len(demands), np.int64)
    np.add.at(schools, givers.schools, lessons)
    return Coverage(lessons, schools)


def needed_by(demands: Sequence[Demand]) -> np.ndarray:
    """The lessons that each school needs."""
    return np.array([one.lessons for one in demands], np.int64)
