"""Reads of what classes have had: the lessons of the year, the classes reached, the themes of all years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask import current_app

from course.db import db
from course.planning.selections import Selection
from course.roster.models import School, SchoolClass, Term, Theme
from course.roster.rules import year_of, year_span
from course.schedule.models import HOLDING, Lesson, LessonClass, LessonState


@dataclass(frozen=True)
class History:
    """What the year and the years before have left: lessons of each school, classes reached, themes had."""

    hours: Mapping[int, int]
    reached: frozenset[int]
    themes: Mapping[tuple[int, int, int], tuple[str, ...]]


def histories(term: Term, selection: Selection, now: datetime) -> History:
    """What the classes of these schools have had or will have; a request left without an answer is not counted."""
    starts = current_app.config["YEAR_STARTS"]
    year = year_of(term.start, starts)
    first, last = year_span(year, starts)
    alive = sa.and_(Lesson.state.in_(HOLDING), sa.or_(Lesson.state != LessonState.REQUESTED, Lesson.start >= now))
    columns = (Lesson.id, Lesson.school_id, Lesson.start, Theme.code, SchoolClass.id, SchoolClass.grade)
    chosen = (
        sa.select(*columns, SchoolClass.number)
        .join(LessonClass, LessonClass.lesson_id == Lesson.id)
        .join(SchoolClass, SchoolClass.id == LessonClass.class_id)
        .join(Theme, Theme.id == Lesson.theme_id)
        .where(alive, Lesson.school_id.in_(sa.select(School.id).where(selection.schools)))
    )
    lessons: dict[int, set[int]] = defaultdict(set)
    reached: set[int] = set()
    themes: dict[tuple[int, int, int], set[str]] = defaultdict(set)
    for lesson_id, school_id, start, theme, class_id, grade, number in db.session.execute(chosen):
        themes[school_id, year_of(start.date(), starts) - grade, number].add(theme)
        if first <= start.date() <= last:
            lessons[school_id].add(lesson_id)
            reached.add(class_id)
    hours = {school_id: len(found) for school_id, found in lessons.items()}
    had = {
        (school, year - entered, number): tuple(sorted(codes)) for (school, entered, number), codes in themes.items()
    }
    return History(hours, frozenset(reached), had)
