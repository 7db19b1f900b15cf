"""Verbs of lessons that nobody reported: ask both sides, once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from course.access.notice_actions import notify
from course.db import db
from course.delivery import unreported_queries as queries
from course.schedule.models import Lesson

UNREPORTED = "lesson.unreported"
AT_ONCE = 500


def ask_both_sides(lesson_ids: Collection[int], *, now: datetime) -> dict[str, int]:
    """Ask the vice-principal and the school whether these lessons took place; safe to repeat."""
    ids = sorted(lesson_ids)
    done = [ask_some(ids[at : at + AT_ONCE], now) for at in range(0, len(ids), AT_ONCE)]
    return {"lessons": sum(lessons for lessons, _ in done), "notices": sum(told for _, told in done)}


def ask_some(lesson_ids: Collection[int], now: datetime) -> tuple[int, int]:
    """The same for as many as one question to the database can name."""
    lessons = queries.still_unasked(lesson_ids)
    people, told = queries.people_of(lessons), 0
    for lesson in lessons:
        lesson.report_asked_at = now
        for user_id in people.get(lesson.id, ()):
            told += notify(user_id, now=now, **question_about(lesson)) is not None
    db.session.flush()
    return len(lessons), told


def question_about(lesson: Lesson) -> dict[str, Any]:
    """The notice: it leads to the lesson's page, where one tap answers it."""
    facts = {
        "start": lesson.start.isoformat(),
        "end": lesson.end.isoformat(),
        "period": lesson.period,
        "school": lesson.school.name,
        "classes": [row.label for row in sorted(lesson.classes, key=lambda row: (row.grade, row.number))],
        "theme": lesson.theme.name,
        "vice_principal": lesson.vice_principal.name,
    }
    address = f"/lessons/{lesson.id}#delivery"
    return {"kind": UNREPORTED, "key": f"{UNREPORTED}:{lesson.id}", "facts": facts, "address": address}
