"""The table of states: what may become of a lesson, and who may make it so."""

from __future__ import annotations

from datetime import datetime
from itertools import product

import pytest

from course.access.models import Role
from course.schedule import state_rules
from course.schedule.models import HOLDING, LessonState

ALLOWED = {
    ("requested", "scheduled"),
    ("requested", "declined"),
    ("requested", "cancelled"),
    ("scheduled", "delivered"),
    ("scheduled", "cancelled"),
    ("scheduled", "missed"),
    # A school that moves it asks anew.
    ("scheduled", "requested"),
    ("delivered", "confirmed"),
}


@pytest.mark.parametrize(("state", "wanted"), list(product(LessonState, LessonState)))
def test_a_lesson_moves_along_the_table_and_in_no_other_way(state: LessonState, wanted: LessonState) -> None:
    assert (state_rules.may_become(state, wanted) is None) == ((state.value, wanted.value) in ALLOWED)


def test_what_is_over_never_comes_back_to_hold_its_time() -> None:
    for state in set(LessonState) - set(HOLDING):
        assert not state_rules.NEXT_STATES[state]


@pytest.mark.parametrize(
    ("state", "role", "steps"),
    [
        ("requested", Role.SCHOOL, {"cancelled"}),
        ("requested", Role.VICE_PRINCIPAL, {"scheduled", "declined"}),
        ("requested", Role.STATION, {"scheduled", "declined"}),
        ("scheduled", Role.SCHOOL, {"cancelled"}),
        ("scheduled", Role.VICE_PRINCIPAL, {"cancelled"}),
        ("delivered", Role.VICE_PRINCIPAL, set()),
        ("confirmed", Role.ADMIN, set()),
        ("declined", Role.SCHOOL, set()),
    ],
)
def test_each_side_has_its_own_buttons(state: str, role: Role, steps: set[str]) -> None:
    assert state_rules.next_steps(LessonState(state), role) == steps


@pytest.mark.parametrize(
    ("role", "steps"),
    [
        (Role.SCHOOL, {"scheduled", "cancelled"}),
        (Role.BUREAU, {"scheduled", "declined"}),
        (Role.VICE_PRINCIPAL, {"declined"}),
        (Role.STATION, {"declined"}),
    ],
)
def test_a_proposed_time_is_answered_by_the_schools_side(role: Role, steps: set[str]) -> None:
    answering = state_rules.who_answers(datetime(2026, 11, 26))
    assert state_rules.next_steps(LessonState.REQUESTED, role, answering) == steps


@pytest.mark.parametrize(("state", "role", "proposed"), list(product(LessonState, Role, [True, False])))
def test_nobody_accepts_what_they_asked_for(state: LessonState, role: Role, proposed: bool) -> None:
    answers = {"school", "bureau", "admin"} if proposed else {"vice_principal", "station", "bureau", "admin"}
    agreed_at = datetime(2026, 11, 26) if proposed else None
    refused = state_rules.is_asked(state, agreed_at, role) is not None
    assert refused == (state.value == "requested" and role.value not in answers)


@pytest.mark.parametrize(
    ("state", "after", "refused"), [("requested", 1, False), ("requested", 2, True), ("scheduled", 2, False)]
)
def test_a_request_is_not_handed_over(state: str, after: int, refused: bool) -> None:
    assert (state_rules.request_keeps_its_person(LessonState(state), 1, after) is not None) == refused


@pytest.mark.parametrize(
    ("state", "hour", "refused"),
    [("scheduled", 9, False), ("scheduled", 10, True), ("scheduled", 12, True), ("requested", 12, False)],
)
def test_a_lesson_that_has_begun_is_not_cancelled(state: str, hour: int, refused: bool) -> None:
    start, now = datetime(2026, 11, 26, 10), datetime(2026, 11, 26, hour)
    assert (state_rules.lesson_lies_ahead(LessonState(state), start, now) is not None) == refused


@pytest.mark.parametrize(("state", "role"), list(product(LessonState, Role)))
def test_who_answers_has_agreed_to_the_move_and_a_school_asks_anew(state: LessonState, role: Role) -> None:
    after = {
        ("requested", "school"): "requested",
        ("requested", "vice_principal"): "requested",
        ("requested", "station"): "requested",
        ("scheduled", "school"): "requested",
        ("scheduled", "vice_principal"): "scheduled",
        ("scheduled", "station"): "scheduled",
        ("scheduled", "bureau"): "scheduled",
        ("scheduled", "admin"): "scheduled",
    }.get((state.value, role.value))
    assert state_rules.state_once_moved(state, role) == after
    if after not in (None, state.value):
        assert state_rules.may_become(state, LessonState(after)) is None


@pytest.mark.parametrize(
    ("state", "hour", "role", "refused"),
    [
        ("scheduled", 9, Role.SCHOOL, False),
        ("scheduled", 9, Role.VICE_PRINCIPAL, False),
        ("scheduled", 10, Role.STATION, True),
        ("requested", 9, Role.SCHOOL, False),
        ("requested", 9, Role.VICE_PRINCIPAL, False),
        ("requested", 9, Role.STATION, False),
        ("requested", 9, Role.BUREAU, True),
        ("requested", 11, Role.SCHOOL, True),
        ("confirmed", 9, Role.ADMIN, True),
    ],
)
def test_what_has_begun_is_not_moved_and_a_request_only_by_its_two_sides(
    state: str, hour: int, role: Role, refused: bool
) -> None:
    start, now = datetime(2026, 11, 26, 10), datetime(2026, 11, 26, hour)
    assert (state_rules.lesson_may_move(LessonState(state), start, now, role) is not None) == refused
