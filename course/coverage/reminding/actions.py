"""Verbs of reminding: ask those who owe a word, each at most once a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from course.access import audit
from course.access.models import User
from course.access.notice_actions import notify
from course.coverage.reminding import queries
from course.coverage.reminding.rules import owed_by
from course.delivery.unreported_actions import UNREPORTED, question_about
from course.schedule.models import Lesson, LessonState

UNCONFIRMED = "lesson.report_waits"


@dataclass(frozen=True)
class Reminded:
    """How many people owe the word, and how many of them were reminded just now."""

    people: int
    told: int


def kind_for(lesson: Lesson) -> str:
    """What the reminder of a lesson is: of a report to confirm, or of a lesson to report."""
    return UNCONFIRMED if lesson.state is LessonState.DELIVERED else UNREPORTED


def key_of(lesson: Lesson, today: date) -> str:
    """The name of the reminder of a day: whoever had it that day does not get it again."""
    return f"{kind_for(lesson)}:{lesson.id}:{today.isoformat()}"


def remind(lesson: Lesson, *, user: User, today: date, now: datetime) -> Reminded:
    """Remind everybody who owes a word on this lesson."""
    people = queries.people_of(lesson, owed_by(lesson.state))
    said = question_about(lesson) | {"kind": kind_for(lesson), "key": key_of(lesson, today)}
    told = sum(notify(user_id, now=now, **said) is not None for user_id in people)
    if told:
        audit.note("lesson.remind", f"lesson:{lesson.id}", user=user, now=now, region_path=lesson.region_path)
    return Reminded(len(people), told)
