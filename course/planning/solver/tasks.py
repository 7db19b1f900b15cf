"""The tasks of a timetable: who is solved at which schools, and which of them can be solved at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from course.planning.solver.availability import Grid
from course.planning.solver.givers import Allotment


@dataclass(frozen=True, slots=True)
class Task:
    """One person at one school or at two: the places of the pairs."""

    person: int
    pairs: tuple[int, ...]


def tasks_of(grid: Grid, allotment: Allotment, seed: int) -> list[Task]:
    """The people who give lessons, each with one or two of their schools; more schools make more tasks.

    Who comes first is drawn by the seed and the person's code, so that it does not depend on who else is planned.
    """
    pairs: dict[int, list[int]] = defaultdict(list)
    for pair in np.flatnonzero(allotment.lessons > 0).tolist():
        pairs[int(allotment.pairs.people[pair])].append(pair)
    drawn = sorted(pairs, key=lambda person: Random(f"{seed} {grid.instance.people[person].code}").random())
    return [
        Task(person, tuple(pairs[person][first : first + 2]))
        for person in drawn
        for first in range(0, len(pairs[person]), 2)
    ]


def in_groups(tasks: Iterable[Task], allotment: Allotment) -> list[list[Task]]:
    """The tasks in as few groups as a greedy colouring needs; those of a group share no school and no person."""
    used: dict[tuple[str, int], set[int]] = defaultdict(set)
    groups: list[list[Task]] = []
    for task in tasks:
        things = [("person", task.person), *(("school", int(allotment.pairs.schools[pair])) for pair in task.pairs)]
        taken = set().union(*(used[thing] for thing in things))
        colour = next(number for number in range(len(groups) + 1) if number not in taken)
        if colour == len(groups):
            groups.append([])
        groups[colour].append(task)
        for thing in things:
            used[thing].add(colour)
    return groups


def alone(tasks: Sequence[Task], allotment: Allotment) -> set[Task]:
    """The tasks that share nothing with any other."""
    users: dict[tuple[str, int], int] = defaultdict(int)
    things = {
        task: [("person", task.person), *(("school", int(allotment.pairs.schools[pair])) for pair in task.pairs)]
        for task in tasks
    }
    for own in things.values():
        for thing in own:
            users[thing] += 1
    return {task for task, own in things.items() if all(users[thing] == 1 for thing in own)}
