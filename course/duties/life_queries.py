"""Reads of the legal life of classes: every lesson of the pupils who are in a class now, up through the grades.

A class goes up a grade each year and another one takes its place, so pupils are told apart by the
year in which they were in grade 0 and by the number of their class.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from course.cases.models import Case
from course.cases.queries import cases_for, strands_of, suiting
from course.db import db
from course.delivery.models import ReachedClass
from course.duties.life_rules import Pupils, Standing, Topic, standing_of, themes_had
from course.roster.models import School, SchoolClass, Stage, Theme
from course.roster.rules import coarse_stage, stage_of_grade, year_of
from course.schedule.models import Lesson, LessonClass
from course.schedule.queries import themes


@dataclass(frozen=True)
class Entry:
    """One lesson in the life of a class: the grade that its pupils were in, and where it stands."""

    lesson: Lesson
    grade: int
    standing: Standing


def lives(school: School, classes: Sequence[SchoolClass], now: datetime, starts: str) -> dict[int, list[Entry]]:
    """The lessons of the pupils of each of these classes, oldest first; ``starts`` is the first day of a year."""
    year = year_of(now.date(), starts)
    class_of = {(year - row.grade, row.number): row.id for row in classes}
    found: dict[int, list[Entry]] = defaultdict(list)
    for lesson, grade, number, there in db.session.execute(lessons_of(school.id, {row.number for row in classes})):
        entered = year_of(lesson.start.date(), starts) - grade
        standing = standing_of(lesson.state, there is not None, lesson.start, now)
        if standing and (entered, number) in class_of:
            found[class_of[entered, number]].append(Entry(lesson, grade, standing))
    return found


def lessons_of(school_id: int, numbers: Iterable[int]) -> sa.Select[tuple[Lesson, int, int, int | None]]:
    """Every lesson of the classes with these numbers, with the grade of then and whether the class was there."""
    was_there = sa.and_(ReachedClass.lesson_id == Lesson.id, ReachedClass.class_id == SchoolClass.id)
    return (
        sa.select(Lesson, SchoolClass.grade, SchoolClass.number, ReachedClass.lesson_id)
        .join(LessonClass, LessonClass.lesson_id == Lesson.id)
        .join(SchoolClass, SchoolClass.id == LessonClass.class_id)
        .outerjoin(ReachedClass, was_there)
        .where(SchoolClass.school_id == school_id, SchoolClass.number.in_(sorted(numbers)))
        .options(joinedload(Lesson.theme, innerjoin=True), joinedload(Lesson.vice_principal, innerjoin=True))
        .order_by(Lesson.start, Lesson.id)
    )


def topics_for(school: School) -> list[Topic]:
    """The themes that this school can be taught, each with its strand and the stages that can follow it."""
    suitable = [theme for theme in themes() if school.stage.value in theme.stages]
    cases = cases_for([theme.id for theme in suitable], school.region_path)
    strands = strands_of(cases)
    return [
        Topic(
            theme.id,
            theme.code,
            theme.name,
            strands.get(theme.id, ""),
            theme.special_day,
            frozenset(stage.value for stage in Stage if can_follow(theme, stage, cases)),
        )
        for theme in suitable
    ]


def can_follow(theme: Theme, stage: Stage, cases: Sequence[Case]) -> bool:
    """Whether a theme is for this stage: of its school, and of its cases where there are any."""
    has_cases = any(case.theme_id == theme.id for case in cases)
    return coarse_stage(stage).value in theme.stages and (not has_cases or bool(suiting(cases, theme.id, stage)))


def pupils_of(row: SchoolClass, life: Iterable[Entry]) -> Pupils:
    """A class as a plain value for the rules."""
    has = themes_had([(entry.lesson.theme_id, entry.standing) for entry in life])
    return Pupils(row.label, stage_of_grade(row.grade).value, row.pupils, has)
