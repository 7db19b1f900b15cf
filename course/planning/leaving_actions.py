"""Leaving: the appointments end on a day, requests are declined, lessons wait for somebody else or are called off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import quote

import sqlalchemy as sa

from course.access import audit
from course.access.models import User
from course.access.notice_actions import notify
from course.db import db
from course.errors import refuse
from course.planning import appointment_actions, leaving_rules
from course.planning.call_off_actions import call_off, locked
from course.planning.ending_queries import bureau_of, bureaus
from course.planning.leaving_queries import Departure
from course.roster.models import Absence, VicePrincipal
from course.schedule.models import LessonState

LEFT = "person.left"
A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Left:
    """What came of it."""

    appointments: int
    called_off: int
    waiting: int


def leave(
    person: VicePrincipal, departure: Departure, *, why: str, calls_off: bool, today: date, user: User, now: datetime
) -> Left:
    """End everything of a person after a day; the lessons that are not called off wait for somebody else."""
    refuse([leaving_rules.leaves_near_today(departure.day, today)])
    refuse([leaving_rules.has_something_to_leave(len(departure.endings), len(departure.lessons))])
    appointment_actions.lock_counties({one.appointment.region_path for one in departure.endings} | {person.region_path})
    end_appointments(departure, why, user=user, now=now)
    keep_away(person, departure.day, why)
    lessons = locked(departure.lessons)
    wanted = [row for row in lessons if calls_off or row.state is LessonState.REQUESTED]
    done = call_off(wanted, why, user=user, now=now)
    note(person, departure, why, user=user, now=now)
    return Left(len(departure.endings), done, len(lessons) - len(wanted))


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
