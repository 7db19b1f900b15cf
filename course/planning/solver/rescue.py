"""Lessons that found no place: their people try again with other schools of theirs, then others try.

The flow counts weeks and days; two schools of one person at one time, ways and halls it does not see.
What it promised and the timetable could not keep is looked for here, one lesson at a time.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from course.planning.solver.tasks import Task
from course.planning.solver.timetable import Timetable

ROUNDS = 2
# The pairs of each school, by its place.
Candidates = dict[int, list[int]]


def rescue(table: Timetable) -> None:
    """Find a place for every lesson that has none, where there is one."""
    of_school: dict[int, list[int]] = {}
    for pair, school in enumerate(table.allotment.pairs.schools.tolist()):
        of_school.setdefault(school, []).append(pair)
    for _ in range(ROUNDS):
        for pair in np.flatnonzero(table.allotment.lessons).tolist():
            for attempt in (try_together, let_others_try, make_room):
                if missing(table, pair):
                    attempt(table, pair, of_school)


def missing(table: Timetable, pair: int) -> int:
    """How many of a pair's lessons have no place."""
    return int(table.allotment.lessons[pair]) - len(table.placed.get(pair, ()))


def try_together(table: Timetable, pair: int, of_school: Candidates) -> None:
    """Place the pair anew together with each other school of the person, until nothing is missing."""
    for task in ways_to_place(table, pair):
        table.solve([task])
        if not missing(table, pair):
            return


def ways_to_place(table: Timetable, pair: int) -> Iterator[Task]:
    """The pair alone, then with each other pair of the person."""
    person = int(table.allotment.pairs.people[pair])
    yield Task(person, (pair,))
    for other in table.pairs_of_person[person]:
        if other != pair:
            yield Task(person, (pair, other))


def let_others_try(table: Timetable, pair: int, of_school: Candidates) -> None:
    """Give the lessons that are missing to others who may teach at the school."""
    while missing(table, pair) and hand_over(table, pair, of_school):
        pass


def make_room(table: Timetable, pair: int, of_school: Candidates) -> None:
    """Let others teach a lesson of the person at another school, and try again."""
    person = int(table.allotment.pairs.people[pair])
    for other in list(table.pairs_of_person[person]):
        if other != pair and missing(table, pair) and table.placed.get(other) and hand_over(table, other, of_school):
            table.solve([Task(person, (other,))])
            try_together(table, pair, of_school)


def hand_over(table: Timetable, pair: int, of_school: Candidates) -> bool:
    """Whether somebody else at the school finds a place for one lesson of this pair; then it is theirs.

    A lesson of an appointee goes to an appointee only: what appointees cover must not shrink.
    """
    substitutes, lessons = table.allotment.substitutes, table.allotment.lessons
    candidates = of_school[int(table.allotment.pairs.schools[pair])]
    for other in sorted(candidates, key=lambda one: (bool(substitutes[one]), int(lessons[one]), one)):
        if other != pair and (substitutes[pair] or not substitutes[other]) and takes_one_more(table, other, of_school):
            lessons[pair] -= 1
            return True
    return False


def takes_one_more(table: Timetable, pair: int, of_school: Candidates) -> bool:
    """Whether a pair finds a place for one more lesson; it keeps it then."""
    if missing(table, pair):
        return False
    person = int(table.allotment.pairs.people[pair])
    others = {one: missing(table, one) for one in table.pairs_of_person[person] if one != pair}
    if pair not in table.pairs_of_person[person]:
        table.pairs_of_person[person].append(pair)
    table.allotment.lessons[pair] += 1
    try_together(table, pair, of_school)
    if not missing(table, pair) and all(missing(table, one) <= before for one, before in others.items()):
        return True
    table.allotment.lessons[pair] -= 1
    try_together(table, pair, of_school)
    return False
