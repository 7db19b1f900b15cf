"""Reads for moving a lesson: what is known of its new day, and of the person who is to give it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from course.db import db
from course.roster.models import Appointment, VicePrincipal
from course.schedule.models import Lesson
from course.schedule.proposal import Held, Person, Situation
from course.schedule.situation_queries import (
    Question,
    absences_of,
    groups_of,
    held_between,
    surroundings,
    topic_of,
)

WEEK = timedelta(days=7)
NOBODY = 0


def situation_of_move(
    lesson: Lesson, person: VicePrincipal, day: date, now: datetime, leaving: Collection[int]
) -> Situation:
    """All that is known of the new day of a lesson; the lessons that are ``leaving`` their places hold nothing."""
    held = (one for one in held_between(lesson.school_id, [person.id], day, day) if one.lesson_id not in leaving)
    giver = teacher(person, lesson.school_id, day)
    question = Question(lesson.school, lesson.theme, tuple(lesson.classes), lesson.place)
    return replace(
        surroundings(lesson.school, day, day, now),
        topic=topic_of(lesson.theme),
        groups=groups_of(question, day, now),
        place=lesson.place,
        people=(giver,),
        held=tuple(replace(one, vice_principal_id=NOBODY) if is_lost(one, giver) else one for one in held),
    )


def is_lost(held: Held, person: Person) -> bool:
    """Whether somebody is away when they should give a lesson: it holds its class, but takes nothing of their week."""
    mine = held.vice_principal_id == person.id
    return mine and any(absence.overlaps(held.start, held.end) for absence in person.absences)


def teacher(person: VicePrincipal, school_id: int, day: date) -> Person:
    """A vice-principal with the appointments to a school on a day: their own, and those of their whole station."""
    chosen = (
        sa.select(Appointment.vice_principal_id, Appointment.start, Appointment.end)
        .join(VicePrincipal, VicePrincipal.id == Appointment.vice_principal_id)
        .where(VicePrincipal.station_id == person.station_id, Appointment.school_id == school_id)
        .where(Appointment.start <= day, Appointment.end >= day)
    )
    rows = db.session.execute(chosen).all()
    return Person(
        person.id,
        person.code,
        person.name,
        person.max_lessons_week,
        person.max_lessons_day,
        person.theme_codes,
        duty=tuple((start, end) for person_id, start, end in rows if person_id == person.id),
        standing_in=tuple((start, end) for _, start, end in rows),
        absences=absences_of([person.id], day - WEEK, day + WEEK).get(person.id, ()),
    )
