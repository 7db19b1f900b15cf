"""Reads for moving a lesson: what is known of its new day, and of the person who is to give it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

import sqlalchemy as sa

from course.db import db
from course.roster.models import Appointment, VicePrincipal
from course.schedule.models import Lesson
from course.schedule.proposal import Person, Situation
from course.schedule.situation_queries import (
    Question,
    absences_of,
    groups_of,
    held_between,
    surroundings,
    topic_of,
)


def situation_of_move(
    lesson: Lesson, person: VicePrincipal, day: date, now: datetime, leaving: Collection[int]
) -> Situation:
    """All that is known of the new day of a lesson; the lessons that are ``leaving`` their places hold nothing."""
    held = held_between(lesson.school_id, [person.id], day, day)
    question = Question(lesson.school, lesson.theme, tuple(lesson.classes), lesson.place)
    return replace(
        surroundings(lesson.school, day, day, now),
        topic=topic_of(lesson.theme),
        groups=groups_of(question, day, now),
        place=lesson.place,
        people=(teacher(person, lesson.school_id, day),),
        held=tuple(one for one in held if one.lesson_id not in leaving),
    )


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
        absences=absences_of([person.id], day, day).get(person.id, ()),
    )
