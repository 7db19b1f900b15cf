"""Reads of what pupils do not understand: the wrong answers to each question of a case, over many lessons.

A lesson counts for a question only with five answers of its own, and by fives.  Otherwise the figure of a case, less
the figures of its lessons, would tell what a handful of pupils said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from course.access.scope import Scope, within
from course.cases.editor.draft_queries import case_seen, library_of
from course.cases.editor.draft_rules import Reader
from course.cases.models import Case, CaseVersion
from course.cases.quiz import Question, all_questions
from course.db import db
from course.delivery.models import Moment, QuizAnswer
from course.delivery.survey import counted_answers
from course.delivery.survey_queries import Share
from course.roster.models import Theme
from course.schedule.models import Lesson


@dataclass(frozen=True)
class Counted:
    """The answers to one question of one version of a case, before or after, and in how many lessons."""

    version_id: int
    moment: Moment
    question: int
    lessons: int
    share: Share


@dataclass(frozen=True)
class Understood:
    """One question of a case: what pupils answered before and after the lesson, and in how many lessons."""

    question: Question
    version: int
    before: Share | None
    after: Share | None
    lessons: int

    @property
    def wrong(self) -> int:
        """The wrong answers of a hundred after the lesson; those before it where nobody asked after it."""
        share = self.after or self.before
        return share.percent if share else 0


@dataclass(frozen=True)
class OfCase:
    """A case with its questions, those first that are understood least."""

    case: Case
    questions: tuple[Understood, ...]

    @property
    def after(self) -> Share | None:
        """All answers after the lesson."""
        return together(row.after for row in self.questions)


@dataclass(frozen=True)
class OfTheme:
    """A theme with its cases, those first that are understood least."""

    theme: Theme
    cases: tuple[OfCase, ...]

    @property
    def after(self) -> Share | None:
        """All answers after the lessons of this theme."""
        return together(row.after for row in self.cases)


def together(shares: Iterable[Share | None]) -> Share | None:
    """Several shares as one; none where there is nothing to add up."""
    found = [share for share in shares if share]
    return Share(sum(one.answers for one in found), sum(one.wrong for one in found)) if found else None


def percent_of(share: Share | None) -> int:
    """The wrong answers of a hundred, for putting the largest first."""
    return share.percent if share else 0


def themes_understood(reader: Reader, scope: Scope, since: datetime, language: str) -> list[OfTheme]:
    """Every theme with the cases that the reader sees and of which enough pupils in the scope were asked."""
    lines = {line.case.id: line.case for line in library_of(reader)}
    themes: dict[int, list[OfCase]] = {}
    for case_id, questions in understood(lines, scope, since, language).items():
        themes.setdefault(lines[case_id].theme_id, []).append(OfCase(lines[case_id], questions))
    ordered = [sorted(cases, key=lambda one: (-percent_of(one.after), one.case.key)) for cases in themes.values()]
    found = [OfTheme(cases[0].case.theme, tuple(cases)) for cases in ordered]
    return sorted(found, key=lambda one: (-percent_of(one.after), one.theme.code))


def case_understood(key: str, reader: Reader, scope: Scope, since: datetime, language: str) -> OfCase | None:
    """One case with its questions, which may be none yet; None for a case that this reader does not see."""
    line = case_seen(key, reader)
    if line is None:
        return None
    return OfCase(line.case, understood([line.case.id], scope, since, language).get(line.case.id, ()))


def understood(
    case_ids: Collection[int], scope: Scope, since: datetime, language: str
) -> dict[int, tuple[Understood, ...]]:
    """The questions of these cases that enough pupils answered."""
    found = counted(case_ids, scope, since)
    wanted = sa.select(CaseVersion).where(CaseVersion.id.in_({one.version_id for one in found}))
    result: dict[int, list[Understood]] = {}
    for version in db.session.scalars(wanted.order_by(CaseVersion.case_id, CaseVersion.number.desc())):
        mine = {(one.moment, one.question): one for one in found if one.version_id == version.id}
        for question in all_questions(version.text, language):
            before, after = (mine.get((moment, question.number)) for moment in (Moment.BEFORE, Moment.AFTER))
            if before or after:
                lessons = max(one.lessons for one in (before, after) if one)
                shares = (before.share if before else None, after.share if after else None)
                result.setdefault(version.case_id, []).append(Understood(question, version.number, *shares, lessons))
    return {case_id: tuple(sorted(rows, key=lambda row: -row.wrong)) for case_id, rows in result.items()}


def counted(case_ids: Collection[int], scope: Scope, since: datetime) -> list[Counted]:
    """The counted answers by version, moment and question, of the lessons in scope that have enough of them."""
    keys = (QuizAnswer.case_version_id, QuizAnswer.moment, QuizAnswer.question)
    chosen = (
        sa.select(*keys, QuizAnswer.lesson_id, QuizAnswer.correct)
        .join(Lesson, Lesson.id == QuizAnswer.lesson_id)
        .join(CaseVersion, CaseVersion.id == QuizAnswer.case_version_id)
        .where(CaseVersion.case_id.in_(list(case_ids)), Lesson.start >= since, within(Lesson, scope))
    )
    each = counted_answers(chosen, QuizAnswer, QuizAnswer.lesson_id, *keys)
    named = (each.c.case_version_id, each.c.moment, each.c.question)
    wrong, lessons = sa.func.sum(sa.case((each.c.correct, 0), else_=1)), sa.func.count(each.c.lesson_id.distinct())
    sums = sa.select(*named, lessons, sa.func.count(), wrong)
    rows = db.session.execute(sums.group_by(*named))
    return [Counted(row[0], row[1], row[2], row[3], Share(int(row[4]), int(row[5]))) for row in rows]
