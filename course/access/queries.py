"""Reads of access: the scope of a user, users, and the audit log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from course.access.models import SCOPE_COLUMNS, AuditEntry, Role, User
from course.access.rules import TRIES_MINUTES, Target
from course.access.scope import Scope, below
from course.db import db, rows_of

# Named by table and not by model: access stands before the roster.
APPOINTMENT = sa.table(
    "appointment",
    sa.column("vice_principal_id", sa.Integer),
    sa.column("school_id", sa.Integer),
    sa.column("start", sa.Date),
    sa.column("end", sa.Date),
)
REGION = sa.table("region", *(sa.column(name) for name in ("id", "code", "name", "path")))
STATION = sa.table("station", *(sa.column(name) for name in ("id", "code", "name", "region_path")))
SCHOOL = sa.table("school", *(sa.column(name) for name in ("id", "code", "name", "region_path")))
VICE_PRINCIPAL = sa.table(
    "vice_principal", *(sa.column(name) for name in ("id", "code", "name", "region_path", "station_id"))
)
# Where the scope of each role is looked up, and the column that holds its region.
SCOPES = {
    Role.BUREAU: (REGION, REGION.c.path),
    Role.STATION: (STATION, STATION.c.region_path),
    Role.VICE_PRINCIPAL: (VICE_PRINCIPAL, VICE_PRINCIPAL.c.region_path),
    Role.SCHOOL: (SCHOOL, SCHOOL.c.region_path),
}
# Who serves a school today, and which schools some people serve: asked in every request, so made once.
HOLDS = sa.and_(APPOINTMENT.c.start <= sa.bindparam("today"), APPOINTMENT.c.end >= sa.bindparam("today"))
SERVING = sa.select(APPOINTMENT.c.vice_principal_id).where(APPOINTMENT.c.school_id == sa.bindparam("school"), HOLDS)
THESE = APPOINTMENT.c.vice_principal_id.in_(sa.bindparam("people", expanding=True))
SERVED = sa.select(APPOINTMENT.c.school_id).where(THESE, HOLDS)
USERS_ON_A_PAGE = 50
LINES_ON_A_PAGE = 50


def scope_of(user: User, today: date) -> Scope:
    """What the user may see today; read anew at each request, so a transfer takes effect at once."""
    if user.role is Role.BUREAU:
        path = db.session.scalar(sa.select(REGION.c.path).where(REGION.c.id == user.region_id))
        return Scope(user.role, region_path=path or "")
    if user.role is Role.SCHOOL:
        people = frozenset(rows_of(SERVING, school=user.school_id, today=today).scalars())
        return Scope(user.role, school_ids=frozenset({user.school_id}), vice_principal_ids=people)
    if user.role is Role.VICE_PRINCIPAL:
        own = frozenset({user.vice_principal_id})
        return Scope(user.role, school_ids=schools_of(own, today), vice_principal_ids=own)
    if user.role is Role.STATION:
        people, schools = of_station(user.station_id, today)
        return Scope(user.role, "", schools, people, user.station_id)
    return Scope(user.role)


def of_station(station_id: int | None, today: date) -> tuple[frozenset[int], frozenset[int]]:
    """The vice-principals of a station and the schools that they serve today, in one question."""
    serves = sa.and_(
        APPOINTMENT.c.vice_principal_id == VICE_PRINCIPAL.c.id, APPOINTMENT.c.start <= today, APPOINTMENT.c.end >= today
    )
    both = sa.select(VICE_PRINCIPAL.c.id, APPOINTMENT.c.school_id).outerjoin_from(VICE_PRINCIPAL, APPOINTMENT, serves)
    rows = db.session.execute(both.where(VICE_PRINCIPAL.c.station_id == station_id)).all()
    return frozenset(row.id for row in rows), frozenset(row.school_id for row in rows if row.school_id is not None)


def schools_of(people: frozenset[int], today: date) -> frozenset[int]:
    """The schools that any of these vice-principals serves today."""
    return frozenset(rows_of(SERVED, people=list(people), today=today).scalars())


def target_of(role: Role, code: str) -> Target | None:
    """The region, station, vice-principal or school with this code; None where there is none."""
    if role not in SCOPES or not code:
        return None
    table, path = SCOPES[role]
    found = db.session.execute(sa.select(table.c.id, path).where(table.c.code == code)).first()
    return Target(*found) if found else None


@dataclass(frozen=True)
class UserLine:
    """A user with the words for their scope."""

    user: User
    scope_code: str
    scope_name: str


def users_in(scope: Scope, word: str, number: int) -> tuple[list[UserLine], int]:
    """One page of the users whose scope lies in this scope, and how many there are in all."""
    lines = user_lines(scope, word)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(lines.subquery()))
    page = lines.order_by(User.email).limit(USERS_ON_A_PAGE).offset((number - 1) * USERS_ON_A_PAGE)
    return [UserLine(user, code or "", name or "") for user, code, name, _ in db.session.execute(page)], total


def user_lines(scope: Scope, word: str) -> sa.Select[Any]:
    """Users with the code, name and region of their scope, inside this scope."""
    code, name, path = (scope_column(column) for column in ("code", "name", "path"))
    lines = sa.select(User, code.label("scope_code"), name.label("scope_name"), path.label("scope_path"))
    for role, (table, _) in SCOPES.items():
        lines = lines.outerjoin(table, getattr(User, SCOPE_COLUMNS[role]) == table.c.id)
    lines = lines.where(User.erased_at.is_(None))
    if scope.role is not Role.ADMIN:
        lines = lines.where(below(path, scope.region_path))
    if word:
        lines = lines.where(
            sa.or_(*(column.contains(word, autoescape=True) for column in (User.email, User.name, code, name)))
        )
    return lines


def scope_column(column: str) -> sa.ColumnElement[Any]:
    """The code, name or region path of a user's scope, whichever table it is in."""
    found = [path if column == "path" else table.c[column] for table, path in SCOPES.values()]
    return sa.func.coalesce(*found)


def user_in(scope: Scope, user_id: int) -> User | None:
    """The user with this number, where it lies in the scope."""
    return db.session.scalar(user_lines(scope, "").where(User.id == user_id))


def failed_tries(email: str, address: str, now: datetime) -> int:
    """Wrong sign-ins of the last minutes for this account or from this address, whichever are more.

    What was tried without an account says nothing of anybody's.
    """
    minutes = timedelta(minutes=TRIES_MINUTES)
    lately = AuditEntry.at.between(now - minutes, now + minutes)
    counts = [
        sa.select(sa.func.count()).where(lately, AuditEntry.action == "sign_in.failed", column == value)
        for column, value in ((AuditEntry.subject, email), (AuditEntry.address, address))
        if value
    ]
    return max((db.session.scalar(count) or 0 for count in counts), default=0)


def audit_lines(scope: Scope, *, word: str, before: int | None) -> list[AuditEntry]:
    """The newest lines of the log inside the scope, older than line ``before``; one more than a page."""
    lines = sa.select(AuditEntry).order_by(AuditEntry.id.desc()).limit(LINES_ON_A_PAGE + 1)
    if scope.role is not Role.ADMIN:
        lines = lines.where(below(AuditEntry.region_path, scope.region_path))
    if before:
        lines = lines.where(AuditEntry.id < before)
    if word:
        named = sa.select(User.id).where(User.email.contains(word, autoescape=True))
        found = (column.contains(word, autoescape=True) for column in (AuditEntry.action, AuditEntry.subject))
        lines = lines.where(sa.or_(AuditEntry.user_id.in_(named), *found))
    return list(db.session.scalars(lines))


def actors(lines: Iterable[AuditEntry]) -> dict[int, str]:
    """What the log calls those who did something: their address, or the number of somebody who was erased."""
    ids = {line.user_id for line in lines if line.user_id}
    called = sa.case((User.erased_at.is_not(None), User.name), else_=User.email)
    return dict(db.session.execute(sa.select(User.id, called).where(User.id.in_(ids))).all())


def names_of(user_ids: Iterable[int]) -> dict[int, str]:
    """What users are called on a page: their name, or their address where they have given none."""
    called = sa.select(User.id, User.name, User.email).where(User.id.in_(set(user_ids)))
    return {number: name or email for number, name, email in db.session.execute(called)}
