"""Counting what the surveys said, by region: only lessons with at least five answers, and by fives, as everywhere."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

import sqlalchemy as sa

from course.coverage.models import UnderstandingTally
from course.coverage.queries import starts_in
from course.coverage.rules import Year
from course.coverage.tallies.rules import places_above
from course.db import db
from course.delivery.models import SurveyAnswer
from course.delivery.survey import counted_answers, number_clear
from course.schedule.models import Lesson


def count(year: Year, now: datetime) -> None:
    """Write what the surveys of a year said, in place of what was counted before."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for path, *values in db.session.execute(statement(year)):
        for place in places_above(path):
            sums[place] = [one + int(more) for one, more in zip(sums[place], values, strict=True)]
    db.session.execute(sa.delete(UnderstandingTally).where(UnderstandingTally.year == year.number))
    for path, (lessons, answers, clear) in sums.items():
        row = UnderstandingTally(path=path, year=year.number, lessons=lessons, answers=answers, clear=clear)
        row.counted_at = now
        db.session.add(row)
    db.session.flush()


def statement(year: Year) -> sa.Select[tuple[str, int, int, int]]:
    """The lessons with enough answers, their counted answers, and those that said it was clear, by region."""
    each = sa.select(SurveyAnswer.region_path, SurveyAnswer.lesson_id, SurveyAnswer.face)
    # A lesson lies in one year with all its answers: a part of them, less what its own page shows, would tell of a few.
    each = each.join(Lesson, Lesson.id == SurveyAnswer.lesson_id).where(starts_in(year))
    one = counted_answers(each, SurveyAnswer, SurveyAnswer.region_path, SurveyAnswer.lesson_id)
    summed = (sa.func.count(one.c.lesson_id.distinct()), sa.func.count(), number_clear(one))
    return sa.select(one.c.region_path, *summed).group_by(one.c.region_path)
