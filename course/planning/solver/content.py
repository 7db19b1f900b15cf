"""What is taught to whom: the groups of a school onto its lessons, and the theme of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from course.planning.solver.assignment import cheapest_assignment
from course.planning.solver.calendar import units
from course.planning.solver.demand import Demand, Group
from course.planning.solver.instance import Instance, Taught
from course.planning.solver.soft_cost import CONSTITUTION, OUTSIDE_THEMES, days_from_special_day, far_cost

# No theme is left for a class: the lesson is not held.
NO_THEME = ""
# Less than the smallest part of a weight: only where all else is equal.
VARIETY = 0.01


@dataclass(frozen=True, slots=True)
class Slot:
    """A lesson that has a person and a time, but no classes yet; ``constitution`` where it was placed for that."""

    lesson: Taught
    constitution: bool


def fill(instance: Instance, demand: Demand, slots: Sequence[Slot]) -> list[Taught]:
    """The lessons of a school, with groups and themes; appointees take the groups that gain most."""
    ordered = sorted(slots, key=lambda slot: (slot.lesson.substitute, slot.lesson.start, slot.lesson.person))
    shares: dict[int, list[Slot]] = {}
    for number, slot in enumerate(ordered):
        shares.setdefault(number % len(demand.groups), []).append(slot)
    used: Counter[str] = Counter()
    lessons: list[Taught] = []
    for number, share in shares.items():
        lessons += with_themes(instance, demand.groups[number], share, used)
    return sorted(lessons, key=lambda one: (one.start, one.person))


def with_themes(instance: Instance, group: Group, slots: Sequence[Slot], used: Counter[str]) -> Iterable[Taught]:
    """The lessons of one group, each with another theme: the cheapest assignment of themes to lessons."""
    themes = [one.code for one in instance.themes if not any(one.code in each.themes for each in group.classes)]
    costs = [[theme_cost(instance, slot, theme, used) for theme in themes] for slot in slots]
    classes = tuple(one.id for one in group.classes)
    for slot, place in zip(slots, cheapest_assignment(costs), strict=True):
        theme = themes[place] if place is not None else NO_THEME
        if theme:
            used[theme] += 1
            yield replace(slot.lesson, classes=classes, theme=theme, place=group.place)


def theme_cost(instance: Instance, slot: Slot, theme: str, used: Counter[str]) -> float | None:
    """What it costs to teach a theme in a lesson, in units; None where the stage may not have it."""
    lesson = slot.lesson
    if instance.schools[lesson.school].stage not in instance.theme_of[theme].stages:
        return None
    cost = units(far_cost(days_from_special_day(instance, theme, lesson.day)))
    if theme not in instance.people[lesson.person].themes:
        cost += units(OUTSIDE_THEMES)
    if slot.constitution and theme == CONSTITUTION:
        return -units(OUTSIDE_THEMES) * 10 + cost
    return cost + VARIETY * used[theme]
