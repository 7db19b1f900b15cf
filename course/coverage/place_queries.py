"""Reads of where schools lay: one that moved lies, on a day before, in the region that it left later."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from course.access.scope import below
from course.coverage.models import SchoolMove
from course.db import db
from course.roster.models import School


def place_on(day: date) -> sa.ColumnElement[str]:
    """The region in which a school lay on a day, for a statement that reads schools."""
    left = sa.select(SchoolMove.region_path).where(SchoolMove.school_id == School.id, SchoolMove.until > day)
    first = left.order_by(SchoolMove.until, SchoolMove.id).limit(1).correlate(School).scalar_subquery()
    return sa.func.coalesce(first, School.region_path)


def path_on(school_id: int, day: date) -> str:
    """The path of the region in which a school lay on a day."""
    return db.session.scalars(sa.select(place_on(day)).where(School.id == school_id)).one()


def lay_below(path: str, day: date) -> sa.ColumnElement[bool]:
    """Whether a school lay in a region or below it on a day; few schools ever move, so only of these more is asked."""
    moved: Any = sa.select(SchoolMove.school_id).where(SchoolMove.until > day)
    stayed = sa.and_(below(School.region_path, path), School.id.not_in(moved))
    return sa.or_(stayed, sa.and_(School.id.in_(moved), below(place_on(day), path)))
