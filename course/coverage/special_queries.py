"""Reads of the lessons that were more than a lecture: mock trials, visits, assemblies, and those organised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from course.coverage.queries import Asked, of_schools
from course.db import db
from course.delivery.models import Confirmation, Manner, Special
from course.roster.models import School

ORGANISED = "organised"
MOST_SCHOOLS = 100


@dataclass(frozen=True)
class SpecialRow:
    """A school with how many of its confirmed lessons took each special form, and how many were organised."""

    code: str
    name: str
    counts: dict[str, int]


def special_lessons(asked: Asked) -> dict[str, int]:
    """The same for all schools asked for; an organised mock trial is both."""
    row = db.session.execute(sa.select(*counts().values()).where(*conditions(asked))).one()
    return dict(zip(counts(), row, strict=True))


def special_rows(asked: Asked) -> list[SpecialRow]:
    """The schools that had such lessons, those with most first."""
    chosen = sa.select(School.code, School.name, *counts().values()).join(School, School.id == Confirmation.school_id)
    grouped = chosen.where(*conditions(asked)).group_by(School.id, School.code, School.name)
    rows = db.session.execute(grouped.order_by(sa.func.count().desc(), School.code).limit(MOST_SCHOOLS))
    return [SpecialRow(code, name, dict(zip(counts(), found, strict=True))) for code, name, *found in rows]


def counts() -> dict[str, Any]:
    """What is counted, by name."""
    special = {one.value: sa.func.count().filter(Confirmation.special == one.value) for one in Special}
    return {**special, ORGANISED: sa.func.count().filter(Confirmation.manner == Manner.ORGANISED)}


def conditions(asked: Asked) -> tuple[Any, ...]:
    """The confirmed lessons of the year that were more than a lecture taught in person."""
    more = sa.or_(Confirmation.special != "", Confirmation.manner == Manner.ORGANISED)
    in_year = Confirmation.taught_on.between(asked.year.first, asked.year.last)
    return more, in_year, of_schools(Confirmation, asked)
