"""What a lesson's page shows of its survey: the codes for the class, and what the pupils understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from course.access.models import Role
from course.access.scope import Scope
from course.cases.quiz import Question
from course.delivery.models import Moment
from course.delivery.survey import FEWEST_SHOWN, Surveyed, SurveyResult, is_open, is_open_before, survey_result
from course.delivery.survey_link import survey_address
from course.delivery.survey_queries import Share, asked_about, shares_of, surveyed_lesson
from course.schedule.models import LessonState

SHOWN_TO = (Role.SCHOOL, Role.VICE_PRINCIPAL)
SHOWN_IN = (LessonState.SCHEDULED, LessonState.DELIVERED, LessonState.CONFIRMED)


@dataclass(frozen=True)
class Code:
    """An address for the pupils; its picture has an address of its own."""

    moment: Moment
    address: str


@dataclass(frozen=True)
class Line:
    """One question with what came of it before and after the lesson; none where fewer than five answered."""

    question: Question
    before: Share | None
    after: Share | None


@dataclass(frozen=True)
class SurveyPage:
    """The part of a lesson's page about the survey."""

    codes: Sequence[Code]
    lines: Sequence[Line]
    faces: SurveyResult | None
    has_questions: bool
    pupils: int
    fewest: int = FEWEST_SHOWN

    @property
    def answers(self) -> int:
        """The most answers that any question has."""
        shares = [share for line in self.lines for share in (line.before, line.after) if share]
        return max([share.answers for share in shares] + ([self.faces.answers] if self.faces else []), default=0)

    @property
    def too_many(self) -> bool:
        """Whether more answers came than pupils were invited: somebody has answered more than once."""
        return self.answers > self.pupils > 0


def survey_page(lesson_id: int, scope: Scope, language: str, now: datetime) -> SurveyPage | None:
    """The survey as the school and the vice-principal of a lesson see it; nothing for anybody else."""
    lesson = surveyed_lesson(lesson_id) if scope.role in SHOWN_TO else None
    if lesson is None or lesson.state not in SHOWN_IN or not is_of(lesson, scope):
        return None
    asked, shares = asked_about(lesson, language), shares_of(lesson.id)
    lines = [
        Line(one, shares.get((Moment.BEFORE, one.number)), shares.get((Moment.AFTER, one.number)))
        for one in asked.questions
    ]
    shown = [line for line in lines if line.before or line.after]
    codes = [Code(moment, survey_address(lesson.id, moment)) for moment in moments_open(lesson, bool(lines), now)]
    return SurveyPage(codes, shown, survey_result(lesson.id), bool(lines), lesson.pupils)


def is_of(lesson: Surveyed, scope: Scope) -> bool:
    """Whether it is the reader's own lesson; a colleague's is not."""
    return scope.role is Role.SCHOOL or lesson.vice_principal_id in scope.vice_principal_ids


def moments_open(lesson: Surveyed, has_questions: bool, now: datetime) -> list[Moment]:
    """The moments whose address can be given to the pupils now."""
    before = has_questions and is_open_before(lesson, now)
    after = is_open(lesson, now.date())
    return [moment for moment, opened in ((Moment.BEFORE, before), (Moment.AFTER, after)) if opened]
