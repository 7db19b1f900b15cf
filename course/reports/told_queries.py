"""Reads of themes, months and special forms: as they are now, or from the lessons as they stood on a past day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import sqlalchemy as sa

from course.coverage.special_queries import ORGANISED, special_lessons
from course.db import db
from course.delivery.models import Manner, Special
from course.reports.figure_queries import MonthRow, ThemeRow, month_rows, theme_rows
from course.reports.lesson_queries import LessonLine, lesson_lines
from course.reports.matter import Matter
from course.roster.models import School, SchoolStage, Theme
from course.schedule.models import LessonState


def themes_told(matter: Matter) -> list[ThemeRow]:
    """Every theme that was taught by the day, by its code."""
    if matter.as_of is None:
        return theme_rows(matter)
    stages, lessons = stages_of(matter), dict[int, int]()
    classes: dict[int, set[tuple[SchoolStage, int, str]]] = {}
    for line in confirmed(matter):
        lessons[line.theme_id] = lessons.get(line.theme_id, 0) + 1
        there = {(stages[line.school_id], line.school_id, label) for label in line.classes}
        classes.setdefault(line.theme_id, set()).update(there)
    found = db.session.execute(sa.select(Theme.id, Theme.name).where(Theme.id.in_(lessons)).order_by(Theme.code))
    return [ThemeRow(name, lessons[key], by_stage(classes[key])) for key, name in found]


def by_stage(classes: set[tuple[SchoolStage, int, str]]) -> dict[SchoolStage, int]:
    """How many of these classes are of each stage."""
    found: dict[SchoolStage, int] = {}
    for stage, _school, _label in classes:
        found[stage] = found.get(stage, 0) + 1
    return found


def months_told(matter: Matter) -> list[MonthRow]:
    """The months of the year in which there were lessons, in order."""
    if matter.as_of is None:
        return month_rows(matter)
    stages, found = stages_of(matter), dict[date, MonthRow]()
    for line in confirmed(matter):
        row = found.setdefault(line.day.replace(day=1), MonthRow(line.day.replace(day=1)))
        row.lessons += 1
        (row.taught if line.manner is Manner.TAUGHT else row.organised)[stages[line.school_id]] += line.minutes or 0
    return [found[first] for first in sorted(found)]


def special_told(matter: Matter) -> dict[str, int]:
    """How many lessons took each special form, and how many were organised."""
    if matter.as_of is None:
        return special_lessons(matter.asked)
    found = dict.fromkeys([*(one.value for one in Special), ORGANISED], 0)
    for line in confirmed(matter):
        if line.special in found:
            found[line.special] += 1
        found[ORGANISED] += line.manner is Manner.ORGANISED
    return found


def confirmed(matter: Matter) -> Iterator[LessonLine]:
    """The lessons that were confirmed by the day."""
    return (line for line in lesson_lines(matter) if line.state is LessonState.CONFIRMED)


def stages_of(matter: Matter) -> dict[int, SchoolStage]:
    """The stage of each school."""
    return dict(db.session.execute(sa.select(School.id, School.stage).where(matter.asked.condition())).all())
