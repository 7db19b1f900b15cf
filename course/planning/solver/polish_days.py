"""What a person can do on one day: how many lessons at which schools, at which periods, and what that costs.

A way to spend a day is a pattern.  Everything that is counted day by day (visits, wishes of the
school, travel, the limit of a day, what is agreed) is in its one number, so that a term is chosen
from patterns, and no fraction of a visit is ever cheaper than a visit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise, product
from math import comb

from course.planning.solver.instance import Bell, Instance, SchoolFacts, Taught, moment_of
from course.planning.solver.reasons_offers import Serving
from course.planning.solver.soft_cost import NOT_PREFERRED, VISIT
from course.travel import travel_minutes

Choice = tuple[tuple[int, Bell], ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to spend a day: lessons by school, the periods that cost least, and their cost."""

    person: int
    day: date
    counts: tuple[tuple[int, int], ...]
    choice: Choice
    cost: float

    def at(self, school: int) -> int:
        """The lessons at a school."""
        return dict(self.counts).get(school, 0)

    @property
    def lessons(self) -> int:
        """All lessons of the day."""
        return sum(count for _, count in self.counts)


@dataclass(frozen=True)
class Day:
    """A day of a person: free bells by school, how many lessons may be added, and the lessons that stand."""

    person: int
    day: date
    bells: dict[int, list[Bell]]
    room: int
    fixed: tuple[Taught, ...]


def days_of(serving: Serving, person: int, schools: Sequence[int], fixed: Sequence[Taught]) -> Iterator[Day]:
    """The days on which a person can teach at any of these schools, beside lessons that stand."""
    facts = serving.instance.people[person]
    own = [one for one in fixed if one.person == person]
    bells: dict[date, dict[int, list[Bell]]] = {}
    for school in schools:
        for day, bell in serving.times.grid(school).periods(serving.free(person, school)):
            bells.setdefault(day, {}).setdefault(school, []).append(bell)
    for day in sorted(bells):
        week = sum(one.day.isocalendar()[:2] == day.isocalendar()[:2] for one in own)
        standing = tuple(one for one in own if one.day == day)
        periods = sum(map(len, bells[day].values()))
        room = min(facts.max_lessons_day - len(standing), facts.max_lessons_week - week, periods)
        if room > 0:
            yield Day(person, day, bells[day], room, standing)


def patterns(instance: Instance, day: Day) -> Iterator[Pattern]:
    """Every way to spend a day, each with the cheapest periods for it."""
    for used in counts_of(sorted(day.bells.items()), day.room):
        best = cheapest(instance, day, used) if used else None
        if best is not None:
            yield Pattern(day.person, day.day, used, best[1], best[0] + visits_cost(day, used))


def counts_of(bells: Sequence[tuple[int, Sequence[Bell]]], room: int) -> Iterator[tuple[tuple[int, int], ...]]:
    """Every way to give no more lessons than there is room for to these schools, none to all of them among these."""
    if not bells:
        yield ()
        return
    (school, own), *rest = bells
    for count in range(min(room, len(own)) + 1):
        for others in counts_of(rest, room - count):
            yield ((school, count), *others) if count else others


def how_many(day: Day) -> int:
    """A number that the ways to spend a day do not exceed, found without looking at them."""
    return comb(len(day.bells) + day.room, len(day.bells))


def visits_cost(day: Day, used: Sequence[tuple[int, int]]) -> float:
    """A visit to each school at which nothing stands already."""
    standing = {one.school for one in day.fixed}
    return VISIT * sum(school not in standing for school, _ in used)


def cheapest(instance: Instance, day: Day, used: Sequence[tuple[int, int]]) -> tuple[float, Choice] | None:
    """The periods that keep the most wishes and can be reached one after the other; None where there are none."""
    bells = {school: wished_first(instance.schools[school], day.day, day.bells[school]) for school, _ in used}
    least = sum(cost for school, count in used for cost, _ in bells[school][:count])
    best: tuple[float, Choice] | None = None
    for chosen in product(*(combinations(bells[school], count) for school, count in used)):
        rows = [(cost, school, bell) for (school, _), own in zip(used, chosen, strict=True) for cost, bell in own]
        cost = sum(row[0] for row in rows)
        choice = tuple((school, bell) for _, school, bell in rows)
        if (best is None or cost < best[0]) and can_be_reached(instance, day, choice):
            best = (cost, choice)
            if cost <= least:
                break
    return best


def wished_first(school: SchoolFacts, day: date, bells: Iterable[Bell]) -> list[tuple[float, Bell]]:
    """The bells with what each costs, the cheapest first."""
    weekday = bool(school.preferred_weekdays) and day.isoweekday() not in school.preferred_weekdays
    period = {one for one in bells if school.preferred_periods and one.period not in school.preferred_periods}
    costs = ((NOT_PREFERRED * (weekday + (bell in period)), bell) for bell in bells)
    return sorted(costs, key=lambda row: (row[0], row[1].start))


def can_be_reached(instance: Instance, day: Day, choice: Choice) -> bool:
    """Whether these lessons and those that stand follow one another with time for the way."""
    midnight = moment_of(day.day)
    rows = [(midnight + bell.start, midnight + bell.end, school) for school, bell in choice]
    rows += [(one.start, one.end, one.school) for one in day.fixed]
    return all(after[0] - before[1] >= way(instance, before[2], after[2]) for before, after in pairwise(sorted(rows)))


def way(instance: Instance, here: int, there: int) -> float:
    """The minutes between two schools, as the hard rule counts them; none within one."""
    if here == there:
        return 0.0
    schools = instance.schools
    return travel_minutes(schools[here].coordinates, schools[there].coordinates, instance.term) - 1e-9
