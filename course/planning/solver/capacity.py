"""How many lessons each person can give, at each school and in all, week by week: what the bound is made of.

In one week a person gives at most the agreed number of lessons, on one day at most the agreed number,
and no more than there are free periods.  For every set of schools the largest number that fits into a
week is a submodular function, so sums over the weeks are exact for one school and for two; ways
between schools and equal times at two schools are left out, which can only raise the bound.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from course.planning.solver.availability import Grid, Pairs
from course.planning.solver.instance import DAY, Instance
from course.travel import travel_minutes

# Nobody is asked to teach more than this, whatever their row in the ledger says: it keeps every solve short.
MOST_A_DAY, MOST_A_WEEK = 5, 10


@dataclass(frozen=True)
class Limits:
    """What people may still give beside the lessons that are held: people × days and people × weeks."""

    day: np.ndarray
    week: np.ndarray


def limits_of(grid: Grid) -> Limits:
    """The agreed limits less the lessons that are held."""
    people, calendar = grid.instance.people, grid.calendar
    agreed = np.array([[one.max_lessons_day, one.max_lessons_week] for one in people], np.int64).reshape(-1, 2)
    day = np.repeat(agreed[:, :1].clip(0, MOST_A_DAY), len(calendar.days), axis=1)
    week = np.repeat(agreed[:, 1:].clip(0, MOST_A_WEEK), len(calendar.weeks), axis=1)
    day_place = {day: place for place, day in enumerate(calendar.days)}
    week_place = {week: place for place, week in enumerate(calendar.weeks)}
    for lesson in grid.instance.held:
        if lesson.day in day_place:
            day[lesson.person, day_place[lesson.day]] -= 1
        if lesson.day.isocalendar()[:2] in week_place:
            week[lesson.person, week_place[lesson.day.isocalendar()[:2]]] -= 1
    return Limits(day.clip(0), week.clip(0))


@dataclass(frozen=True)
class Capacity:
    """The most lessons of each pair (pairs × weeks) and of each person at all schools together (people × weeks)."""

    pairs: np.ndarray
    people: np.ndarray


def capacity_of(grid: Grid, pairs: Pairs, limits: Limits) -> Capacity:
    """The capacity of people at the schools of these pairs."""
    free = pairs.free.sum(axis=2, dtype=np.int64)
    by_day = np.minimum(free, limits.day[pairs.people])
    of_pairs = np.minimum(by_week(grid, by_day), limits.week[pairs.people])
    together = np.zeros((len(grid.instance.people), free.shape[1]), np.int64)
    np.add.at(together, pairs.people, free)
    of_people = np.minimum(by_week(grid, np.minimum(together, limits.day)), limits.week)
    return Capacity(of_pairs, of_people)


def by_week(grid: Grid, table: np.ndarray) -> np.ndarray:
    """The sums over the days of each week."""
    weeks = grid.calendar.week_of_day
    sums = np.zeros((len(table), len(grid.calendar.weeks)), np.int64)
    for day, week in enumerate(weeks):
        sums[:, week] += table[:, day]
    return sums


def block_held(grid: Grid, pairs: Pairs) -> None:
    """Take away the periods in which people teach already, with the way to other schools, and those of the school."""
    if not grid.instance.held:
        return
    of_person: dict[int, list[int]] = {}
    of_school: dict[int, list[int]] = {}
    for place, (person, school) in enumerate(zip(pairs.people.tolist(), pairs.schools.tolist(), strict=True)):
        of_person.setdefault(person, []).append(place)
        of_school.setdefault(school, []).append(place)
    day_place = {day: place for place, day in enumerate(grid.calendar.days)}
    for lesson in grid.instance.held:
        day = day_place.get(lesson.day)
        if day is None:
            continue
        start, end = lesson.start % DAY, (lesson.end - 1) % DAY + 1
        for place in of_person.get(lesson.person, ()):
            margin = way_between(grid.instance, lesson.school, int(pairs.schools[place]))
            block(grid, pairs, place, day, start - margin, end + margin)
        for place in of_school.get(lesson.school, ()):
            block(grid, pairs, place, day, start, end)


def block(grid: Grid, pairs: Pairs, place: int, day: int, start: float, end: float) -> None:
    """Take the periods of one pair and day away that overlap a time."""
    school = pairs.schools[place]
    pairs.free[place, day] &= (grid.starts[school] >= end - 1e-9) | (grid.ends[school] <= start + 1e-9)


def way_between(instance: Instance, here: int, there: int) -> float:
    """The minutes from one school to another; none to the same one."""
    if here == there:
        return 0.0
    return travel_minutes(instance.schools[here].coordinates, instance.schools[there].coordinates, instance.term)
