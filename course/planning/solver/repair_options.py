"""The ways to keep a lesson that was lost, as plain values: what moves, who steps in, what it costs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from course.planning.solver.instance import Instance, Taught
from course.planning.solver.repair_standing import Standing
from course.planning.solver.soft_cost import (
    CONSTITUTION,
    days_from_special_day,
    far_cost,
    in_constitution_week,
)

# How many ways of each kind are shown, each on another day; the soonest is always among them.
FEW = 3


class Step(IntEnum):
    """How far a way goes, the smallest change first."""

    SAME_PERSON = 1
    COLLEAGUE = 2
    SUBSTITUTE = 3
    SWAP = 4


@dataclass(frozen=True, slots=True)
class Move:
    """A lesson before and after; theme, classes and place are the same."""

    before: Taught
    after: Taught

    def leaves_special_day(self, instance: Instance) -> bool:
        """Whether the lesson ends up farther from the special day of its theme."""
        before, after = (
            far_cost(days_from_special_day(instance, one.theme, one.day)) for one in (self.before, self.after)
        )
        return after > before

    def leaves_constitution_week(self, instance: Instance) -> bool:
        """Whether a lesson about the constitution leaves its week."""
        was, still = (in_constitution_week(instance, one.day) for one in (self.before, self.after))
        return self.before.theme == CONSTITUTION and was and not still


@dataclass(frozen=True, slots=True)
class Option:
    """One way: the lost lesson's move first, then that of the other lesson where one has to give way.

    ``cost`` is how much the soft cost of the plan grows by it.
    """

    step: Step
    moves: tuple[Move, ...]
    cost: float

    @property
    def after(self) -> Taught:
        """The lost lesson in its new place."""
        return self.moves[0].after

    @property
    def rank(self) -> tuple[int, float, int, int, int]:
        """Fewest changes first, then the smaller step, the soft cost, the nearest time."""
        away = abs(self.after.start - self.moves[0].before.start)
        return self.step, round(self.cost, 3), away, self.after.person, self.after.start


def options_for(standing: Standing, lost: Taught) -> list[Option]:
    """Every place that a lost lesson can take, the best first."""
    cost = standing.cost_of(lost)
    found = []
    for free in standing.places_for(lost):
        of_day = standing.cost_of_day(free[0]) - cost if free else 0.0
        step = step_to(lost, free[0]) if free else Step.SWAP
        found += [Option(step, (Move(lost, one),), of_day + standing.cost_of_period(one)) for one in free]
    return sorted(found, key=lambda option: option.rank)


def step_to(lost: Taught, place: Taught) -> Step:
    """Who takes the lesson."""
    if place.person == lost.person:
        return Step.SAME_PERSON
    return Step.SUBSTITUTE if place.substitute else Step.COLLEAGUE


def worth_showing(options: Sequence[Option], chosen: Option | None) -> tuple[Option, ...]:
    """The way that was chosen, and a few of each kind: the best on different days, and the soonest."""
    shown = [chosen] if chosen else []
    for step in Step:
        of_step = [option for option in options if option.step is step]
        soonest = min(of_step, key=lambda option: (option.after.start, option.rank), default=None)
        shown += [*best_days(of_step), *([soonest] if soonest else [])]
    return tuple(dict.fromkeys(shown))


def best_days(options: Iterable[Option]) -> list[Option]:
    """The best few, each on another day."""
    days: dict[object, Option] = {}
    for option in options:
        days.setdefault(option.after.day, option)
        if len(days) == FEW:
            break
    return list(days.values())
