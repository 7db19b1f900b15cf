"""The coverage of a region as plain values, for the command and for whoever reads its JSON."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from course.access.models import Role
from course.access.scope import Scope
from course.coverage.page import with_unreached
from course.coverage.queries import Asked, Schools, hours_owed_in, question
from course.coverage.region_queries import (
    Place,
    RegionRow,
    SchoolRow,
    place_with_code,
    planned_lessons,
    region_rows,
    school_rows,
)
from course.coverage.rules import KINDS, Tally, Year, hours_in_words, total

EVERYTHING = Scope(Role.ADMIN)


def coverage_report(code: str, year: Year, now: datetime, day: date | None = None) -> dict[str, Any] | None:
    """The figures of a region, of its children, and the schools and classes that are missing; None for no region.

    Of a day that has passed they are those that were known then, as the page of that day shows them.
    """
    place = place_with_code(code, EVERYTHING)
    if place is None or place.region is None:
        return None
    counts, known = year.day_that_counts(day or now.date()), year.as_of(day, now.date()) if day else None
    asked = question(Schools(EVERYTHING, place.path), year, counts, hours_owed_in(year), known)
    schools = schools_of(asked, now)
    return {
        **head(place.region, asked, now),
        "figures": figures(total(row.tally for row in schools)),
        "children": children(place, asked),
        "missing": missing(with_unreached(schools, asked)),
    }


def head(region: Any, asked: Asked, now: datetime) -> dict[str, Any]:
    """What every report begins with: of which region, year and day it tells, and what is owed."""
    year, known = asked.year, asked.as_of
    return {
        "region": {"code": region.code, "name": region.name, "level": region.level.value},
        "year": {"number": year.number, "first_day": year.first.isoformat(), "last_day": year.last.isoformat()},
        "as_of": known.isoformat() if known else now.isoformat(timespec="seconds"),
        "appointments_on": asked.day.isoformat(),
        "hours_owed": float(asked.hours),
    }


def schools_of(asked: Asked, now: datetime) -> list[SchoolRow]:
    """The schools that are asked for, those that miss most first."""
    return school_rows(asked, planned_lessons(asked, now) if asked.as_of is None else {})


def figures(tally: Tally) -> dict[str, Any]:
    """The three figures by their keys, and the minutes behind the second."""
    found = {kind.key: tally.figure(kind.key) for kind in KINDS}
    told = {
        key: {"confirmed": one.confirmed, "claimed": one.claimed, "total": one.total, "percent": one.share()}
        for key, one in found.items()
    }
    minutes = {"taught": tally.taught_minutes, "organised": tally.organised_minutes, "claimed": tally.claimed_minutes}
    return {**told, "minutes": minutes}


def children(place: Place, asked: Asked) -> list[dict[str, Any]]:
    """The regions right below; schools that belong to none of them stand under the region's own code."""
    rows: list[RegionRow] = region_rows(place, asked) if place.children else []
    return [{"code": row.code, "name": row.name, "direct": row.direct, **figures(row.tally)} for row in rows]


def missing(rows: list[SchoolRow]) -> dict[str, Any]:
    """The schools with nobody, those without their hours, and the classes that no lesson has reached."""
    return {
        "appointed": [named(row) for row in rows if row.tally.is_missing("appointed")],
        "hours": [named(row) | hours(row) for row in rows if row.tally.is_missing("hours")],
        "classes": [named(row) | {"classes": list(row.unreached)} for row in rows if row.unreached],
    }


def named(row: SchoolRow) -> dict[str, Any]:
    """A school by its code and its name."""
    return {"school": row.code, "name": row.name}


def hours(row: SchoolRow) -> dict[str, Any]:
    """The lesson-hours of a school, in minutes and cut to one digit, and the lessons that are scheduled."""
    tally = row.tally
    return {
        "taught_minutes": tally.taught_minutes,
        "organised_minutes": tally.organised_minutes,
        "claimed_minutes": tally.claimed_minutes,
        "hours": float(hours_in_words(tally.taught_minutes + tally.organised_minutes, row.stage)),
        "hours_owed": float(row.hours),
        "scheduled_lessons": row.scheduled,
    }
