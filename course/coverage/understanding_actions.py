"""Counting what the surveys said, by region: only lessons with at least five answers, and by fives, as everywhere."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

import sqlalchemy as sa

from course.coverage.models import UnderstandingStep, UnderstandingTally
from course.coverage.queries import starts_in
from course.coverage.rules import Year
from course.coverage.tallies.rules import places_above
from course.db import db
from course.delivery.models import Face, SurveyAnswer
from course.delivery.survey import STEP, counted_answers, number_clear
from course.i18n import local_day
from course.schedule.models import Lesson


def count(year: Year, now: datetime) -> None:
    """Write what the surveys of a year said, in place of what was counted before, and how that came about by day."""
    count_steps(year)
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


def count_steps(year: Year) -> None:
    """Write by how much the surveys of a year moved on each day since they were last counted, that day included."""
    since = counted_since(year)
    sums: dict[tuple[str, date], list[int]] = defaultdict(lambda: [0, 0])
    for path, day, *values in db.session.execute(steps_statement(year, since)):
        for place in places_above(path):
            sums[place, day] = [one + int(more) for one, more in zip(sums[place, day], values, strict=True)]
    again = (UnderstandingStep.year == year.number, UnderstandingStep.day >= since)
    db.session.execute(sa.delete(UnderstandingStep).where(*again))
    rows = [
        {"path": path, "year": year.number, "day": day, "answers": answers, "clear": clear}
        for (path, day), (answers, clear) in sums.items()
    ]
    if rows:
        db.session.execute(sa.insert(UnderstandingStep), rows)


def counted_since(year: Year) -> date:
    """The day from which a year is to be counted: that of the last night, or its first one where there was none."""
    steps = sa.select(UnderstandingStep.day).where(UnderstandingStep.year == year.number).limit(1)
    last = sa.select(sa.func.max(UnderstandingTally.counted_at)).where(UnderstandingTally.year == year.number)
    if db.session.scalar(steps) is None:
        return year.first
    counted_at = db.session.scalar(last)
    return local_day(counted_at) if counted_at else year.first


def steps_statement(year: Year, since: date) -> sa.Select[tuple[str, date, int, int]]:
    """The answers that came to be counted on each day since, and those that said it was clear, by region.

    Of a lesson that was answered since all answers are read: by fives they are counted from the first one on.
    """
    of = (SurveyAnswer.region_path, SurveyAnswer.lesson_id)
    place = sa.func.row_number(type_=sa.Integer).over(partition_by=of, order_by=SurveyAnswer.id)
    lately = sa.select(SurveyAnswer.lesson_id).where(SurveyAnswer.given_on >= since)
    each = sa.select(*of, SurveyAnswer.face, SurveyAnswer.given_on, ((place - 1) // STEP).label("step"))
    each = each.join(Lesson, Lesson.id == SurveyAnswer.lesson_id)
    one = each.where(starts_in(year), SurveyAnswer.lesson_id.in_(lately)).subquery()
    clear = sa.func.sum(sa.case((one.c.face == Face.CLEAR, 1), else_=0)).label("clear")
    whole = sa.select(one.c.region_path, sa.func.max(one.c.given_on).label("day"), clear)
    whole = whole.group_by(one.c.region_path, one.c.lesson_id, one.c.step).having(sa.func.count() == STEP)
    step = whole.subquery()
    sums = (sa.func.count() * STEP, sa.func.sum(step.c.clear))
    chosen = sa.select(step.c.region_path, step.c.day, *sums).where(step.c.day >= since)
    return chosen.group_by(step.c.region_path, step.c.day)
