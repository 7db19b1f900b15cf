"""The anonymous survey of a lesson: one tap a pupil, and no figure for fewer than five."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from course.db import db
from course.delivery.models import Face, SurveyAnswer
from course.schedule.models import Lesson, LessonState

OPEN_FOR = timedelta(days=14)
FEWEST_SHOWN = 5
MOST_ANSWERS = 3_000
TAUGHT = {LessonState.SCHEDULED, LessonState.DELIVERED, LessonState.CONFIRMED}


@dataclass(frozen=True)
class SurveyResult:
    """How many answered, and how many of them understood; nothing below five answers."""

    answers: int
    clear: int


def is_open(lesson: Lesson, today: date) -> bool:
    """A survey is open from the day of the lesson, for two weeks."""
    return lesson.state in TAUGHT and lesson.start.date() <= today <= lesson.start.date() + OPEN_FOR


def answer(lesson: Lesson, face: Face, nonce: str, *, today: date) -> bool:
    """Keep an answer; false where this browser has answered before, or more answered than any school holds."""
    counted = sa.select(sa.func.count()).where(SurveyAnswer.lesson_id == lesson.id)
    if (db.session.scalar(counted) or 0) >= MOST_ANSWERS:
        return False
    row = SurveyAnswer(lesson_id=lesson.id, region_path=lesson.region_path, face=face, given_on=today)
    row.nonce_hash = hashlib.sha256(nonce.encode()).hexdigest()
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return False
    return True


def survey_result(lesson_id: int) -> SurveyResult | None:
    """What a lesson's pupils said; None for fewer than five of them, so that nobody can be told apart."""
    clear = sa.func.sum(sa.case((SurveyAnswer.face == Face.CLEAR, 1), else_=0))
    counted = sa.select(sa.func.count(), clear).where(SurveyAnswer.lesson_id == lesson_id)
    answers, understood = db.session.execute(counted).one()
    return SurveyResult(answers, int(understood)) if answers >= FEWEST_SHOWN else None
