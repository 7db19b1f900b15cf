"""Lessons change hands within a school where that is cheaper.

The flow shares a school's lessons by the load alone.  Here the cost of one lesson less and of one more
is asked of everybody who shares a school, exactly; the most promising hand-over of each neighbourhood
is tried, and kept if all that it touches became cheaper.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from course.planning.solver.calendar import NEVER, UNIT, units
from course.planning.solver.soft_cost import (
    CONSTITUTION,
    EMPTY_QUARTER,
    FAIRNESS,
    NO_CONSTITUTION_WEEK,
    OUTSIDE_THEMES,
    VISIT,
)
from course.planning.solver.tasks import Task, alone, in_groups
from course.planning.solver.term_program import end_costs
from course.planning.solver.timetable import Placed, Timetable

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class HandOver:
    """One lesson from one pair to another of the same school, and what it seems to save, in units."""

    giver: int
    taker: int
    saving: int


def exchange(table: Timetable, tasks: Sequence[Task]) -> None:
    """Let lessons change hands, a few rounds long."""
    settled = alone(tasks, table.allotment)
    shared = [task for task in tasks if task not in settled]
    task_of = {pair: task for task in shared for pair in task.pairs}
    for _ in range(ROUNDS):
        if not keep_cheaper(table, task_of, apart(table, task_of, hand_overs(table, shared))):
            return


def hand_overs(table: Timetable, tasks: Sequence[Task]) -> list[HandOver]:
    """The best hand-over of each school, the most promising first."""
    less, more = marginal_costs(table, tasks)
    loads = np.bincount(table.allotment.pairs.people, table.allotment.lessons, len(table.grid.instance.people))
    of_school: dict[int, list[int]] = defaultdict(list)
    for pair in less:
        of_school[int(table.allotment.pairs.schools[pair])].append(pair)
    found = []
    for pairs in of_school.values():
        possible = list(between(table, pairs, loads, less, more))
        if possible:
            found.append(max(possible, key=lambda one: (one.saving, -one.giver, -one.taker)))
    return sorted(found, key=lambda one: (-one.saving, one.giver, one.taker))


def between(
    table: Timetable, pairs: Sequence[int], loads: np.ndarray, less: dict[int, int], more: dict[int, int]
) -> Iterator[HandOver]:
    """The hand-overs among these pairs that seem to save something; appointees and substitutes stay apart."""
    people, substitutes, lessons = table.allotment.pairs.people, table.allotment.substitutes, table.allotment.lessons
    for giver in pairs:
        for taker in pairs:
            if people[giver] == people[taker] or not lessons[giver] or substitutes[giver] != substitutes[taker]:
                continue
            fairer = units(FAIRNESS) * int(2 * (loads[people[giver]] - loads[people[taker]]) - 2)
            saving = less[giver] - more[taker] + fairer
            if saving > 0:
                yield HandOver(giver, taker, saving)


def marginal_costs(table: Timetable, tasks: Sequence[Task]) -> tuple[dict[int, int], dict[int, int]]:
    """What one lesson less saves, and what one more costs, for each pair of these tasks."""
    less: dict[int, int] = {}
    more: dict[int, int] = {}
    for group in in_groups(tasks, table.allotment):
        before = {task: {pair: table.placed[pair] for pair in task.pairs} for task in group}
        for task in group:
            table.clear(task)
        for some in table.alike(group):
            costs = end_costs(table.question(some, 1).question)
            for row, task in enumerate(some):
                for side, pair in enumerate(task.pairs):
                    less[pair], more[pair] = steps(costs[row], [table.lessons(one) for one in task.pairs], side)
        for task in group:
            table.restore(task, before[task])
    return less, more


def steps(costs: np.ndarray, lessons: Sequence[int], side: int) -> tuple[int, int]:
    """What one lesson less saves at a school, and what one more costs there."""
    at = [*lessons, 0][:2]

    def cost(number: int) -> int:
        place = tuple(number if one == side else at[one] for one in (0, 1))
        inside = all(0 <= one < size for one, size in zip(place, costs.shape, strict=True))
        return int(costs[place]) if inside else NEVER

    return cost(at[side]) - cost(at[side] - 1), cost(at[side] + 1) - cost(at[side])


def apart(table: Timetable, task_of: dict[int, Task], found: Sequence[HandOver]) -> list[HandOver]:
    """Those that touch no school and no person of a more promising one."""
    used: set[tuple[str, int]] = set()
    chosen = []
    for one in found:
        things = {("person", task_of[pair].person) for pair in (one.giver, one.taker)}
        things |= {("school", school) for school in schools_of(table, pairs_of(task_of, one))}
        if not things & used:
            used |= things
            chosen.append(one)
    return chosen


def pairs_of(task_of: dict[int, Task], one: HandOver) -> list[int]:
    """All pairs of the two tasks."""
    return [*task_of[one.giver].pairs, *task_of[one.taker].pairs]


def schools_of(table: Timetable, pairs: Sequence[int]) -> list[int]:
    """The schools of these pairs, each once."""
    return sorted(set(table.allotment.pairs.schools[list(pairs)].tolist()))


def keep_cheaper(table: Timetable, task_of: dict[int, Task], tried: Sequence[HandOver]) -> int:
    """Try hand-overs that touch nothing of each other; how many were kept, because they made things cheaper."""
    touched = [pairs_of(task_of, one) for one in tried]
    before = [(cost_around(table, pairs), {pair: table.placed[pair] for pair in pairs}) for pairs in touched]
    for one in tried:
        table.allotment.lessons[[one.giver, one.taker]] += (-1, 1)
    givers, takers = ([task_of[getattr(one, side)] for one in tried] for side in ("giver", "taker"))
    for tasks in (givers, takers, givers):
        table.solve(tasks)
    kept = 0
    for one, pairs, (cost, placed) in zip(tried, touched, before, strict=True):
        complete = all(len(table.placed[pair]) == table.lessons(pair) for pair in pairs)
        if complete and cost_around(table, pairs) < cost:
            kept += 1
            continue
        table.allotment.lessons[[one.giver, one.taker]] += (1, -1)
        for task in (task_of[one.giver], task_of[one.taker]):
            table.restore(task, placed)
    return kept


def cost_around(table: Timetable, pairs: Sequence[int]) -> int:
    """What the people and schools of these pairs cost, in units, all but what is the same in any case."""
    people = sorted(set(table.allotment.pairs.people[list(pairs)].tolist()))
    cost = sum(cost_of_person(table, person) for person in people)
    for school in schools_of(table, pairs):
        cost += units(EMPTY_QUARTER) * int((table.quarters[school] == 0).sum())
        cost += units(NO_CONSTITUTION_WEEK) * int(table.constitution[school] == 0)
    return cost


def cost_of_person(table: Timetable, person: int) -> int:
    """A person's visits, wishes missed, lessons on the constitution and load."""
    grid, pairs = table.grid, table.allotment.pairs
    prepared = CONSTITUTION in grid.instance.people[person].themes
    cost, load = 0, 0
    for pair in table.pairs_of_person[person]:
        school, placed = int(pairs.schools[pair]), table.placed.get(pair, ())
        load += len(placed)
        cost += units(VISIT) * len({one.day for one in placed})
        cost += sum(wish_cost(table, school, one) for one in placed)
        cost += sum(constitution_cost(table, one, prepared) for one in placed if one.constitution)
    return cost + units(FAIRNESS) * load**2


def wish_cost(table: Timetable, school: int, one: Placed) -> int:
    """The wishes of the school that a lesson misses."""
    missed = int(table.grid.weekday_missed[school, one.day]) + int(not table.grid.preferred[school, one.period])
    return UNIT * missed


def constitution_cost(table: Timetable, one: Placed, prepared: bool) -> int:
    """What a lesson on the constitution costs on its day, by who teaches it."""
    far = units(NO_CONSTITUTION_WEEK) - table.grid.calendar.constitution_worth[one.day]
    return far + (0 if prepared else units(OUTSIDE_THEMES))
