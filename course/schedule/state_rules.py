"""What may become of a lesson: one table, and who may make it happen."""

from __future__ import annotations

from collections.abc import Collection
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
# A vice-principal's side that moves a request proposes its new time, and then the school's side answers.
MAY_PROPOSE = frozenset({Role.VICE_PRINCIPAL, Role.STATION})
SCHOOLS_SIDE = frozenset({Role.SCHOOL, Role.BUREAU, Role.ADMIN})
# What a lesson is once somebody has moved it.  Who answers has agreed to the move by making it; a school asks anew.
# A request stays one, whichever of the two sides moves it.
MOVED: dict[tuple[LessonState, Role], LessonState] = {
    **{(REQUESTED, role): REQUESTED for role in (Role.SCHOOL, *MAY_PROPOSE)},
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


def who_answers(agreed_at: datetime | None) -> frozenset[Role]:
    """Whose answer a request waits for: the vice-principal's, or the school's to a time that they proposed."""
    return MAY_ANSWER if agreed_at is None else SCHOOLS_SIDE


def is_asked(state: LessonState, agreed_at: datetime | None, role: Role) -> Problem | None:
    """Nobody accepts what they asked for themselves."""
    if state is not REQUESTED or role in who_answers(agreed_at):
        return None
    return Problem("is_asked", _l("The other side answers now. See below how the lesson stands."))


def request_keeps_its_person(state: LessonState, person_before: int, person_after: int) -> Problem | None:
    """What nobody has agreed to is not handed over; whoever was asked declines it."""
    if state is not REQUESTED or person_before == person_after:
        return None
    text = _l("Nobody has agreed to this lesson yet. Decline it, and the school asks somebody else.")
    return Problem("request_keeps_its_person", text)


def agrees_by_moving(state: LessonState, role: Role) -> bool:
    """Whether somebody who moves a lesson agrees to its new time for whoever gives it."""
    return role is Role.VICE_PRINCIPAL or (state is REQUESTED and role in MAY_PROPOSE)


def state_once_moved(state: LessonState, role: Role = Role.ADMIN) -> LessonState | None:
    """What a lesson becomes by being moved; None where this role cannot move it.  A command acts for the bureau."""
    return MOVED.get((state, role))


def lesson_may_move(state: LessonState, start: datetime, now: datetime, role: Role = Role.ADMIN) -> Problem | None:
    """Only what has not begun gets another time or another vice-principal, and a request only by its two sides."""
    if state_once_moved(state, role) is not None and now < start:
        return None
    text = _l("Only a lesson that is agreed and has not begun can be moved. Load its page again to see what is next.")
    return Problem("lesson_may_move", text, facts={"state": state})


def next_steps(state: LessonState, role: Role, answering: Collection[Role] = MAY_ANSWER) -> frozenset[LessonState]:
    """What a user of this role may make of a lesson with the buttons of the schedule."""
    mine = {LessonState.CANCELLED} if role in MAY_CANCEL else set()
    if role in MAY_ANSWER:
        mine |= {LessonState.DECLINED}
    if role in answering:
        mine |= {SCHEDULED}
    if state is REQUESTED and role is not Role.SCHOOL:
        # Whoever may answer a request says no to it by declining.
        mine.discard(LessonState.CANCELLED)
    return NEXT_STATES[state] & mine
