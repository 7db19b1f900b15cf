"""Reads for leaving: the appointments and open lessons of a person after a day, and who could take over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from course.db import db
from course.planning.leaving.rules import Busy, Serves, ToKeep, takers
from course.roster.models import Absence, Appointment, VicePrincipal
from course.schedule.models import HOLDING, Lesson, LessonState
from course.schedule.queries import WITH_NAMES

OPEN = (LessonState.REQUESTED, LessonState.SCHEDULED)


@dataclass(frozen=True)
class Ending:
    """An appointment that ends with a departure, and who else serves the school the day after."""

    appointment: Appointment
    others: Sequence[VicePrincipal]


@dataclass(frozen=True)
class Departure:
    """What happens when somebody leaves after a day."""

    day: date
    endings: Sequence[Ending]
    lessons: Sequence[Lesson]
    takers: Mapping[int, VicePrincipal]

    @property
    def vacant(self) -> list[Ending]:
        """The schools that then have nobody."""
        return [one for one in self.endings if not one.others]


def departure_of(person: VicePrincipal, day: date, now: datetime) -> Departure:
    """What ends, which lessons are left without their vice-principal, and who could take them."""
    rows, lessons = appointments_after(person.id, day), lessons_after(person.id, day, now)
    schools = {row.school_id for row in rows} | {row.school_id for row in lessons}
    serving = colleagues(schools, person.id, day)
    following = day + timedelta(days=1)
    there = [one for one in serving if one.start <= following <= one.end]
    endings = [Ending(row, [one.vice_principal for one in there if one.school_id == row.school_id]) for row in rows]
    return Departure(day, endings, lessons, takers_of(lessons, serving))


def appointments_after(person_id: int, day: date) -> list[Appointment]:
    """The appointments of a person that last beyond a day."""
    chosen = sa.select(Appointment).where(Appointment.vice_principal_id == person_id, Appointment.end > day)
    named = chosen.options(joinedload(Appointment.school), joinedload(Appointment.vice_principal))
    return list(db.session.scalars(named.order_by(Appointment.start, Appointment.id)))


def lessons_after(person_id: int, day: date, now: datetime) -> list[Lesson]:
    """The open lessons of a person after a day that are still to come, with what a list shows."""
    after = max(datetime.combine(day + timedelta(days=1), time()), now)
    mine = sa.and_(Lesson.vice_principal_id == person_id, Lesson.start >= after, Lesson.state.in_(OPEN))
    return list(
        db.session.scalars(sa.select(Lesson).where(mine).options(*WITH_NAMES).order_by(Lesson.start, Lesson.id))
    )


def colleagues(school_ids: Iterable[int], person_id: int, day: date) -> list[Appointment]:
    """Who else serves these schools after a day."""
    chosen = sa.select(Appointment).where(
        Appointment.school_id.in_(set(school_ids)), Appointment.vice_principal_id != person_id, Appointment.end > day
    )
    return list(db.session.scalars(chosen.options(joinedload(Appointment.vice_principal)).order_by(Appointment.id)))


def takers_of(lessons: Sequence[Lesson], serving: Sequence[Appointment]) -> dict[int, VicePrincipal]:
    """Who could take over each lesson."""
    if not lessons or not serving:
        return {}
    people = {one.vice_principal_id: one.vice_principal for one in serving}
    asked = [ToKeep(row.id, row.school_id, row.start, row.end) for row in lessons]
    spans = [Serves(one.vice_principal_id, one.school_id, one.start, one.end) for one in serving]
    found = takers(asked, spans, busy_between(people, lessons[0].start, max(row.end for row in lessons)))
    return {lesson: people[person] for lesson, person in found.items()}


def busy_between(people: Iterable[int], start: datetime, end: datetime) -> list[Busy]:
    """The lessons and the times away of these people that touch a time."""
    ids = list(people)
    held = sa.select(Lesson.vice_principal_id, Lesson.start, Lesson.end).where(Lesson.state.in_(HOLDING))
    away = sa.select(Absence.vice_principal_id, Absence.start, Absence.end)
    found = []
    for chosen, model in ((held, Lesson), (away, Absence)):
        touching = (model.vice_principal_id.in_(ids), model.start < end, model.end > start)
        found += [Busy(*row) for row in db.session.execute(chosen.where(*touching))]
    return found


def ended_lately(person_id: int, since: date) -> list[Appointment]:
    """The appointments of a person that were ended for a reason, lately or from a day ahead on."""
    ended = (Appointment.vice_principal_id == person_id, Appointment.end >= since, Appointment.end_reason != "")
    chosen = sa.select(Appointment).where(*ended).options(joinedload(Appointment.school))
    return list(db.session.scalars(chosen.order_by(Appointment.end, Appointment.id)))


def left_vacant(ended: Sequence[Appointment]) -> list[Appointment]:
    """Those of them whose school, still open, has nobody afterwards."""
    ids = [row.school_id for row in ended]
    last = sa.select(Appointment.school_id, sa.func.max(Appointment.end)).where(Appointment.school_id.in_(ids))
    ends = dict(db.session.execute(last.group_by(Appointment.school_id)).all())
    return [row for row in ended if row.school.closed_on is None and ends[row.school_id] <= row.end]
