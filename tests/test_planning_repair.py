"""Repairs of tiny instances, held against trying everything: ways, costs, swaps, proofs."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from course.planning.solver import repair
from course.planning.solver.instance import (
    Bell,
    ClassFacts,
    Instance,
    PersonFacts,
    SchoolFacts,
    Service,
    Spans,
    Taught,
    TermFacts,
    moment_of,
)
from course.planning.solver.repair import Repair, full_repair, quick_repair
from course.planning.solver.repair_options import Option, Step, places_for
from course.planning.solver.repair_proof import Proof, Room
from course.planning.solver.repair_standing import Standing, shared
from course.planning.solver.repair_swaps import swaps_for
from course.planning.solver.soft_cost import soft_cost
from course.planning.solver.verify import Known
from tests.small_instances import MONDAY, THEMES, can_all_be_held, everywhere, keeps_rules, small_instance

seeds = st.integers(0, 2**32)
thorough = settings(max_examples=200, deadline=None)


def called_away(seed: int) -> tuple[Instance, list[Taught], list[Taught]]:
    """An instance in which somebody is away on some days, the lessons that are lost, and those that stand."""
    random = Random(seed)
    instance = small_instance(random)
    person = random.choice([one.person for one in instance.held] or [0])
    first = random.choice(instance.days)
    last = first + timedelta(days=random.choice((1, 2, 7)))
    start, end = moment_of(first), moment_of(last)
    lost = [one for one in instance.held if one.person == person and one.start < end and start < one.end]
    return repair.away(instance, person, start, end), lost, [one for one in instance.held if one not in lost]


def standing_in(instance: Instance, lessons: list[Taught]) -> Standing:
    return Standing(Known(instance), lessons)


def options_for(standing: Standing, lesson: Taught) -> list[Option]:
    return [place.option(lesson) for place in places_for(standing, lesson)]


def total(instance: Instance, lessons: list[Taught]) -> float:
    return sum(soft_cost(instance, lessons).values())


def chosen(found: Repair) -> list[Option]:
    return [answer.best for answer in found.answers if answer.best]


@thorough
@given(seeds)
def test_the_ways_are_exactly_those_that_break_no_rule(seed: int) -> None:
    instance, lost, others = called_away(seed)
    for lesson in lost:
        found = {option.after for option in options_for(standing_in(instance, others), lesson)}
        assert found == {one for one in everywhere(instance, lesson) if keeps_rules(instance, others, [one])}


@thorough
@given(seeds)
def test_costs_are_those_of_the_whole_plan(seed: int) -> None:
    instance, lost, others = called_away(seed)
    for lesson in lost:
        before, standing = total(instance, [*others, lesson]), standing_in(instance, others)
        for option in [*options_for(standing, lesson), *swaps_for(standing, lesson, others)]:
            gone = [move.before for move in option.moves]
            after = [*(one for one in others if one not in gone), *(move.after for move in option.moves)]
            assert abs(total(instance, after) - before - option.cost) < 0.21, option


@thorough
@given(seeds)
def test_a_swap_is_found_where_there_is_one_and_breaks_no_rule(seed: int) -> None:
    instance, lost, others = called_away(seed)
    for lesson in lost:
        standing = standing_in(instance, others)
        if options_for(standing, lesson):
            continue
        swaps = swaps_for(standing, lesson, others)
        for option in swaps:
            new, other = option.moves
            rest = [one for one in others if one != other.before]
            assert keeps_rules(instance, rest, [new.after, other.after])
            assert (other.before.person, other.before.start) != (other.after.person, other.after.start)
        assert bool(swaps) == any(
            can_all_be_held(instance, [one for one in others if one != other], [lesson, other]) for other in others
        )


@thorough
@given(seeds)
def test_a_proof_is_right_however_everything_is_arranged(seed: int) -> None:
    instance, lost, others = called_away(seed)
    random = Random(seed)
    movable = [one for one in others if random.random() < 0.8]
    fixed = [one for one in others if one not in movable]
    if random.random() < 0.3:
        instance = replace(instance, planned_schools=(lost[0].school,)) if lost else instance
    for answer in full_repair(instance, lost, movable).answers:
        assert (answer.best is None) or answer.proof is None
        proof = answer.proof
        if proof and proof.lessons:
            assert proof.room == proof.lessons - 1
            arranged = [one for one in movable if not proof.elsewhere_stays or one.school in instance.planned_schools]
            stay = [one for one in movable if one not in arranged]
            assert not can_all_be_held(instance, [*fixed, *stay], [*arranged, *lost])


@thorough
@given(seeds)
def test_all_that_is_chosen_together_breaks_no_rule_and_moves_at_most_one_other(seed: int) -> None:
    instance, lost, others = called_away(seed)
    found = full_repair(instance, lost, others)
    moves = [move for option in chosen(found) for move in option.moves]
    gone = [move.before for move in moves]
    assert {answer.lesson for answer in found.answers} == set(lost)
    assert keeps_rules(instance, [one for one in others if one not in gone], [move.after for move in moves])
    left = [answer.lesson for answer in found.answers if answer.best is None]
    assert not any(shared(stays, move.after) for stays in left for move in moves if stays.school == move.after.school)
    assert found.moves <= found.kept + 1
    assert max(Counter(gone).values(), default=1) == 1


@thorough
@given(seeds)
def test_as_many_are_kept_together_as_can_be(seed: int) -> None:
    instance, lost, others = called_away(seed)
    kept = quick_repair(instance, lost).kept
    if kept < len(lost):
        for some in combinations(lost, kept + 1):
            assert not can_all_be_held(instance, others, list(some))


def test_each_step_is_reached() -> None:
    """The random instances are no proof of anything if a step never comes up in them."""
    steps, proofs = Counter(), Counter()
    for seed in range(1500):
        instance, lost, others = called_away(seed)
        for answer in full_repair(instance, lost, others).answers:
            steps[answer.best.step if answer.best else None] += 1
            if answer.proof:
                proofs[answer.proof.lessons > 0] += 1
    assert all(steps[step] >= 5 for step in Step), steps
    assert proofs[True] >= 50, proofs
    assert proofs[False] >= 1, proofs


def test_the_same_question_has_the_same_answer() -> None:
    for seed in range(50):
        instance, lost, others = called_away(seed)
        found = full_repair(instance, lost, others)
        assert found == full_repair(replace(instance), list(reversed(lost)), list(reversed(others)))


def story(*absent: date) -> Instance:
    """One person with one lesson a week at two schools; a colleague of another station who serves the second one."""
    days = tuple(MONDAY + timedelta(days=7 * week) for week in range(4))
    person = PersonFacts(1, "V1", "李明", 1, "R", max_lessons_week=1, max_lessons_day=1)
    people = person, replace(person, id=2, code="V2", station_id=2)
    bells, classes = (Bell(1, 480, 520),), tuple(ClassFacts(number, 3, number, 30) for number in range(1, 5))
    schools = tuple(
        SchoolFacts(place, f"S{place}", "", "primary", "R", bells=bells, classes=classes) for place in (1, 2)
    )
    services = tuple(Service(*pair, date(2025, 9, 1), date(2028, 8, 31)) for pair in ((0, 0), (0, 1), (1, 1)))
    spans = Spans([0] * len(absent), [moment_of(day) for day in absent], [moment_of(day, 1440) for day in absent])
    term = TermFacts(1, "now", date(2026, 9, 1), date(2027, 1, 22), substitutes=False)
    return Instance(term, days, schools, people, services, THEMES, absences=spans, planned_schools=(0, 1))


def given_on(week: int, school: int) -> Taught:
    start = moment_of(MONDAY + timedelta(days=7 * week), 480)
    return Taught(0, school, start, start + 40, 1, (week + 1,), "T02", "classroom")


def test_a_lesson_of_another_school_gives_way_to_a_colleague_who_serves_it_too() -> None:
    """Each of the four weeks is full; the colleague can only take what is at the other school."""
    held = [given_on(0, 0), given_on(1, 0), given_on(2, 0), given_on(3, 1)]
    instance = replace(story(MONDAY), held=tuple(held))
    (answer,) = full_repair(instance, held[:1], held[1:]).answers
    assert answer.best.step is Step.SWAP
    assert answer.best.moves[0].after == replace(given_on(3, 0), classes=(1,))
    assert answer.best.moves[1].before == held[3]
    assert answer.best.moves[1].after.person == 1


def test_the_proof_names_who_could_come_how_often_and_how_many_lessons_that_is() -> None:
    """Three weeks are left, one lesson a week: 3 < 4."""
    held = [given_on(week, 0) for week in range(4)]
    (answer,) = full_repair(replace(story(MONDAY), held=tuple(held)), held[:1], held[1:]).answers
    assert (answer.best, answer.options) == (None, ())
    assert answer.proof == Proof(lessons=4, rooms=(Room(person=0, weeks=3, a_week=1, lessons=3),), places=3)
