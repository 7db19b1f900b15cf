"""Lessons from chosen days: who sits in which, and which theme each has.

The classes stay in the groups that the plan had; each school's groups are dealt out over its new
times, the constitution first, then to every time the theme that costs least there.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from course.planning.solver.instance import Bell, Instance, Taught, moment_of
from course.planning.solver.polish_days import Choice, Pattern, cheapest, days_of
from course.planning.solver.polish_ground import Ground
from course.planning.solver.soft_cost import (
    CONSTITUTION,
    NO_CONSTITUTION_WEEK,
    OUTSIDE_THEMES,
    days_from_special_day,
    far_cost,
    in_constitution_week,
)

POINT = 70


@dataclass(frozen=True)
class Dealing:
    """What a school's classes have had, so that no theme comes twice."""

    instance: Instance
    school: int
    had: dict[int, set[str]]

    def cost(self, slot: Taught, theme: str) -> float:
        """What a theme costs at a time, with its person."""
        outside = theme not in self.instance.people[slot.person].themes
        return OUTSIDE_THEMES * outside + far_cost(days_from_special_day(self.instance, theme, slot.day))

    def themes(self, classes: Iterable[int]) -> list[str]:
        """The themes of the stage that none of these classes has had."""
        had: set[str] = set().union(*(self.had[one] for one in classes))
        stage = self.instance.schools[self.school].stage
        return [one.code for one in self.instance.themes if stage in one.stages and one.code not in had]

    def teach(self, slot: Taught, group: Taught, theme: str) -> Taught:
        """The lesson of a group at this time, remembered."""
        for one in group.classes:
            self.had[one].add(theme)
        return replace(slot, classes=group.classes, place=group.place, theme=theme)


def deal_out(ground: Ground, chosen: Sequence[Pattern]) -> tuple[Taught, ...] | None:
    """The lessons of these patterns with the groups that the component has now; None where a theme is missing."""
    found: list[Taught] = []
    slots = slots_of(ground, chosen)
    for school in ground.schools:
        groups = [one for one in ground.moving if one.school == school]
        own = [one for one in slots if one.school == school]
        dealt = deal_school(dealing_of(ground, school), own, groups) if len(own) == len(groups) else None
        if dealt is None:
            return None
        found += dealt
    return tuple(found)


def dealing_of(ground: Ground, school: int) -> Dealing:
    """A school before anything is dealt out: what its classes had before, and in the lessons that stand."""
    had: dict[int, set[str]] = defaultdict(set)
    for one in ground.instance.schools[school].classes:
        had[one.id] |= set(one.themes)
    for lesson in ground.fixed:
        for class_id in lesson.classes if lesson.school == school else ():
            had[class_id].add(lesson.theme)
    return Dealing(ground.instance, school, had)


def deal_school(dealing: Dealing, slots: Sequence[Taught], groups: Sequence[Taught]) -> list[Taught] | None:
    """The lessons of one school."""
    left, waiting, found = list(slots), list(groups), []
    first = constitution_lesson(dealing, left, waiting)
    if first is not None:
        slot, group = first
        left.remove(slot)
        waiting.remove(group)
        found.append(dealing.teach(slot, group, CONSTITUTION))
    rest = cheapest_contents(dealing, left, waiting)
    return None if rest is None else found + rest


def cheapest_contents(dealing: Dealing, slots: Sequence[Taught], groups: Sequence[Taught]) -> list[Taught] | None:
    """A group and a theme for each time, at the least cost in all: a flow from times over themes to groups."""
    names = Counter((one.classes, one.place) for one in groups)
    pairs = [(group, theme) for group in names for theme in dealing.themes(group[0])]
    flow, sink = SimpleMinCostFlow(), len(slots) + len(pairs) + len(names)
    of_group = {group: len(slots) + len(pairs) + at for at, group in enumerate(names)}
    arcs = {}
    for at, slot in enumerate(slots):
        flow.set_node_supply(at, 1)
        for place, (_, theme) in enumerate(pairs):
            cost = round(POINT * dealing.cost(slot, theme))
            arcs[flow.add_arc_with_capacity_and_unit_cost(at, len(slots) + place, 1, cost)] = (slot, pairs[place])
    for place, (group, _) in enumerate(pairs):
        flow.add_arc_with_capacity_and_unit_cost(len(slots) + place, of_group[group], 1, 0)
    for group, count in names.items():
        flow.add_arc_with_capacity_and_unit_cost(of_group[group], sink, count, 0)
    flow.set_node_supply(sink, -len(slots))
    if slots and flow.solve() != SimpleMinCostFlow.OPTIMAL:
        return None
    taken = ((slot, *pair) for arc, (slot, pair) in arcs.items() if flow.flow(arc))
    return [replace(slot, classes=group[0], place=group[1], theme=theme) for slot, group, theme in taken]


def constitution_lesson(
    dealing: Dealing, slots: Sequence[Taught], groups: Sequence[Taught]
) -> tuple[Taught, Taught] | None:
    """The time and the group for the school's lesson in the week of the constitution, if it is worth it."""
    near = [
        (cost, slot.start, slot.person, at)
        for at, slot in enumerate(slots)
        if in_constitution_week(dealing.instance, slot.day)
        and (cost := dealing.cost(slot, CONSTITUTION)) < NO_CONSTITUTION_WEEK
    ]
    group = next((one for one in groups if CONSTITUTION in dealing.themes(one.classes)), None)
    return (slots[min(near)[3]], group) if near and group else None


def slots_of(ground: Ground, chosen: Sequence[Pattern]) -> list[Taught]:
    """The times of these patterns as lessons without contents, at periods that no two people share at a school."""
    found: list[Taught] = []
    for pattern in sorted(chosen, key=lambda one: (one.day, one.person)):
        choice = apart(ground, pattern, [*found, *ground.fixed])
        found += (slot(pattern, school, bell) for school, bell in choice)
    return sorted(found, key=lambda one: (one.school, one.start, one.person))


def apart(ground: Ground, pattern: Pattern, others: Iterable[Taught]) -> Choice:
    """The periods of a pattern, others than those in which somebody else teaches at the same school that day."""
    taken = {(one.school, one.period) for one in others if one.day == pattern.day and one.person != pattern.person}
    if not any((school, bell.period) in taken for school, bell in pattern.choice):
        return pattern.choice
    schools = [school for school, _ in pattern.counts]
    for day in days_of(ground.serving, pattern.person, schools, ground.fixed):
        if day.day == pattern.day:
            bells = {at: [one for one in own if (at, one.period) not in taken] for at, own in day.bells.items()}
            best = cheapest(ground.instance, replace(day, bells=bells), pattern.counts)
            return best[1] if best else pattern.choice
    return pattern.choice


def slot(pattern: Pattern, school: int, bell: Bell) -> Taught:
    """A time as a lesson that nobody sits in yet."""
    midnight = moment_of(pattern.day)
    return Taught(pattern.person, school, midnight + bell.start, midnight + bell.end, bell.period, (), "", "")
