"""What may become of a lesson: one table, and who may make it happen."""

from __future__ import annotations

from datetime import datetime

from course.access.models import Role
from course.errors import Problem
from course.i18n import _l
from course.schedule.models import LessonState

REQUESTED, SCHEDULED = LessonState.REQUESTED, LessonState.SCHEDULED
NEXT_STATES: dict[LessonState, frozenset[LessonState]] = {
    REQUESTED: frozenset({SCHEDULED, LessonState.DECLINED, LessonState.CANCELLED}),
    # A school that moves what was agreed asks anew.
    SCHEDULED: frozenset({REQUESTED, LessonState.DELIVERED, LessonState.CANCELLED, LessonState.MISSED}),
    LessonState.DELIVERED: frozenset({LessonState.CONFIRMED}),
    LessonState.CONFIRMED: frozenset(),
    LessonState.DECLINED: frozenset(),
    LessonState.CANCELLED: frozenset(),
    LessonState.MISSED: frozenset(),
}
# A school asks and may take back; the vice-principal's side answers.
MAY_ANSWER = frozenset({Role.VICE_PRINCIPAL, Role.STATION, Role.BUREAU, Role.ADMIN})
MAY_CANCEL = MAY_ANSWER | {Role.SCHOOL}
# What a lesson is once somebody has moved it.  Who answers has agreed to the move by making it; a school asks anew.
# A request is moved by whoever asks; the other side declines it and proposes another period.
MOVED: dict[tuple[LessonState, Role], LessonState] = {
    (REQUESTED, Role.SCHOOL): REQUESTED,
    (SCHEDULED, Role.SCHOOL): REQUESTED,
    **{(SCHEDULED, role): SCHEDULED for role in MAY_ANSWER},
}


def may_become(state: LessonState, wanted: LessonState) -> Problem | None:
    """A lesson moves along the table of states and in no other way."""
    if wanted in NEXT_STATES[state]:
        return None
    return Problem(
        "may_become",
        _l(
            'This lesson is now "%(state)s" and cannot become "%(wanted)s". Load its page again to see what is next.',
            state=state.label,
            wanted=wanted.label,
        ),
        facts={"state": state, "wanted": wanted},
    )


def lesson_lies_ahead(state: LessonState, start: datetime, now: datetime) -> Problem | None:
    """What was scheduled and has begun either took place or was missed; it is not cancelled afterwards."""
    if state is not SCHEDULED or now < start:
        return None
    text = _l('This lesson has begun. If it did not take place, use "Did not take place" on its page.')
    return Problem("lesson_lies_ahead", text)


def waits_for_agreement(state: LessonState, agreed_at: datetime | None) -> Problem | None:
    """Only a lesson that was planned for somebody is agreed to, and once."""
    if state is SCHEDULED and agreed_at is None:
        return None
    text = _l("This lesson does not wait for an answer any more. See below how it stands.")
    return Problem("waits_for_agreement", text)


def state_once_moved(state: LessonState, role: Role = Role.ADMIN) -> LessonState | None:
    """What a lesson becomes by being moved; None where this role cannot move it.  A command acts for the bureau."""
    return MOVED.get((state, role))


def lesson_may_move(state: LessonState, start: datetime, now: datetime, role: Role = Role.ADMIN) -> Problem | None:
    """Only what has not begun gets another time or another vice-principal, and a request only by who asks."""
    if state_once_moved(state, role) is not None and now < start:
        return None
    text = _l("Only a lesson that is agreed and has not begun can be moved. Load its page again to see what is next.")
    return Problem("lesson_may_move", text, facts={"state": state})


def next_steps(state: LessonState, role: Role) -> frozenset[LessonState]:
    """What a user of this role may make of a lesson with the buttons of the schedule."""
    mine = {LessonState.CANCELLED} if role in MAY_CANCEL else set()
    if role in MAY_ANSWER:
        mine |= {SCHEDULED, LessonState.DECLINED}
    if state is REQUESTED and role is not Role.SCHOOL:
        # Whoever may answer a request says no to it by declining.
        mine.discard(LessonState.CANCELLED)
    return NEXT_STATES[state] & mine
