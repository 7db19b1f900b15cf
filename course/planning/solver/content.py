"""What is taught to whom: the groups of a school onto its lessons, and the theme of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from course.planning.solver.assignment import cheapest_assignment
from course.planning.solver.calendar import units
from course.planning.solver.demand import Demand, Group
from course.planning.solver.instance import DAY, Instance, Taught, day_of
from course.planning.solver.soft_cost import CONSTITUTION, OUTSIDE_THEMES, days_from_special_day, far_cost

# Less than the smallest part of a weight: only where all else is equal.
VARIETY = 0.01
# What a lesson that was placed for the constitution must not lose.
PLACED_FOR_IT = -10_000


@dataclass(frozen=True, slots=True)
class Slot:
    """A lesson that has a person and a time, but no classes yet; ``constitution`` where it was placed for that."""

    lesson: Taught
    constitution: bool


class Content:
    """What themes cost, kept by stage and by day, because thousands of lessons ask for the same."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.far: dict[tuple[str, int], int] = {}
        self.suited = {
            stage: [one.code for one in instance.themes if stage in one.stages]
            for stage in {school.stage for school in instance.schools}
        }

    def fill(self, demand: Demand, slots: Sequence[Slot]) -> list[Taught]:
        """The lessons of a school, with groups and themes; appointees take the groups that gain most."""
        ordered = sorted(slots, key=lambda slot: (slot.lesson.substitute, slot.lesson.start, slot.lesson.person))
        shares: dict[int, list[Slot]] = {}
        for number, slot in enumerate(ordered):
            shares.setdefault(number % len(demand.groups), []).append(slot)
        used: Counter[str] = Counter()
        lessons: list[Taught] = []
        for number, share in shares.items():
            lessons += self.with_themes(demand.groups[number], share, used)
        return sorted(lessons, key=lambda one: (one.start, one.person))

    def with_themes(self, group: Group, slots: Sequence[Slot], used: Counter[str]) -> Iterator[Taught]:
        """The lessons of one group, each with another theme: the cheapest assignment of themes to lessons."""
        had = {code for each in group.classes for code in each.themes}
        stage = self.instance.schools[slots[0].lesson.school].stage
        themes = [code for code in self.suited[stage] if code not in had]
        costs = [[self.cost(slot, theme, used) for theme in themes] for slot in slots]
        classes = tuple(one.id for one in group.classes)
        for slot, place in zip(slots, cheapest_assignment(costs), strict=True):
            if place is not None:
                used[themes[place]] += 1
                yield replace(slot.lesson, classes=classes, theme=themes[place], place=group.place)

    def cost(self, slot: Slot, theme: str, used: Counter[str]) -> float:
        """What it costs to teach a theme in a lesson, in units."""
        lesson = slot.lesson
        cost = self.far_from_its_day(theme, lesson.start // DAY)
        if theme not in self.instance.people[lesson.person].themes:
            cost += units(OUTSIDE_THEMES)
        if slot.constitution and theme == CONSTITUTION:
            return PLACED_FOR_IT + cost
        return cost + VARIETY * used[theme]

    def far_from_its_day(self, theme: str, day: int) -> int:
        """What it costs to teach a theme on a day (a number of days since 1970), by its special day."""
        if (theme, day) not in self.far:
            days = days_from_special_day(self.instance, theme, day_of(day * DAY))
            self.far[theme, day] = units(far_cost(days))
        return self.far[theme, day]
