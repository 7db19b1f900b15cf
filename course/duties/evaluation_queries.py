"""Reads of the schools' yearly evaluations: given and missing, by school and person, never by result."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from course.access.models import Role
from course.access.scope import Scope, within
from course.coverage.rules import Year
from course.db import db
from course.delivery.models import Evaluation
from course.roster.models import Appointment, School, VicePrincipal

ON_A_PAGE = 50
MOST_ON_START = 5


@dataclass(frozen=True)
class Line:
    """A person at a school in a year, and the evaluation where it was given."""

    school: School
    person: VicePrincipal
    given: Evaluation | None


def pairs(scope: Scope, year: Year) -> sa.Select[tuple[School, VicePrincipal, Evaluation]]:
    """Everybody who served a school of the scope in the year, by the codes of school and person, never by result."""
    served = (
        sa.select(Appointment.school_id, Appointment.vice_principal_id)
        .where(Appointment.start <= year.last, Appointment.end >= year.first, within(Appointment, scope))
        .distinct()
        .subquery("served")
    )
    same = sa.and_(
        Evaluation.school_id == School.id,
        Evaluation.vice_principal_id == VicePrincipal.id,
        Evaluation.year == year.number,
    )
    return (
        sa.select(School, VicePrincipal, Evaluation)
        .select_from(served)
        .join(School, School.id == served.c.school_id)
        .join(VicePrincipal, VicePrincipal.id == served.c.vice_principal_id)
        .outerjoin(Evaluation, same)
        .order_by(School.code, VicePrincipal.code)
    )


def evaluations_page(scope: Scope, year: Year, missing: bool, number: int) -> tuple[list[Line], int]:
    """One page of the people who served in the year, and how many there are; or only those not yet evaluated."""
    chosen = pairs(scope, year).where(Evaluation.id.is_(None)) if missing else pairs(scope, year)
    total = (
        db.session.scalar(
            sa.select(sa.func.count()).select_from(chosen.with_only_columns(School.id).order_by(None).subquery())
        )
        or 0
    )
    page = chosen.limit(ON_A_PAGE).offset((number - 1) * ON_A_PAGE)
    return [Line(*row) for row in db.session.execute(page)], total


def missing_evaluations(scope: Scope, year: Year) -> tuple[list[Line], int]:
    """The first of those who were not yet evaluated in the year, and how many they are, in one statement."""
    missing = pairs(scope, year).where(Evaluation.id.is_(None)).add_columns(sa.func.count().over())
    rows = db.session.execute(missing.limit(MOST_ON_START)).all()
    return [Line(*row[:3]) for row in rows], rows[0][3] if rows else 0


def one_pair(code: str, scope: Scope, year: Year) -> Line | None:
    """A person who served the reader's school in the year."""
    row = db.session.execute(pairs(scope, year).where(VicePrincipal.code == code)).first()
    return Line(*row) if row else None


def evaluations_of(person_id: int, scope: Scope) -> list[tuple[Evaluation, str]]:
    """The evaluations of a person with the names of the schools, newest year first; not for the person."""
    if scope.role is Role.VICE_PRINCIPAL:
        return []
    chosen = sa.select(Evaluation, School.name).join(School, School.id == Evaluation.school_id)
    mine = chosen.where(Evaluation.vice_principal_id == person_id, within(Evaluation, scope))
    return [tuple(row) for row in db.session.execute(mine.order_by(Evaluation.year.desc(), School.code))]
