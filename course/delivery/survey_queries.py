"""Reads of the survey: what is asked about a lesson, what a browser has answered, what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from course.cases.models import Case, CaseVersion
from course.cases.quiz import Question, language_shown, questions_of, version_asked
from course.db import db
from course.delivery.models import Moment, QuizAnswer, SurveyAnswer
from course.delivery.survey import Surveyed, counted_answers, nonce_hash
from course.roster.models import SchoolClass
from course.schedule.lesson_deck import stage_of
from course.schedule.models import Lesson, LessonClass

# Stands for the faces among the numbers of the questions.
FACE = -1


@dataclass(frozen=True)
class Asked:
    """The questions of a lesson, in its stage and one language."""

    questions: tuple[Question, ...] = ()

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


def surveyed_lesson(lesson_id: int) -> Surveyed | None:
    """A lesson with the version of its case that is asked about; the signature of the address lets anybody read it."""
    found = db.session.execute(lesson_statement(), {"lesson": lesson_id}).first()
    if found is None:
        return None
    *plain, stages, language, version_id, text_hash = found
    classes = db.session.execute(classes_statement(), {"lesson": lesson_id}).all()
    lesson = Surveyed(*plain, pupils=sum(row.pupils for row in classes))
    if not stages or version_id is None:
        return lesson
    stage = stage_of(classes, stages).value
    asked = {"version_id": version_id, "text_hash": text_hash, "deck_language": language or ""}
    return replace(lesson, stage=stage, **asked)


@lru_cache(1)
def lesson_statement() -> sa.Select[Any]:
    """The lesson in plain values, built once.

    The questions that were asked first stay, also when the case has a newer version.
    """
    lesson_id = sa.bindparam("lesson")
    before = sa.select(QuizAnswer.case_version_id).where(QuizAnswer.lesson_id == lesson_id).limit(1)
    version = version_asked(Lesson.case_id, before.scalar_subquery()).scalar_subquery()
    language = language_shown(lesson_id).scalar_subquery()
    plain = (Lesson.id, Lesson.region_path, Lesson.vice_principal_id, Lesson.state, Lesson.start, Lesson.end)
    chosen = sa.select(*plain, Case.stages, language, CaseVersion.id, CaseVersion.text_hash)
    joined = chosen.outerjoin(Case, Case.id == Lesson.case_id).outerjoin(CaseVersion, CaseVersion.id == version)
    return joined.where(Lesson.id == lesson_id)


@lru_cache(1)
def classes_statement() -> sa.Select[Any]:
    """The grade and the head count of each class of a lesson, built once."""
    chosen = sa.select(SchoolClass.grade, SchoolClass.pupils).join(LessonClass, LessonClass.class_id == SchoolClass.id)
    return chosen.where(LessonClass.lesson_id == sa.bindparam("lesson"))


def asked_about(lesson: Surveyed, language: str) -> Asked:
    """The questions of a lesson in a language; none where it has no case that may be used."""
    if not lesson.version_id:
        return Asked()
    return Asked(questions_of(lesson.version_id, lesson.text_hash, lesson.stage, language))


def answered_by(lesson_id: int, moment: Moment, nonce: str) -> Answered:
    """What a browser has answered about this lesson."""
    given = {"lesson": lesson_id, "moment": moment, "nonce": nonce_hash(nonce)}
    options = {row[0]: row[1] for row in db.session.execute(answered_statement(), given)}
    return Answered(options, options.pop(FACE, None) is not None)


@lru_cache(1)
def answered_statement() -> sa.CompoundSelect[Any]:
    """The taps of one browser, the face among them, built once."""
    lesson_id, nonce = sa.bindparam("lesson"), sa.bindparam("nonce")
    taps = sa.select(QuizAnswer.question, QuizAnswer.chosen)
    of_moment = QuizAnswer.moment == sa.bindparam("moment", type_=QuizAnswer.moment.type)
    taps = taps.where(QuizAnswer.lesson_id == lesson_id, of_moment, QuizAnswer.nonce_hash == nonce)
    face = sa.select(sa.literal(FACE), sa.literal(0))
    return sa.union_all(taps, face.where(SurveyAnswer.lesson_id == lesson_id, SurveyAnswer.nonce_hash == nonce))


def shares_of(lesson_id: int) -> dict[tuple[Moment, int], Share]:
    """The answers to each question of a lesson that are counted; a question with fewer than five is left out."""
    keys = (QuizAnswer.moment, QuizAnswer.question)
    chosen = sa.select(*keys, QuizAnswer.correct).where(QuizAnswer.lesson_id == lesson_id)
    one = counted_answers(chosen, QuizAnswer, *keys)
    wrong = sa.func.sum(sa.case((one.c.correct, 0), else_=1))
    counted = sa.select(one.c.moment, one.c.question, sa.func.count(), wrong)
    rows = db.session.execute(counted.group_by(one.c.moment, one.c.question))
    return {(moment, question): Share(answers, int(missed)) for moment, question, answers, missed in rows}
