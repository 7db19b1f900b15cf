"""Why a school lacks lessons: plain reasons, the funnel, the numbers that prove it, and remedies that hold."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from course.planning.solver.first_fit import first_fit
from course.planning.solver.instance import Instance, Service, Taught, ThemeFacts, moment_of
from course.planning.solver.planner import make_draft
from course.planning.solver.reasons import KINDS, gaps_of
from course.planning.solver.reasons_remedies import extended, ground_of, remedies
from course.planning.solver.reasons_time import Grid, OpenTimes
from course.planning.solver.verify import Calendar, faults
from tests.make_instance import drawn
from tests.reason_instances import BELLS, END, START, THEMES, instance, lesson, person, school, spans, weekdays

SIXTEEN_WEEKS = weekdays(date(2026, 9, 7), date(2026, 12, 25))
WHOLE = (START, 0, END + timedelta(days=1), 0)


def gap_of(of: Instance, lessons: Any = None, place: int = 0) -> dict[str, Any]:
    """The entry of one school, in the plan of the clerk unless another is given."""
    planned = first_fit(of).lessons if lessons is None else lessons
    return next(one for one in gaps_of(of, planned) if one["school"] == of.schools[place].code)


def one_to_one(classes: int = 18, **given: Any) -> Instance:
    """A school of many classes whose one person comes once a week, for sixteen weeks."""
    return instance([school(classes)], [person()], [(0, 0)], **{"days": SIXTEEN_WEEKS, **given})


def test_a_plan_in_which_nothing_is_missing_has_no_gaps() -> None:
    of = one_to_one(16)
    assert gaps_of(of, first_fit(of).lessons) == []


def test_one_lesson_a_week_is_fewer_than_the_classes() -> None:
    found = gap_of(one_to_one())
    assert (found["kind"], found["hours"], found["lessons"], found["loose"]) == ("week_limit", 0, 2, 0)
    assert found["classes"] == ["9-1", "9-2"]
    assert found["cut"]["most"] == 16
    assert found["cut"]["needed"] == 18
    assert [(one["weeks"], one["most"], one["appointed"]) for one in found["cut"]["people"]] == [(16, 16, True)]


def test_two_people_and_two_schools_are_one_proof() -> None:
    of = instance([school(16), school(16)], [person(), person()], [(0, 0), (1, 0), (1, 1)], days=SIXTEEN_WEEKS[:60])
    plan = first_fit(of).lessons
    assert [one["school"] for one in gaps_of(of, plan)] == [of.schools[1].code]
    cut = gap_of(of, plan, 1)["cut"]
    assert cut["schools"] == [of.schools[0].code, of.schools[1].code]
    assert (cut["most"], cut["needed"], len(cut["people"])) == (24, 32, 2)


def test_the_funnel_goes_from_all_periods_to_what_the_limits_leave() -> None:
    days = SIXTEEN_WEEKS[:10]
    given = {
        "absences": spans((0, days[0], 0, days[0], 1440), (0, days[1], 0, days[1], 600)),
        "blackouts": spans((0, days[2], 0, days[2], 1440), (-1, days[3], 560, days[3], 561)),
    }
    of = instance([school(30, closed_periods=(4,))], [person(max_lessons_week=2)], [(0, 0)], days=days, **given)
    held = lesson(of, 0, 0, days[5], 1)
    funnel = gap_of(replace(of, held=(held,)), ())["funnel"][0]
    assert funnel["periods"] == 40
    assert (funnel["closed"], funnel["blackouts"], funnel["duty"], funnel["agreed"]) == (10, 4, 5, 1)
    assert funnel["free"] == 40 - 20
    assert (funnel["weeks"], funnel["most"], funnel["here"], funnel["elsewhere"]) == (2, 3, 0, 0)


def nobody_left(of: Instance) -> Instance:
    """The appointment ended before the first day."""
    return replace(of, services=(Service(0, 0, date(2025, 1, 1), date(2026, 8, 31)),))


def with_school(of: Instance, **changed: Any) -> Instance:
    """The instance with another first school."""
    return replace(of, schools=(replace(of.schools[0], **changed), *of.schools[1:]))


def with_person(of: Instance, **changed: Any) -> Instance:
    """The instance with another first person."""
    return replace(of, people=(replace(of.people[0], **changed), *of.people[1:]))


def all_had(of: Instance) -> Instance:
    """Every class has had every theme."""
    codes = tuple(one.code for one in THEMES)
    return with_school(of, classes=tuple(replace(one, themes=codes) for one in of.schools[0].classes))


PLAIN = [
    ("nobody", lambda of: replace(of, services=())),
    ("nobody", nobody_left),
    ("no_days", lambda of: replace(of, days=())),
    ("no_classes", lambda of: with_school(of, classes=())),
    ("no_bells", lambda of: with_school(of, bells=())),
    ("all_closed", lambda of: with_school(of, closed_periods=(1, 2, 3, 4))),
    ("no_theme", lambda of: replace(of, themes=(ThemeFacts(1, "T01", "初中", "", ("junior",)),))),
    ("no_theme", lambda of: replace(of, themes=())),
    ("themes_used", all_had),
    ("blacked_out", lambda of: replace(of, blackouts=spans((-1, *WHOLE)))),
    ("blacked_out", lambda of: replace(of, blackouts=spans((0, *WHOLE)))),
    ("no_limit", lambda of: with_person(of, max_lessons_week=0)),
    ("no_limit", lambda of: with_person(of, max_lessons_day=0)),
    ("no_limit", lambda of: with_person(of, max_lessons_week=-3)),
    ("away", lambda of: replace(of, absences=spans((0, *WHOLE)))),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "change"), PLAIN, ids=[f"{kind}-{at}" for at, (kind, _) in enumerate(PLAIN)])
def test_what_one_look_at_the_data_settles_has_its_own_reason(kind: str, change: Any) -> None:
    of = change(one_to_one(6))
    found = gap_of(of)
    assert kind in (found["kind"], *found["also"])
    assert found["cut"] is None
    assert found["hours"] == 4
    assert set(KINDS) >= {found["kind"], *found["also"]}


def test_an_empty_instance_has_no_gaps() -> None:
    assert gaps_of(Instance(one_to_one().term), ()) == []


def test_duty_and_closings_are_told_apart() -> None:
    long = (START, 0, date(2026, 11, 30), 0)
    assert gap_of(one_to_one(12, absences=spans((0, *long))))["kind"] == "duty"
    assert gap_of(one_to_one(12, blackouts=spans((0, *long))))["kind"] == "closings"
    # An exam week of all schools is part of the term, not what one school could change.
    assert gap_of(one_to_one(12, blackouts=spans((-1, *long))))["kind"] == "week_limit"
    assert gap_of(one_to_one(17, absences=spans((0, *long))))["kind"] == "week_limit"


def test_what_the_numbers_allow_and_the_plan_lacks_is_a_matter_of_times() -> None:
    found = gap_of(one_to_one(6), ())
    assert (found["kind"], found["loose"], found["cut"]) == ("times", 6, None)


def test_a_substitute_counts_in_the_proof() -> None:
    of = one_to_one(40, term={"substitutes": True})
    mate = replace(person(), station_id=of.people[0].station_id)
    found = gap_of(replace(of, people=(*of.people, mate)))
    assert [(one["most"], one["appointed"]) for one in found["cut"]["people"]] == [(16, True), (16, False)]


def test_the_other_school_of_a_person_that_is_not_planned_stands_still() -> None:
    of = instance([school(18), school(9)], [person()], [(0, 0), (0, 1)], days=SIXTEEN_WEEKS, planned_schools=(0,))
    held = tuple(lesson(of, 0, 1, day) for day in SIXTEEN_WEEKS[0:40:5])
    found = gap_of(replace(of, held=held))
    assert (found["cut"]["most"], found["cut"]["schools"]) == (8, [of.schools[0].code])


def with_busy_substitutes() -> Instance:
    """The substitute of the first school is an appointee of the second one, which somebody else could help."""
    people = [replace(person(), station_id=station) for station in (901, 901, 902, 902)]
    serving = [(0, 0), (1, 1), (2, 1), (2, 2)]
    schools = [school(20), school(16), school(16)]
    return instance(schools, people, serving, days=SIXTEEN_WEEKS, term={"substitutes": True})


def test_appointees_come_first_and_the_page_says_what_that_costs() -> None:
    of = with_busy_substitutes()
    plan = make_draft(of, 1).lessons
    found = gap_of(of, plan)
    assert (found["kind"], found["lessons"], found["loose"], found["cut"]) == ("appointees", 4, 4, None)
    assert (found["appointees"]["most"], found["appointees"]["needed"]) == (16, 20)
    offered = kinds(of, plan)
    assert "plan_again" not in offered
    more = offered["more_by_substitutes"]
    assert (more["classes"], more["classes_left"], more["lessons"]) == (4, 0, 8)


# Proofs, against every plan that there is.
def random_instance(seed: int) -> Instance:
    """Two people and two schools for a few days, with duty, closed periods and tight limits."""
    draw = random.Random(seed)
    days = weekdays(date(2026, 9, 10), date(2026, 9, 10 + draw.choice((4, 5))))
    schools = [school(draw.randint(1, 5), bells=BELLS[:2], closed_periods=draw.choice(((), (1,)))) for _ in range(2)]
    people = [person(max_lessons_week=draw.randint(1, 3), max_lessons_day=draw.randint(1, 2)) for _ in range(2)]
    serving = draw.choice((((0, 0), (1, 1)), ((0, 0), (0, 1)), ((0, 0), (0, 1), (1, 1))))
    duty = spans(*((who, day, 0, day, 560) for who in (0, 1) for day in days if draw.random() < 0.4))
    return instance(schools, people, serving, days=days, absences=duty)


def every_time(of: Instance) -> Iterator[tuple[int, int, date, int]]:
    """Every person, school, day and period that may go together."""
    away = Calendar(of.absences)
    for one in of.services:
        for day in of.days:
            for bell in of.schools[one.school].open_bells:
                start = moment_of(day, bell.start)
                if not away.closed(one.person, start, start + 40):
                    yield one.person, one.school, day, bell.period


def most_possible(of: Instance, schools: set[int]) -> int:
    """The most lessons that anybody can give these schools, by trying everything; classes are not looked at."""
    times = [one for one in every_time(of) if one[1] in schools]
    reach: set[frozenset[tuple[int, int, date, int]]] = {frozenset()}
    for one in times:
        reach |= {kept | {one} for kept in reach if may_add(of, kept, one)}
    return max(map(len, reach))


def may_add(of: Instance, kept: frozenset[tuple[int, int, date, int]], one: tuple[int, int, date, int]) -> bool:
    """Whether a person's limits and their being in one place leave room."""
    who, _, day, period = one
    own = [other for other in kept if other[0] == who]
    facts = of.people[who]
    return (
        all((other[2], other[3]) != (day, period) for other in own)
        and sum(other[2] == day for other in own) < facts.max_lessons_day
        and sum(other[2].isocalendar()[:2] == day.isocalendar()[:2] for other in own) < facts.max_lessons_week
    )


@pytest.mark.parametrize("seed", range(40))
def test_no_plan_gives_the_schools_of_a_proof_more_than_it_says(seed: int) -> None:
    of = random_instance(seed)
    plan = first_fit(of).lessons
    for found in gaps_of(of, plan):
        if found["cut"]:
            places = {place for place, one in enumerate(of.schools) if one.code in found["cut"]["schools"]}
            assert most_possible(of, places) <= found["cut"]["most"]
            assert found["cut"]["most"] < found["cut"]["needed"]
        assert found["loose"] <= found["lessons"]


@pytest.mark.parametrize("seed", range(40))
def test_every_remedy_was_planned_and_keeps_every_rule(seed: int) -> None:
    of = random_instance(seed)
    plan = first_fit(of).lessons
    for found in gaps_of(of, plan):
        place = next(at for at, one in enumerate(of.schools) if one.code == found["school"])
        for remedy in remedies(of, plan, place):
            assert remedy["hours"] + remedy["classes"] > 0
            assert remedy["hours_left"] <= found["hours"] - remedy["hours"] or remedy["kind"] != "plan_again"
            assert remedy["hours_left"] >= 0 <= remedy["classes_left"]
        ground = ground_of(of, plan, place)
        assert faults(ground.instance, extended(ground)) == []


def kinds(of: Instance, plan: Any = None, place: int = 0) -> dict[str, dict[str, Any]]:
    """The remedies of a school, by kind."""
    planned = first_fit(of).lessons if plan is None else plan
    return {one["kind"]: one for one in remedies(of, planned, place)}


def test_a_lesson_more_a_week_gives_both_classes() -> None:
    more = kinds(one_to_one())["more_a_week"]
    assert (more["classes"], more["classes_left"], more["limit"]) == (2, 0, 2)


def test_the_nearest_person_with_room_is_named() -> None:
    of = one_to_one()
    near, far = person(coordinates=(32.99, 105.85)), person(coordinates=(33.5, 106.5))
    full = replace(person(), max_lessons_week=0)
    found = kinds(replace(of, people=(*of.people, far, near, full)))["one_more"]
    assert (found["person"], found["classes_left"]) == (near.code, 0)
    assert 0 < found["km"] < 3


def test_somebody_with_two_schools_is_not_asked_for_a_third() -> None:
    of = instance(
        [school(18), school(1), school(1)], [person(), person()], [(0, 0), (1, 1), (1, 2)], days=SIXTEEN_WEEKS
    )
    assert "one_more" not in kinds(of)


def test_a_substitute_is_offered_only_where_the_term_allows_none() -> None:
    of = one_to_one()
    mate = replace(person(), station_id=of.people[0].station_id)
    of = replace(of, people=(*of.people, mate))
    assert kinds(of)["stand_in"]["classes_left"] == 0
    assert "stand_in" not in kinds(replace(of, term=replace(of.term, substitutes=True)))


def test_a_closed_period_is_opened_where_that_helps() -> None:
    morning = spans(*((0, day, 0, day, 700) for day in SIXTEEN_WEEKS[:10]))
    of = one_to_one(4, days=SIXTEEN_WEEKS[:10], absences=morning, term={"min_hours": 2})
    of = with_school(of, bells=(*BELLS, replace(BELLS[0], period=5, start=850, end=890)), closed_periods=(1, 5))
    found = kinds(of)
    assert found["open_period"]["period"] == 5
    assert found["open_period"]["hours"] == 2


def test_a_place_for_many_is_offered_where_there_is_no_hall() -> None:
    assert kinds(one_to_one())["hall"]["classes_left"] == 0
    assert "hall" not in kinds(with_school(one_to_one(), hall_seats=30))


def test_a_plan_that_can_be_made_better_as_it_is_says_so() -> None:
    assert kinds(one_to_one(6), ())["plan_again"]["classes_left"] == 0


def test_lessons_make_room_for_another_school_where_somebody_else_can_come() -> None:
    of = instance([school(8), school(8)], [person(), person()], [(0, 0), (0, 1), (1, 0)], days=SIXTEEN_WEEKS[:40])
    own = [one.id for one in of.schools[0].classes]
    plan = [lesson(of, 0, 0, day, 1, classes=(one,)) for day, one in zip(SIXTEEN_WEEKS[0:40:5], own, strict=True)]
    found = gap_of(of, plan, 1)
    assert (found["kind"], found["loose"]) == ("times", 8)
    again = kinds(of, plan, 1)["plan_again"]
    assert (again["classes"], again["classes_left"], again["classes_elsewhere"]) == (8, 0, 0)


def test_a_lesson_that_the_data_of_today_forbids_is_not_counted_on() -> None:
    of = one_to_one(6)
    plan: list[Taught] = list(first_fit(of).lessons)
    away = replace(of, absences=spans((0, plan[0].day, 0, plan[0].day, 1440)))
    assert kinds(away, plan)["plan_again"]["classes_left"] == 0


# Bits against minutes.
@pytest.mark.parametrize("seed", range(20))
def test_the_bits_of_a_time_are_the_periods_that_overlap_it(seed: int) -> None:
    draw, days = random.Random(seed), weekdays(date(2026, 9, 1), date(2026, 9, 16))
    grid = Grid(days, BELLS)
    start = moment_of(days[0]) + draw.randint(-3000, 20000)
    end = start + draw.choice((1, 40, 600, 1440, 5000))
    wanted = {
        (day, bell)
        for day in days
        for bell in BELLS
        if moment_of(day, bell.start) < end and start < moment_of(day, bell.end)
    }
    assert set(grid.periods(grid.touched(start, end))) == wanted


def test_schools_with_the_same_bells_share_a_grid() -> None:
    of = instance([school(), school(), school(bells=BELLS[:2])], [person()], [(0, 0)])
    times = OpenTimes(of)
    assert times.grid(0) is times.grid(1)
    assert times.grid(0) is not times.grid(2)


@pytest.mark.parametrize("seed", range(60))
def test_any_drawn_instance_is_explained_and_every_remedy_holds(seed: int) -> None:
    of = drawn(seed)
    plan = first_fit(of).lessons
    for found in gaps_of(of, plan):
        assert found["kind"] in KINDS
        assert json.loads(json.dumps(found)) == found
        if found["cut"]:
            assert found["cut"]["most"] < found["cut"]["needed"]
        place = next(at for at, one in enumerate(of.schools) if one.code == found["school"])
        for remedy in remedies(of, plan, place):
            assert remedy["hours"] + remedy["classes"] > 0


@pytest.mark.parametrize("seed", range(60))
def test_what_the_numbers_allow_is_never_less_than_what_the_solver_reaches(seed: int) -> None:
    of = drawn(seed)
    clerk, ours = first_fit(of).lessons, make_draft(of, 1).lessons
    given = Counter(one.school for one in ours)
    for found in gaps_of(of, clerk):
        if found["cut"]:
            schools = {at for at, one in enumerate(of.schools) if one.code in found["cut"]["schools"]}
            assert sum(given[at] for at in schools) <= found["cut"]["most"]
