"""Reads of the interface: the three figures of regions and of schools, as the pages of coverage count them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from course.access.scope import Scope
from course.coverage.past_days.as_of_queries import end_of
from course.coverage.past_days.measures import counted_by_school, measured, statuses_in
from course.coverage.past_days.understanding_queries import Understood, understood_around, understood_by_school
from course.coverage.queries import Asked, Schools, hours_owed_in
from course.coverage.queries import question as question_to
from course.coverage.reach_queries import reach_then_and_now
from course.coverage.region_queries import (
    Place,
    SchoolRow,
    place_with_code,
    planned_lessons,
    region_rows,
    school_names,
    top_place,
)
from course.coverage.report import figures
from course.coverage.rules import Figure, hours_in_words
from course.coverage.tallies.queries import NOTHING, Figures, figures_on
from course.db import db
from course.roster.models import School
from course.sharing.figure_rules import Told
from course.sharing.reading_queries import Found, Wanted

NOBODY = (Understood(), Understood())


@dataclass(frozen=True)
class SomeSchools(Schools):
    """The schools of one page: those of a region whose numbers lie between two others."""

    first: int = 0
    last: int = 0

    def condition(self, day: date | None = None) -> sa.ColumnElement[bool]:
        """The same for a statement that reads schools."""
        return sa.and_(super().condition(day), School.id.between(self.first, self.last))


def question(schools: Schools, told: Told) -> Asked:
    """The question to the figures, the same as that of the page of a day."""
    year, known = told.year, None if told.day == told.today else told.day
    return question_to(schools, year, year.day_that_counts(told.day), hours_owed_in(year), known)


def said(asked: Asked, told: Told) -> dict[str, Any]:
    """What figures mean: the year, of which day they are told, when appointments are looked at, what is owed."""
    year = asked.year
    return {
        "year": {"number": year.number, "first_day": year.first.isoformat(), "last_day": year.last.isoformat()},
        "on": told.day.isoformat(),
        "appointments_on": asked.day.isoformat(),
        "hours_owed": float(asked.hours),
    }


def place_of(code: str | None, scope: Scope) -> Place | None:
    """The region with this code, or the highest one of a scope; None outside it."""
    return top_place(scope) if code is None else place_with_code(code, scope)


def regions(place: Place, scope: Scope, told: Told) -> dict[str, Any]:
    """The figures of a region and of those right below it; schools of none of these stand under its own code."""
    asked = question(Schools(scope, place.path), told)
    understood = understood_around(place, asked, told.day)
    whole = understood.regions[place.path][0]
    parts = {child.code: understood.regions[child.path][0] for child in place.children}
    direct = whole - sum(parts.values(), Understood())
    plans, _now = reach_then_and_now(place.path, asked, end_of(told.day))
    within = {child.code: plans.around(child.path) for child in place.children}
    below = [
        {"code": row.code, "name": row.name, "direct": row.direct}
        | told_of(asked, row.counted, direct if row.direct else parts[row.code])
        | in_reach(plans.apart(place.path) if row.direct else within[row.code])
        for row in region_rows(place, asked)
    ]
    whole_reach = in_reach(plans.around(place.path))
    counted, region = figures_on([place.path], asked.year, asked.known_on())[place.path], place.region
    own = {"code": region.code, "name": region.name, "level": region.level.value} if region else None
    return {"region": own, **said(asked, told), **told_of(asked, counted, whole), **whole_reach, "data": below}


def told_of(asked: Asked, counted: Figures, understood: Understood) -> dict[str, Any]:
    """The three figures and the other measures, as the page of a day shows them."""
    found = measured(counted)
    measures = {
        "confirmed_lessons": found.lessons,
        "covered": of_all(found.covered),
        "standing": {status.value: schools for status, schools in statuses_in(counted, asked).items()},
        "themes": of_all(found.themes),
        "practice_percent": found.practice,
        "organised_percent": found.organised,
        "understood": {"answers": understood.answers, "percent": understood.share()},
    }
    return {"figures": figures(counted.tally()), "measures": measures}


def in_reach(reach: Figure | None) -> dict[str, Any]:
    """The classes within reach by the plans that were published on the day; null without any."""
    return {"within_reach": of_all(reach) if reach else None}


def of_all(figure: Figure) -> dict[str, Any]:
    """So many of so many."""
    return {"confirmed": figure.confirmed, "total": figure.total, "percent": figure.share()}


def schools(wanted: Wanted, told: Told, now: datetime) -> tuple[Found, dict[str, Any]]:
    """One page of schools that count on the day, each with its figures, and what these mean."""
    everywhere = question(Schools(wanted.scope, wanted.region_path or ""), told)
    chosen = sa.select(School.id).where(everywhere.condition(), School.id > wanted.after)
    found, last = wanted.cut(list(db.session.execute(chosen.order_by(School.id).limit(wanted.limit + 1))))
    rows = rows_of(wanted, everywhere, [row.id for row in found], told, now)
    told_rows = [school_figures(row) | told_of(everywhere, *rest) for row, *rest in rows]
    above = wanted.region_path or region_of(wanted.scope, everywhere)
    return Found(told_rows, last), said(replace(everywhere, hours=everywhere.hours_at(above)), told)


def region_of(scope: Scope, asked: Asked) -> str:
    """The region of a bureau, or the one in which the school of a key lay on the day; none for an administrator."""
    own = sa.select(asked.region_path()).where(School.id.in_(scope.school_ids))
    return scope.region_path or db.session.scalar(own) or ""


def rows_of(
    wanted: Wanted, everywhere: Asked, ids: Sequence[int], told: Told, now: datetime
) -> list[tuple[SchoolRow, Figures, Understood]]:
    """The schools of a page in the order of their numbers, each with all that is counted of it."""
    if not ids:
        return []
    some = SomeSchools(wanted.scope, wanted.region_path or "", first=ids[0], last=ids[-1])
    asked = replace(everywhere, schools=some)
    planned = planned_lessons(asked, now) if asked.as_of is None else {}
    counted, understood, found = counted_by_school(asked), understood_by_school(asked, told.day), []
    for path, number, *named in db.session.execute(school_names(asked.of_any_school()), asked.told()):
        own, coming = counted.get(number, (NOTHING, 0))
        coming = planned.get(number, 0) if coming is None else coming
        row = SchoolRow(number, *named, asked.hours_at(path), own.tally(), coming)
        found.append((row, own, understood.get(number, NOBODY)[0]))
    return sorted(found, key=lambda one: one[0].id)


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
    }
