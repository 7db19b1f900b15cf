"""Schools that change: a new name, the end of a school, and the classes that go to another one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from course.access import audit
from course.access.models import User
from course.db import db
from course.errors import refuse
from course.planning.appointments import actions as appointment_actions
from course.planning.appointments.actions import Wanted
from course.planning.appointments.rules import Limits
from course.planning.repair.call_off_actions import call_off, locked
from course.planning.school_changes import rules as school_change_rules
from course.planning.school_changes import tell as school_change_tell
from course.planning.school_changes.queries import Closing, MovingClass, classes_of, moves_to
from course.roster.class_models import ClassMove
from course.roster.models import Appointment, School, SchoolName
from course.roster.naming_queries import names_of
from course.schedule.models import WaitingPlace, WaitingState

RENAMED, CLOSED, MERGED = "school.renamed", "school.closed", "school.merged"
A_DAY = timedelta(days=1)
STILL_WAITING = (WaitingState.WAITING, WaitingState.OFFERED)


def rename(school: School, name: str, day: date, *, today: date, user: User, now: datetime) -> None:
    """Give a school another name from a day on; what happened before keeps the old one."""
    earlier = names_of(school.id)
    refuse(
        [
            school_change_rules.is_still_there(school.closed_on),
            school_change_rules.name_is_another(name, school.name),
            school_change_rules.day_is_near(day, today),
            school_change_rules.day_has_come(day, today),
            school_change_rules.is_after_the_last_change(day, earlier[0].until if earlier else None),
        ]
    )
    old = school.name
    db.session.add(SchoolName(school_id=school.id, region_path=school.region_path, name=old, until=day))
    school.name = name
    db.session.flush()
    audit.note(RENAMED, f"school:{school.code}", user=user, now=now, region_path=school.region_path, was=old, name=name)
    school_change_tell.renamed(RENAMED, school, old, day, user=user, now=now)


def close(
    closing: Closing, follow: Collection[int], *, why: str, limits: Limits, today: date, user: User, now: datetime
) -> int:
    """Close a school from a day on; how many lessons are called off.

    ``follow`` are the appointments whose people go on at the successor.
    """
    school, successor = closing.school, closing.successor
    refuse([school_change_rules.is_still_there(school.closed_on), school_change_rules.day_is_near(closing.day, today)])
    if successor is not None:
        refuse([school_change_rules.successor_can_take_over(school.id, successor.id, successor.closed_on)])
    paths = {school.region_path} | ({successor.region_path} if successor else set())
    appointment_actions.lock_counties(paths | {row.vice_principal.region_path for row in closing.appointments})
    wanted = [wanted_at(successor, row, closing.day) for row in closing.could_follow if successor and row.id in follow]
    school.closed_on, school.successor_id = closing.day, successor.id if successor else None
    end_appointments(closing, why, user=user, now=now)
    if wanted:
        appointment_actions.appoint(wanted, limits=limits, reason=why, user=user, now=now)
    called_off = call_off(locked(closing.lessons), why, user=user, now=now)
    forget_waiting(school.id, closing.day)
    note_closing(closing, why, user=user, now=now)
    if successor is not None and closing.day <= today:
        move_classes(moves_to(classes_of(school.id), successor), successor, closing.day)
    school_change_tell.closed(closing, called_off, why, user=user, now=now)
    return called_off


def wanted_at(successor: School, row: Appointment, day: date) -> Wanted:
    """The appointment with which somebody of a closing school goes on at its successor, for the rest of the term."""
    start = max(row.start, day)
    return Wanted(row.vice_principal, successor, start, max(row.end, start + A_DAY))


def end_appointments(closing: Closing, why: str, *, user: User, now: datetime) -> None:
    """End the appointments of a school on its last day; those that would begin later are taken back."""
    last = closing.day - A_DAY
    for row in closing.appointments:
        if row.start <= last:
            appointment_actions.end(row, last, why=why, user=user, now=now)
        else:
            appointment_actions.take_back(row, why=why, user=user, now=now)


def forget_waiting(school_id: int, day: date) -> None:
    """Nobody waits any more for a time at a school that is closed by then."""
    theirs = (WaitingPlace.school_id == school_id, WaitingPlace.start >= day, WaitingPlace.state.in_(STILL_WAITING))
    db.session.execute(sa.update(WaitingPlace).where(*theirs).values(state=WaitingState.WITHDRAWN))


def note_closing(closing: Closing, why: str, *, user: User, now: datetime) -> None:
    """Write the end of a school into the log."""
    school, successor = closing.school, closing.successor
    action, said = (MERGED, {"successor": successor.code}) if successor else (CLOSED, {})
    said |= {"day": closing.day.isoformat(), "why": why}
    audit.note(action, f"school:{school.code}", user=user, now=now, region_path=school.region_path, **said)


def move_classes(moves: Sequence[MovingClass], successor: School, day: date) -> None:
    """Put classes into another school from a day on; what they were taught goes with them, where it was stays."""
    for move in moves:
        row = move.row
        before = ClassMove(class_id=row.id, school_id=row.school_id, region_path=row.region_path, until=day)
        db.session.add(before)
        row.school_id, row.region_path = successor.id, successor.region_path
        row.grade, row.number = move.grade, move.number
    db.session.flush()
