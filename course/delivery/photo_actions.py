"""Verbs of photographs: add, say why one may be shown, withdraw; and point out one that serves two lessons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from course.access import audit
from course.access.models import User
from course.access.notice_actions import notify
from course.db import db
from course.delivery import photo_queries as queries
from course.delivery import photo_rules as rules
from course.delivery.models import Photo
from course.delivery.photo_intake import Pressed
from course.errors import refuse
from course.schedule.models import Lesson

TWICE = "photo.twice"


def add(
    lesson: Lesson, taken: Sequence[Pressed], consent: str, faces_not_recognisable: bool, *, user: User, now: datetime
) -> list[Photo]:
    """Keep photographs of a lesson; without a basis they stay hidden."""
    refuse([rules.not_too_many(queries.number_of(lesson.id), len(taken))])
    rows = []
    for one in taken:
        row = Photo(lesson_id=lesson.id, region_path=lesson.region_path, content=one.content, look=one.look)
        row.content_hash, row.width, row.height = one.content_hash, one.width, one.height
        row.consent, row.faces_not_recognisable = consent, faces_not_recognisable
        row.added_by_id, row.added_at = user.id, now
        rows.append(row)
    db.session.add_all(rows)
    db.session.flush()
    note("photo.add", lesson, user, now, {"photos": len(rows), "consent": consent})
    point_out_twins(rows, now)
    return rows


def say_why(
    lesson: Lesson, photo: Photo, consent: str, faces_not_recognisable: bool, *, user: User, now: datetime
) -> None:
    """Say why a photograph may be shown; from then on it is."""
    refuse([rules.basis_is_complete(consent, faces_not_recognisable)])
    photo.consent, photo.faces_not_recognisable = consent, faces_not_recognisable
    note("photo.consent", lesson, user, now, {"photo": photo.id, "consent": consent})
    db.session.flush()


def withdraw(lesson: Lesson, photo: Photo, *, user: User, now: datetime) -> None:
    """Take a photograph away for good: its bytes are gone, only that there was one is known."""
    photo.withdrawn_at, photo.content = now, b""
    note("photo.withdraw", lesson, user, now, {"photo": photo.id})
    db.session.flush()


def point_out_twins(photos: Sequence[Photo], now: datetime) -> None:
    """Tell both sides of both lessons, once for each pair of lessons, that they show the same photograph."""
    pairs = {tuple(sorted((twin.lesson_id, twin.other_lesson_id))) for twin in queries.twins_of(photos)}
    lessons = queries.lesson_names({lesson_id for pair in pairs for lesson_id in pair})
    people = queries.people_of_lessons(lessons)
    for pair in sorted(pairs):
        days = {lesson_id: lessons[lesson_id].start.date().isoformat() for lesson_id in pair}
        key = f"{TWICE}:{pair[0]}:{pair[1]}"
        for own, user_id in people:
            if own in pair:
                other = pair[1] if own == pair[0] else pair[0]
                facts = {"day": days[own], "other_day": days[other]}
                notify(user_id, kind=TWICE, key=key, facts=facts, address=f"/lessons/{own}#photos", now=now)


def note(action: str, lesson: Lesson, user: User, now: datetime, detail: dict[str, object]) -> None:
    """Write down in the log who did what with the photographs of a lesson."""
    audit.note(action, f"lesson:{lesson.id}", user=user, now=now, region_path=lesson.region_path, after=detail)
