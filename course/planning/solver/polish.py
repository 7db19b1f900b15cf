"""Polishing one component of a plan: the same lessons at better times, and how far from the best they are.

The numbers of lessons stay as they are at every school; the exact model chooses people, days and
periods, then the classes and themes are dealt out again.  What comes of it is taken only where it
keeps every rule and costs less.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from course.planning.solver.instance import Instance, Taught
from course.planning.solver.polish_contents import deal_out
from course.planning.solver.polish_ground import (
    Ground,
    constitution_cost,
    ground_of,
    is_constitution,
    visit_cost,
)
from course.planning.solver.polish_model import SECONDS, Model, is_small_enough
from course.planning.solver.soft_cost import (
    NO_CONSTITUTION_WEEK,
    OUTSIDE_THEMES,
    days_from_special_day,
    far_cost,
)
from course.planning.solver.verify import faults

# Costs are sums of sevenths and tenths: what differs by less is the same.
SAME = 0.05


@dataclass(frozen=True)
class Polished:
    """All lessons of the plan, with better ones where some were found; costs and bound are those of the component."""

    lessons: tuple[Taught, ...]
    schools: tuple[int, ...]
    before: float
    now: float
    bound: float

    @property
    def is_better(self) -> bool:
        """Whether anything was gained."""
        return self.now < self.before - SAME

    @property
    def is_known(self) -> bool:
        """Whether anything is proved of it."""
        return self.bound > 0 or not self.now

    @property
    def is_proved(self) -> bool:
        """Whether no plan with as many lessons costs less."""
        return self.is_known and self.now <= self.bound + SAME

    @property
    def percent(self) -> float:
        """How many per cent at most it costs more than the best plan."""
        return max(0.0, 100 * (self.now - self.bound) / self.bound) if self.bound else 0.0


def polish(instance: Instance, lessons: Sequence[Taught], school: int, seconds: float = SECONDS) -> Polished:
    """Better lessons for the component of a school, or the same ones, and what the best could cost at least.

    A component that is too large for the exact model stays as it is, and nothing is proved of it.
    """
    ground = ground_of(instance, lessons, school)
    if not is_small_enough(ground):
        cost = cost_of(ground, ground.moving)
        return Polished(tuple(lessons), ground.schools, cost, cost, 0.0)
    solved = Model(ground).solve(seconds)
    moved = set(map(id, ground.moving))
    others = [one for one in lessons if id(one) not in moved]
    dealt = deal_out(ground, solved.chosen) or ground.moving
    worse = cost_of(ground, dealt) >= cost_of(ground, ground.moving)
    best = ground.moving if worse or faults(instance, [*others, *dealt]) else dealt
    everything = sorted([*others, *best], key=lambda one: (one.school, one.start, one.person))
    before, now = cost_of(ground, ground.moving), cost_of(ground, best)
    return Polished(tuple(everything), ground.schools, before, now, min(solved.bound, now))


def cost_of(ground: Ground, moving: Sequence[Taught]) -> float:
    """What a component costs: what the model counts, and the themes of its lessons beside the constitution's."""
    return visit_cost(ground, moving) + sum(contents_costs(ground, moving))


def contents_costs(ground: Ground, moving: Sequence[Taught]) -> Iterator[float]:
    """What the theme of each lesson costs; the lesson that the model counts for its school costs nothing again."""
    instance = ground.instance
    counted = {id(one) for school in ground.schools for one in constitution_lesson(ground, moving, school)}
    for one in moving:
        if id(one) not in counted:
            outside = one.theme not in instance.people[one.person].themes
            yield OUTSIDE_THEMES * outside + far_cost(days_from_special_day(instance, one.theme, one.day))


def constitution_lesson(ground: Ground, moving: Sequence[Taught], school: int) -> list[Taught]:
    """The school's lesson in the week of the constitution that costs least, as a list of one or none."""
    instance = ground.instance
    own = [one for one in (*ground.fixed, *moving) if one.school == school and is_constitution(instance, one)]
    costs = [(constitution_cost(instance, one.person, one.day), at) for at, one in enumerate(own)]
    return [own[at] for cost, at in [min(costs)] if cost < NO_CONSTITUTION_WEEK] if costs else []
