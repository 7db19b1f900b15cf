"""Reads for moving a lesson: what is known of its new day, and of the person who is to give it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from course.access.models import Role
from course.access.scope import Scope, within
from course.db import db
from course.roster.models import Appointment, VicePrincipal
from course.schedule.models import Lesson, LessonState
from course.schedule.proposal import Held, Person, Situation
from course.schedule.queries import WITH_NAMES
from course.schedule.situation_queries import (
    Question,
    absences_of,
    groups_of,
    held_between,
    offered_between,
    surroundings,
    topic_of,
)

WEEK = timedelta(days=7)
NOBODY = 0
MOST_STAND_INS = 50
SWAP_RANGE = timedelta(days=28)
MOST_READ, MOST_EXCHANGES = 50, 10


def situation_of_move(
    lesson: Lesson, person: VicePrincipal, day: date, now: datetime, leaving: Collection[int]
) -> Situation:
    """All that is known of the new day of a lesson; the lessons that are ``leaving`` their places hold nothing."""
    return situation_of_moves(lesson, [person], day, day, now, leaving)


def situation_of_moves(
    lesson: Lesson, people: Sequence[VicePrincipal], first: date, last: date, now: datetime, leaving: Collection[int]
) -> Situation:
    """The same for several days and several people who might give the lesson."""
    ids = [person.id for person in people]
    known = (*held_between(lesson.school_id, ids, first, last), *offered_between(ids, first, last, now))
    held = (one for one in known if one.lesson_id not in leaving)
    givers = teachers(people, lesson.school_id, first, last)
    question = Question(lesson.school, lesson.theme, tuple(lesson.classes), lesson.place)
    return replace(
        surroundings(lesson.school, first, last, now),
        topic=topic_of(lesson.theme),
        groups=groups_of(question, first, now),
        place=lesson.place,
        people=givers,
        held=tuple(
            replace(one, vice_principal_id=NOBODY) if any(is_lost(one, giver) for giver in givers) else one
            for one in held
        ),
    )


def is_lost(held: Held, person: Person) -> bool:
    """Whether somebody is away when they should give a lesson: it holds its class, but takes nothing of their week."""
    mine = held.vice_principal_id == person.id
    return mine and any(absence.overlaps(held.start, held.end) for absence in person.absences)


def teachers(people: Sequence[VicePrincipal], school_id: int, first: date, last: date) -> tuple[Person, ...]:
    """Vice-principals with the appointments to a school in these days: their own, and those of their whole station."""
    chosen = (
        sa.select(Appointment.vice_principal_id, VicePrincipal.station_id, Appointment.start, Appointment.end)
        .join(VicePrincipal, VicePrincipal.id == Appointment.vice_principal_id)
        .where(VicePrincipal.station_id.in_([person.station_id for person in people]))
        .where(Appointment.school_id == school_id, Appointment.start <= last, Appointment.end >= first)
    )
    rows = db.session.execute(chosen).all()
    absences = absences_of([person.id for person in people], first - WEEK, last + WEEK)
    return tuple(
        Person(
            person.id,
            person.code,
            person.name,
            person.max_lessons_week,
            person.max_lessons_day,
            person.theme_codes,
            duty=tuple((row.start, row.end) for row in rows if row.vice_principal_id == person.id),
            standing_in=tuple((row.start, row.end) for row in rows if row.station_id == person.station_id),
            absences=absences.get(person.id, ()),
        )
        for person in people
    )


def stand_ins(lesson: Lesson) -> list[VicePrincipal]:
    """Who might give a lesson instead: others of its school on that day, and mates of anybody's station there."""
    day = lesson.start.date()
    serving = (
        sa.select(Appointment.vice_principal_id, VicePrincipal.station_id)
        .join(VicePrincipal, VicePrincipal.id == Appointment.vice_principal_id)
        .where(Appointment.school_id == lesson.school_id, Appointment.start <= day, Appointment.end >= day)
    )
    rows = db.session.execute(serving).all()
    known = sa.or_(
        VicePrincipal.id.in_([row.vice_principal_id for row in rows]),
        VicePrincipal.station_id.in_([row.station_id for row in rows]),
    )
    others = sa.select(VicePrincipal).options(joinedload(VicePrincipal.station))
    others = others.where(known, VicePrincipal.id != lesson.vice_principal_id)
    return list(db.session.scalars(others.order_by(VicePrincipal.code).limit(MOST_STAND_INS)))


def exchangeable(lesson: Lesson, scope: Scope, now: datetime) -> list[Lesson]:
    """Agreed lessons ahead of the same school or person, in other places, that this scope may change; nearest first."""
    own = [Lesson.vice_principal_id.in_(scope.vice_principal_ids)] if scope.role is Role.VICE_PRINCIPAL else []
    near = sa.or_(Lesson.school_id == lesson.school_id, Lesson.vice_principal_id == lesson.vice_principal_id)
    chosen = sa.select(Lesson).where(
        within(Lesson, scope),
        near,
        *own,
        Lesson.state == LessonState.SCHEDULED,
        Lesson.id != lesson.id,
        Lesson.start > now,
        Lesson.start.between(lesson.start - SWAP_RANGE, lesson.start + SWAP_RANGE),
    )
    rows = db.session.scalars(chosen.options(*WITH_NAMES).order_by(Lesson.start, Lesson.id).limit(MOST_READ))
    return sorted(rows, key=lambda row: (abs(row.start - lesson.start), row.id))[:MOST_EXCHANGES]
