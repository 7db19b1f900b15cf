"""Reads of what pupils said that they understood, as the surveys of a year stood at the end of a day and stand now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from course.access.scope import below
from course.coverage.measure_rules import understanding_share
from course.coverage.queries import Schools, starts_in
from course.coverage.rules import Year
from course.db import db
from course.delivery.models import Face, SurveyAnswer
from course.delivery.survey import whole_steps
from course.schedule.models import Lesson


@dataclass(frozen=True)
class Understood:
    """Counted answers, and those that said it was clear."""

    answers: int = 0
    clear: int = 0

    def share(self) -> float | None:
        """The clear ones of a hundred; None of too few answers."""
        return understanding_share(self.clear, self.answers)


def understood(schools: Schools, year: Year, day: date) -> tuple[Understood, Understood]:
    """On the day and now, in one statement: of each lesson the answers that its own page counted at that moment.

    They are counted by fives from the first one on, on every day, so that two days never differ by a few answers.
    """
    rows = numbered(schools, year, day).subquery()
    then, now = rows.c.place <= whole_steps(rows.c.then), rows.c.place <= whole_steps(rows.c.now)
    clear = rows.c.face == Face.CLEAR
    wanted = (then, sa.and_(then, clear), now, sa.and_(now, clear))
    sums = sa.select(*(sa.func.sum(sa.case((one, 1), else_=0)) for one in wanted))
    found = [int(one or 0) for one in db.session.execute(sums).one()]
    return Understood(*found[:2]), Understood(*found[2:])


def numbered(schools: Schools, year: Year, day: date) -> sa.Select[tuple[Face, int, int, int]]:
    """The answers, the how-manieth of its lesson each is, and how many the lesson had by the day and has now."""
    of_lesson, by_day = SurveyAnswer.lesson_id, sa.case((SurveyAnswer.given_on <= day, 1), else_=0)
    place = sa.func.row_number().over(partition_by=of_lesson, order_by=SurveyAnswer.id).label("place")
    then = sa.func.sum(by_day).over(partition_by=of_lesson).label("then")
    now = sa.func.count().over(partition_by=of_lesson).label("now")
    each = sa.select(SurveyAnswer.face, place, then, now).join(Lesson, Lesson.id == SurveyAnswer.lesson_id)
    return each.where(starts_in(year), of_these(schools))


def of_these(schools: Schools) -> sa.ColumnElement[bool]:
    """The answers of the pupils of one school, or those given in a region, where it lay when they were given."""
    if schools.school_id is not None:
        return Lesson.school_id == schools.school_id
    return below(SurveyAnswer.region_path, schools.path)
