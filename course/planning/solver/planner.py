"""The plan of a term: an instance in, a draft with its bounds out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from course.planning.solver.availability import Grid, grid_of
from course.planning.solver.capacity import limits_of
from course.planning.solver.content import Content, Slot
from course.planning.solver.demand import Demand, demands
from course.planning.solver.exchange import exchange
from course.planning.solver.givers import Allotment, allot
from course.planning.solver.instance import Bounds, Draft, Instance, Taught
from course.planning.solver.rescue import rescue
from course.planning.solver.tasks import tasks_of
from course.planning.solver.timetable import Placed, timetable


def make_draft(instance: Instance, seed: int) -> Draft:
    """The best draft that we know how to make; the same instance and seed give the same lessons."""
    wanted = demands(instance)
    grid = grid_of(instance)
    limits = limits_of(grid)
    allotment = allot(grid, wanted, limits)
    table = timetable(grid, limits, allotment, seed)
    exchange(table, tasks_of(grid, allotment, seed))
    rescue(table)
    slots: dict[int, list[Slot]] = defaultdict(list)
    for pair, placed in table.placed.items():
        for one in placed:
            slots[int(allotment.pairs.schools[pair])].append(slot_of(grid, allotment, pair, one))
    content = Content(instance)
    lessons = [lesson for one in wanted if one.groups for lesson in content.fill(one, slots[one.school])]
    return Draft(tuple(lessons), shares(instance, wanted, allotment))


def slot_of(grid: Grid, allotment: Allotment, pair: int, placed: Placed) -> Slot:
    """A placed lesson with its clock times."""
    person, school = int(allotment.pairs.people[pair]), int(allotment.pairs.schools[pair])
    midnight = int(grid.midnights[placed.day])
    start, end = (midnight + int(side[school, placed.period]) for side in (grid.starts, grid.ends))
    period = int(grid.numbers[school, placed.period])
    substitute = bool(allotment.substitutes[pair])
    return Slot(Taught(person, school, start, end, period, (), "", "", substitute), placed.constitution)


def shares(instance: Instance, wanted: Sequence[Demand], allotment: Allotment) -> dict[int, Bounds]:
    """Each school's share of what appointees, and everybody, can cover at most."""
    found = {}
    for one, appointed, everybody in zip(
        wanted, allotment.appointed.tolist(), allotment.everybody.tolist(), strict=True
    ):
        gain = sum(one.gain(number) for number in range(appointed))
        new = sum(group.new for group in one.groups[:everybody])
        reached = sum(each.reached for each in instance.schools[one.school].classes)
        found[one.school] = Bounds(gain, reached + new)
    return found
