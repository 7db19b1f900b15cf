"""Reads of access: the scope of a user, users, and the audit log."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from course.access.models import Role, User
from course.access.scope import Scope
from course.db import db

# Named by table and not by model: access stands before the roster.
APPOINTMENT = sa.table(
    "appointment",
    sa.column("vice_principal_id", sa.Integer),
    sa.column("school_id", sa.Integer),
    sa.column("start", sa.Date),
    sa.column("end", sa.Date),
)
REGION = sa.table("region", sa.column("id", sa.Integer), sa.column("path", sa.Text))
VICE_PRINCIPAL = sa.table("vice_principal", sa.column("id", sa.Integer), sa.column("station_id", sa.Integer))


def scope_of(user: User, today: date) -> Scope:
    """What the user may see today; read anew at each request, so a transfer takes effect at once."""
    if user.role is Role.BUREAU:
        path = db.session.scalar(sa.select(REGION.c.path).where(REGION.c.id == user.region_id))
        return Scope(user.role, region_path=path or "")
    if user.role is Role.SCHOOL:
        people = appointed(APPOINTMENT.c.vice_principal_id, APPOINTMENT.c.school_id == user.school_id, today)
        return Scope(user.role, school_ids=frozenset({user.school_id}), vice_principal_ids=people)
    if user.role is Role.VICE_PRINCIPAL:
        own = frozenset({user.vice_principal_id})
        return Scope(user.role, school_ids=schools_of(own, today), vice_principal_ids=own)
    if user.role is Role.STATION:
        mine = VICE_PRINCIPAL.c.station_id == user.station_id
        people = frozenset(db.session.scalars(sa.select(VICE_PRINCIPAL.c.id).where(mine)))
        return Scope(user.role, "", schools_of(people, today), people, user.station_id)
    return Scope(user.role)


def schools_of(people: frozenset[int], today: date) -> frozenset[int]:
    """The schools that any of these vice-principals serves today."""
    return appointed(APPOINTMENT.c.school_id, APPOINTMENT.c.vice_principal_id.in_(people), today)


def appointed(column: sa.ColumnElement[int], condition: sa.ColumnElement[bool], today: date) -> frozenset[int]:
    """One side of the appointments that hold today and meet the condition."""
    holds = sa.and_(APPOINTMENT.c.start <= today, APPOINTMENT.c.end >= today)
    return frozenset(db.session.scalars(sa.select(column).select_from(APPOINTMENT).where(condition, holds)))
