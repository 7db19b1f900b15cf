"""Reads of the duties beside teaching: lists, open hazards, counts by kind; always inside the caller's scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import load_only

from course.access.models import Role, User
from course.access.scope import Scope, within
from course.db import db
from course.delivery.models import Duty, DutyRecord
from course.duties.rules import is_overdue
from course.roster.models import School, VicePrincipal

ON_A_PAGE = 30
MOST_ON_START = 5

# One for each role and each region that is asked for.
STATEMENTS_KEPT = 256


@dataclass(frozen=True)
class Line:
    """A record with the school and the person it is of."""

    record: DutyRecord
    school: School
    person: VicePrincipal

    def is_overdue(self, today: date) -> bool:
        """Whether its hazard should have been mended before today."""
        return is_overdue(self.record.due_on, self.record.closed_on, today)


@dataclass(frozen=True)
class Filters:
    """What a list of duties is narrowed to; empty means all."""

    duty: Duty | None = None
    open_only: bool = False
    person_id: int | None = None
    first: date | None = None
    last: date | None = None

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        """The filters as conditions."""
        pairs = (
            (self.duty, DutyRecord.duty == self.duty),
            (self.open_only, is_open_hazard()),
            (self.person_id, DutyRecord.vice_principal_id == self.person_id),
            (self.first, DutyRecord.done_on >= (self.first or date.min)),
            (self.last, DutyRecord.done_on <= (self.last or date.min)),
        )
        return [condition for given, condition in pairs if given]


@dataclass(frozen=True)
class OpenHazards:
    """The hazards that nobody has closed: how many, how many are overdue, and those that are due first."""

    total: int
    overdue: int
    first: Sequence[Line]


def visible(scope: Scope) -> sa.ColumnElement[bool]:
    """The records that a scope may see; a vice-principal sees their own, and not their colleagues'."""
    if scope.role is Role.VICE_PRINCIPAL:
        return DutyRecord.vice_principal_id.in_(scope.people())
    return within(DutyRecord, scope)


def is_open_hazard() -> sa.ColumnElement[bool]:
    """The records of hazards that nobody has closed."""
    return sa.and_(DutyRecord.unit != "", DutyRecord.closed_on.is_(None))


# What the start page says of a record's school and person.
NAMES_ONLY = (
    load_only(School.code, School.name, raiseload=True),
    load_only(VicePrincipal.code, VicePrincipal.name, raiseload=True),
)


def with_names() -> sa.Select[tuple[DutyRecord, School, VicePrincipal]]:
    """Records with the school and the person they are of."""
    chosen = sa.select(DutyRecord, School, VicePrincipal).join(School, School.id == DutyRecord.school_id)
    return chosen.join(VicePrincipal, VicePrincipal.id == DutyRecord.vice_principal_id)


def lines_page(scope: Scope, filters: Filters, number: int) -> tuple[list[Line], int]:
    """One page of the records in the scope, newest first, and how many there are; open hazards the next due first."""
    conditions = [visible(scope), *filters.conditions()]
    total = db.session.scalar(sa.select(sa.func.count()).select_from(DutyRecord).where(*conditions)) or 0
    newest = (
        (DutyRecord.due_on, DutyRecord.id) if filters.open_only else (DutyRecord.done_on.desc(), DutyRecord.id.desc())
    )
    page = with_names().where(*conditions).order_by(*newest).limit(ON_A_PAGE).offset((number - 1) * ON_A_PAGE)
    return [Line(*row) for row in db.session.execute(page)], total


def lines_of_person(person_id: int, scope: Scope, first: date, last: date) -> list[Line]:
    """The records of a person in these days, oldest first."""
    days = DutyRecord.done_on.between(first, last)
    chosen = with_names().where(DutyRecord.vice_principal_id == person_id, days, visible(scope))
    return [Line(*row) for row in db.session.execute(chosen.order_by(DutyRecord.done_on, DutyRecord.id))]


def open_hazards(scope: Scope, today: date) -> OpenHazards:
    """The hazards of a scope that nobody has closed, for its start page."""
    rows = db.session.execute(hazards_statement(scope.of_somebody()), scope.told() | {"today": today}).all()
    total, overdue = rows[0][3:] if rows else (0, 0)
    return OpenHazards(total, int(overdue), [Line(*row[:3]) for row in rows])


@lru_cache(STATEMENTS_KEPT)
def hazards_statement(scope: Scope) -> sa.Select[Any]:
    """Those that are due first, each with how many there are and how many of them are overdue ``today``."""
    late = sa.case((DutyRecord.due_on < sa.bindparam("today", type_=DutyRecord.due_on.type), 1), else_=0)
    counts = (sa.func.count().over(), sa.func.sum(late).over())
    chosen = with_names().add_columns(*counts).where(visible(scope), is_open_hazard()).options(*NAMES_ONLY)
    return chosen.order_by(DutyRecord.due_on, DutyRecord.id).limit(MOST_ON_START)


def counts_by_duty(person_id: int, scope: Scope, first: date, last: date) -> dict[Duty, int]:
    """How often a person did each duty in these days, those never done with 0."""
    counted = sa.select(DutyRecord.duty, sa.func.count()).where(
        DutyRecord.vice_principal_id == person_id, DutyRecord.done_on.between(first, last), visible(scope)
    )
    found = dict(db.session.execute(counted.group_by(DutyRecord.duty)).all())
    return {duty: found.get(duty, 0) for duty in Duty}


def record_to_change(record_id: int, scope: Scope) -> DutyRecord | None:
    """A record that this scope may see, locked until the request ends."""
    chosen = sa.select(DutyRecord).where(DutyRecord.id == record_id, visible(scope)).with_for_update()
    return db.session.scalar(chosen.execution_options(populate_existing=True))


def line_to_show(record_id: int, scope: Scope) -> Line | None:
    """A record that this scope may see, with its school and its person."""
    row = db.session.execute(with_names().where(DutyRecord.id == record_id, visible(scope))).first()
    return Line(*row) if row else None


def schools_of(scope: Scope) -> list[School]:
    """The schools that a vice-principal serves, by code."""
    chosen = sa.select(School).where(School.id.in_(scope.school_ids)).order_by(School.code)
    return list(db.session.scalars(chosen))


def users_of(column: sa.ColumnElement[int | None], owner_id: int) -> list[int]:
    """The users of a school or of a vice-principal who can sign in."""
    return list(db.session.scalars(sa.select(User.id).where(column == owner_id, User.active).order_by(User.id)))
