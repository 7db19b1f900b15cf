"""The model that comes to mind first: one yes or no for every person, school, day and period of a whole county.

It knows every rule of a timetable but the theme of a lesson, which is dealt out afterwards; it has none of
the cuts and none of the taking apart of ours.  Only appointees are in it; what they leave is filled in as
a clerk would, by substitutes, too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from ortools.sat.python import cp_model

from course.planning.solver.demand import Demand, demands
from course.planning.solver.instance import Bell, Instance, Taught, moment_of
from course.planning.solver.polish_contents import Dealing, deal_school
from course.planning.solver.reasons import lack_of
from course.planning.solver.reasons_extend import Placing
from course.planning.solver.reasons_offers import Serving
from course.planning.solver.reasons_time import OpenTimes
from course.planning.solver.soft_cost import EMPTY_QUARTER, FAIRNESS, VISIT, quarter_of
from course.travel import travel_minutes

TENTHS = 10


@dataclass(frozen=True)
class Time:
    """One person at one school in one period of one day, and whether the model says yes."""

    person: int
    school: int
    day: date
    bell: Bell
    used: cp_model.IntVar


def plain_plan(instance: Instance, seconds: float) -> list[Taught]:
    """The plan of the model after so many seconds, its lessons filled in."""
    times, model = model_of(instance)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.max_time_in_seconds = 2, seconds
    status = solver.solve(model)
    known = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
    chosen = [one for one in times if known and solver.value(one.used)]
    return filled(instance, list(lessons_of(instance, chosen)))


def model_of(instance: Instance) -> tuple[list[Time], cp_model.CpModel]:
    """The whole county in one model: what is covered counts far more than what it costs."""
    model = cp_model.CpModel()
    serving = Serving(instance, OpenTimes(instance))
    pairs = [pair for pair in serving.spans if pair[1] in serving.planned]
    times = [
        Time(person, school, day, bell, model.new_bool_var(""))
        for person, school in pairs
        for day, bell in serving.times.grid(school).periods(serving.free(person, school))
    ]
    keep_rules(model, instance, times)
    gains = gained(model, times, demands(instance))
    model.maximize(TENTHS * sum(gains) - sum(costs(model, instance, times)))
    return times, model


def grouped(times: Iterable[Time], key: object) -> dict[object, list[Time]]:
    """Times by a key."""
    found = defaultdict(list)
    for one in times:
        found[key(one)].append(one)
    return found


def keep_rules(model: cp_model.CpModel, instance: Instance, times: list[Time]) -> None:
    """Limits of days and weeks, nobody at two schools at once, and time for the way."""
    for (person, _week), own in grouped(times, lambda one: (one.person, one.day.isocalendar()[:2])).items():
        model.add(sum(one.used for one in own) <= instance.people[person].max_lessons_week)
    for (person, _day), own in grouped(times, lambda one: (one.person, one.day)).items():
        model.add(sum(one.used for one in own) <= instance.people[person].max_lessons_day)
        for one, two in combinations(own, 2):
            if one.school != two.school and too_near(instance, one, two):
                model.add_at_most_one(one.used, two.used)
    for own in grouped(times, lambda one: (one.school, one.day, one.bell)).values():
        model.add_at_most_one(one.used for one in own)


def too_near(instance: Instance, one: Time, two: Time) -> bool:
    """Whether the pause between two periods is shorter than the way between their schools."""
    here, there = instance.schools[one.school].coordinates, instance.schools[two.school].coordinates
    pause = max(two.bell.start - one.bell.end, one.bell.start - two.bell.end)
    return pause < travel_minutes(here, there, instance.term)


def gained(model: cp_model.CpModel, times: list[Time], wanted: Iterable[Demand]) -> Iterator[object]:
    """What each lesson of a school is worth, the dearest first, and no more lessons than it needs."""
    of_school = grouped(times, lambda one: one.school)
    for demand in wanted:
        steps = [model.new_bool_var("") for _ in range(demand.lessons)]
        model.add(sum(one.used for one in of_school[demand.school]) == sum(steps))
        yield from (demand.gain(number) * step for number, step in enumerate(steps))


def costs(model: cp_model.CpModel, instance: Instance, times: list[Time]) -> Iterator[object]:
    """Visits, wishes, quarters and fairness, in tenths of a point."""
    for own in grouped(times, lambda one: (one.person, one.day, one.school)).values():
        visit = model.new_bool_var("")
        for one in own:
            model.add_implication(one.used, visit)
        yield round(TENTHS * VISIT) * visit
    for one in times:
        school = instance.schools[one.school]
        weekday = bool(school.preferred_weekdays) and one.day.isoweekday() not in school.preferred_weekdays
        period = bool(school.preferred_periods) and one.bell.period not in school.preferred_periods
        yield TENTHS * (weekday + period) * one.used
    for own in grouped(times, lambda one: (one.school, quarter_of(instance, one.day))).values():
        taught = model.new_bool_var("")
        model.add(taught <= sum(one.used for one in own))
        yield -round(TENTHS * EMPTY_QUARTER) * taught
    for own in grouped(times, lambda one: one.person).values():
        steps = [model.new_bool_var("") for _ in range(min(len(own), 80))]
        model.add(sum(one.used for one in own) == sum(steps))
        yield from (round(TENTHS * FAIRNESS * (2 * number + 1)) * step for number, step in enumerate(steps))


def lessons_of(instance: Instance, chosen: Iterable[Time]) -> Iterator[Taught]:
    """The chosen times with the groups of their schools and the themes that cost least."""
    wanted = {one.school: one for one in demands(instance)}
    for school, own in sorted(grouped(chosen, lambda one: one.school).items()):
        demand = wanted[school]
        had = defaultdict(set, {one.id: set(one.themes) for one in instance.schools[school].classes})
        slots = [blank(one) for one in sorted(own, key=lambda one: (one.day, one.bell.start, one.person))]
        groups = [demand.group(number) for number in range(len(slots))]
        bare = [Taught(0, school, 0, 0, 0, tuple(one.id for one in group.classes), "", group.place) for group in groups]
        yield from deal_school(Dealing(instance, school, had), slots, bare) or ()


def blank(one: Time) -> Taught:
    """A time as a lesson that nobody sits in yet."""
    midnight = moment_of(one.day)
    return Taught(
        one.person, one.school, midnight + one.bell.start, midnight + one.bell.end, one.bell.period, (), "", ""
    )


def filled(instance: Instance, lessons: list[Taught]) -> list[Taught]:
    """The lessons with what they leave, wherever there is a free time."""
    placing, given = Placing(instance, lessons), defaultdict(list)
    for one in lessons:
        given[one.school].append(one)
    for school in instance.planned_schools:
        lack = lack_of(instance, school, given[school])
        for number in range(lack.lessons):
            placing.add(school, lack.rest.group(number))
    return placing.lessons()
