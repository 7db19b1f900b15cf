"""Reads of the names that schools had: history keeps the name of its time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa

from course.db import db
from course.roster.models import School, SchoolName
from course.roster.naming_rules import name_on


def names_of(school_id: int) -> list[SchoolName]:
    """The earlier names of a school, newest first."""
    chosen = sa.select(SchoolName).where(SchoolName.school_id == school_id)
    return list(db.session.scalars(chosen.order_by(SchoolName.until.desc(), SchoolName.id.desc())))


def names_then(asked: Iterable[tuple[School, date]]) -> dict[tuple[int, date], str]:
    """What each of these schools was called on a day, in one question for all."""
    pairs = [(school, day) for school, day in asked]
    if not pairs:
        return {}
    chosen = sa.select(SchoolName.school_id, SchoolName.name, SchoolName.until)
    earlier: dict[int, list[tuple[str, date]]] = defaultdict(list)
    for school_id, *name in db.session.execute(chosen.where(SchoolName.school_id.in_({one.id for one, _ in pairs}))):
        earlier[school_id].append(tuple(name))
    return {(school.id, day): name_on(day, earlier[school.id], school.name) for school, day in pairs}


def earlier_name(school_id: Any, moment: Any) -> sa.ScalarSelect[str | None]:
    """What the school of a row was called at its moment, as a column of a larger question; None: as it is today."""
    ended_later = SchoolName.school_id == school_id, SchoolName.until > moment
    earlier = sa.select(SchoolName.name).where(*ended_later).order_by(SchoolName.until, SchoolName.name)
    return earlier.limit(1).correlate_except(SchoolName).scalar_subquery()


def name_at(moment: Any) -> sa.ColumnElement[str]:
    """The same in a question that reads the schools, with the name of today where there is no earlier one."""
    return sa.func.coalesce(earlier_name(School.id, moment), School.name)
