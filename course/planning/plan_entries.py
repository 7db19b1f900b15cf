"""Verbs that put the lessons of a plan into calendars: an invitation when it is published, its end when taken back.

One mail a lesson, for a calendar takes one event from an invitation; who does not want them has a switch of their own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from course.access.message_actions import News, write_many
from course.access.models import Role, User
from course.db import db
from course.planning.models import PlannedLesson, PlanPart
from course.planning.plan_notices import concerned
from course.roster.models import Station, VicePrincipal
from course.schedule.calendars.invitation import Method
from course.schedule.lesson_notices import address_of, calendar_entry, lesson_facts
from course.schedule.models import Lesson
from course.schedule.queries import WITH_NAMES

ENTRY = "plan.entry"


def invite(part: PlanPart, *, now: datetime) -> int:
    """An invitation to each lesson that was published, for its vice-principal and its school; how many."""
    return write_many(ENTRY, entries(lessons_of(part), Method.REQUEST, now), now=now)


def call_off(part: PlanPart, lesson_ids: Collection[int], *, now: datetime) -> int:
    """The end of each of these entries; how many."""
    taken = [lesson for lesson in lessons_of(part) if lesson.id in lesson_ids]
    return write_many(ENTRY, entries(taken, Method.CANCEL, now), now=now)


def lessons_of(part: PlanPart) -> list[Lesson]:
    """The lessons that came of a county's plan, as they stand now, with all that an entry names."""
    chosen = sa.select(Lesson).join(PlannedLesson, PlannedLesson.lesson_id == Lesson.id)
    chosen = chosen.where(PlannedLesson.part_id == part.id).order_by(Lesson.id).options(*WITH_NAMES)
    return list(db.session.scalars(chosen.execution_options(populate_existing=True)))


def entries(lessons: Sequence[Lesson], method: Method, now: datetime) -> Iterator[News]:
    """One for each user of each lesson."""
    stations = station_names({lesson.vice_principal_id for lesson in lessons})
    for user, own in concerned(lessons):
        for lesson in own:
            facts = facts_of(lesson, user, method, stations[lesson.vice_principal_id])
            entry = calendar_entry(user, lesson, method, now)
            yield News(user, f"{ENTRY}:{lesson.id}:{lesson.sequence}", facts, address_of(lesson), entry)


def facts_of(lesson: Lesson, user: User, method: Method, station: str) -> dict[str, Any]:
    """What the mail around an entry says."""
    asked = method is Method.REQUEST and user.role is Role.VICE_PRINCIPAL
    said = {"station": station, "who": "", "reason": lesson.reason, "role": user.role.value, "method": method.value}
    return {**lesson_facts(lesson), **said, "asked": asked}


def station_names(people: Collection[int]) -> dict[int, str]:
    """The name of the station of each of these vice-principals."""
    rows = sa.select(VicePrincipal.id, Station.name).join(Station, Station.id == VicePrincipal.station_id)
    return dict(db.session.execute(rows.where(VicePrincipal.id.in_(people))).all())
