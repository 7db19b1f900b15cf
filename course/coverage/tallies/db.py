"""Keeping the tallies: before a transaction is committed, the schools that it changed are counted anew.

The session is watched, so that no action can forget it; who writes many rows at once tells ``course.changed``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cache
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from course.changed import Changed, changed, forget_changed
from course.coverage.tallies.actions import lock, recount, recount_years
from course.coverage.tallies.rebuild_actions import rebuild
from course.db import db, utc_now
from course.delivery.models import Confirmation, Delivery, ReachedClass
from course.roster.class_models import ClassMove
from course.roster.models import Appointment, School, SchoolClass, Term
from course.roster.rules import HOURS_OWED
from course.schedule.models import Lesson, LessonClass, LessonState

COUNTED = frozenset({LessonState.SCHEDULED, LessonState.DELIVERED, LessonState.CONFIRMED})
# A published plan has thousands of lessons, and a database takes only so many values in one statement.
AT_ONCE = 1_000
# The columns of a school that its figures depend on.
OF_SCHOOL = ("region_path", "stage", "opened_on", "closed_on")
OF_LESSON = ("state", "start", "end", "school_id", "theme_id", "classes")


def init_app(app: Flask) -> None:
    """Watch the session."""
    for name, listener in LISTENERS.items():
        if not event.contains(db.session, name, listener):
            event.listen(db.session, name, listener)


def note_changes(session: Session, context: Any, instances: Any) -> None:
    """Remember whose rows are about to be written."""
    for row in (*session.new, *session.dirty, *session.deleted):
        watch = WATCHED.get(type(row))
        if watch is not None:
            watch(row, changed())


def lesson(row: Lesson, found: Changed) -> None:
    """A lesson counts from when it is scheduled, and until it is called off; a mere request never does."""
    if touched(row, OF_LESSON) and COUNTED & {LessonState(one) for one in values(row, "state") if one}:
        found.hosts.update(one for one in values(row, "school_id") if one)
        found.days.update(one.date() for one in values(row, "start") if one)
        found.tell(row.changed_at)
        if row.id:
            found.lessons.add(row.id)


def of_lesson(row: Delivery | Confirmation | ReachedClass | LessonClass, found: Changed) -> None:
    """What was said of a lesson concerns its school, and the schools of its classes, now and in the year it was in."""
    found.lessons.add(row.lesson_id)
    found.tell(getattr(row, "reported_at", None) or getattr(row, "confirmed_at", None))


def of_school(row: Appointment | SchoolClass | ClassMove, found: Changed) -> None:
    """An appointment or a class concerns the school that it belongs to, and the one before."""
    if touched(row, tuple(sa.inspect(row).attrs.keys())):
        found.schools.update(one for one in values(row, "school_id") if one)


def school(row: School, found: Changed) -> None:
    """A school itself; a new one has its number only after it was written."""
    if touched(row, OF_SCHOOL):
        found.schools.update([row.id] if row.id else [])


def term(row: Term, found: Changed) -> None:
    """A term that asks for other hours than the law concerns every school."""
    asked = {Decimal(one) for one in values(row, "min_hours") if one is not None} - {HOURS_OWED}
    if asked and touched(row, ("min_hours", "start")):
        found.everything = True


def new_rows(session: Session, context: Any) -> None:
    """Remember schools that have just got their number, and those of new rows that were told the school itself."""
    for row in session.new:
        watch = WATCHED.get(type(row))
        if watch in (school, of_school):
            watch(row, changed())


def touched(row: Any, names: Iterable[str]) -> bool:
    """Whether one of these attributes is new or another one."""
    state = sa.inspect(row)
    if not state.persistent or state.deleted or row in db.session.deleted:
        return True
    return any(state.attrs[name].history.has_changes() for name in names)


def values(row: Any, name: str) -> tuple[Any, ...]:
    """What an attribute is and was."""
    history = sa.inspect(row).attrs[name].history
    return (*history.added, *history.unchanged, *history.deleted)


def count_before_commit(session: Session) -> None:
    """Count what was changed anew, in the same transaction; a savepoint waits for the outermost commit."""
    if session.in_nested_transaction():
        return
    session.flush()
    found = forget_changed()
    if not found:
        return
    if found.everything:
        rebuild(found.at or utc_now())
        return
    moment = found.at or utc_now()
    look_up(found)
    hosts = found.hosts - found.schools
    if found.schools and hosts:
        # One after the other would hold schools in two orders: two such changes could wait for each other.
        lock(sorted(found.schools | hosts))
    recount(found.schools, moment)
    recount_years(hosts, found.days, moment)


def look_up(found: Changed) -> None:
    """Add the days of the lessons, their schools, and those that their classes belong to or once did."""
    lessons = sorted(found.lessons)
    for first in range(0, len(lessons), AT_ONCE):
        some = {"lessons": lessons[first : first + AT_ONCE]}
        for school_id, start in db.session.execute(schools_statement(), some):
            found.hosts.add(school_id)
            found.days.add(start.date())


@cache
def schools_statement() -> sa.CompoundSelect[Any]:
    """These schools and days; built once, for each change of a lesson asks for them."""
    own = sa.select(Lesson.school_id, Lesson.start)
    invited = sa.select(LessonClass.class_id, Lesson.id, Lesson.start).join(Lesson, Lesson.id == LessonClass.lesson_id)
    there = invited.subquery()
    homes = sa.select(SchoolClass.school_id, there.c.start).join(there, there.c.class_id == SchoolClass.id)
    left = sa.select(ClassMove.school_id, there.c.start).join(there, there.c.class_id == ClassMove.class_id)
    lessons = sa.bindparam("lessons", (), expanding=True)
    return sa.union(own.where(Lesson.id.in_(lessons)), *(some.where(there.c.id.in_(lessons)) for some in (homes, left)))


def forget(session: Session, transaction: SessionTransaction) -> None:
    """What was rolled back has changed nothing; a savepoint leaves what was changed around it."""
    if not transaction.nested:
        forget_changed()


WATCHED: dict[type, Callable[[Any, Changed], None]] = {
    Lesson: lesson,
    LessonClass: of_lesson,
    Delivery: of_lesson,
    Confirmation: of_lesson,
    ReachedClass: of_lesson,
    Appointment: of_school,
    SchoolClass: of_school,
    ClassMove: of_school,
    School: school,
    Term: term,
}
LISTENERS: dict[str, Any] = {
    "before_flush": note_changes,
    "after_flush": new_rows,
    "before_commit": count_before_commit,
    "after_soft_rollback": forget,
}
