"""What the people of a county can give to its schools, and who else should serve a school that is short of lessons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.max_flow import SimpleMaxFlow

from course.planning.solver import appointing_costs as costs
from course.planning.solver.appointing_flow import SINK, SOURCE, Chosen, Network, Pair
from course.planning.solver.county import County

# What a further appointment must give, as a lesson and a half: for less nobody is sent to one more school.
WORTH_A_FURTHER_SCHOOL = 150


@dataclass(frozen=True)
class Lessons:
    """The most lessons that appointments give in a term: what schools get and miss, what people have left."""

    given: int
    got: NDArray[np.int64]
    missing: NDArray[np.int64]
    left: NDArray[np.int64]


def lessons_of(county: County, pairs: Sequence[Pair]) -> Lessons:
    """The most lessons that these appointments can give, by a maximum flow from people to schools."""
    flow, people = SimpleMaxFlow(), len(county.people)
    give = np.array([person.lessons for person in county.people], dtype=np.int64)
    need = costs.lessons_of_schools(county)
    of_people, of_schools = 2 + np.arange(people), 2 + people + np.arange(len(need))
    places, seats = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    out = flow.add_arcs_with_capacity(np.full_like(of_people, SOURCE), of_people, give)
    come = flow.add_arcs_with_capacity(of_schools, np.full_like(of_schools, SINK), need)
    flow.add_arcs_with_capacity(of_people[seats], of_schools[places], give[seats])
    flow.solve(SOURCE, SINK)
    got = np.asarray(flow.flows(come), dtype=np.int64)
    return Lessons(int(got.sum()), got, need - got, give - flow.flows(out))


def add_for_lessons(county: County, km: costs.Distances, chosen: Chosen) -> tuple[Chosen, dict[Pair, int]]:
    """One more person at a time for each school that is short of lessons, as long as that helps more than it costs.

    With each added pair the lessons that its school would get without it.
    """
    short: dict[Pair, int] = {}
    while True:
        now = lessons_of(county, [*county.kept_pairs(), *chosen.pairs])
        more = one_more_each(county, gains_of_more(county, km, chosen, now))
        if not more.pairs:
            return chosen, short
        short |= {pair: int(now.got[pair[0]]) for pair in more.pairs}
        both = chosen.optimal and more.optimal
        chosen = Chosen(chosen.pairs + more.pairs, both, chosen.candidates, chosen.cost + more.cost)


def one_more_each(county: County, gains: costs.Costs) -> Chosen:
    """The best assignment of at most one further person to a school and one further school to a person."""
    places, seats = np.nonzero(gains > 0)
    if not places.size:
        return Chosen()
    network, of_people = Network(), 2 + np.arange(len(county.people))
    of_schools = 2 + len(county.people) + np.arange(len(county.schools))
    arcs = network.add(of_people[seats], of_schools[places], -gains[places, seats])
    network.add(SOURCE, of_people, 0)
    network.add(of_schools, SINK, 0)
    optimal = network.solve(len(county.people))
    used = network.used(arcs)
    found = tuple(zip(places[used].tolist(), seats[used].tolist(), strict=True))
    return Chosen(found, optimal, len(places), network.flow.optimal_cost())


def gains_of_more(county: County, km: costs.Distances, chosen: Chosen, now: Lessons) -> costs.Costs:
    """What each further appointment would gain: the lessons that it adds less what it costs; nothing beyond a limit."""
    gains = costs.A_MISSING_LESSON * np.minimum(now.missing[:, None], now.left[None, :])
    gains -= costs.pair_costs(county, km) + WORTH_A_FURTHER_SCHOOL
    schools = Counter([one.school for one in county.kept] + [county.schools[place].id for place, _ in chosen.pairs])
    people = Counter([one.person for one in county.kept] + [county.people[seat].id for _, seat in chosen.pairs])
    gains[[schools[school.id] >= county.max_people for school in county.schools], :] = 0
    gains[:, [people[person.id] >= county.max_schools for person in county.people]] = 0
    for pair in (*county.kept_pairs(), *chosen.pairs):
        gains[pair] = 0
    return gains
