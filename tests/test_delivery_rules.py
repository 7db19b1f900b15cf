"""The rules of what happened, by tables and without a database."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from course.access.models import Role
from course.delivery import rules
from course.delivery.models import Form, Manner
from course.delivery.rules import Figures, Step
from course.schedule.models import LessonState
from course.schedule.state_rules import NEXT_STATES

START = datetime(2026, 11, 26, 10, 25)
END = datetime(2026, 11, 26, 11, 5)


def figures(**given: object) -> Figures:
    return Figures(**{"manner": Manner.TAUGHT, "form": Form.LECTURE, "minutes": 40, "pupils": 85, **given})


def test_the_plan_fills_in_every_figure() -> None:
    assert rules.planned_figures(START, END, [40, 45]) == figures()


@pytest.mark.parametrize(
    ("role", "state", "steps"),
    [
        (Role.VICE_PRINCIPAL, LessonState.SCHEDULED, {Step.REPORT, Step.MISS}),
        (Role.VICE_PRINCIPAL, LessonState.DELIVERED, {Step.TAKE_BACK}),
        (Role.VICE_PRINCIPAL, LessonState.CONFIRMED, set()),
        (Role.VICE_PRINCIPAL, LessonState.REQUESTED, set()),
        (Role.SCHOOL, LessonState.SCHEDULED, {Step.CONFIRM, Step.MISS}),
        (Role.SCHOOL, LessonState.DELIVERED, {Step.CONFIRM, Step.MISS}),
        (Role.SCHOOL, LessonState.CONFIRMED, {Step.CORRECT, Step.WITHDRAW}),
        (Role.SCHOOL, LessonState.MISSED, set()),
        (Role.SCHOOL, LessonState.CANCELLED, set()),
        (Role.BUREAU, LessonState.CONFIRMED, {Step.CORRECT, Step.WITHDRAW}),
        (Role.BUREAU, LessonState.DELIVERED, set()),
        (Role.STATION, LessonState.SCHEDULED, set()),
        (None, LessonState.DELIVERED, {Step.CONFIRM}),
        (None, LessonState.SCHEDULED, set()),
        (None, LessonState.CONFIRMED, set()),
    ],
)
def test_who_may_do_what_in_each_state(role: Role | None, state: LessonState, steps: set[Step]) -> None:
    assert rules.steps_open(role, state, START, END) == steps


def test_nothing_may_be_said_before_the_lesson_has_begun() -> None:
    early = START - timedelta(minutes=1)
    assert rules.steps_open(Role.VICE_PRINCIPAL, LessonState.SCHEDULED, START, early) == frozenset()
    problem = rules.step_is_open(Step.REPORT, Role.VICE_PRINCIPAL, LessonState.SCHEDULED, START, early)
    assert problem is not None
    assert rules.step_is_open(Step.REPORT, Role.VICE_PRINCIPAL, LessonState.SCHEDULED, START, START) is None


def test_every_step_follows_the_table_of_states_or_is_a_known_addition() -> None:
    additions = {
        (LessonState.SCHEDULED, LessonState.CONFIRMED),  # The school's word counts without a report.
        (LessonState.DELIVERED, LessonState.SCHEDULED),  # A report is taken back.
        (LessonState.DELIVERED, LessonState.MISSED),  # The school answers a report with "did not take place".
        (LessonState.CONFIRMED, LessonState.CONFIRMED),  # A correction.
        (LessonState.CONFIRMED, LessonState.DELIVERED),  # A confirmation is withdrawn.
    }
    taken = {(state, rules.BECOMES[step]) for (_, state), steps in rules.STEPS.items() for step in steps}
    assert additions <= taken
    assert {pair for pair in taken - additions if pair[1] not in NEXT_STATES[pair[0]]} == set()


@pytest.mark.parametrize(
    ("given", "broken"),
    [
        ({}, set()),
        ({"minutes": 1, "pupils": 1}, set()),
        ({"minutes": 480, "pupils": 20_000}, set()),
        ({"minutes": 0}, {"minutes_are_possible"}),
        ({"minutes": 481}, {"minutes_are_possible"}),
        ({"minutes": -40, "pupils": -1}, {"minutes_are_possible", "pupils_are_possible"}),
        ({"pupils": 0}, {"pupils_are_possible"}),
        ({"pupils": 999_999_999}, {"pupils_are_possible"}),
    ],
)
def test_figures_are_possible(given: dict, broken: set[str]) -> None:
    problems = rules.figures_are_possible(figures(**given))
    assert {problem.rule for problem in problems if problem} == broken


@pytest.mark.parametrize(
    ("reached", "invited", "broken"),
    [
        ({1, 2}, {1, 2}, set()),
        ({1}, {1, 2}, set()),
        (set(), {1, 2}, {"some_class_was_there"}),
        ({3}, {1, 2}, {"classes_were_invited"}),
        (set(), set(), set()),
    ],
)
def test_classes_that_were_there(reached: set[int], invited: set[int], broken: set[str]) -> None:
    problems = rules.classes_were_invited(reached, invited), rules.some_class_was_there(reached, invited)
    assert {problem.rule for problem in problems if problem} == broken


@pytest.mark.parametrize(("seen", "sequence", "stale"), [(None, 3, False), (3, 3, False), (2, 3, True), (4, 3, True)])
def test_a_page_that_was_left_open_is_noticed(seen: int | None, sequence: int, stale: bool) -> None:
    assert bool(rules.seen_before_changed(seen, sequence)) is stale


def test_a_link_works_on_its_last_day_and_not_after() -> None:
    until = date(2026, 12, 23)
    assert rules.link_is_valid(until, until)
    assert not rules.link_is_valid(until, date(2026, 12, 24))


def test_nobody_confirms_their_own_report() -> None:
    assert rules.someone_else_confirms(Role.VICE_PRINCIPAL)
    assert rules.someone_else_confirms(Role.SCHOOL) is None
    assert rules.someone_else_confirms(None) is None


def test_figures_differ_by_what_counts_and_not_by_the_note() -> None:
    assert not rules.differs(figures(), figures(note="多媒体教室"))
    assert rules.differs(figures(), figures(pupils=42))
    assert not rules.differs(None, figures())
