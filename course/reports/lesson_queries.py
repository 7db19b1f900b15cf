"""Reads of the lessons of a report, a thousand at a time: what happened until the day, and what was said about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from course.coverage.past_days.as_of_queries import end_of
from course.coverage.queries import of_schools, starts_in
from course.db import db
from course.delivery.models import Confirmation, Delivery, Form, Manner, ReachedClass
from course.reports.matter import Matter
from course.reports.story_queries import Stood, stood_at
from course.roster.models import School, SchoolClass, Theme, VicePrincipal
from course.schedule.models import Lesson, LessonClass, LessonState

AT_ONCE = 1_000
# What was planned until the day and is neither confirmed nor called off.
OPEN = (LessonState.DELIVERED, LessonState.MISSED, LessonState.SCHEDULED)
TOLD = {*OPEN, LessonState.CONFIRMED}


@dataclass(frozen=True, slots=True)
class LessonLine:
    """A lesson of the ledger; figures are the school's, or else those that were reported."""

    day: date
    start: datetime
    school_id: int
    school_code: str
    school: str
    # The path of the region in which the school lies.
    path: str
    person: str
    theme_id: int
    theme: str
    state: LessonState
    manner: Manner | None
    form: Form | None
    minutes: int | None
    pupils: int | None
    special: str
    classes: Sequence[str]


def lesson_lines(matter: Matter, limit: int | None = None) -> Iterator[LessonLine]:
    """The lessons of the year until the day, in order, as they stood then; read as they are needed."""
    rows = db.session.execute(lessons_statement(matter).limit(limit).execution_options(yield_per=AT_ONCE))
    for batch in rows.partitions():
        stood = stood_at(batch, end_of(matter.as_of)) if matter.as_of else {}
        yield from (line for line in lines_of(batch, stood) if line.state in TOLD)


def lines_of(batch: Sequence[Any], stood: Mapping[int, Stood]) -> Iterator[LessonLine]:
    """These lessons as they are now, or as they stood where something has happened since."""
    still = {row.id for row in batch if row.confirmed and row.id not in stood}
    reached = labels_of(ReachedClass, sorted(still))
    planned = labels_of(LessonClass, [row.id for row in batch if row.id not in still])
    for row in batch:
        line = line_of(row, reached if row.id in still else planned)
        yield line_then(line, stood[row.id]) if row.id in stood else line


def number_of_lessons(matter: Matter) -> int:
    """How many there are."""
    rows = lessons_statement(matter).order_by(None).subquery()
    return db.session.scalar(sa.select(sa.func.count()).select_from(rows)) or 0


def lessons_statement(matter: Matter) -> sa.Select[Any]:
    """Confirmed lessons by the day on which they were taught, others by the day for which they are planned."""
    said = (
        sa.func.coalesce(getattr(Confirmation, name), getattr(Delivery, name)).label(name)
        for name in ("manner", "form", "minutes", "pupils", "special")
    )
    where = sa.func.coalesce(Confirmation.school_id, Lesson.school_id).label("school_id")
    known = (Confirmation.taught_on, Confirmation.confirmed_at, Delivery.reported_at)
    told = (School.code.label("school_code"), School.name.label("school"), matter.asked.region_path().label("path"))
    columns = (Lesson.id, Lesson.theme_id, Lesson.start, Lesson.state, where, *told, *known, *said)
    confirmed = Confirmation.id.is_not(None).label("confirmed")
    chosen = sa.select(*columns, confirmed, VicePrincipal.name.label("person"), Theme.name.label("theme"))
    chosen = chosen.select_from(Lesson).outerjoin(Confirmation, Confirmation.lesson_id == Lesson.id)
    chosen = chosen.outerjoin(Delivery, Delivery.lesson_id == Lesson.id)
    chosen = chosen.join(School, School.id == sa.func.coalesce(Confirmation.school_id, Lesson.school_id))
    chosen = chosen.join(Theme, Theme.id == Lesson.theme_id)
    chosen = chosen.join(VicePrincipal, VicePrincipal.id == Lesson.vice_principal_id)
    return chosen.where(happened(matter)).order_by(Lesson.start, Lesson.id)


def happened(matter: Matter) -> sa.ColumnElement[bool]:
    """The lessons that a ledger tells of: what is confirmed, and what should have been by then."""
    year, asked = matter.counted, matter.asked
    if matter.as_of is not None:
        # What became of them is read from their stories.
        return sa.and_(starts_in(year), of_schools(Lesson, asked))
    taught = sa.and_(Confirmation.taught_on.between(year.first, year.last), of_schools(Confirmation, asked))
    unconfirmed = sa.and_(Confirmation.id.is_(None), Lesson.state.in_(OPEN), starts_in(year))
    begun = sa.or_(Lesson.state == LessonState.DELIVERED, Lesson.start <= matter.moment)
    return sa.or_(taught, sa.and_(unconfirmed, begun, of_schools(Lesson, asked)))


def labels_of(table: Any, lesson_ids: Sequence[int]) -> dict[int, list[str]]:
    """The classes of these lessons, as ``3-2``."""
    found: dict[int, list[str]] = {}
    if not lesson_ids:
        return found
    chosen = sa.select(table.lesson_id, SchoolClass.grade, SchoolClass.number)
    chosen = chosen.join(SchoolClass, SchoolClass.id == table.class_id).where(table.lesson_id.in_(lesson_ids))
    for lesson_id, grade, number in db.session.execute(chosen.order_by(SchoolClass.grade, SchoolClass.number)):
        found.setdefault(lesson_id, []).append(f"{grade}-{number}")
    return found


def line_of(row: Any, classes: Mapping[int, Sequence[str]]) -> LessonLine:
    """A row as a line."""
    return LessonLine(
        day=row.taught_on or row.start.date(),
        start=row.start,
        school_id=row.school_id,
        school_code=row.school_code,
        school=row.school,
        path=row.path,
        person=row.person,
        theme_id=row.theme_id,
        theme=row.theme,
        state=LessonState.CONFIRMED if row.confirmed else row.state,
        manner=Manner(row.manner) if row.manner else None,
        form=Form(row.form) if row.form else None,
        minutes=row.minutes,
        pupils=row.pupils,
        special=row.special or "",
        classes=classes.get(row.id, ()),
    )


def line_then(line: LessonLine, stood: Stood) -> LessonLine:
    """A line as it was on a past day."""
    said = stood.said
    return replace(
        line,
        state=stood.state,
        manner=Manner(said["manner"]) if said else None,
        form=Form(said["form"]) if said else None,
        minutes=said.get("minutes"),
        pupils=said.get("pupils"),
        special=said.get("special", ""),
        classes=said.get("classes", line.classes),
    )


def lessons_between(matter: Matter, first: date, after: date) -> Counter[LessonState]:
    """How many lessons are planned from a day until another, by state; on a past day by the state of then."""
    start, end = datetime.combine(first, datetime.min.time()), datetime.combine(after, datetime.min.time())
    planned = (Lesson.start >= start, Lesson.start < end, of_schools(Lesson, matter.asked))
    if matter.as_of is not None:
        return Counter(states_at(planned, end_of(matter.as_of)))
    chosen = sa.select(Lesson.state, sa.func.count()).where(*planned)
    return Counter(dict(db.session.execute(chosen.group_by(Lesson.state)).all()))


def states_at(planned: Sequence[sa.ColumnElement[bool]], end: datetime) -> Iterator[LessonState]:
    """How each of these lessons stood at a moment; those that nobody had asked for by then are left out."""
    said = (Confirmation.confirmed_at, Delivery.reported_at, Confirmation.id.is_not(None).label("confirmed"))
    chosen = sa.select(Lesson.id, Lesson.state, *said).where(*planned, Lesson.created_at < end)
    chosen = chosen.outerjoin(Confirmation, Confirmation.lesson_id == Lesson.id)
    chosen = chosen.outerjoin(Delivery, Delivery.lesson_id == Lesson.id)
    for batch in db.session.execute(chosen.execution_options(yield_per=AT_ONCE)).partitions():
        stood = stood_at(batch, end)
        yield from (stood[row.id].state if row.id in stood else row.state for row in batch)
