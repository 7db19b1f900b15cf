"""Reads of what pupils said that they understood, as the surveys of a year stood at the end of a day and stand now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from course.access.scope import below
from course.coverage.measure_rules import understanding_share
from course.coverage.models import UnderstandingStep, UnderstandingTally
from course.coverage.queries import Asked, Schools, of_schools, starts_in
from course.coverage.region_queries import Place
from course.coverage.rules import Year
from course.db import db
from course.delivery.models import Face, SurveyAnswer
from course.delivery.survey import whole_steps
from course.i18n import local_day
from course.schedule.models import Lesson


@dataclass(frozen=True)
class Understood:
    """Counted answers, and those that said it was clear."""

    answers: int = 0
    clear: int = 0

    def share(self) -> float | None:
        """The clear ones of a hundred; None of too few answers."""
        return understanding_share(self.clear, self.answers)

    def __add__(self, other: Understood) -> Understood:
        return Understood(self.answers + other.answers, self.clear + other.clear)

    def __sub__(self, other: Understood) -> Understood:
        return Understood(self.answers - other.answers, self.clear - other.clear)


Pair = tuple[Understood, Understood]


@dataclass(frozen=True)
class Counted:
    """What was understood of some regions on a day and now, by their paths, and the day of the night that counted it.

    Without such a day nothing was counted yet.
    """

    regions: Mapping[str, Pair]
    on: date | None = None


def understood(schools: Schools, year: Year, day: date) -> Pair:
    """On the day and now, in one statement: of each lesson the answers that its own page counted at that moment.

    They are counted by fives from the first one on, on every day, so that two days never differ by a few answers.
    """
    rows = numbered(of_these(schools), year, day)
    return pair_of(db.session.execute(sa.select(*sums_of(rows))).one())


def understood_by_school(asked: Asked, day: date) -> dict[int, Pair]:
    """The same of each of some schools, in one statement; those without answers are left out."""
    rows = numbered(of_schools(Lesson, asked), asked.year, day)
    chosen = sa.select(rows.c.school_id, *sums_of(rows)).group_by(rows.c.school_id)
    return {number: pair_of(sums) for number, *sums in db.session.execute(chosen)}


def sums_of(rows: sa.Subquery) -> list[sa.ColumnElement[int]]:
    """How many answers count on the day, and now, and how many of them were clear."""
    then, now = rows.c.place <= whole_steps(rows.c.then), rows.c.place <= whole_steps(rows.c.now)
    clear = rows.c.face == Face.CLEAR
    wanted = (then, sa.and_(then, clear), now, sa.and_(now, clear))
    return [sa.func.sum(sa.case((one, 1), else_=0)) for one in wanted]


def pair_of(sums: Sequence[Any]) -> Pair:
    """Answers and clear ones, on the day and now."""
    found = [int(one or 0) for one in sums]
    return Understood(*found[:2]), Understood(*found[2:])


def numbered(these: sa.ColumnElement[bool], year: Year, day: date) -> sa.Subquery:
    """The answers, the how-manieth of its lesson each is, and how many the lesson had by the day and has now."""
    of_lesson, by_day = SurveyAnswer.lesson_id, sa.case((SurveyAnswer.given_on <= day, 1), else_=0)
    place = sa.func.row_number().over(partition_by=of_lesson, order_by=SurveyAnswer.id).label("place")
    then = sa.func.sum(by_day).over(partition_by=of_lesson).label("then")
    now = sa.func.count().over(partition_by=of_lesson).label("now")
    each = sa.select(Lesson.school_id, SurveyAnswer.face, place, then, now)
    each = each.join(Lesson, Lesson.id == SurveyAnswer.lesson_id)
    return each.where(starts_in(year), these).subquery()


def of_these(schools: Schools) -> sa.ColumnElement[bool]:
    """The answers of the pupils of one school, or those given in a region, where it lay when they were given."""
    if schools.school_id is not None:
        return Lesson.school_id == schools.school_id
    return below(SurveyAnswer.region_path, schools.path)


def understood_around(place: Place, asked: Asked, day: date) -> Counted:
    """What was understood in a region and in those right below it.

    Where there are others below, there are too many answers to read: the nights have counted them.
    """
    if place.region and not place.children:
        return Counted({place.path: understood(Schools(asked.schools.scope, place.path), asked.year, day)})
    return understood_below([place.path, *(child.path for child in place.children)], asked.year, day)


def understood_below(paths: Collection[str], year: Year, day: date) -> Counted:
    """The same of any regions, as the nights have counted it, in one statement."""
    answers, clear = UnderstandingStep.answers, UnderstandingStep.clear
    then = (sa.func.sum(sa.case((UnderstandingStep.day <= day, one), else_=0)) for one in (answers, clear))
    last = sa.select(sa.func.max(UnderstandingTally.counted_at)).where(UnderstandingTally.year == year.number)
    sums = (*then, sa.func.sum(answers), sa.func.sum(clear))
    chosen = sa.select(UnderstandingStep.path, last.scalar_subquery(), *sums).group_by(UnderstandingStep.path)
    mine = (UnderstandingStep.path.in_(paths), UnderstandingStep.year == year.number)
    rows = db.session.execute(chosen.where(*mine)).all()
    found = {path: pair_of(numbers) for path, _at, *numbers in rows}
    on = next((local_day(at) for _path, at, *_ in rows if at), None)
    return Counted({path: found.get(path, (Understood(), Understood())) for path in paths}, on)
