"""Reads of vacancies: since when schools have nobody, and the times in which one had nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from course.access.scope import Scope, within
from course.db import db
from course.roster.models import Appointment, School
from course.roster.vacancy_rules import A_DAY, Vacancy, vacancies

STATEMENTS_KEPT = 256
# Makes the column that says after how many days a vacancy is overdue.
Allowed = Callable[[], sa.ColumnElement[int]]


@dataclass(frozen=True)
class VacantSchool:
    """A school that has nobody, since when (None where it never had anybody), and for how many days at most."""

    school: School
    since: date | None
    most: int


def is_open(day: date) -> sa.ColumnElement[bool]:
    """The schools that are there on a day: founded by then, and not yet closed."""
    founded = sa.or_(School.opened_on.is_(None), School.opened_on <= day)
    return sa.and_(founded, sa.or_(School.closed_on.is_(None), School.closed_on > day))


def served_on(day: date) -> sa.ColumnElement[bool]:
    """The schools that somebody serves on a day."""
    holds = sa.and_(Appointment.start <= day, Appointment.end >= day)
    return sa.exists().where(Appointment.school_id == School.id, holds)


def vacant_since(school_ids: Iterable[int], today: date) -> dict[int, date]:
    """The first day without anybody of those of these schools, which have nobody today, that once had somebody."""
    ended = sa.select(Appointment.school_id, sa.func.max(Appointment.end)).where(
        Appointment.school_id.in_(list(school_ids)), Appointment.end < today
    )
    return {row[0]: row[1] + A_DAY for row in db.session.execute(ended.group_by(Appointment.school_id))}


def longest_vacant(scope: Scope, today: date, most: int, allowed: Allowed) -> list[VacantSchool]:
    """The schools in the scope that have had nobody for longest; those that never had anybody come first.

    ``allowed`` makes the number of days that a school's region allows.
    """
    found = db.session.execute(vacant_statement(scope, today, allowed).limit(most))
    return [VacantSchool(school, end + A_DAY if end else None, days) for school, end, days in found]


@lru_cache(STATEMENTS_KEPT)
def vacant_statement(scope: Scope, today: date, allowed: Allowed) -> sa.Select[Any]:
    """The schools that nobody serves on a day; building it takes longer than running it on a county."""
    ended = (
        sa.select(sa.func.max(Appointment.end))
        .where(Appointment.school_id == School.id, Appointment.end < today)
        .correlate(School)
        .scalar_subquery()
    )
    vacant = sa.and_(within(School, scope), is_open(today), ~served_on(today))
    chosen = sa.select(School, ended, allowed()).where(vacant)
    return chosen.order_by(sa.func.coalesce(ended, date.min), School.code)


def vacancies_of(school: School, today: date) -> list[Vacancy]:
    """The times in which a school had nobody, newest first."""
    spans = sa.select(Appointment.start, Appointment.end).where(Appointment.school_id == school.id)
    rows = [(start, end) for start, end in db.session.execute(spans)]
    return vacancies(rows, today, school.closed_on)[::-1]
