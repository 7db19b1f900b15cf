"""Reads of everything that is counted of some schools, a few statements for all of them together.

They are built once, for building them takes longer than running them for the one school that a change concerns.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import sqlalchemy as sa

from course.coverage.models import SchoolMove
from course.coverage.tallies.facts import EVER, Claim, Facts, Home, Planned, Reached, Taught, Waiting, Years
from course.db import db
from course.delivery.models import Confirmation, Delivery, Form, Manner, ReachedClass
from course.i18n import local_days
from course.roster.class_models import ClassMove
from course.roster.models import Appointment, School, SchoolClass, Term, Theme
from course.roster.rules import stage_of_grade
from course.schedule.models import Lesson, LessonClass, LessonState

COUNTED = (LessonState.SCHEDULED, LessonState.DELIVERED, LessonState.CONFIRMED)
# Databases take only so many values in one statement; a thousand schools may have more classes.
MOST_VALUES = 30_000
# What a statement is told when it is run.
SCHOOLS, CLASSES = (sa.bindparam(name, (), expanding=True) for name in ("schools", "classes"))
SPAN = (sa.bindparam("begin"), sa.bindparam("end"))
DayOf = Callable[[datetime], date]


def facts_of(school_ids: Collection[int], years: Years = EVER) -> dict[int, Facts]:
    """All that is counted of these schools, with the lessons of these years."""
    return completed(schools(school_ids), years)


def completed(found: dict[int, Facts], years: Years = EVER) -> dict[int, Facts]:
    """The same schools, of which only they themselves were known."""
    day_of = local_days()
    add_appointments(found)
    classes = add_homes(found)
    add_lessons(found, years, day_of)
    add_reached(found, classes, years, day_of)
    add_waiting(found, classes, years, day_of)
    return found


def schools(school_ids: Collection[int]) -> dict[int, Facts]:
    """The schools themselves, with the regions in which they lay before."""
    return schools_in(db.session.execute(schools_statement(), {"schools": list(school_ids)}))


def schools_in(rows: Iterable[Any]) -> dict[int, Facts]:
    """The schools of such rows, in their order."""
    found: dict[int, Facts] = {}
    for *row, until, path in rows:
        facts = found.setdefault(row[0], Facts(*row))
        facts.before += ((until, path),) if until else ()
    return found


@cache
def schools_statement() -> sa.Select[Any]:
    """The schools, once for each region in which they lay, the first of these first."""
    return schools_and_moves().where(School.id.in_(SCHOOLS)).order_by(School.id, SchoolMove.until, SchoolMove.id)


def schools_and_moves() -> sa.Select[Any]:
    """What is read of a school itself, for a statement that says of which, and in which order."""
    columns = (School.id, School.region_path, School.stage, School.opened_on, School.closed_on)
    chosen = sa.select(*columns, SchoolMove.until, SchoolMove.region_path)
    return chosen.outerjoin(SchoolMove, SchoolMove.school_id == School.id)


def add_appointments(found: dict[int, Facts]) -> None:
    """When somebody serves each school."""
    for school_id, start, end in db.session.execute(appointments_statement(), {"schools": list(found)}):
        found[school_id].spans.append((start, end))


@cache
def appointments_statement() -> sa.Select[Any]:
    """The appointments of the schools."""
    chosen = sa.select(Appointment.school_id, Appointment.start, Appointment.end)
    return chosen.where(Appointment.school_id.in_(SCHOOLS))


def add_homes(found: dict[int, Facts]) -> dict[int, set[int]]:
    """The classes that each school has or once had; the schools of each class."""
    homes: dict[int, Home] = {}
    for class_id, school_id, grade, number, until, before in db.session.execute(
        classes_and_moves(), {"schools": list(found)}
    ):
        home = homes.get(class_id) or Home(stage_of_grade(grade).value, school_id, label=f"{grade}-{number}")
        homes[class_id] = replace(home, before=(*home.before, (until, before))) if until else home
    owners: dict[int, set[int]] = {}
    for class_id, home in homes.items():
        owners[class_id] = ({home.school_id} | {school for _, school in home.before}) & found.keys()
        for owner in owners[class_id]:
            found[owner].homes[class_id] = home
    return owners


@cache
def classes_and_moves() -> sa.Select[Any]:
    """The classes that these schools have or once had, each with all its moves, the first move first."""
    theirs = sa.select(SchoolClass.id).where(SchoolClass.school_id.in_(SCHOOLS))
    left = sa.select(ClassMove.class_id).where(ClassMove.school_id.in_(SCHOOLS))
    columns = (SchoolClass.id, SchoolClass.school_id, SchoolClass.grade, SchoolClass.number)
    chosen = sa.select(*columns, ClassMove.until, ClassMove.school_id).outerjoin(
        ClassMove, ClassMove.class_id == SchoolClass.id
    )
    chosen = chosen.where(SchoolClass.id.in_(theirs.union(left)))
    return chosen.order_by(SchoolClass.id, ClassMove.until, ClassMove.id)


def add_lessons(found: dict[int, Facts], years: Years, day_of: DayOf) -> None:
    """The minutes of each school's lessons: confirmed, reported, scheduled."""
    for row in db.session.execute(lessons_statement(), {"schools": list(found)} | years.moments()):
        facts, day = found[row.school_id], row.start.date()
        if row.state is LessonState.SCHEDULED:
            minutes = int((row.end - row.start).total_seconds() // 60)
            facts.scheduled.append(Planned(row.id, day, minutes, day_of(row.created_at)))
        confirmed_on = day_of(row.confirmed_at) if row.confirmed_at else None
        if row.reported_at and row.state is not LessonState.SCHEDULED:
            reported_on = day_of(row.reported_at)
            answered_on = None if row.state is LessonState.DELIVERED else confirmed_on or reported_on
            facts.claims.append(Claim(row.id, day, reported_on, row.claimed, answered_on))
        if confirmed_on:
            organised, practice = row.manner is Manner.ORGANISED, row.form is Form.PRACTICE
            facts.taught.append(Taught(row.id, row.taught_on, confirmed_on, organised, practice, row.minutes))


@cache
def lessons_statement() -> sa.Select[Any]:
    """The lessons that count or may come to count, with what both sides said of them."""
    said = (Delivery.minutes.label("claimed"), Delivery.reported_at, Confirmation.taught_on, Confirmation.manner)
    more = (Confirmation.form, Confirmation.minutes, Confirmation.confirmed_at)
    own = (Lesson.id, Lesson.school_id, Lesson.state, Lesson.start, Lesson.end, Lesson.created_at)
    chosen = sa.select(*own, *said, *more)
    chosen = chosen.outerjoin(Delivery, Delivery.lesson_id == Lesson.id)
    chosen = chosen.outerjoin(Confirmation, Confirmation.lesson_id == Lesson.id)
    return chosen.where(Lesson.school_id.in_(SCHOOLS), Lesson.start.between(*SPAN), Lesson.state.in_(COUNTED))


def add_reached(found: dict[int, Facts], owners: dict[int, set[int]], years: Years, day_of: DayOf) -> None:
    """The classes in confirmed lessons, wherever these were taught."""
    for row in of_classes(reached_statement(), owners, years.days()):
        reached = Reached(*row[:3], day_of(row.confirmed_at), *row[4:])
        for owner in owners[row.class_id]:
            found[owner].reached.append(reached)


def of_classes(statement: sa.Select[Any], classes: Collection[int], span: Mapping[str, Any]) -> Iterator[Any]:
    """The rows of a statement about these classes, of as many at once as a database takes."""
    ids = list(classes)
    for first in range(0, len(ids), MOST_VALUES):
        yield from db.session.execute(statement, {"classes": ids[first : first + MOST_VALUES], **span})


@cache
def reached_statement() -> sa.Select[Any]:
    """These classes once for each confirmed lesson in which they were."""
    known = (Confirmation.confirmed_at, Lesson.theme_id, Theme.code)
    chosen = sa.select(ReachedClass.lesson_id, ReachedClass.class_id, ReachedClass.taught_on, *known)
    chosen = chosen.join(Lesson, Lesson.id == ReachedClass.lesson_id).join(Theme, Theme.id == Lesson.theme_id)
    chosen = chosen.join(Confirmation, Confirmation.lesson_id == ReachedClass.lesson_id)
    return chosen.where(ReachedClass.class_id.in_(CLASSES), ReachedClass.taught_on.between(*SPAN))


def add_waiting(found: dict[int, Facts], owners: dict[int, set[int]], years: Years, day_of: DayOf) -> None:
    """The classes in lessons that are reported or still to come."""
    for number, class_id, start, state, created_at, at in of_classes(waiting_statement(), owners, years.moments()):
        known_on = day_of(at) if at and state is LessonState.DELIVERED else None
        row = Waiting(number, class_id, start.date(), known_on, since=day_of(created_at))
        for owner in owners[class_id]:
            found[owner].waiting.append(row)


@cache
def waiting_statement() -> sa.Select[Any]:
    """These classes once for each of these lessons."""
    columns = (Lesson.id, LessonClass.class_id, Lesson.start, Lesson.state, Lesson.created_at)
    chosen = sa.select(*columns, Delivery.reported_at)
    chosen = chosen.join(Lesson, Lesson.id == LessonClass.lesson_id)
    chosen = chosen.outerjoin(Delivery, Delivery.lesson_id == Lesson.id)
    still = Lesson.state.in_([LessonState.SCHEDULED, LessonState.DELIVERED])
    return chosen.where(LessonClass.class_id.in_(CLASSES), Lesson.start.between(*SPAN), still)


def hours_of_years(years: Collection[Any]) -> dict[int, list[Decimal]]:
    """What the terms of each year ask for."""
    terms = db.session.execute(sa.select(Term.start, Term.min_hours)).all()
    return {year.number: [hours for start, hours in terms if year.first <= start <= year.last] for year in years}
