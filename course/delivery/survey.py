"""The anonymous survey of a lesson: a tap a question, once for each browser, and figures that move by fives only.

Whoever looks before and after one more answer must not learn what it said: a figure counts the first five answers, the
first ten, and so on, and everything that adds lessons up counts the same ones.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from course.cases.quiz import Question
from course.db import db
from course.delivery.models import Face, Moment, QuizAnswer, SurveyAnswer
from course.schedule.models import Lesson, LessonState

OPEN_FOR = timedelta(days=14)
FEWEST_SHOWN = 5
# So many answers at least come between one figure and the next.
STEP = FEWEST_SHOWN
MOST_ANSWERS = 3_000
TAUGHT = {LessonState.SCHEDULED, LessonState.DELIVERED, LessonState.CONFIRMED}


@dataclass(frozen=True)
class SurveyResult:
    """How many answers are counted, and how many of them understood; nothing below five answers."""

    answers: int
    clear: int


@dataclass(frozen=True)
class Surveyed:
    """A lesson as its survey knows it: plain values, so that nothing is read anew while an answer is written."""

    id: int
    region_path: str
    vice_principal_id: int
    state: LessonState
    start: datetime
    end: datetime
    pupils: int = 0
    stage: str = ""
    deck_language: str = ""
    version_id: int = 0
    text_hash: str = ""


def is_open(lesson: Lesson | Surveyed, today: date) -> bool:
    """A survey is open from the day of the lesson, for two weeks."""
    return lesson.state in TAUGHT and lesson.start.date() <= today <= lesson.start.date() + OPEN_FOR


def is_open_before(lesson: Lesson | Surveyed, now: datetime) -> bool:
    """The questions before a lesson are open for the two weeks before it, and while the class settles down."""
    return lesson.state in TAUGHT and lesson.start - OPEN_FOR <= now < lesson.end


def answer(lesson: Lesson | Surveyed, face: Face, nonce: str, *, today: date) -> bool:
    """Keep a face; false where this browser has answered before, or more answered than any school holds."""
    counted = sa.select(sa.func.count()).where(SurveyAnswer.lesson_id == lesson.id)
    row = SurveyAnswer(lesson_id=lesson.id, region_path=lesson.region_path, face=face, given_on=today)
    return kept_once(row, nonce, counted)


def answer_question(
    lesson: Surveyed, moment: Moment, question: Question, chosen: int, nonce: str, *, today: date
) -> bool:
    """Keep the answer to one question; false as for a face."""
    row = QuizAnswer(lesson_id=lesson.id, region_path=lesson.region_path, case_version_id=lesson.version_id)
    row.moment, row.question, row.chosen = moment, question.number, chosen
    row.correct, row.given_on = chosen == question.right, today
    of_question = (QuizAnswer.lesson_id == lesson.id, QuizAnswer.moment == moment)
    counted = sa.select(sa.func.count()).where(*of_question, QuizAnswer.question == question.number)
    return kept_once(row, nonce, counted)


def kept_once(row: Any, nonce: str, counted: sa.Select[tuple[int]]) -> bool:
    """Write one answer of a browser; false where it is there already, or where there are too many to be true."""
    if (db.session.scalar(counted) or 0) >= MOST_ANSWERS:
        return False
    row.nonce_hash = nonce_hash(nonce)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return False
    return True


def nonce_hash(nonce: str) -> str:
    """What is kept of the number that a browser was given."""
    return hashlib.sha256(nonce.encode()).hexdigest()


def whole_steps(answers: Any) -> Any:
    """How many of so many answers of one lesson are counted; also as a column of a statement."""
    return answers - answers % STEP


def counted_answers(chosen: sa.Select[Any], answers: Any, *of: Any) -> sa.Subquery:
    """The answers of a statement that are counted: those that came first of each group, a lesson's or a question's."""
    place = sa.func.row_number().over(partition_by=of, order_by=answers.id)
    given = sa.func.count().over(partition_by=of)
    numbered = chosen.add_columns(place.label("place"), given.label("given")).subquery()
    return sa.select(numbered).where(numbered.c.place <= whole_steps(numbered.c.given)).subquery()


def survey_result(lesson_id: int) -> SurveyResult | None:
    """What a lesson's pupils said; None for fewer than five of them, so that nobody can be told apart."""
    chosen = sa.select(SurveyAnswer.face).where(SurveyAnswer.lesson_id == lesson_id)
    one = counted_answers(chosen, SurveyAnswer, SurveyAnswer.lesson_id)
    answers, understood = db.session.execute(sa.select(sa.func.count(), number_clear(one))).one()
    return SurveyResult(answers, int(understood)) if answers else None


def number_clear(answers: sa.Subquery) -> sa.ColumnElement[int]:
    """How many of these faces said that it was clear."""
    return sa.func.sum(sa.case((answers.c.face == Face.CLEAR, 1), else_=0))
