"""Reads of themes, months and special forms: as they are now, or from the lessons as they stood on a past day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import sqlalchemy as sa

from course.coverage.past_days.as_of_queries import counted_as_of
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
    lessons = Counter(line.theme_id for line in confirmed(matter))
    classes = classes_by_theme(matter, matter.as_of)
    ids = lessons.keys() | classes.keys()
    found = db.session.execute(sa.select(Theme.id, Theme.name).where(Theme.id.in_(ids)).order_by(Theme.code))
    return [ThemeRow(name, lessons[key], dict(classes.get(key, {}))) for key, name in found]


def classes_by_theme(matter: Matter, known: date) -> dict[int, Counter[SchoolStage]]:
    """How many classes of each stage had each theme; a class brings what it had to the school to which it went."""
    stages, found = stages_of(matter), dict[int, Counter[SchoolStage]]()
    for school_id, counted, _facts in counted_as_of(list(stages), matter.year, known):
        for key, classes in counted.themes.items():
            found.setdefault(int(key.partition(":")[0]), Counter())[stages[school_id]] += classes
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
