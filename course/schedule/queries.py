"""Reads of the schedule: one lesson with its history, lists of lessons, what a booking page needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from course.access.models import Role
from course.access.scope import Scope, below, within
from course.db import db, rows_of
from course.roster.models import Appointment, Region, School, SchoolClass, Theme, VicePrincipal
from course.schedule.models import Lesson, LessonChange, LessonState

PAGE = 25
# More than anybody teaches in a term.
MOST_TO_AGREE = 500
# The id that no row has.
NOTHING = -1
# A scope in which there is nothing.
NOWHERE = Scope(Role.SCHOOL)
# One for each role and each region that is asked for.
STATEMENTS_KEPT = 256
WITH_NAMES = (
    joinedload(Lesson.school),
    joinedload(Lesson.vice_principal),
    joinedload(Lesson.theme),
    selectinload(Lesson.classes),
)
NEXT_FIRST = (Lesson.start, Lesson.id)
NEWEST_FIRST = (Lesson.start.desc(), Lesson.id.desc())
NAMED = (Lesson.school, Lesson.vice_principal, Lesson.theme, Lesson.classes)
# What every booking asks, made once.
OWN_SCHOOL = sa.select(School).where(School.id.in_(sa.bindparam("schools", expanding=True)))
THEMES = sa.select(Theme).order_by(Theme.code)
CLASSES = (
    sa.select(SchoolClass)
    .where(SchoolClass.school_id == sa.bindparam("school"))
    .order_by(SchoolClass.grade, SchoolClass.number)
)
OF_SCHOOL = (
    sa.select(VicePrincipal.id)
    .join(Appointment, Appointment.vice_principal_id == VicePrincipal.id)
    .where(VicePrincipal.code == sa.bindparam("code"), Appointment.school_id == sa.bindparam("school"))
    .limit(1)
)


@dataclass(frozen=True)
class Filters:
    """What a list of lessons is narrowed to; empty means all."""

    states: tuple[LessonState, ...] = ()
    first: date | None = None
    last: date | None = None
    school_id: int | None = None
    vice_principal_id: int | None = None
    region_path: str = ""

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        """The filters as conditions; only those that are given are built."""
        pairs = (
            (self.states, lambda: Lesson.state.in_(self.states)),
            (self.first, lambda: Lesson.start >= midnight(self.first or date.min)),
            (self.last, lambda: Lesson.start < midnight((self.last or date.min) + timedelta(days=1))),
            (self.school_id, lambda: Lesson.school_id == self.school_id),
            (self.vice_principal_id, lambda: Lesson.vice_principal_id == self.vice_principal_id),
            (self.region_path, lambda: below(Lesson.region_path, self.region_path)),
        )
        return [condition() for given, condition in pairs if given]


def midnight(day: date) -> datetime:
    """The first moment of a day."""
    return datetime.combine(day, time())


def lessons_page(scope: Scope, filters: Filters, number: int, order: Sequence[Any]) -> tuple[list[Lesson], int]:
    """One page of the lessons in the scope, and how many there are in all."""
    conditions = [within(Lesson, scope), *filters.conditions()]
    total = db.session.scalar(sa.select(sa.func.count()).select_from(Lesson).where(*conditions)) or 0
    chosen = sa.select(Lesson).where(*conditions).options(*WITH_NAMES).order_by(*order)
    return list(db.session.scalars(chosen.limit(PAGE).offset((number - 1) * PAGE))), total


def lesson_in_scope(lesson_id: int, scope: Scope) -> Lesson | None:
    """One lesson with all that its page names; None outside the scope."""
    chosen = sa.select(Lesson).where(Lesson.id == lesson_id, within(Lesson, scope))
    return db.session.scalar(chosen.options(*WITH_NAMES, joinedload(Lesson.case)))


def lesson_to_change(lesson_id: int, scope: Scope) -> Lesson | None:
    """One lesson that this scope may change, locked until the transaction ends; None for all others.

    A vice-principal sees the lessons of colleagues at their schools, but changes only their own.
    """
    return next(iter(lessons_to_change([lesson_id], scope)), None)


def lessons_to_change(lesson_ids: Iterable[int], scope: Scope) -> list[Lesson]:
    """Those of these lessons that this scope may change, locked in the order of their ids."""
    own = [Lesson.vice_principal_id.in_(scope.vice_principal_ids)] if scope.role is Role.VICE_PRINCIPAL else []
    chosen = sa.select(Lesson).where(Lesson.id.in_(list(lesson_ids)), within(Lesson, scope), *own).order_by(Lesson.id)
    locked = chosen.with_for_update(of=Lesson).execution_options(populate_existing=True)
    return list(db.session.scalars(locked.options(*(selectinload(part) for part in NAMED))))


def was_handed_over(lesson_id: int, scope: Scope) -> bool:
    """Whether a vice-principal who may still see a lesson gave it until it was handed over."""
    if scope.role is not Role.VICE_PRINCIPAL or lesson_in_scope(lesson_id, scope) is None:
        return False
    return any(change.before.get("vice_principal_id") in scope.vice_principal_ids for change in history(lesson_id))


def may_change(lesson_id: int, scope: Scope) -> bool:
    """Whether this scope may change a lesson; nothing is locked."""
    own = [Lesson.vice_principal_id.in_(scope.vice_principal_ids)] if scope.role is Role.VICE_PRINCIPAL else []
    chosen = sa.select(Lesson.id).where(Lesson.id == lesson_id, within(Lesson, scope), *own)
    return db.session.scalar(chosen) is not None


def rest_of_series(lesson: Lesson, scope: Scope, now: datetime) -> list[Lesson]:
    """The lessons of a series that still lie ahead and may be called off, only looked at."""
    same = Lesson.series == lesson.series, Lesson.school_id == lesson.school_id
    ahead = Lesson.start > now, Lesson.state.in_((LessonState.REQUESTED, LessonState.SCHEDULED))
    chosen = sa.select(Lesson).where(*same, *ahead, within(Lesson, scope)).order_by(Lesson.id)
    return list(db.session.scalars(chosen)) if lesson.series else []


def history(lesson_id: int) -> list[LessonChange]:
    """Every change of a lesson, oldest first; the caller has seen that the lesson is in its scope."""
    return list(
        db.session.scalars(sa.select(LessonChange).where(LessonChange.lesson_id == lesson_id).order_by(LessonChange.id))
    )


def school_in_scope(code: str, scope: Scope) -> School | None:
    """A school by its code; None outside the scope."""
    return db.session.scalar(sa.select(School).where(School.code == code, within(School, scope)))


def region_in_scope(code: str, scope: Scope) -> Region | None:
    """A region by its code; None outside the scope."""
    found = db.session.scalar(sa.select(Region).where(Region.code == code))
    return found if found and scope.covers(found.path) else None


def part_of(scope: Scope, code: str) -> tuple[Scope, Region | None]:
    """The part of a scope that lies in a region, and the region; all of it without a code, nothing outside it."""
    if not code:
        return scope, None
    found = region_in_scope(code, scope)
    return (Scope(Role.BUREAU, region_path=found.path), found) if found else (NOWHERE, None)


def schools_named(text: str, scope: Scope) -> list[School]:
    """The first schools of the scope whose name or code contains the text, by name."""
    named = sa.or_(School.name.contains(text, autoescape=True), School.code.contains(text, autoescape=True))
    return list(
        db.session.scalars(sa.select(School).where(within(School, scope), named).order_by(School.name).limit(PAGE))
    )


def own_school(scope: Scope) -> School | None:
    """The school of a school's user."""
    return db.session.scalar(OWN_SCHOOL, {"schools": list(scope.school_ids)})


def vice_principal_in_scope(code: str, scope: Scope) -> VicePrincipal | None:
    """A vice-principal by their code; None outside the scope."""
    return db.session.scalar(sa.select(VicePrincipal).where(VicePrincipal.code == code, within(VicePrincipal, scope)))


def classes_of_school(school_id: int) -> list[SchoolClass]:
    """The classes of a school, by grade and number."""
    return list(db.session.scalars(CLASSES, {"school": school_id}))


def class_labels(class_ids: Iterable[int]) -> dict[int, str]:
    """The classes with these numbers as people write them."""
    found = db.session.scalars(sa.select(SchoolClass).where(SchoolClass.id.in_(list(class_ids))))
    return {row.id: row.label for row in found}


def themes() -> list[Theme]:
    """All themes, by code."""
    return list(db.session.scalars(THEMES))


def vice_principal_of_school(code: str, school_id: int) -> int | None:
    """The id of a vice-principal who is, was or will be appointed to this school."""
    return rows_of(OF_SCHOOL, code=code, school=school_id).scalar()


def waiting_for_answer(scope: Scope, today: date) -> list[Lesson]:
    """The requests that wait for an answer by a vice-principal in the scope, the next lesson first.

    One whose day has passed is shown for another week, so that it can still be answered.
    """
    own = [Lesson.vice_principal_id.in_(scope.vice_principal_ids)] if scope.role is Role.VICE_PRINCIPAL else []
    fresh = Lesson.start >= midnight(today - timedelta(days=7))
    asked = Lesson.state == LessonState.REQUESTED, Lesson.accepted_at.is_(None)
    chosen = sa.select(Lesson).where(*asked, fresh, within(Lesson, scope), *own)
    return list(db.session.scalars(chosen.options(*WITH_NAMES).order_by(Lesson.start).limit(PAGE)))


def waiting_for_agreement(scope: Scope, now: datetime) -> list[Lesson]:
    """The lessons ahead that a plan has put into somebody's calendar and that they have not agreed to."""
    return list(db.session.scalars(agreement_statement(scope.of_somebody()), scope.told() | {"now": now}))


@lru_cache(STATEMENTS_KEPT)
def agreement_statement(scope: Scope) -> sa.Select[tuple[Lesson]]:
    """These lessons, the next first."""
    own = [Lesson.vice_principal_id.in_(scope.people())] if scope.role is Role.VICE_PRINCIPAL else []
    ahead = Lesson.start > sa.bindparam("now", type_=Lesson.start.type)
    planned = Lesson.state == LessonState.SCHEDULED, Lesson.accepted_at.is_(None), ahead
    chosen = sa.select(Lesson).where(*planned, within(Lesson, scope), *own).options(*WITH_NAMES)
    return chosen.order_by(*NEXT_FIRST).limit(MOST_TO_AGREE)


def lessons_to_agree(scope: Scope, now: datetime) -> list[Lesson]:
    """The same lessons, locked until the transaction ends."""
    ids = [lesson.id for lesson in waiting_for_agreement(scope, now)]
    chosen = sa.select(Lesson).where(Lesson.id.in_(ids)).order_by(Lesson.id).with_for_update()
    return list(db.session.scalars(chosen.execution_options(populate_existing=True)))
