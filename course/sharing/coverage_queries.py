"""Reads of the interface: the three figures of regions and of schools, as the pages of coverage count them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from course.access.scope import Scope
from course.coverage.queries import Asked, Schools, hours_owed_in
from course.coverage.queries import question as question_to
from course.coverage.region_queries import (
    Place,
    SchoolRow,
    place_with_code,
    planned_lessons,
    region_rows,
    school_rows,
    top_place,
)
from course.coverage.report import figures
from course.coverage.rules import Year, hours_in_words, total
from course.db import db
from course.roster.models import School
from course.sharing.reading_queries import Found, Wanted


@dataclass(frozen=True)
class SomeSchools(Schools):
    """The schools of one page: those of a region whose numbers lie between two others."""

    first: int = 0
    last: int = 0

    def condition(self) -> sa.ColumnElement[bool]:
        """The same for a statement that reads schools."""
        return sa.and_(super().condition(), School.id.between(self.first, self.last))


def question(schools: Schools, year: Year, now: datetime) -> Asked:
    """The question to the figures on this day."""
    return question_to(schools, year, year.day_that_counts(now.date()), hours_owed_in(year))


def said(asked: Asked) -> dict[str, Any]:
    """What figures mean: the year, the day on which appointments are looked at, the hours that are owed."""
    year = asked.year
    return {
        "year": {"number": year.number, "first_day": year.first.isoformat(), "last_day": year.last.isoformat()},
        "appointments_on": asked.day.isoformat(),
        "hours_owed": float(asked.hours),
    }


def place_of(code: str | None, scope: Scope) -> Place | None:
    """The region with this code, or the highest one of a scope; None outside it."""
    return top_place(scope) if code is None else place_with_code(code, scope)


def regions(place: Place, asked: Asked) -> dict[str, Any]:
    """The figures of a region and of those right below it; schools of none of these stand under its own code."""
    rows = region_rows(place, asked)
    below = [{"code": row.code, "name": row.name, "direct": row.direct, "figures": figures(row.tally)} for row in rows]
    region = place.region
    own = {"code": region.code, "name": region.name, "level": region.level.value} if region else None
    return {"region": own, **said(asked), "figures": figures(total(row.tally for row in rows)), "data": below}


def schools(wanted: Wanted, year: Year, now: datetime) -> tuple[Found, Asked]:
    """One page of schools that count in the year, each with its figures."""
    everywhere = question(Schools(wanted.scope, wanted.region_path or ""), year, now)
    numbers = sa.select(School.id).where(everywhere.condition(), School.id > wanted.after).order_by(School.id)
    ids = list(db.session.scalars(numbers.limit(wanted.limit + 1)))
    shown, more = ids[: wanted.limit], len(ids) > wanted.limit
    if not shown:
        return Found([]), everywhere
    some = SomeSchools(wanted.scope, wanted.region_path or "", first=shown[0], last=shown[-1])
    asked = replace(everywhere, schools=some)
    rows = sorted(school_rows(asked, planned_lessons(asked, now)), key=lambda row: row.id)
    return Found([school_figures(row) for row in rows], shown[-1] if more else None), everywhere


def school_figures(row: SchoolRow) -> dict[str, Any]:
    """The figures of a school as plain values."""
    tally = row.tally
    hours = hours_in_words(tally.taught_minutes + tally.organised_minutes, row.stage)
    return {
        "code": row.code,
        "name": row.name,
        "stage": row.stage.value,
        "hours": float(hours),
        "hours_owed": float(row.hours),
        "scheduled_lessons": row.scheduled,
        "figures": figures(tally),
    }
