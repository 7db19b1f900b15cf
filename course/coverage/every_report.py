"""The coverage of every region, one after the other: only the schools of one region are held at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from course.access.scope import below
from course.coverage.models import SchoolMove
from course.coverage.page import with_unreached
from course.coverage.past_days.as_of_queries import end_of
from course.coverage.queries import Asked, Schools, hours_owed_in, statement
from course.coverage.reach_queries import Reach, reach_then_and_now
from course.coverage.region_queries import school_names, unreached_statement
from course.coverage.region_rules.queries import held_in
from course.coverage.region_rules.rules import hours_asked
from course.coverage.report import EVERYTHING, figures, head, missing, schools_of
from course.coverage.rules import Figure, Year
from course.coverage.tallies.queries import figures_on
from course.db import db
from course.roster.models import Region, School

AT_ONCE = 50
# The statements of a region that are kept for whoever asks again.
KEPT = (statement, school_names, unreached_statement)


def regions_below(code: str) -> Sequence[Any]:
    """A region and all below it, each after the one in which it lies; without a code all regions."""
    chosen = sa.select(Region.path, Region.code, Region.name, Region.level)
    if code:
        path = db.session.scalar(sa.select(Region.path).where(Region.code == code))
        chosen = chosen.where(below(Region.path, path) if path else sa.false())
    return db.session.execute(chosen.order_by(Region.path)).all()


def every_report(regions: Sequence[Any], year: Year, now: datetime, day: date) -> Iterator[dict[str, Any]]:
    """The figures of each of these regions, and what its own schools miss; of a past day as they were known then."""
    counts, known = year.day_that_counts(day), year.as_of(day, now.date())
    asked = Asked(Schools(EVERYTHING), year, counts, hours_owed_in(year), known)
    reach, _now = reach_then_and_now("", asked, end_of(known or now.date()))
    taught_in = places_of_schools()
    for first in range(0, len(regions), AT_ONCE):
        yield from some_reports(regions[first : first + AT_ONCE], asked, now, reach, taught_in)
        for kept in KEPT:
            # Nobody asks again here, and those of thousands of regions would fill the memory.
            kept.cache_clear()


def some_reports(
    regions: Sequence[Any], asked: Asked, now: datetime, reach: Reach, taught_in: set[str]
) -> Iterator[dict[str, Any]]:
    """The same of as many regions as are summed up at once."""
    paths = [region.path for region in regions]
    counted, held = figures_on(paths, asked.year, asked.known_on()), held_in(paths)
    for region in regions:
        rule = held[region.path].on(asked.day_of_rules())
        own = of_region(asked, region.path, hours_asked(rule, asked.hours))
        schools = schools_of(own, now) if region.path in taught_in else []
        yield {
            **head(region, own, now),
            "figures": figures(counted[region.path].tally()),
            "within_reach": in_reach(reach.around(region.path)),
            "missing": missing(with_unreached(schools, own)),
        }


def of_region(asked: Asked, path: str, hours: Decimal) -> Asked:
    """The same question about the schools of a region itself."""
    return replace(asked, schools=Schools(EVERYTHING, path, direct=True), hours=hours)


def places_of_schools() -> set[str]:
    """The regions to which schools belong or once belonged."""
    return set(db.session.scalars(sa.union(sa.select(School.region_path), sa.select(SchoolMove.region_path))))


def in_reach(reach: Figure | None) -> dict[str, Any] | None:
    """The classes within reach by the plans that were published on the day; None without any."""
    return {"confirmed": reach.confirmed, "total": reach.total, "percent": reach.share()} if reach else None
