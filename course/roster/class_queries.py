"""Reads of where classes belonged: a class that moved belongs, on a day before, to the school that it left later."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from course.roster.class_models import ClassMove
from course.roster.models import School, SchoolClass

# A class has no day on which it began: it is taken to have been there.


def home_on(day: date) -> sa.ColumnElement[int]:
    """The school of a class on a day, for a statement that reads classes."""
    left = sa.select(ClassMove.school_id).where(ClassMove.class_id == SchoolClass.id, ClassMove.until > day)
    first = left.order_by(ClassMove.until, ClassMove.id).limit(1).correlate(SchoolClass).scalar_subquery()
    return sa.func.coalesce(first, SchoolClass.school_id)


def belongs_to(schools: Any, day: date, also: Any = None) -> sa.ColumnElement[bool]:
    """Whether a class belonged to one of these schools on a day, or is one that is meant in any case.

    Those that are there now, those that left and the others are lists put together: of "either, or" the database
    would look through the classes of a whole country.
    """
    there = aliased(SchoolClass)
    now = sa.select(there.id).where(there.school_id.in_(schools))
    left = sa.select(ClassMove.class_id).where(ClassMove.school_id.in_(schools), ClassMove.until > day)
    belonged = home_on(day).in_(schools)
    if also is None:
        return sa.and_(SchoolClass.id.in_(sa.union(now, left)), belonged)
    others = sa.select(there.id).where(there.id.in_(also))
    return sa.and_(SchoolClass.id.in_(sa.union(now, left, others)), sa.or_(belonged, SchoolClass.id.in_(also)))


def came_later(day: date) -> sa.ColumnElement[int]:
    """By how many classes a school has grown through moves since a day, for a statement that reads schools.

    Where a class was on the day says the first of its moves after it; those of a school are few, and an index has them.
    """
    moved = sa.exists().where(ClassMove.class_id == SchoolClass.id, ClassMove.until > day)
    now = sa.select(sa.func.count()).where(SchoolClass.school_id == School.id, moved)
    sooner = aliased(ClassMove)
    before = sa.tuple_(sooner.until, sooner.id) < sa.tuple_(ClassMove.until, ClassMove.id)
    not_the_first = sa.exists().where(sooner.class_id == ClassMove.class_id, sooner.until > day, before)
    then = sa.select(sa.func.count()).where(ClassMove.school_id == School.id, ClassMove.until > day, ~not_the_first)
    return now.correlate(School).scalar_subquery() - then.correlate(School).scalar_subquery()
