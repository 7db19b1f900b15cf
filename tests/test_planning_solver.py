"""The solver: no hard rule broken, nothing short of its bound without a reason, the best term by brute force."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.planning.solver.availability import appointed_pairs, grid_of
from course.planning.solver.capacity import capacity_of, limits_of
from course.planning.solver.demand import demands
from course.planning.solver.figures import figures_of, gain_of
from course.planning.solver.first_fit import first_fit
from course.planning.solver.instance import Instance, Spans, Taught, moment_of
from course.planning.solver.planner import make_draft
from course.planning.solver.soft_cost import soft_cost
from course.planning.solver.verify import Known, faults
from tests import make_instance as make

seeds = st.integers(0, 10**6)


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_no_draft_breaks_a_hard_rule(seed: int) -> None:
    instance = make.drawn(seed)
    assert faults(instance, make_draft(instance, 1).lessons) == []
    assert faults(instance, first_fit(instance).lessons) == []


@settings(max_examples=40, deadline=None)
@given(seeds)
def test_nothing_covers_more_than_the_bound_and_ours_no_less_than_a_clerk(seed: int) -> None:
    instance = make.drawn(seed)
    draft, clerk = make_draft(instance, 1), first_fit(instance)
    bound = draft.bounds_of(instance.planned_schools)
    ours, theirs = (gain_of(instance, [one for one in each.lessons if not one.substitute]) for each in (draft, clerk))
    assert theirs <= ours <= bound.gain
    assert figures_of(instance, draft.lessons, bound).classes_reached <= bound.classes


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_without_ways_and_halls_the_bound_is_reached(seed: int) -> None:
    drawn = make.drawn(seed)
    schools = tuple(replace(one, hall_seats=0, coordinates=(30.0, 110.0)) for one in drawn.schools)
    one_school = {service.person: service for service in drawn.services}
    instance = replace(drawn, schools=schools, services=tuple(one_school.values()))
    draft = make_draft(instance, 1)
    assert (
        gain_of(instance, [one for one in draft.lessons if not one.substitute])
        == draft.bounds_of(instance.planned_schools).gain
    )


@settings(max_examples=20, deadline=None)
@given(seeds, seeds)
def test_a_county_gets_the_same_plan_alone_and_among_others(seed: int, other: int) -> None:
    alone, beside = make.drawn(seed), make.drawn(other)
    both = beside_each_other(alone, beside)
    ours = [one for one in make_draft(both, 3).lessons if one.school < len(alone.schools)]
    assert ours == list(make_draft(alone, 3).lessons)


def beside_each_other(first: Instance, second: Instance) -> Instance:
    """Two instances as one, in the term of the first; the second's names and numbers are moved out of the way."""
    people, schools = len(first.people), len(first.schools)
    classes = tuple(
        replace(
            one,
            code=f"Z{one.code}",
            region_path="R2",
            classes=tuple(replace(each, id=each.id + 10_000) for each in one.classes),
        )
        for one in second.schools
    )
    staff = tuple(replace(one, code=f"Z{one.code}", station_id=one.station_id + 10) for one in second.people)
    serving = (replace(one, person=one.person + people, school=one.school + schools) for one in second.services)
    return replace(
        first,
        schools=first.schools + classes,
        people=first.people + staff,
        services=first.services + tuple(serving),
        absences=joined(first.absences, second.absences, people),
        blackouts=joined(first.blackouts, without_all(second.blackouts), schools),
        planned_schools=tuple(range(schools + len(classes))),
    )


def joined(first: Spans, second: Spans, shift: int) -> Spans:
    owners = [*first.owners, *(owner + shift for owner in second.owners)]
    return Spans(owners, [*first.starts, *second.starts], [*first.ends, *second.ends])


def without_all(spans: Spans) -> Spans:
    rows = [row for row in zip(spans.owners, spans.starts, spans.ends, strict=True) if row[0] >= 0]
    return make.columns(rows)


def test_the_same_seed_gives_the_same_draft() -> None:
    instance = make.drawn(7)
    assert make_draft(instance, 5) == make_draft(instance, 5)


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_free_periods_are_those_that_the_rules_allow(seed: int) -> None:
    instance = make.drawn(seed, weeks=2)
    grid, known = grid_of(instance), Known(instance)
    pairs = appointed_pairs(grid)
    free = {
        (int(person), int(school), int(grid.midnights[day]) + int(grid.starts[school, period]))
        for place, (person, school) in enumerate(zip(pairs.people, pairs.schools, strict=True))
        for day, period in np.argwhere(pairs.free[place])
    }
    expected = set()
    for one in instance.services:
        for day, bell in product(instance.days, instance.schools[one.school].open_bells):
            start = moment_of(day, bell.start)
            times = (start, moment_of(day, bell.end))
            closed = any(known.blackouts.closed(owner, *times) for owner in (-1, one.school))
            if not closed and not known.absences.closed(one.person, *times):
                expected.add((one.person, one.school, start))
    assert free == expected


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_a_person_with_one_school_gets_the_best_term_there_is(seed: int) -> None:
    instance = small(seed)
    draft = make_draft(instance, 1)
    assert total(instance, draft.lessons) == pytest.approx(cheapest(instance, len(draft.lessons)), abs=0.051)


def small(seed: int) -> Instance:
    """One person, one school, two weeks, two or three open periods: few enough to try everything."""
    drawn = make.drawn(seed, weeks=2, schools=1, people=1)
    host = replace(drawn.schools[0], hall_seats=0, closed_periods=(1, 2, 3, 4), classes=drawn.schools[0].classes[:3])
    themes = ("T01", "T02", "T04", "T06", "T07")
    staff = replace(drawn.people[0], themes=themes, max_lessons_week=2, max_lessons_day=2)
    facts = replace(drawn.term, min_hours=3, start=date(2026, 11, 23), end=date(2026, 12, 6))
    return replace(drawn, schools=(host,), people=(staff,), term=facts, days=make.days_of(facts))


def cheapest(instance: Instance, number: int) -> float:
    """The least cost of so many lessons, by trying every set of periods and every choice of theme."""
    host, known = instance.schools[0], Known(instance)
    times = [
        (moment_of(day, bell.start), moment_of(day, bell.end), bell.period)
        for day, bell in product(instance.days, host.open_bells)
    ]
    free = [
        one
        for one in times
        if not known.absences.closed(0, *one[:2]) and not any(known.blackouts.closed(o, *one[:2]) for o in (-1, 0))
    ]
    best = float("inf")
    for chosen in combinations(free, number):
        for themes in product(("T01", "T02"), repeat=number):
            lessons = [
                Taught(0, 0, start, end, period, (host.classes[place % len(host.classes)].id,), theme, "classroom")
                for place, ((start, end, period), theme) in enumerate(zip(chosen, themes, strict=True))
            ]
            if fits(lessons):
                best = min(best, total(instance, lessons))
    return best


def fits(lessons: list[Taught]) -> bool:
    """Two a day and two a week at most."""
    days, weeks = [one.day for one in lessons], [one.day.isocalendar()[1] for one in lessons]
    return all(days.count(day) <= 2 for day in days) and all(weeks.count(week) <= 2 for week in weeks)


def total(instance: Instance, lessons: list[Taught] | tuple[Taught, ...]) -> float:
    return sum(soft_cost(instance, lessons).values())


def test_capacity_counts_days_and_weeks() -> None:
    staff = make.person(0, max_lessons_week=3, max_lessons_day=2)
    instance = make.instance((make.school(0, 9),), (staff,), ((0, 0),), term=make.term(2))
    grid = grid_of(instance)
    capacity = capacity_of(grid, appointed_pairs(grid), limits_of(grid))
    assert capacity.pairs.tolist() == [[3, 3]]
    only_monday = Spans([0], [moment_of(make.FIRST + timedelta(days=1))], [moment_of(make.FIRST + timedelta(days=7))])
    grid = grid_of(replace(instance, absences=only_monday))
    assert capacity_of(grid, appointed_pairs(grid), limits_of(grid)).pairs.tolist() == [[2, 3]]


def test_held_lessons_keep_their_time_and_count() -> None:
    host = make.school(0, 4)
    held = Taught(0, 0, moment_of(make.FIRST, 850), moment_of(make.FIRST, 890), 5, (1,), "T02", "classroom")
    classes = (replace(host.classes[0], reached=True, themes=("T02",)), *host.classes[1:])
    instance = make.instance(
        (replace(host, classes=classes, hours_had=1),), (make.person(0, max_lessons_week=1),), ((0, 0),), held=(held,)
    )
    draft = make_draft(instance, 1)
    assert len(draft.lessons) == 3
    assert faults(instance, draft.lessons) == []
    assert not any(one.day.isocalendar()[:2] == make.FIRST.isocalendar()[:2] for one in draft.lessons)


@pytest.mark.parametrize(
    "change",
    [
        {"themes": ()},
        {"days": ()},
        {"services": ()},
        {"people": (make.person(0, max_lessons_week=0, max_lessons_day=0),)},
        {"people": (make.person(0, themes=()),)},
        {"schools": (make.school(0, 0),)},
        {"schools": (make.school(0, 3, bells=()),)},
        {"schools": (make.school(0, 3, closed_periods=tuple(range(1, 8))),)},
        {"schools": (make.school(0, 3, stage="senior"),)},
        {"absences": Spans([0], [0], [10**8])},
        {"blackouts": Spans([-1], [0], [10**8])},
        {"people": (make.person(0, max_lessons_week=99, max_lessons_day=99),)},
    ],
    ids=str,
)
def test_whatever_is_missing_there_is_a_draft(change: dict) -> None:
    instance = make.instance((make.school(0),), (make.person(0),), ((0, 0),))
    instance = replace(instance, **change)
    draft = make_draft(instance, 1)
    assert faults(instance, draft.lessons) == []
    figures = figures_of(instance, draft.lessons, draft.bounds_of(instance.planned_schools))
    assert figures.gain == figures.gain_bound


def test_one_school_may_need_far_less_than_the_other() -> None:
    hosts = (replace(make.school(0, 9), hours_had=4), replace(make.school(1, 2), hours_had=4))
    staff = (make.person(0, max_lessons_week=6, max_lessons_day=5),)
    draft = make_draft(make.instance(hosts, staff, ((0, 0), (0, 1))), 1)
    assert [sum(one.school == place for one in draft.lessons) for place in (0, 1)] == [9, 2]


def test_a_school_gets_what_it_needs_and_no_more() -> None:
    instance = make.instance((make.school(0, 6), make.school(1, 2)), (make.person(0), make.person(1)), ((0, 0), (1, 1)))
    wanted = demands(instance)
    assert [one.lessons for one in wanted] == [6, 4]
    per_school = [sum(one.school == place for one in make_draft(instance, 1).lessons) for place in (0, 1)]
    assert per_school == [6, 4]
