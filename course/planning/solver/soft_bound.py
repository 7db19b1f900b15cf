"""What no plan with as many lessons at each school can cost less than, counted without a search.

Each line is a relaxation that leaves something out, so that the sum holds for every plan in which each
school has as many lessons of appointees and of substitutes as in the given one:

- visits and quarters: with k visits a school has at most k quarters with a lesson, and a visit holds no
  more lessons than the limits of a day and a week allow; the cheapest k counts;
- wishes: lessons beyond those that all its people together could give at wished times do not keep one;
- constitution: the cheapest lesson that anybody could give in its week, or the price of having none;
- fairness: the appointees of a component share its lessons as evenly as their weeks allow.

Schools and people with lessons that are agreed already count with nothing where those could help.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from course.planning.solver.instance import Instance, Taught
from course.planning.solver.polish_ground import components, constitution_cost
from course.planning.solver.reasons_offers import Serving, most_at
from course.planning.solver.reasons_time import OpenTimes
from course.planning.solver.soft_cost import (
    CONSTITUTION,
    EMPTY_QUARTER,
    FAIRNESS,
    NO_CONSTITUTION_WEEK,
    NOT_PREFERRED,
    QUARTERS,
    SUBSTITUTE,
    VISIT,
    days_from_special_day,
    in_constitution_week,
    quarter_of,
)


def soft_bound(instance: Instance, lessons: Sequence[Taught]) -> float:
    """The bound of a whole plan."""
    bound = Bound(instance, lessons)
    schools = sum(bound.of_school(school) for school in bound.count)
    shares = sum(bound.of_component(*component) for component in components(instance))
    by_substitutes = sum(bound.by_substitutes.values())
    return round(schools + shares + (SUBSTITUTE + FAIRNESS) * by_substitutes, 2)


class Bound:
    """The numbers of a plan that its bound depends on."""

    def __init__(self, instance: Instance, lessons: Sequence[Taught]) -> None:
        self.instance, self.serving = instance, Serving(instance, OpenTimes(instance))
        self.count = Counter(one.school for one in lessons)
        self.by_substitutes = Counter(one.school for one in lessons if one.substitute)
        self.agreed = {one.school for one in instance.held}
        self.window = [at for at, day in enumerate(instance.days) if in_constitution_week(instance, day)]
        quarters = [quarter_of(instance, day) for day in instance.days]
        self.quarters = [(bisect_left(quarters, one), bisect_right(quarters, one)) for one in range(QUARTERS)]
        self.wanted: dict[tuple[int, tuple[int, ...], tuple[int, ...]], int] = {}

    def people(self, school: int) -> list[int]:
        """Who may give the lessons of a school: the appointed, and all others where the plan has substitutes there."""
        everybody = self.serving.people_of[school]
        if self.by_substitutes[school]:
            return everybody
        return [one for one in everybody if self.serving.is_appointed(one, school)]

    def of_school(self, school: int) -> float:
        """Visits with their quarters, wishes and the constitution week of one school."""
        if school in self.agreed:
            return 0.0
        return self.visits(school) + self.wishes(school) + self.constitution(school)

    def visits(self, school: int) -> float:
        """The cheapest number of visits."""
        count = self.count[school]
        people = [self.instance.people[place] for place in self.people(school)]
        most = max((min(one.max_lessons_day, one.max_lessons_week) for one in people), default=1)
        wanted, reachable = min(QUARTERS, count), self.reachable(school)
        fewest = -(-count // max(1, most))
        return min(
            VISIT * visits + EMPTY_QUARTER * (wanted - min(visits, wanted, reachable))
            for visits in range(fewest, max(fewest, QUARTERS) + 1)
        )

    def reachable(self, school: int) -> int:
        """In how many quarters of the term anybody could come."""
        grid, free = self.serving.times.grid(school), 0
        for person in self.people(school):
            free |= self.serving.free(person, school)
        return sum(bool(free & grid.between(first, last)) for first, last in self.quarters)

    def wishes(self, school: int) -> float:
        """Lessons that cannot keep every wish of their school."""
        facts = self.instance.schools[school]
        if not facts.preferred_weekdays and not facts.preferred_periods:
            return 0.0
        wished = self.wished(school)
        possible = most_at(
            self.serving, self.people(school), [school], lambda person, at: self.serving.free(person, at) & wished
        )
        return NOT_PREFERRED * max(0, self.count[school] - possible)

    def wished(self, school: int) -> int:
        """The periods that keep every wish of a school."""
        facts, grid = self.instance.schools[school], self.serving.times.grid(school)
        days, periods = facts.preferred_weekdays, facts.preferred_periods
        key = (id(grid), days, periods)
        if key not in self.wanted:
            bits = grid.of_periods(periods) if periods else grid.everything
            others = (at for at, day in enumerate(grid.days) if days and day.isoweekday() not in days)
            self.wanted[key] = bits & ~sum(grid.between(at, at + 1) for at in others)
        return self.wanted[key]

    def constitution(self, school: int) -> float:
        """The cheapest lesson in the week of the constitution, or what it costs to have none."""
        theme = self.instance.theme_of.get(CONSTITUTION)
        if theme is None or self.instance.schools[school].stage not in theme.stages:
            return NO_CONSTITUTION_WEEK
        costs = (self.cheapest_in_window(person, school) for person in self.people(school))
        return min([NO_CONSTITUTION_WEEK, *costs])

    def cheapest_in_window(self, person: int, school: int) -> float:
        """What a person's lesson in the week of the constitution costs at least."""
        grid, free = self.serving.times.grid(school), self.serving.free(person, school)
        days = (at for at in self.window if free & grid.between(at, at + 1))
        nearest = min(days, key=lambda at: far_days(self.instance, grid.days[at]), default=None)
        return NO_CONSTITUTION_WEEK if nearest is None else constitution_cost(self.instance, person, grid.days[nearest])

    def of_component(self, schools: Iterable[int], people: Iterable[int]) -> float:
        """The lessons of a component's appointees, shared as evenly as can be."""
        own = sorted(schools)
        wanted = sum(self.count[one] - self.by_substitutes[one] for one in own)
        steps = [(1, most_at(self.serving, [person], own, self.serving.free), person) for person in sorted(people)]
        heapq.heapify(steps)
        cost = 0.0
        for _ in range(wanted):
            while steps and steps[0][1] < 1:
                heapq.heappop(steps)
            if not steps:
                break
            step, left, person = steps[0]
            cost += FAIRNESS * step
            heapq.heapreplace(steps, (step + 2, left - 1, person))
        return cost


def far_days(instance: Instance, day: date) -> int:
    """How many days a day is from the constitution's."""
    return days_from_special_day(instance, CONSTITUTION, day) or 0
