"""The min-cost flow of a county's appointments, solved to the proven optimum over its candidates.

A unit of the flow is an appointment: from the source through a person (their first school, their second …), through
the school's side of the person's agency, through the school (its first vice-principal, its second …) to the sink.
Each step costs more, or is worth less, than the one before it, so the cheapest flow takes them in this order.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from course.planning.solver import appointing_costs as costs
from course.planning.solver.county import County

Pair = tuple[int, int]
# How many of its nearest people a school may choose from, and how many times more where one is left without anybody.
NEAREST, MORE = 25, 4
AGENCIES = ("police", "court", "procuratorate", "justice")
SOURCE, SINK = 0, 1


@dataclass(frozen=True)
class Chosen:
    """New appointments as places of schools and people; whether no choice among the candidates is cheaper."""

    pairs: tuple[Pair, ...] = ()
    optimal: bool = True
    candidates: int = 0
    cost: int = 0


class Network:
    """A min-cost flow whose arcs are added in bulk."""

    def __init__(self) -> None:
        self.flow = SimpleMinCostFlow()

    def add(self, tails: Any, heads: Any, unit_costs: Any, capacity: int = 1) -> NDArray[np.int32]:
        """Add arcs of one capacity; their numbers."""
        columns = [np.ravel(one) for one in np.broadcast_arrays(tails, heads, capacity, unit_costs)]
        return self.flow.add_arcs_with_capacity_and_unit_cost(*columns)

    def solve(self, units: int) -> bool:
        """Send as many of the units as pay from the source to the sink; whether no other flow is cheaper."""
        self.add([SOURCE], [SINK], 0, units)
        self.flow.set_nodes_supplies([SOURCE, SINK], [units, -units])
        return self.flow.solve() == self.flow.OPTIMAL

    def used(self, arcs: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Which of these arcs carry something."""
        return self.flow.flows(arcs) > 0


def choose(county: County, km: costs.Distances) -> Chosen:
    """The best new appointments; more candidates are looked at while a school is left without anybody."""
    nearest = NEAREST
    while True:
        chosen = choose_among(county, candidates(county, km, nearest), km)
        if nearest >= max(km.shape) or everybody_served(county, chosen):
            return chosen
        nearest *= MORE


def candidates(county: County, km: costs.Distances, nearest: int) -> NDArray[np.bool_]:
    """Which pairs are looked at: each school's nearest people, each person's nearest schools, who served there."""
    looked_at = np.zeros(km.shape, dtype=bool)
    np.put_along_axis(looked_at, np.argsort(km, axis=1, kind="stable")[:, :nearest], True, axis=1)
    np.put_along_axis(looked_at, np.argsort(km, axis=0, kind="stable")[:nearest], True, axis=0)
    for pairs, wanted in ((county.pairs_of(county.ending), True), (county.kept_pairs(), False)):
        for place, seat in pairs:
            looked_at[place, seat] = wanted
    return looked_at


def everybody_served(county: County, chosen: Chosen) -> bool:
    """Whether every school has somebody."""
    served = {one.school for one in county.kept} | {county.schools[place].id for place, _ in chosen.pairs}
    return served.issuperset(county.places)


def choose_among(county: County, looked_at: NDArray[np.bool_], km: costs.Distances) -> Chosen:
    """The cheapest flow over these pairs."""
    network, people, schools = Network(), len(county.people), len(county.schools)
    of_people = 2 + np.arange(people)
    of_sides = 2 + people + np.arange(schools * len(AGENCIES)).reshape(schools, -1)
    of_schools = 2 + people + schools * len(AGENCIES) + np.arange(schools)
    places, seats = np.nonzero(looked_at)
    agencies = np.array([AGENCIES.index(person.agency) for person in county.people])
    unit_costs = costs.pair_costs(county, km)
    for pair in county.pairs_of(county.ending):
        unit_costs[pair] = -costs.RENEWAL
    arcs = network.add(of_people[seats], of_sides[places, agencies[seats]], unit_costs[places, seats])
    units = add_people(network, county, of_people)
    add_schools(network, county, of_sides, of_schools)
    optimal = network.solve(units)
    used = network.used(arcs)
    pairs = tuple(zip(places[used].tolist(), seats[used].tolist(), strict=True))
    return Chosen(pairs, optimal, len(places), network.flow.optimal_cost())


def add_people(network: Network, county: County, nodes: NDArray[np.int64]) -> int:
    """The schools that each person can still take on, the first of all at a gain; how many these are together."""
    have, units = Counter(one.person for one in county.kept), 0
    for number in range(min(county.max_schools, len(county.schools))):
        free = np.array([have[person.id] <= number for person in county.people])
        cost = costs.FURTHER_SCHOOL_OF_A_PERSON * number if number else -costs.FIRST_SCHOOL_OF_A_PERSON
        network.add(SOURCE, nodes[free], cost)
        units += int(free.sum())
    return units


def add_schools(network: Network, county: County, of_sides: NDArray[np.int64], of_schools: NDArray[np.int64]) -> None:
    """The people whom each school can still take on, of each agency and altogether."""
    have = Counter(one.school for one in county.kept)
    have_of = Counter((one.school, one.agency) for one in county.kept)
    most = min(county.max_people, len(county.people) + max(have.values(), default=0))
    worth = costs.worth_of_people(county, most)
    for number in range(most):
        free = np.array([have[school.id] <= number for school in county.schools])
        network.add(of_schools[free], SINK, -worth[free, number])
        for side, agency in enumerate(AGENCIES):
            free = np.array([have_of[school.id, agency] <= number for school in county.schools])
            network.add(of_sides[free, side], of_schools[free], costs.SAME_AGENCY * number)
