"""Verbs of moving: give an agreed lesson another time or another vice-principal; it stays the same lesson."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from course.access.models import User
from course.db import db
from course.errors import refuse
from course.roster.models import VicePrincipal
from course.schedule import state_rules
from course.schedule.actions import (
    check_sequence,
    hold,
    hold_back_others,
    no_such_period,
    not_appointed,
    resources,
    side_of,
    taken_a_moment_ago,
    write_change,
)
from course.schedule.models import Lesson, Slot
from course.schedule.moving import rules as move_rules
from course.schedule.moving.queries import situation_of_move
from course.schedule.proposal import Proposal
from course.schedule.waiting import freed
from course.schedule.waiting.freed import Freed

# The number that no bell has.
NO_PERIOD = 0


@dataclass(frozen=True)
class Move:
    """Where a lesson is to go; ``sequence`` is what the form knew of it, None where there was none."""

    lesson: Lesson
    vice_principal_id: int
    day: date
    period: int
    sequence: int | None = None

    def resources(self, vice_principal_id: int) -> list[str]:
        """What the lesson holds where this person gives it."""
        classes = [row.id for row in self.lesson.classes]
        return resources(vice_principal_id, classes, self.lesson.school_id, self.lesson.place)


def move(wanted: Move, *, user: User | None, now: datetime, clock: datetime) -> None:
    """Move one lesson; refused with every reason."""
    move_together([wanted], user=user, now=now, clock=clock)


def move_together(moves: Sequence[Move], *, user: User | None, now: datetime, clock: datetime) -> None:
    """Move lessons, all or none; each may take the place that another one leaves.

    The lessons are locked already; ``clock`` is the schools' wall clock, which says what has passed.
    """
    hold_back_others(names_of(moves))
    for one in moves:
        check_sequence(one.lesson, one.sequence)
        state, giver = one.lesson.state, one.lesson.vice_principal_id
        refuse([state_rules.lesson_may_move(state, one.lesson.start, clock, side_of(user))])
        refuse([state_rules.request_keeps_its_person(state, giver, one.vice_principal_id)])
    leaving = {one.lesson.id for one in moves}
    db.session.execute(sa.delete(Slot).where(Slot.lesson_id.in_(leaving)))
    left = [Freed(one.lesson.vice_principal_id, one.lesson.start, one.lesson.end, now) for one in moves]
    for one in moves:
        move_one(one, leaving, user=user, now=now, clock=clock)
        leaving = leaving - {one.lesson.id}
    for place in left:
        freed.tell(place)


def swap(one: Lesson, other: Lesson, sequences: tuple[int, int], *, user: User | None, **times: datetime) -> None:
    """Let each of two lessons take the place of the other: its day, its period and its vice-principal."""
    there = Move(one, other.vice_principal_id, other.start.date(), other.period or NO_PERIOD, sequences[0])
    here = Move(other, one.vice_principal_id, one.start.date(), one.period or NO_PERIOD, sequences[1])
    move_together([there, here], user=user, **times)


def names_of(moves: Sequence[Move]) -> list[str]:
    """The names of all that the lessons hold before and after."""
    people = ((one, person) for one in moves for person in (one.lesson.vice_principal_id, one.vice_principal_id))
    return sorted({name for one, person in people for name in one.resources(person)})


def move_one(wanted: Move, leaving: Collection[int], *, user: User | None, now: datetime, clock: datetime) -> None:
    """Check and write one of the moves; the lessons that are still to leave hold nothing."""
    lesson = wanted.lesson
    proposal, person = proposed(wanted, leaving, clock)
    refuse(move_rules.problems(proposal, lesson.start))
    before = place_of(lesson)
    lesson.vice_principal, lesson.vice_principal_id = person, person.id
    lesson.start, lesson.end, lesson.period = proposal.start, proposal.end, wanted.period
    lesson.accepted_at = now if agrees(lesson, person, user) else None
    lesson.state = state_rules.state_once_moved(lesson.state, side_of(user)) or lesson.state
    lesson.station_asked_at = lesson.bureau_asked_at = None
    lesson.changed_at, lesson.sequence = now, lesson.sequence + 1
    try:
        with db.session.begin_nested():
            hold(lesson, wanted.resources(person.id))
    except IntegrityError:
        refuse([taken_a_moment_ago()])
    write_change(lesson, "move", before, place_of(lesson), user=user, now=now)


def agrees(lesson: Lesson, person: VicePrincipal, user: User | None) -> bool:
    """Whether the lesson is agreed to in its new place; nobody agrees for whoever gets it from somebody else."""
    mine = user is not None and user.vice_principal_id in (None, person.id)
    return mine and state_rules.agrees_by_moving(lesson.state, side_of(user))


def proposed(wanted: Move, leaving: Collection[int], clock: datetime) -> tuple[Proposal, VicePrincipal]:
    """The lesson in its new place with all that is known; refused where its period or its person does not exist."""
    person = db.session.get(VicePrincipal, wanted.vice_principal_id)
    if person is None:
        refuse([not_appointed(wanted.day)])
    known = situation_of_move(wanted.lesson, person, wanted.day, clock, leaving)
    period = known.host.period(wanted.period)
    if period is None:
        refuse([no_such_period(wanted.period)])
    return Proposal(known, known.people[0], *period.on(wanted.day)), person


def place_of(lesson: Lesson) -> dict[str, Any]:
    """When and by whom a lesson is given, for its history."""
    return {
        "vice_principal_id": lesson.vice_principal_id,
        "vice_principal": lesson.vice_principal.name,
        "start": lesson.start.isoformat(),
        "end": lesson.end.isoformat(),
        "period": lesson.period,
        "state": lesson.state.value,
        "agreed": lesson.accepted_at is not None,
        "sequence": lesson.sequence,
    }
