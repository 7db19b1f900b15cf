"""Leaving: the appointments end on a day, requests are declined, lessons wait for somebody else or are called off."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import quote

import sqlalchemy as sa

from course.access import audit
from course.access.models import User
from course.access.notice_actions import notify
from course.db import db
from course.errors import RuleBroken, refuse
from course.planning.appointments import actions as appointment_actions
from course.planning.endings.queries import bureau_of, bureaus
from course.planning.leaving import rules as leaving_rules
from course.planning.leaving.queries import Departure
from course.planning.repair.call_off_actions import call_off, locked
from course.roster.models import Absence, VicePrincipal
from course.schedule.models import Lesson, LessonState
from course.schedule.moving.actions import Move, move

LEFT = "person.left"
A_YEAR = timedelta(days=365)


class Handing(enum.StrEnum):
    """What becomes of the agreed lessons."""

    HAND_OVER = "hand_over"
    WAIT = "wait"
    CALL_OFF = "call_off"


@dataclass(frozen=True)
class Left:
    """What came of it: how many appointments ended, and how many lessons went which way."""

    appointments: int
    handed_over: int
    called_off: int
    waiting: int


@dataclass(frozen=True)
class Moments:
    """When it is: for the rows, and on the schools' wall clock."""

    now: datetime
    clock: datetime


def leave(person: VicePrincipal, departure: Departure, *, why: str, handing: Handing, user: User, at: Moments) -> Left:
    """End everything of a person after a day; requests are declined, agreed lessons go the way that was chosen."""
    refuse([leaving_rules.leaves_near_today(departure.day, at.clock.date())])
    refuse([leaving_rules.has_something_to_leave(len(departure.endings), len(departure.lessons))])
    appointment_actions.lock_counties({one.appointment.region_path for one in departure.endings} | {person.region_path})
    lessons = locked(departure.lessons)
    agreed = [row for row in lessons if row.state is LessonState.SCHEDULED]
    handed = hand_over(agreed, departure.takers, user=user, at=at) if handing is Handing.HAND_OVER else 0
    end_appointments(departure, why, user=user, now=at.now)
    keep_away(person, departure.day, why)
    asked = [row for row in lessons if row.state is LessonState.REQUESTED]
    called_off = call_off(lessons if handing is Handing.CALL_OFF else asked, why, user=user, now=at.now)
    note(person, departure, why, user=user, now=at.now)
    return Left(len(departure.endings), handed, called_off, len(lessons) - handed - called_off)


def hand_over(lessons: Sequence[Lesson], takers: Mapping[int, VicePrincipal], *, user: User, at: Moments) -> int:
    """Give each lesson to the colleague who could take it; what a rule forbids stays where it is."""
    given = 0
    for lesson in lessons:
        taker = takers.get(lesson.id)
        if taker is not None and lesson.period is not None:
            given += give(lesson, taker, user=user, at=at)
    return given


def give(lesson: Lesson, taker: VicePrincipal, *, user: User, at: Moments) -> bool:
    """Give a lesson to somebody else at its own time; whether that may be."""
    try:
        with db.session.begin_nested():
            wanted = Move(lesson, taker.id, lesson.start.date(), lesson.period or 0)
            move(wanted, user=user, now=at.now, clock=at.clock)
    except RuleBroken:
        return False
    return True


def end_appointments(departure: Departure, why: str, *, user: User, now: datetime) -> None:
    """End the appointments on the day; one that would only begin later is taken back."""
    for row in (one.appointment for one in departure.endings):
        if row.start <= departure.day:
            appointment_actions.end(row, departure.day, why=why, user=user, now=now)
        else:
            appointment_actions.take_back(row, why=why, user=user, now=now)


def keep_away(person: VicePrincipal, day: date, why: str) -> None:
    """Enter a year away from the next day on: nobody books them, and their lessons are found where lessons are kept."""
    start = datetime.combine(day + timedelta(days=1), time())
    end = start + A_YEAR
    same = sa.select(Absence.id).where(Absence.vice_principal_id == person.id, Absence.start == start)
    if db.session.scalar(same.where(Absence.end == end)) is None:
        given = {"region_path": person.region_path, "start": start, "end": end, "reason": why}
        db.session.add(Absence(vice_principal_id=person.id, **given))
        db.session.flush()


def note(person: VicePrincipal, departure: Departure, why: str, *, user: User, now: datetime) -> None:
    """Write it into the log, and tell the bureau where somebody else has entered it."""
    vacant = [one.appointment.school.name for one in departure.vacant]
    said = {"day": departure.day.isoformat(), "why": why}
    audit.note(LEFT, f"vice_principal:{person.code}", user=user, now=now, region_path=person.region_path, **said)
    facts = {"person": person.name, "vacant": vacant[:5], "number": len(vacant), **said}
    address = f"/vice-principals/{quote(person.code)}/leaving"
    for user_id in bureau_of(person.region_path, bureaus()):
        if user_id != user.id:
            notify(user_id, kind=LEFT, key=f"{LEFT}:{person.id}:{departure.day}", facts=facts, address=address, now=now)
