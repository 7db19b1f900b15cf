"""Reads of the survey: what is asked about a lesson, what a browser has answered, what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from course.cases.quiz import Question, language_shown, questions_for, version_asked
from course.db import db
from course.delivery.models import Moment, QuizAnswer, SurveyAnswer
from course.delivery.survey import FEWEST_SHOWN, nonce_hash
from course.schedule.lesson_deck import stage_of
from course.schedule.models import Lesson


@dataclass(frozen=True)
class Asked:
    """The questions of a lesson, in its stage and one language; none where it has no case that may be used."""

    questions: tuple[Question, ...] = ()
    version_id: int = 0

    def question(self, number: int) -> Question | None:
        """The question with this number."""
        return next((one for one in self.questions if one.number == number), None)


@dataclass(frozen=True)
class Answered:
    """What one browser has answered already: the options by question, and whether it tapped a face."""

    options: Mapping[int, int]
    face: bool


@dataclass(frozen=True)
class Share:
    """How many answered a question, and how many of them were wrong; never fewer than five answers."""

    answers: int
    wrong: int

    @property
    def percent(self) -> int:
        """The wrong answers of a hundred."""
        return round(100 * self.wrong / self.answers)


def surveyed_lesson(lesson_id: int) -> Lesson | None:
    """A lesson with its classes and its case; the signature of the address has said that it may be seen."""
    shown = (joinedload(Lesson.case), selectinload(Lesson.classes))
    return db.session.scalar(sa.select(Lesson).options(*shown).where(Lesson.id == lesson_id))


def asked_about(lesson: Lesson, language: str) -> Asked:
    """The questions of a lesson; those that were asked first stay, also when the case has a newer version."""
    if lesson.case is None or not lesson.case.stages:
        return Asked()
    before = sa.select(QuizAnswer.case_version_id).where(QuizAnswer.lesson_id == lesson.id).limit(1)
    version = version_asked(lesson.case.id, db.session.scalar(before))
    if version is None:
        return Asked()
    stage = stage_of(lesson.classes, lesson.case.stages)
    return Asked(questions_for(version.text, stage.value, language), version.id)


def language_of(lesson: Lesson) -> str:
    """The language in which the lesson is taught, as its deck says."""
    return language_shown(lesson.id)


def answered_by(lesson_id: int, moment: Moment, nonce: str) -> Answered:
    """What a browser has answered about this lesson."""
    mine = nonce_hash(nonce)
    taps = sa.select(QuizAnswer.question, QuizAnswer.chosen)
    taps = taps.where(QuizAnswer.lesson_id == lesson_id, QuizAnswer.moment == moment, QuizAnswer.nonce_hash == mine)
    face = sa.select(SurveyAnswer.id).where(SurveyAnswer.lesson_id == lesson_id, SurveyAnswer.nonce_hash == mine)
    options = {row.question: row.chosen for row in db.session.execute(taps)}
    return Answered(options, moment is Moment.AFTER and db.session.scalar(face) is not None)


def shares_of(lesson_id: int) -> dict[tuple[Moment, int], Share]:
    """The answers to each question of a lesson; a question with fewer than five is left out."""
    wrong = sa.func.sum(sa.case((QuizAnswer.correct, 0), else_=1))
    counted = sa.select(QuizAnswer.moment, QuizAnswer.question, sa.func.count(), wrong)
    grouped = counted.where(QuizAnswer.lesson_id == lesson_id).group_by(QuizAnswer.moment, QuizAnswer.question)
    rows = db.session.execute(grouped.having(sa.func.count() >= FEWEST_SHOWN))
    return {(moment, question): Share(answers, int(missed)) for moment, question, answers, missed in rows}
