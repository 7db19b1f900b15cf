"""The ways to keep a lesson that was lost, as plain values: what moves, who steps in, what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, NamedTuple

from course.planning.solver.instance import DAY, Bell, Instance, Taught
from course.planning.solver.repair_standing import Standing, moved
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
    def rank(self) -> tuple[float, int, int, int]:
        """The smaller soft cost first, then the nearer time."""
        away = abs(self.after.start - self.moves[0].before.start)
        return round(self.cost, 3), away, self.after.person, self.after.start

    @property
    def start(self) -> int:
        """When the lesson begins."""
        return self.after.start


class Place(NamedTuple):
    """Where a lesson could be, ordered by what is best: the smaller step, the smaller cost, the nearer time.

    There are thousands for each lesson, so only those that are tried or shown become lessons and options.
    """

    step: Step
    cost: float
    away: int
    person: int
    start: int
    bell: Bell
    substitute: bool

    def lesson(self, lost: Taught) -> Taught:
        """The lost lesson in this place."""
        return moved(lost, self.person, self.start - self.bell.start, self.bell, self.substitute)

    def option(self, lost: Taught) -> Option:
        """The way that leads here."""
        return Option(self.step, (Move(lost, self.lesson(lost)),), self.cost)


def places_for(standing: Standing, lost: Taught) -> list[Place]:
    """Every place that a lost lesson can take, the best first."""
    cost, found = standing.cost_of(lost), []
    periods = {bell: standing.cost_of_period(lost.school, bell.period) for bell in standing.bells(lost.school)}
    for person, midnight, substitute, bells in standing.free_bells(lost):
        step = Step.SUBSTITUTE if substitute else Step.COLLEAGUE
        step = Step.SAME_PERSON if person == lost.person else step
        of_day = standing.cost_of_day(moved(lost, person, midnight, bells[0], substitute)) - cost
        for bell in bells:
            start = midnight + bell.start
            total = round(of_day + periods[bell], 3)
            found.append(Place(step, total, abs(start - lost.start), person, start, bell, substitute))
    return sorted(found)


def worth_showing(places: Sequence[Place], chosen: Place) -> list[Place]:
    """The place that was chosen, and a few of each kind: the best on different days, and the soonest."""
    shown = [chosen]
    for step in Step:
        shown += few([place for place in places if place.step is step])
    return list(dict.fromkeys(shown))


def few(ways: Sequence[Any]) -> list[Any]:
    """Of places or options, the best first, a few on different days, and the soonest of all."""
    days: dict[int, Any] = {}
    for way in ways:
        days.setdefault(way.start // DAY, way)
        if len(days) == FEW:
            break
    return [*days.values(), *([min(ways, key=lambda way: way.start)] if ways else [])]
