"""Polishing a component and the bounds of its cost, against every plan that there is."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations, product

import pytest

from course.planning.solver.first_fit import first_fit
from course.planning.solver.instance import Instance, Taught, moment_of
from course.planning.solver.polish import polish
from course.planning.solver.polish_ground import Ground, components, constitution_cost, ground_of, visit_cost
from course.planning.solver.polish_model import Model
from course.planning.solver.soft_bound import soft_bound
from course.planning.solver.soft_cost import in_constitution_week, soft_cost
from course.planning.solver.verify import faults
from tests.make_instance import drawn
from tests.reason_instances import BELLS, FAR, NEAR, instance, lesson, person, school, spans, weekdays

DAYS = (date(2026, 9, 7), date(2026, 10, 19), date(2026, 12, 3), date(2027, 1, 5), date(2027, 1, 7))
SEEDS = range(16)
TERM = weekdays(date(2026, 9, 7), date(2026, 12, 25))


def random_instance(seed: int) -> Instance:
    """Two people and two schools on five days of a long term, with wishes, duty, ways and tight limits."""
    draw = random.Random(seed)
    wishes = {"preferred_weekdays": draw.choice(((), (1,), (2, 4))), "preferred_periods": draw.choice(((), (2,)))}
    schools = [
        school(draw.randint(1, 2), bells=BELLS[:2], coordinates=where, **wishes)
        for where in (NEAR, draw.choice((NEAR, FAR)))
    ]
    themes = draw.choice((("T02",), ("T01", "T02", "T03")))
    people = [
        person(max_lessons_week=draw.randint(1, 2), max_lessons_day=draw.randint(1, 2), themes=themes) for _ in "ab"
    ]
    serving = draw.choice((((0, 0), (1, 1)), ((0, 0), (0, 1)), ((0, 0), (0, 1), (1, 1))))
    duty = spans(*((who, day, 0, day, 560) for who in (0, 1) for day in DAYS if draw.random() < 0.3))
    return instance(schools, people, serving, days=DAYS, absences=duty, term={"min_hours": 1})


def every_plan(of: Instance, counts: Counter[int]) -> Iterator[list[Taught]]:
    """Every plan with these numbers of lessons: the n-th lesson of a school is of its n-th class."""
    choices = []
    for place, count in sorted(counts.items()):
        times = [
            (one.person, day, bell)
            for one in of.services
            if one.school == place
            for day in of.days
            for bell in of.schools[place].open_bells
        ]
        choices.append([[(place, *time) for time in chosen] for chosen in combinations(times, count)])
    for chosen in product(*choices):
        plan = [taught(of, *time, at) for own in chosen for at, time in enumerate(own)]
        if not faults(of, plan):
            yield plan


def taught(of: Instance, place: int, who: int, day: date, bell: object, at: int) -> Taught:
    """A lesson of a class that has had nothing yet."""
    start, end = moment_of(day, bell.start), moment_of(day, bell.end)
    classes = (of.schools[place].classes[at].id,)
    return Taught(who, place, start, end, bell.period, classes, "T02", "classroom")


def with_constitution(of: Instance, plan: list[Taught]) -> list[Taught]:
    """The plan with each school's cheapest lesson of the week on the constitution."""
    found = list(plan)
    for place in {one.school for one in plan}:
        near = [at for at, one in enumerate(found) if one.school == place and in_constitution_week(of, one.day)]
        if near:
            at = min(near, key=lambda at: constitution_cost(of, found[at].person, found[at].day))
            found[at] = replace(found[at], theme="T01")
    return found


def cheapest(of: Instance, counts: Counter[int], cost: object) -> float:
    """The least cost of any plan with these numbers of lessons."""
    return min(cost(with_constitution(of, plan)) for plan in every_plan(of, counts))


def grounds(of: Instance, plan: tuple[Taught, ...]) -> list[Ground]:
    """All components."""
    return [ground_of(of, plan, min(schools)) for schools, _ in components(of)]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_model_finds_what_the_best_of_all_plans_costs(seed: int) -> None:
    of = random_instance(seed)
    plan = first_fit(of).lessons
    for ground in grounds(of, plan):
        counts = Counter(one.school for one in ground.moving)
        solved = Model(ground).solve(3)
        assert solved.optimal
        if counts:
            small = replace(of, services=tuple(one for one in of.services if one.school in ground.schools))
            best = cheapest(small, counts, lambda lessons, of_ground=ground: visit_cost(of_ground, lessons))
            assert solved.bound == pytest.approx(best, abs=0.08)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_plan_costs_less_than_the_counted_bound(seed: int) -> None:
    of = random_instance(seed)
    plan = first_fit(of).lessons
    best = cheapest(of, Counter(one.school for one in plan), lambda lessons: sum(soft_cost(of, lessons).values()))
    assert soft_bound(of, plan) <= best + 0.05


@pytest.mark.parametrize("seed", SEEDS)
def test_the_counted_bound_is_never_above_the_proved_one(seed: int) -> None:
    of = larger(seed)
    plan = first_fit(of).lessons
    substitutes = sum(one.substitute for one in plan)
    proved = sum(Model(ground).solve(3).bound for ground in grounds(of, plan))
    assert not substitutes
    assert 0 < soft_bound(of, plan) <= proved + 0.1


def larger(seed: int) -> Instance:
    """A few schools and people for a whole term, with duty and wishes."""
    draw = random.Random(seed)
    schools = [
        school(draw.randint(1, 9), hall_seats=draw.choice((0, 80)), preferred_weekdays=draw.choice(((), (2, 3))))
        for _ in range(4)
    ]
    people = [person(max_lessons_week=draw.randint(1, 2)) for _ in range(3)]
    serving = [(0, 0), (1, 1), (1, 2), (2, 2), (2, 3)]
    duty = spans(*((who, day, 0, day, 600) for who in range(3) for day in TERM if draw.random() < 0.4))
    return instance(schools, people, serving, days=TERM, absences=duty)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_polished_plan_keeps_every_rule_and_all_that_was_reached_and_never_costs_more(seed: int) -> None:
    of = larger(seed)
    plan = first_fit(of).lessons
    for schools, _ in components(of):
        done = polish(of, plan, min(schools))
        assert faults(of, done.lessons) == []
        assert Counter(one.school for one in done.lessons) == Counter(one.school for one in plan)
        assert reached(done.lessons) == reached(plan)
        gained = sum(soft_cost(of, plan).values()) - sum(soft_cost(of, done.lessons).values())
        assert gained == pytest.approx(done.before - done.now, abs=0.2)
        assert done.bound <= done.now + 0.01
        assert done.is_better == (done.now < done.before - 0.05)
        plan = done.lessons


def reached(lessons: tuple[Taught, ...]) -> set[int]:
    """The classes that have a lesson."""
    return {class_id for one in lessons for class_id in one.classes}


def test_the_same_plan_is_polished_to_the_same_lessons() -> None:
    of = larger(3)
    plan = first_fit(of).lessons
    assert polish(of, plan, 1) == polish(of, plan, 1)


def test_what_was_polished_is_not_better_a_second_time() -> None:
    of = larger(4)
    first = polish(of, first_fit(of).lessons, 0)
    again = polish(of, first.lessons, 0)
    assert first.is_better
    assert not again.is_better
    assert again.lessons == first.lessons


def test_the_best_plan_is_proved_best() -> None:
    of = instance([school(4)], [person(max_lessons_week=1)], [(0, 0)], days=TERM)
    done = polish(of, first_fit(of).lessons, 0)
    assert done.is_proved
    assert done.percent == 0
    assert {one.theme for one in done.lessons if in_constitution_week(of, one.day)} >= {"T01"}


def test_lessons_that_are_agreed_and_those_of_substitutes_stay() -> None:
    of = instance([school(6), school(6)], [person(), person()], [(0, 0), (1, 1)], days=TERM, term={"substitutes": True})
    mate = replace(of.people[1], station_id=of.people[0].station_id)
    held = lesson(of, 0, 0, TERM[0], 1, classes=(of.schools[0].classes[5].id,))
    first = replace(of.schools[0].classes[5], reached=True, themes=("T02",))
    near = replace(of.schools[0], classes=(*of.schools[0].classes[:5], first), hours_had=1)
    of = replace(of, people=(of.people[0], mate), held=(held,), schools=(near, of.schools[1]))
    own = [one.id for one in of.schools[0].classes]
    plan = [lesson(of, 0, 0, day, 1, classes=(one,)) for day, one in zip(TERM[5:30:5], own, strict=False)]
    plan[0] = replace(plan[0], person=1, substitute=True)
    done = polish(of, plan, 0)
    assert plan[0] in done.lessons
    assert faults(of, done.lessons) == []
    assert done.is_better


def test_a_school_without_lessons_or_people_is_polished_to_nothing() -> None:
    of = instance([school(2)], [person()], ())
    done = polish(of, (), 0)
    assert (done.lessons, done.before, done.now, done.is_better) == ((), 0, 0, False)
    assert soft_bound(of, ()) == 0


def test_a_component_that_is_too_large_stays_as_it_is_and_nothing_is_proved() -> None:
    schools = [school(2, bells=BELLS) for _ in range(24)]
    of = instance(schools, [person(max_lessons_week=6, max_lessons_day=4)], [(0, at) for at in range(24)], days=TERM)
    plan = first_fit(of).lessons
    done = polish(of, plan, 0)
    assert (done.lessons, done.bound, done.is_known, done.is_proved, done.percent) == (plan, 0, False, False, 0)
    endless = instance([school(3)], [person(max_lessons_week=99, max_lessons_day=99)], [(0, 0)], days=TERM)
    assert polish(endless, first_fit(endless).lessons, 0).is_known


@pytest.mark.parametrize("seed", range(40))
def test_any_drawn_instance_is_polished_and_bounded(seed: int) -> None:
    of = drawn(seed)
    plan = first_fit(of).lessons
    cost = sum(soft_cost(of, plan).values())
    assert soft_bound(of, plan) <= cost + 0.1
    for place in of.planned_schools:
        done = polish(of, plan, place, seconds=0.5)
        assert faults(of, done.lessons) == []
        assert done.bound <= done.now + 0.01
        assert Counter(one.school for one in done.lessons) == Counter(one.school for one in plan)
        assert soft_bound(of, plan) <= sum(soft_cost(of, done.lessons).values()) + 0.1
