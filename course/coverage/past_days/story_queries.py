"""Reads of the stories of lessons: of those that were changed after a moment, or of all that were ever changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from course.coverage.past_days.story_rules import STEPS, TAKEN_OUT, Stood, Story
from course.coverage.tallies.facts import Facts
from course.db import db
from course.roster.models import SchoolClass, Theme
from course.schedule.models import Lesson, LessonChange, LessonClass

# What changes whether a lesson is scheduled, when it is, for which classes; the others change nothing that is counted.
COUNTS = sorted(STEPS | {TAKEN_OUT, "accept", "decline", "cancel", "move"})


def stories_since(found: Mapping[int, Facts], moment: datetime) -> dict[int, Story]:
    """The stories of the lessons of these schools with which something has happened since a moment."""
    later = sa.select(LessonChange.lesson_id).where(LessonChange.at >= moment, LessonChange.action.in_(COUNTS))
    return stories(later.where(LessonChange.lesson_id.in_(lessons_of(found))))


def stories_of(found: Mapping[int, Facts]) -> dict[int, Story]:
    """The stories of all lessons of these schools."""
    return stories(lessons_of(found))


def lessons_of(found: Mapping[int, Facts]) -> Any:
    """The lessons of the schools, and those elsewhere in which a class of theirs was before or after it moved."""
    lessons: Any = sa.select(Lesson.id).where(Lesson.school_id.in_(found))
    moved = {class_id for facts in found.values() for class_id, home in facts.homes.items() if home.before}
    if moved:
        lessons = lessons.union(sa.select(LessonClass.lesson_id).where(LessonClass.class_id.in_(moved)))
    return lessons


def stories(lessons: Any) -> dict[int, Story]:
    """The stories of these lessons, each with all its changes in order."""
    own = (Lesson.id, Lesson.school_id, Lesson.state, Lesson.start, Lesson.end, Lesson.created_at, Lesson.theme_id)
    change = (LessonChange.at, LessonChange.action, LessonChange.before, LessonChange.after)
    of_lesson = sa.and_(LessonChange.lesson_id == Lesson.id, LessonChange.action.in_(COUNTS))
    classes = classes_by_lesson(lessons)
    chosen = sa.select(*own, Theme.code, classes.c.written, *change).join(Theme, Theme.id == Lesson.theme_id)
    chosen = chosen.outerjoin(classes, classes.c.lesson_id == Lesson.id).outerjoin(LessonChange, of_lesson)
    chosen = chosen.where(Lesson.id.in_(lessons))
    found: dict[int, Story] = {}
    for row in db.session.execute(chosen.order_by(LessonChange.at, LessonChange.id)):
        story = found.get(row.id) or found.setdefault(row.id, begun(row))
        if row.at is not None:
            story.changes.append(row)
    return found


def begun(row: Any) -> Story:
    """The story of a lesson without its changes."""
    facts = {"school_id": row.school_id, "theme_id": row.theme_id, "code": row.code}
    return Story(
        Stood(row.state.value, row.start, row.end), row.created_at, planned=classes_in(row.written), facts=facts
    )


def classes_by_lesson(lessons: Any) -> sa.Subquery:
    """The classes for which each of these lessons is planned, with their names, in one text: ``7:3-1,8:3-2``."""
    parts = (sa.cast(column, sa.Text) for column in (SchoolClass.id, SchoolClass.grade, SchoolClass.number))
    number, grade, name = parts
    written = sa.func.aggregate_strings(number + ":" + grade + "-" + name, ",").label("written")
    chosen = sa.select(LessonClass.lesson_id, written).join(SchoolClass, SchoolClass.id == LessonClass.class_id)
    return chosen.where(LessonClass.lesson_id.in_(lessons)).group_by(LessonClass.lesson_id).subquery()


def classes_in(written: str | None) -> dict[int, str]:
    """Such a text read, in the order of the names."""
    pairs = (one.split(":") for one in written.split(",")) if written else ()
    found = [(int(class_id), label) for class_id, label in pairs]
    return dict(sorted(found, key=lambda one: tuple(map(int, one[1].split("-")))))
