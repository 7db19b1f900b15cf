"""Reads of what left a vice-principal's calendar: lessons that somebody else gives now, as they stood before.

Nothing of what became of a lesson afterwards is in it: that is the colleague's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from course.db import db
from course.roster.models import Appointment, School, SchoolClass, Theme, VicePrincipal
from course.roster.naming_queries import name_at
from course.schedule.calendars.lesson_event import LessonFacts, copy_of
from course.schedule.models import Lesson, LessonChange, LessonClass, LessonState

# A calendar that was not looked at for a while is still told what went to somebody else.
LEFT_KEPT = timedelta(days=60)
MOST_LEFT = 500


def moves_away() -> sa.Select[tuple[int]]:
    """The last change by which each lesson left ``whose`` since ``left_since``, of those that have not come back."""
    whose = sa.bindparam("whose")
    station = sa.select(VicePrincipal.station_id).where(VicePrincipal.id == whose).scalar_subquery()
    # Who stands in does so where a mate of the station serves; the index of changes is by region.
    mates = sa.select(Appointment.region_path).join(VicePrincipal, VicePrincipal.id == Appointment.vice_principal_id)
    chosen = sa.select(sa.func.max(LessonChange.id)).join(Lesson, Lesson.id == LessonChange.lesson_id)
    return chosen.where(
        LessonChange.region_path.in_(mates.where(VicePrincipal.station_id == station)),
        LessonChange.at >= sa.bindparam("left_since"),
        LessonChange.action == "move",
        LessonChange.before["vice_principal_id"].as_integer() == whose,
        Lesson.vice_principal_id != whose,
    ).group_by(LessonChange.lesson_id)


# Made once, as the statements of the feeds are.
MOVES_AWAY = moves_away()
LEFT = (
    sa.select(LessonChange, Lesson, Theme.name, name_at(Lesson.start))
    .join(Lesson, Lesson.id == LessonChange.lesson_id)
    .join(Theme, Theme.id == Lesson.theme_id)
    .join(School, School.id == Lesson.school_id)
    .where(LessonChange.id.in_(MOVES_AWAY))
    .order_by(LessonChange.id.desc())
    .limit(MOST_LEFT)
)


def left_since(today: date) -> datetime:
    """The first moment of which a calendar is still told."""
    return (datetime.combine(today, time()) - LEFT_KEPT).replace(tzinfo=UTC)


def left_lessons(person_id: int, today: date) -> list[LessonFacts]:
    """These lessons as their person had them, called off."""
    rows = db.session.execute(LEFT, {"whose": person_id, "left_since": left_since(today)}).all()
    classes = classes_of({change.lesson_id for change, *_ in rows})
    return [facts_of(person_id, tuple(row), classes.get(row[0].lesson_id, ())) for row in rows]


def facts_of(person_id: int, row: tuple[Any, ...], classes: Sequence[tuple[int, int]]) -> LessonFacts:
    """One of them: its time and its person of before, with the sequence of the change that took it away."""
    change, lesson, theme, school = row
    before = change.before
    return LessonFacts(
        id=lesson.id,
        uid=copy_of(lesson.uid, person_id),
        sequence=change.after["sequence"],
        created_at=lesson.created_at,
        changed_at=change.at,
        start=datetime.fromisoformat(before["start"]),
        end=datetime.fromisoformat(before["end"]),
        period=before["period"],
        state=LessonState.CANCELLED,
        place=lesson.place,
        theme=theme,
        school=school,
        vice_principal=before["vice_principal"],
        has_deck=False,
        classes=classes,
    )


def classes_of(lesson_ids: Collection[int]) -> dict[int, list[tuple[int, int]]]:
    """Grade and number of the classes of these lessons."""
    chosen = (
        sa.select(LessonClass.lesson_id, SchoolClass.grade, SchoolClass.number)
        .join(SchoolClass, SchoolClass.id == LessonClass.class_id)
        .where(LessonClass.lesson_id.in_(lesson_ids))
        .order_by(SchoolClass.grade, SchoolClass.number)
    )
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for lesson_id, grade, number in db.session.execute(chosen):
        found[lesson_id].append((grade, number))
    return found
