"""What the doctor says of the tallies: schools and regions whose figures are not a count of their rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from course.coverage.models import RegionStep
from course.coverage.tallies import rules as tally_rules
from course.coverage.tallies.actions import AT_ONCE, Counting, counted_rows, stored_tallies
from course.coverage.tallies.count_queries import facts_of
from course.coverage.tallies.rules import BASE, YEARLY, Timeline
from course.db import db
from course.i18n import local_day
from course.roster.models import School

Sums = dict[tuple[str, int], list[int]]


def wrong_tallies(moment: datetime) -> Iterator[str]:
    """Every school and every region whose tally is not what its rows add up to."""
    sums: Sums = {}
    ids = list(db.session.scalars(sa.select(School.id).order_by(School.id)))
    for first in range(0, len(ids), AT_ONCE):
        yield from wrong_schools(ids[first : first + AT_ONCE], moment, sums)
    stored = stored_sums()
    for path, year in sorted(sums.keys() | stored.keys()):
        if any(sums.get((path, year), ())) and sums.get((path, year)) != stored.get((path, year)):
            yield f"region {path or '(all)'}, year {year or '-'}: {stored.get((path, year))} is not {sums[path, year]}"


def wrong_schools(ids: list[int], moment: datetime, sums: Sums) -> Iterator[str]:
    """The schools among these whose tally is wrong; what they add is put into the sums of their regions."""
    stored = stored_tallies(ids)
    for row, timeline in counted_rows(Counting.of(facts_of(ids), stored), local_day(moment)):
        kept = stored.get((row["school_id"], row["year"]))
        add(sums, row["region_path"], row["year"], timeline)
        apart = [name for name, value in row.items() if kept is None or getattr(kept, name) != value]
        if apart and (kept is not None or any(any(value) for _, value in timeline)):
            yield f"school {row['school_id']}, year {row['year'] or '-'}: {', '.join(apart)} must be counted anew"


def add(sums: Sums, path: str, year: int, timeline: Timeline) -> None:
    """Add what a school comes to in the end to all its regions."""
    for place in tally_rules.places_above(path):
        vector = timeline[-1][1] if timeline else ()
        total = sums.setdefault((place, year), [0] * len(YEARLY if year else BASE))
        total[:] = [one + more for one, more in zip(total, vector or [0] * len(total), strict=True)]


def stored_sums() -> Sums:
    """What the steps of each region come to in the end."""
    names = (*BASE, *YEARLY)
    columns: list[Any] = [sa.func.sum(getattr(RegionStep, name)) for name in names]
    found: Sums = {}
    chosen = sa.select(RegionStep.path, RegionStep.year, *columns).group_by(RegionStep.path, RegionStep.year)
    for path, year, *values in db.session.execute(chosen):
        whole = dict(zip(names, map(int, values), strict=True))
        found[path, year] = [whole[name] for name in (YEARLY if year else BASE)]
    return found
