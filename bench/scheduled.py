"""A planned term as scheduled lessons, written in bulk, for measuring what comes after planning."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any

import sqlalchemy as sa

from course.db import db
from course.planning.instance_queries import read_instance
from course.planning.selections import of_regions
from course.planning.solver.instance import Instance, Taught, clock_of
from course.planning.solver.planner import make_draft
from course.roster.models import Region, Term
from course.schedule.actions import resources
from course.schedule.models import Lesson, LessonClass, LessonState, Place, Slot


def fill() -> None:
    """Plan the whole term of the database and write its lessons."""
    term = db.session.scalars(sa.select(Term)).one()
    roots = db.session.scalars(sa.select(Region.path).where(Region.parent_id.is_(None))).all()
    instance = read_instance(term, of_regions(term, roots), term.start, datetime.combine(term.start, time()))
    lessons = list(enumerate(make_draft(instance, 1).lessons, start=1))
    created = datetime.combine(term.start, time(), UTC)
    db.session.execute(sa.insert(Lesson), [lesson_row(instance, *pair, created) for pair in lessons])
    db.session.execute(sa.insert(LessonClass), [row for pair in lessons for row in class_rows(instance, *pair)])
    db.session.execute(sa.insert(Slot), [slot for pair in lessons for slot in slot_rows(instance, *pair)])
    db.session.commit()


def lesson_row(instance: Instance, number: int, lesson: Taught, created: datetime) -> dict[str, Any]:
    """The row of a lesson."""
    school = instance.schools[lesson.school]
    return {
        "id": number,
        "uid": str(uuid.uuid4()),
        "vice_principal_id": instance.people[lesson.person].id,
        "school_id": school.id,
        "region_path": school.region_path,
        "theme_id": instance.theme_of[lesson.theme].id,
        **times(lesson),
        "period": lesson.period,
        "place": Place(lesson.place),
        "state": LessonState.SCHEDULED,
        "created_at": created,
        "changed_at": created,
        "note": "",
        "reason": "",
        "sequence": 0,
    }


def class_rows(instance: Instance, number: int, lesson: Taught) -> Iterator[dict[str, Any]]:
    """The classes of the lesson."""
    for one in lesson.classes:
        yield {"lesson_id": number, "class_id": one, "region_path": instance.schools[lesson.school].region_path}


def slot_rows(instance: Instance, number: int, lesson: Taught) -> Iterator[dict[str, Any]]:
    """What the lesson holds."""
    school, person = instance.schools[lesson.school], instance.people[lesson.person]
    for name in resources(person.id, list(lesson.classes), school.id, Place(lesson.place)):
        yield {"resource": name, "region_path": school.region_path, **times(lesson), "lesson_id": number}


def times(lesson: Taught) -> dict[str, datetime]:
    """When a lesson begins and ends."""
    return {"start": clock_of(lesson.start), "end": clock_of(lesson.end)}
