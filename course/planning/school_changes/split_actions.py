"""A school that splits: some of its classes become a new school."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from course.access import audit
from course.access.models import User
from course.db import db
from course.errors import refuse
from course.planning.repair.call_off_actions import call_off, locked
from course.planning.school_changes import rules
from course.planning.school_changes.actions import move_classes
from course.planning.school_changes.queries import classes_of, code_taken, lessons_with, moves_to
from course.roster.models import Bell, School, SchoolClass
from course.schedule.actions import write_change
from course.schedule.models import Lesson, LessonClass, Slot

SPLIT = "school.split"
# What a new school has in common with the one that it came from.
KEPT = ("stage", "region_id", "region_path", "lat", "lon", "closed_periods", "preferred_weekdays", "preferred_periods")


def split(
    school: School, code: str, name: str, class_ids: Collection[int], *, clock: datetime, user: User, now: datetime
) -> tuple[School, int]:
    """Make a new school of some classes; the school, and how many lessons are called off.

    ``clock`` is the schools' wall clock, which says which lessons are still to come.
    """
    classes = classes_of(school.id)
    chosen = [row for row in classes if row.id in class_ids]
    refuse(
        [
            rules.is_still_there(school.closed_on),
            rules.code_is_free(code_taken(code)),
            rules.some_classes_move(len(chosen), len(classes)),
        ]
    )
    lessons = locked(lessons_with({row.id for row in chosen}, clock))
    new = new_school(school, code, name, clock.date())
    called_off = leave_lessons(lessons, chosen, f"{school.name} → {name}", user=user, now=now)
    move_classes(moves_to(chosen, new), new, clock.date())
    said = {"new": code, "classes": [row.label for row in chosen]}
    audit.note(SPLIT, f"school:{school.code}", user=user, now=now, region_path=school.region_path, **said)
    return new, called_off


def new_school(school: School, code: str, name: str, day: date) -> School:
    """The new school: at the same place and with the same bells, and without a hall until somebody enters one."""
    kept = {field: getattr(school, field) for field in KEPT}
    new = School(code=code, name=name, hall_seats=0, opened_on=day, **kept)
    db.session.add(new)
    for bell in db.session.scalars(sa.select(Bell).where(Bell.key == school.code)).all():
        db.session.add(Bell(key=code, period=bell.period, start=bell.start, end=bell.end))
    db.session.flush()
    return new


def leave_lessons(
    lessons: Sequence[Lesson], leaving: Sequence[SchoolClass], why: str, *, user: User, now: datetime
) -> int:
    """Take the classes out of the lessons to come; a lesson in which nobody remains is called off."""
    gone = {row.id for row in leaving}
    empty = [lesson for lesson in lessons if not {row.id for row in lesson.classes} - gone]
    for lesson in lessons:
        if lesson not in empty:
            take_out(lesson, gone, user=user, now=now)
    return call_off(empty, why, user=user, now=now)


def take_out(lesson: Lesson, gone: Collection[int], *, user: User, now: datetime) -> None:
    """Take some classes out of a lesson that the others still have."""
    before = labels(lesson)
    away = [row.id for row in lesson.classes if row.id in gone]
    db.session.execute(sa.delete(LessonClass).where(LessonClass.lesson_id == lesson.id, LessonClass.class_id.in_(away)))
    held = [f"class:{class_id}" for class_id in away]
    db.session.execute(sa.delete(Slot).where(Slot.lesson_id == lesson.id, Slot.resource.in_(held)))
    db.session.expire(lesson, ["classes"])
    db.session.refresh(lesson, ["classes"])
    lesson.changed_at, lesson.sequence = now, lesson.sequence + 1
    after = labels(lesson) | {"sequence": lesson.sequence}
    write_change(lesson, "classes", before, after, user=user, now=now)


def labels(lesson: Lesson) -> dict[str, Any]:
    """The classes of a lesson, for its history: by name to read, by number for figures."""
    names, ids = sorted(row.label for row in lesson.classes), sorted(row.id for row in lesson.classes)
    return {"classes": names, "class_ids": ids}
