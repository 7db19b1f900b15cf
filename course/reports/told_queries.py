"""Reads of themes, months and special forms: as they are now, or from the lessons as they stood on a past day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import sqlalchemy as sa

from course.coverage.past_days.as_of_queries import counted_as_of
from course.coverage.queries import Schools
from course.coverage.special_queries import ORGANISED, special_lessons
from course.db import db
from course.delivery.models import Manner, Special
from course.reports.figure_queries import MonthRow, ThemeRow, month_rows, theme_rows
from course.reports.lesson_queries import LessonLine, lesson_lines
from course.reports.matter import Matter
from course.roster.models import School, SchoolStage, Theme
from course.schedule.models import LessonState


@dataclass(frozen=True)
class Told:
    """Themes by their codes, months in order, and how many lessons took each special form or were organised."""

    themes: Sequence[ThemeRow]
    months: Sequence[MonthRow]
    special: Mapping[str, int]


def told(matter: Matter, pieces: Iterable[Schools]) -> Told:
    """What was taught by the day; of a past day it is read from the lessons, piece by piece."""
    if matter.as_of is None:
        return Told(theme_rows(matter), month_rows(matter), special_lessons(matter.asked))
    sums = TaughtSums(stages_of(matter))
    for schools in pieces:
        one = replace(matter, asked=replace(matter.asked, schools=schools))
        sums.add_lessons(confirmed(one))
        sums.add_classes(one, matter.as_of)
    months = [sums.months[first] for first in sorted(sums.months)]
    return Told(themes_of(sums), months, sums.special)


@dataclass
class TaughtSums:
    """What the lessons of a past day add up to."""

    stages: Mapping[int, SchoolStage]
    lessons: Counter[int] = field(default_factory=Counter)
    classes: dict[int, Counter[SchoolStage]] = field(default_factory=dict)
    months: dict[date, MonthRow] = field(default_factory=dict)
    special: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys([*map(str, Special), ORGANISED], 0)))

    def add_lessons(self, lines: Iterable[LessonLine]) -> None:
        """Count lessons in."""
        for line in lines:
            self.lessons[line.theme_id] += 1
            first = line.day.replace(day=1)
            row = self.months.setdefault(first, MonthRow(first))
            row.lessons += 1
            taught = line.manner is Manner.TAUGHT
            (row.taught if taught else row.organised)[self.stages[line.school_id]] += line.minutes or 0
            self.special[ORGANISED] += not taught
            if line.special in self.special:
                self.special[line.special] += 1

    def add_classes(self, matter: Matter, known: date) -> None:
        """Count the classes in that had each theme; a class brings what it had to the school to which it went."""
        ids = db.session.scalars(sa.select(School.id).where(matter.asked.condition()))
        for school_id, counted, _facts in counted_as_of(list(ids), matter.year, known):
            for key, classes in counted.themes.items():
                of_theme = self.classes.setdefault(int(key.partition(":")[0]), Counter())
                of_theme[self.stages[school_id]] += classes


def themes_of(sums: TaughtSums) -> list[ThemeRow]:
    """The themes of some sums, by their codes."""
    ids = sums.lessons.keys() | sums.classes.keys()
    found = db.session.execute(sa.select(Theme.id, Theme.name).where(Theme.id.in_(ids)).order_by(Theme.code))
    return [ThemeRow(name, sums.lessons[key], dict(sums.classes.get(key, {}))) for key, name in found]


def confirmed(matter: Matter) -> Iterator[LessonLine]:
    """The lessons that were confirmed by the day."""
    return (line for line in lesson_lines(matter) if line.state is LessonState.CONFIRMED)


def stages_of(matter: Matter) -> dict[int, SchoolStage]:
    """The stage of each school."""
    return dict(db.session.execute(sa.select(School.id, School.stage).where(matter.asked.condition())).all())
