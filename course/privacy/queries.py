"""Reads of personal data: everything that is held about somebody, table by table."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from course.access.held import Held
from course.access.models import User
from course.access.scope import Scope, within
from course.db import db
from course.privacy.held import HELD
from course.roster.models import VicePrincipal


@dataclass(frozen=True)
class Subject:
    """A person: as a vice-principal, as the user of accounts, or both."""

    person_id: int | None
    user_ids: tuple[int, ...]


@dataclass(frozen=True)
class Collected:
    """The rows of one table that are about somebody."""

    table: str
    title: Any
    rows: Sequence[Mapping[str, Any]]


def subject_of_user(user: User) -> Subject:
    """A user, with the vice-principal that they are."""
    return subject_of_person(user.vice_principal_id) if user.vice_principal_id else Subject(None, (user.id,))


def subject_of_person(person_id: int) -> Subject:
    """A vice-principal, with all accounts that are theirs."""
    chosen = sa.select(User.id).where(User.vice_principal_id == person_id).order_by(User.id)
    return Subject(person_id, tuple(db.session.scalars(chosen)))


def about(held: Held, subject: Subject) -> sa.ColumnElement[bool]:
    """The rows of a table that are about somebody."""
    mine = [getattr(held.model, name).in_(subject.user_ids) for name in held.of_user]
    if subject.person_id is not None:
        mine += [getattr(held.model, name) == subject.person_id for name in held.of_person]
    return sa.or_(sa.false(), *mine)


def collected(subject: Subject) -> Iterator[Collected]:
    """Everything that is held about somebody."""
    for held in HELD:
        columns = [column for column in sa.inspect(held.model).column_attrs if column.key not in held.hidden]
        names = [column.key for column in columns]
        chosen = sa.select(*(getattr(held.model, name) for name in names)).where(about(held, subject))
        order = held.model.__mapper__.primary_key
        rows = [dict(zip(names, map(plain, row), strict=True)) for row in db.session.execute(chosen.order_by(*order))]
        yield Collected(held.model.__tablename__, held.title, rows)


def counts(subject: Subject) -> list[tuple[Any, int]]:
    """How many rows of each table are about somebody."""
    found = []
    for held in HELD:
        counted = sa.select(sa.func.count()).select_from(held.model).where(about(held, subject))
        found.append((held.title, db.session.scalar(counted) or 0))
    return found


def plain(value: Any) -> Any:
    """A value as JSON knows it."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return float(value) if isinstance(value, Decimal) else value


def person_in(scope: Scope, code: str) -> VicePrincipal | None:
    """A vice-principal in the scope who was not erased."""
    if not code.isprintable():
        return None
    there = (VicePrincipal.code == code, VicePrincipal.erased_at.is_(None), within(VicePrincipal, scope))
    return db.session.scalar(sa.select(VicePrincipal).where(*there))
