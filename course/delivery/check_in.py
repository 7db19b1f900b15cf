"""The check-in that nobody has to do: four digits on the school's page of the day, typed in by the vice-principal."""

from __future__ import annotations

import hmac
import unicodedata
from datetime import datetime

import sqlalchemy as sa

from course import links
from course.access.models import User
from course.db import db
from course.delivery import check_in_rules as rules
from course.delivery.models import Delivery
from course.errors import refuse
from course.schedule.actions import write_change
from course.schedule.models import Lesson, LessonChange

ACTION = "check_in"


def code_of(lesson: Lesson) -> str:
    """The four digits of a lesson on its day; another day's lesson has others."""
    return links.digits("check_in", f"{lesson.id} {lesson.start.date().isoformat()}", rules.DIGITS)


def is_code_of(lesson: Lesson, typed: str) -> bool:
    """Whether somebody typed these digits; full-width ones and blanks are as good."""
    plain = "".join(unicodedata.normalize("NFKC", typed).split())
    return hmac.compare_digest(plain.encode(), code_of(lesson).encode())


def check_in(lesson: Lesson, typed: str, *, user: User, now: datetime, local: datetime) -> None:
    """Write down that the vice-principal was there; a report that comes later takes it over."""
    given = checked_in_at(lesson.id)
    refuse([rules.is_the_day(lesson.state, lesson.start, local), rules.not_yet_checked_in(given)])
    refuse([rules.code_is_right(is_code_of(lesson, typed))])
    said = {"state": lesson.state.value, "sequence": lesson.sequence}
    write_change(lesson, ACTION, said, said, user=user, now=now)
    known = sa.update(Delivery).where(Delivery.lesson_id == lesson.id)
    db.session.execute(known.values(checked_in_at=now))


def checked_in_at(lesson_id: int) -> datetime | None:
    """When the code was typed in; the history of the lesson knows it, also before anything is reported."""
    chosen = sa.select(LessonChange.at).where(LessonChange.lesson_id == lesson_id, LessonChange.action == ACTION)
    return db.session.scalar(chosen.order_by(LessonChange.id).limit(1))
