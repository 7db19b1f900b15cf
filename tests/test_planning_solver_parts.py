"""The parts of the solver, each by a table or by brute force."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from random import Random

import pytest

from course.planning.solver.assignment import cheapest_assignment
from course.planning.solver.demand import demand_of, groups_of, runs_that_fit
from course.planning.solver.instance import ClassFacts
from course.planning.solver.planner import make_draft
from course.planning.solver.verify import faults
from tests import make_instance as make


@pytest.mark.parametrize("seed", range(20))
def test_the_cheapest_assignment_is_the_cheapest(seed: int) -> None:
    draw = Random(seed)
    rows, columns = draw.randint(1, 4), draw.randint(4, 6)
    costs = [[None if draw.random() < 0.2 else draw.randint(-5, 9) for _ in range(columns)] for _ in range(rows)]
    ways = (
        [costs[row][column] for row, column in enumerate(columns_of)]
        for columns_of in permutations(range(columns), rows)
    )
    possible = [sum(way) for way in ways if None not in way]
    found = cheapest_assignment(costs)
    if possible:
        assert sum(costs[row][column] for row, column in enumerate(found)) == min(possible)
    else:
        assert None in found


def test_nothing_is_assigned_where_nothing_is_allowed() -> None:
    assert cheapest_assignment([]) == []
    assert cheapest_assignment([[None, None], [3, None]]) == [None, 0]
    assert cheapest_assignment([[], []]) == [None, None]


def grades(*pairs: tuple[int, int]) -> list[ClassFacts]:
    return [ClassFacts(number, grade, number, pupils) for number, (grade, pupils) in enumerate(pairs, start=1)]


@pytest.mark.parametrize(
    ("classes", "seats", "runs"),
    [
        ([(1, 40), (2, 40), (3, 40)], 0, [(0, 1), (1, 2), (2, 3)]),
        ([(1, 40), (2, 40), (3, 40)], 120, [(0, 3)]),
        # Two runs are needed either way: the youngest stay among themselves.
        ([(1, 40), (2, 40), (3, 40)], 80, [(0, 2), (2, 3)]),
        ([(1, 40), (3, 40), (4, 40)], 80, [(0, 1), (1, 3)]),
        # A class that is larger than the hall has its lesson in the classroom.
        ([(3, 90), (3, 40), (3, 40)], 80, [(0, 1), (1, 3)]),
        # As full as each other.
        ([(3, 40), (3, 40), (3, 40), (3, 40)], 120, [(0, 2), (2, 4)]),
    ],
)
def test_classes_sit_together_as_the_hall_allows(classes: list, seats: int, runs: list) -> None:
    assert runs_that_fit(grades(*classes), seats) == runs


def test_a_single_class_stays_in_its_classroom() -> None:
    host = make.school(0, 3, hall_seats=80)
    assert [(len(group.classes), group.place) for group in groups_of(host, host.classes)] == [
        (1, "classroom"),
        (2, "hall"),
    ]


@pytest.mark.parametrize(
    ("had", "reached", "classes", "lessons"),
    [(0, 0, 2, 4), (0, 0, 6, 6), (3, 0, 2, 2), (3, 1, 2, 1), (4, 2, 2, 0), (1, 2, 2, 3), (9, 9, 9, 0), (0, 0, 0, 0)],
)
def test_hours_and_classes_that_are_had_are_not_needed_again(
    had: int, reached: int, classes: int, lessons: int
) -> None:
    own = tuple(ClassFacts(number, 3, number, 40, number <= reached) for number in range(1, classes + 1))
    host = replace(make.school(0), classes=own, hours_had=had)
    assert demand_of(0, host, 4, make.THEMES).lessons == lessons


@pytest.mark.parametrize(
    ("themes", "sizes", "lessons"), [(1, [1, 1, 2, 2], 4), (2, [3, 3], 4), (3, [3, 3], 4), (4, [6], 4), (8, [6], 4)]
)
def test_where_themes_are_few_a_hall_is_filled_in_parts_so_that_the_hours_are_had(
    themes: int, sizes: list[int], lessons: int
) -> None:
    host = make.school(0, 6, hall_seats=240)
    demand = demand_of(0, host, 4, make.THEMES[:themes])
    assert (sorted(len(one.classes) for one in demand.groups), demand.lessons) == (sizes, lessons)
    instance = replace(make.instance((host,), (make.person(0),), ((0, 0),)), themes=make.THEMES[:themes])
    draft = make_draft(instance, 1)
    assert (len(draft.lessons), faults(instance, draft.lessons)) == (4, [])


def test_no_lesson_is_needed_for_which_there_is_no_new_theme() -> None:
    all_but_one = tuple(one.code for one in make.THEMES[1:])
    own = (ClassFacts(1, 3, 1, 40, themes=all_but_one), ClassFacts(2, 3, 2, 40, themes=("T01", *all_but_one)))
    assert demand_of(0, make.school(0, classes=0), 4, make.THEMES).lessons == 0
    assert demand_of(0, replace(make.school(0), classes=own), 4, make.THEMES).lessons == 1
    assert demand_of(0, make.school(0), 4, ()).lessons == 0
