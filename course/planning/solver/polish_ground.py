"""One component of a plan: the schools that share people, what stands there and what may be moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from course.planning.solver.instance import Instance, Taught
from course.planning.solver.reasons_offers import Serving
from course.planning.solver.reasons_time import OpenTimes
from course.planning.solver.soft_cost import (
    CONSTITUTION,
    EMPTY_QUARTER,
    NO_CONSTITUTION_WEEK,
    OUTSIDE_THEMES,
    QUARTERS,
    days_from_special_day,
    far_cost,
    in_constitution_week,
    quarter_of,
    soft_cost,
)

# The parts of the soft cost that the times and people of the lessons decide.
OF_VISITS = ("weekday", "period", "fairness", "visits")


@dataclass(frozen=True)
class Ground:
    """Schools and people that belong together; ``moving`` lessons may change, ``fixed`` ones stay as they are."""

    serving: Serving
    schools: tuple[int, ...]
    people: tuple[int, ...]
    moving: tuple[Taught, ...]
    fixed: tuple[Taught, ...]

    @property
    def instance(self) -> Instance:
        """The instance that it is a part of."""
        return self.serving.instance


def ground_of(instance: Instance, lessons: Sequence[Taught], school: int) -> Ground:
    """The component of a school; lessons of substitutes stay as they are."""
    return grounds_with(Serving(instance, OpenTimes(instance)), lessons, component_of(instance, school))


def grounds_with(serving: Serving, lessons: Sequence[Taught], component: tuple[set[int], set[int]]) -> Ground:
    """A component with its lessons."""
    schools, people = component
    moving = [one for one in lessons if one.school in schools and one.person in people and not one.substitute]
    moved = set(map(id, moving))
    near = (one for one in (*serving.instance.held, *lessons) if one.school in schools or one.person in people)
    fixed = tuple(one for one in near if id(one) not in moved)
    return Ground(serving, tuple(sorted(schools)), tuple(sorted(people)), tuple(moving), fixed)


def component_of(instance: Instance, school: int) -> tuple[set[int], set[int]]:
    """The planned schools that share people with a school, directly or through others, and these people."""
    return next(one for one in components(instance) if school in one[0])


def components(instance: Instance) -> list[tuple[set[int], set[int]]]:
    """The planned schools and their people, taken apart into what belongs together; in the order of the schools."""
    planned = set(instance.planned_schools)
    people, schools = defaultdict(set), defaultdict(set)
    for one in instance.services:
        if one.school in planned:
            people[one.school].add(one.person)
            schools[one.person].add(one.school)
    found, seen = [], set()
    for place in instance.planned_schools:
        if place not in seen:
            own = connected(place, people, schools)
            seen |= own
            found.append((own, {person for one in own for person in people[one]}))
    return found


def connected(place: int, people: dict[int, set[int]], schools: dict[int, set[int]]) -> set[int]:
    """The schools that can be reached from one through people."""
    own, waiting = {place}, [place]
    while waiting:
        for person in people[waiting.pop()]:
            new = schools[person] - own
            own |= new
            waiting += new
    return own


def visit_cost(ground: Ground, moving: Sequence[Taught]) -> float:
    """What the times and people of a component cost, its constitution weeks among it, as the models count it."""
    lessons = [*ground.fixed, *moving]
    parts = soft_cost(ground.instance, lessons)
    return sum(parts[name] for name in OF_VISITS) + sum(cost_of_school(ground, lessons, one) for one in ground.schools)


def cost_of_school(ground: Ground, lessons: Iterable[Taught], school: int) -> float:
    """Empty quarters, and the constitution week: missed, or as far from its day as its best lesson is."""
    instance, own = ground.instance, [one for one in lessons if one.school == school]
    if not own:
        return 0.0
    quarters = {quarter_of(instance, one.day) for one in own}
    costs = (constitution_cost(instance, one.person, one.day) for one in own if is_constitution(instance, one))
    return EMPTY_QUARTER * (min(QUARTERS, len(own)) - len(quarters)) + min([NO_CONSTITUTION_WEEK, *costs])


def is_constitution(instance: Instance, one: Taught) -> bool:
    """Whether a lesson is the school's lesson in the week of the constitution."""
    return one.theme == CONSTITUTION and in_constitution_week(instance, one.day)


def constitution_cost(instance: Instance, person: int, day: date) -> float:
    """What a lesson on the constitution costs with this person on this day."""
    outside = OUTSIDE_THEMES * (CONSTITUTION not in instance.people[person].themes)
    return outside + far_cost(days_from_special_day(instance, CONSTITUTION, day))


def may_have_constitution(ground: Ground, school: int) -> bool:
    """Whether a lesson that may be moved can be on the constitution."""
    instance = ground.instance
    theme = instance.theme_of.get(CONSTITUTION)
    if theme is None or instance.schools[school].stage not in theme.stages:
        return False
    had = {class_id for one in ground.fixed if one.theme == CONSTITUTION for class_id in one.classes}
    own = [[instance.class_of[class_id] for class_id in one.classes] for one in ground.moving if one.school == school]
    return any(all(one.id not in had and CONSTITUTION not in one.themes for one in classes) for classes in own)
