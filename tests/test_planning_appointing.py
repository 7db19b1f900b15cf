"""Proposing appointments: plain values in, a proposal with its reasons out."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from course.planning.solver import appointing_costs as costs
from course.planning.solver.appointing import propose
from course.planning.solver.appointing_costs import distances, remote
from course.planning.solver.appointing_flow import choose
from course.planning.solver.county import Candidate, County, Held, SchoolToServe
from course.planning.solver.proposal import Proposal, Why, WhyVacant, together
from course.travel import UNKNOWN_KM, kilometres

DAY, UNTIL = date(2026, 11, 26), date(2027, 2, 24)
LASTS, ENDS, ENDED = date(2029, 8, 31), date(2026, 12, 31), date(2026, 8, 31)
BEGAN = date(2024, 9, 1)


def at(km: float) -> tuple[float, float]:
    """A place so many kilometres north of the first."""
    return 43.0 + km / 111.2, 128.0


def school(number: int, km: float = 0, **given_: object) -> SchoolToServe:
    return SchoolToServe(number, f"S{number:03d}", f"学校{number}", "primary", at(km), **given_)


def person(number: int, km: float = 0, **given_: object) -> Candidate:
    facts = {"coordinates": at(km), "themes": {"primary": 5, "junior": 5}, **given_}
    return Candidate(number, f"P{number:03d}", f"民警{number}", **facts)


def held(number: int, of: int, at_school: int, end: date = LASTS, **given_: object) -> Held:
    return Held(number, of, at_school, BEGAN, end, **given_)


def county(schools: list[SchoolToServe], people: list[Candidate], *appointments: Held, **given_: object) -> County:
    return County("P0/C00/R000", DAY, UNTIL, tuple(schools), tuple(people), appointments, **given_)


def pairs(found: Proposal) -> set[tuple[int, int]]:
    return {(line.person, line.school) for line in found.lines}


def whys(found: Proposal) -> dict[tuple[int, int], Why]:
    return {(line.person, line.school): line.why for line in found.lines}


def test_every_school_gets_its_nearest_person() -> None:
    found = propose(county([school(1, 0), school(2, 10)], [person(1, 9), person(2, 1)]))
    assert pairs(found) == {(2, 1), (1, 2)}
    assert {line.km for line in found.lines} == {1.0}
    assert set(whys(found).values()) == {Why.FIRST}
    assert found.figures.optimal and (found.figures.vacant_today, found.figures.vacant_after) == (2, 0)


def test_a_person_serves_two_schools_only_where_one_would_have_nobody() -> None:
    short = propose(county([school(1), school(2), school(3, 1)], [person(1), person(2)]))
    assert Counter(of for of, _ in pairs(short)) == {1: 2, 2: 1} or Counter(of for of, _ in pairs(short)) == {
        1: 1,
        2: 2,
    }
    enough = propose(county([school(1), school(2)], [person(1), person(2), person(3, 20)]))
    assert set(Counter(of for of, _ in pairs(enough)).values()) == {1}


def test_spare_people_go_to_the_largest_school() -> None:
    schools = [school(1, lessons=6), school(2, lessons=28), school(3, lessons=10)]
    found = propose(county(schools, [person(number) for number in range(1, 5)]))
    assert Counter(of for _, of in pairs(found)) == {1: 1, 2: 2, 3: 1}
    spare = next(line for line in found.lines if line.why is Why.SPARE)
    assert (spare.school, spare.lessons, spare.people) == (2, 28, 1)
    assert found.figures.unused_after == 0


def test_a_school_short_of_lessons_gets_one_more_person_who_has_some_left() -> None:
    large, small = school(1, lessons=40), school(2, 3, lessons=4)
    today = (held(1, 1, 1), held(2, 2, 2))
    found = propose(county([large, small], [person(1), person(2, 3)], *today))
    assert whys(found) == {(2, 1): Why.LESSONS}
    assert (found.lines[0].lessons, found.lines[0].given) == (40, 32)
    assert (found.figures.lessons_today, found.figures.lessons_after) == (36, 44)


def test_a_lesson_more_is_not_worth_an_appointment() -> None:
    today = (held(1, 1, 1), held(2, 2, 2))
    assert not propose(county([school(1, lessons=33), school(2)], [person(1), person(2)], *today)).lines


def test_what_ends_is_renewed_although_others_live_nearer() -> None:
    found = propose(county([school(1), school(2)], [person(1, 9), person(2, 0)], held(7, 1, 1, ENDS), held(8, 2, 2)))
    assert [(line.person, line.school, line.why, line.renews) for line in found.lines] == [(1, 1, Why.RENEWED, 7)]
    assert (found.figures.renewed, found.figures.new, found.figures.vacant_today) == (1, 0, 0)


def test_who_ended_lately_is_asked_first() -> None:
    found = propose(county([school(1)], [person(1, 9), person(2, 0)], held(7, 1, 1, ENDED), max_people=1))
    assert whys(found) == {(1, 1): Why.RENEWED}
    assert found.figures.vacant_today == 1


def test_an_appointment_is_not_renewed_where_a_school_with_nobody_needs_the_person() -> None:
    today = (held(7, 1, 1, ENDS), held(8, 2, 1))
    found = propose(county([school(1), school(2)], [person(1), person(2)], *today, max_schools=1))
    assert pairs(found) == {(1, 2)}
    assert found.not_renewed == (7,)


def test_lasting_appointments_stay_and_count_against_the_limits() -> None:
    elsewhere = held(9, 1, 99)
    found = propose(county([school(1), school(2)], [person(1)], held(8, 1, 1), elsewhere))
    assert not found.lines
    assert found.vacant == {2: WhyVacant.ALL_TAKEN}
    full = propose(county([school(1, lessons=90)], [person(n) for n in range(1, 9)], max_people=5))
    assert len(full.lines) == 5


def test_somebody_from_another_county_counts_for_the_school() -> None:
    found = propose(county([school(1)], [person(1)], held(8, 99, 1), max_people=1))
    assert not found.lines and not found.vacant


def test_a_second_person_comes_from_another_agency() -> None:
    people = [person(1, 1, agency="police"), person(2, 3, agency="court")]
    found = propose(
        county([school(1, lessons=60)], [*people, person(3, 0)], held(8, 3, 1, agency="police"), max_people=2)
    )
    assert pairs(found) == {(2, 1)}


def test_themes_that_suit_the_stage_are_worth_a_way() -> None:
    unsuited = person(1, 0, themes={"senior": 6})
    found = propose(county([school(1)], [unsuited, person(2, 5)], max_people=1))
    assert pairs(found) == {(2, 1)}


def test_a_remote_school_is_not_the_one_left_without() -> None:
    near, far = [school(number, number / 10) for number in range(1, 10)], school(10, 40)
    people = [person(number) for number in range(1, 6)]
    crowd = county([*near, far], people, max_schools=1)
    assert remote(crowd)[-1]
    assert 10 in {of for _, of in pairs(propose(crowd))}


@pytest.mark.parametrize(
    "schools, people, vacant",
    [
        ([], [], {}),
        ([], [person(1)], {}),
        ([school(1), school(2)], [], {1: WhyVacant.NO_PEOPLE, 2: WhyVacant.NO_PEOPLE}),
    ],
)
def test_nobody_or_nothing_is_an_answer(
    schools: list[SchoolToServe], people: list[Candidate], vacant: dict[int, WhyVacant]
) -> None:
    found = propose(county(schools, people))
    assert (found.lines, found.vacant) == ((), vacant)
    assert found.figures.vacant_after == len(vacant)


@pytest.mark.parametrize("limits", [{"max_schools": 0}, {"max_people": 0}, {"max_schools": 9, "max_people": 10**9}])
def test_odd_limits_are_kept(limits: dict[str, int]) -> None:
    found = propose(county([school(1), school(2)], [person(1), person(2)], **limits))
    assert len(found.vacant) == (2 if 0 in limits.values() else 0)


def test_a_school_without_coordinates_is_ten_kilometres_from_everybody() -> None:
    lost = replace(school(1), coordinates=(None, 128.0))
    found = propose(county([lost, school(2)], [person(1), person(2)]))
    assert {line.school: line.km for line in found.lines} == {1: UNKNOWN_KM, 2: 0.0}
    assert not propose(county([lost], [replace(person(1), coordinates=(None, None))])).vacant


def test_distances_are_those_of_travel() -> None:
    here, there = school(1, 3), person(1, 17)
    assert distances(county([here], [there]))[0, 0] == pytest.approx(kilometres(here.coordinates, there.coordinates))


def test_more_candidates_are_looked_at_where_the_nearest_are_not_enough() -> None:
    crowded = [person(number, 0) for number in range(1, 31)]
    far = [person(number, 300) for number in range(31, 61)]
    schools = [school(number, 0) for number in range(1, 61)]
    crowd = county(schools, [*crowded, *far], max_schools=1)
    assert not propose(crowd).vacant
    assert choose(crowd, distances(crowd)).candidates > 60 * 25


def test_a_thousand_lessons_do_not_outweigh_a_school_without_anybody() -> None:
    found = propose(county([school(1, lessons=10**9), school(2, 400)], [person(1)], max_schools=1, max_people=5))
    assert len(found.lines) == 1 and len(found.vacant) == 1
    both = propose(county([school(1, lessons=10**9), school(2, 400)], [person(1), person(2)], max_schools=1))
    assert not both.vacant


def test_the_figures_of_counties_add_up() -> None:
    one = propose(county([school(1)], [person(1, 2)])).figures
    two = propose(county([school(1), school(2)], [person(1, 8)])).figures
    both = together([one, two])
    assert (both.schools, both.new, both.kilometres) == (3, 3, 6.0)
    assert together([]).optimal and together([]).kilometres == 0


def some_county(seed: int, schools: int, people: int, max_schools: int, max_people: int) -> County:
    """A county at random, with appointments that last, end and have ended."""
    draw = random.Random(seed)
    places = [school(number, draw.uniform(0, 40), lessons=draw.randint(0, 60)) for number in range(1, schools + 1)]
    agencies = ("police", "court", "procuratorate", "justice")
    crowd = [
        person(number, draw.uniform(0, 40), agency=draw.choice(agencies), max_lessons_week=draw.randint(1, 3))
        for number in range(1, people + 1)
    ]
    rows, of_people, of_schools = [], Counter(), Counter()
    for number in range(draw.randint(0, max(0, people // 2))):
        one, place = draw.choice(crowd), draw.choice(places)
        if of_people[one.id] < max_schools and of_schools[place.id] < max_people:
            rows.append(held(number + 1, one.id, place.id, draw.choice((LASTS, ENDS, ENDED)), agency=one.agency))
            of_people[one.id] += 1
            of_schools[place.id] += 1
    return county(places, crowd, *rows, max_schools=max_schools, max_people=max_people)


@settings(max_examples=120, deadline=None)
@given(some.integers(0, 10**6), some.integers(1, 40), some.integers(1, 45), some.integers(1, 3), some.integers(1, 5))
def test_limits_are_kept_and_nobody_is_left_without_where_there_are_enough(
    seed: int, schools: int, people: int, max_schools: int, max_people: int
) -> None:
    asked = some_county(seed, schools, people, max_schools, max_people)
    found = propose(asked)
    after = [(one.person, one.school) for one in asked.kept] + [(line.person, line.school) for line in found.lines]
    assert len(set(after)) == len(after), "nobody is appointed to one school twice"
    assert max(Counter(of for of, _ in after).values(), default=0) <= max_schools
    assert max(Counter(of for _, of in after).values(), default=0) <= max_people
    assert found.figures.optimal
    serving = Counter(one.person for one in asked.kept)
    places = sum(max_schools - serving[one.id] for one in asked.people)
    assert len(found.vacant) == max(0, schools - len({one.school for one in asked.kept}) - places)
    rows = tuple(random.Random(seed).sample(asked.held, len(asked.held)))
    assert propose(replace(asked, schools=asked.schools[::-1], people=asked.people[::-1], held=rows)) == found


def cost_of(asked: County, chosen: set[tuple[int, int]]) -> float:
    """What a choice costs, counted step by step; infinite where it goes beyond a limit."""
    pair_costs = costs.pair_costs(asked, distances(asked))
    worth, total = costs.worth_of_people(asked, asked.max_people), 0
    people, schools, sides = Counter(), Counter(), Counter()
    for one in asked.kept:
        people[one.person] += 1
        schools[one.school] += 1
        sides[one.school, one.agency] += 1
    for place, seat in sorted(chosen):
        of, at_school = asked.people[seat], asked.schools[place]
        if people[of.id] >= asked.max_schools or schools[at_school.id] >= asked.max_people:
            return float("inf")
        renewed = (of.id, at_school.id) in asked.ending
        total += -costs.RENEWAL if renewed else pair_costs[place, seat]
        served = people[of.id]
        total += costs.FURTHER_SCHOOL_OF_A_PERSON * served if served else -costs.FIRST_SCHOOL_OF_A_PERSON
        total += costs.SAME_AGENCY * sides[at_school.id, of.agency] - worth[place, schools[at_school.id]]
        people[of.id] += 1
        schools[at_school.id] += 1
        sides[at_school.id, of.agency] += 1
    return total


@settings(max_examples=40, deadline=None)
@given(some.integers(0, 10**6), some.integers(1, 3), some.integers(1, 3), some.integers(1, 2), some.integers(1, 3))
def test_no_other_choice_is_cheaper(seed: int, schools: int, people: int, max_schools: int, max_people: int) -> None:
    asked = some_county(seed, schools, people, max_schools, max_people)
    free = [pair for pair in itertools.product(range(schools), range(people)) if pair not in asked.kept_pairs()]
    every = itertools.chain.from_iterable(itertools.combinations(free, size) for size in range(len(free) + 1))
    found = choose(asked, distances(asked))
    assert found.cost == cost_of(asked, set(found.pairs)) == min(cost_of(asked, set(pairs_)) for pairs_ in every)
