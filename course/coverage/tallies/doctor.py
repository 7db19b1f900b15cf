"""What the doctor says of the tallies: schools and regions whose figures are not a count of their rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import repeat
from typing import Any

import sqlalchemy as sa

from course.coverage.models import RegionStep
from course.coverage.tallies import rules as tally_rules
from course.coverage.tallies.actions import AT_ONCE, Counting, counted_rows, stays, stored_tallies
from course.coverage.tallies.count_queries import facts_of
from course.coverage.tallies.rules import BASE, YEARLY, Timeline
from course.db import db
from course.i18n import local_day
from course.processes import application, most_processes, processes
from course.roster.models import School

Sums = dict[tuple[str, int], list[int]]
# From so many chunks on the start of processes is worth it.
WORTH_PROCESSES = 20


def wrong_tallies(moment: datetime) -> Iterator[str]:
    """Every school and every region whose tally is not what its rows add up to."""
    sums: Sums = {}
    ids = list(db.session.scalars(sa.select(School.id).order_by(School.id)))
    for wrong, added in counted([ids[first : first + AT_ONCE] for first in range(0, len(ids), AT_ONCE)], moment):
        yield from wrong
        for place, values in added.items():
            sums[place] = plus(sums.get(place), values)
    stored = stored_sums()
    for path, year in sorted(sums.keys() | stored.keys()):
        if any(sums.get((path, year), ())) and sums.get((path, year)) != stored.get((path, year)):
            yield f"region {path or '(all)'}, year {year or '-'}: {stored.get((path, year))} is not {sums[path, year]}"


def counted(chunks: Sequence[list[int]], moment: datetime) -> Iterator[tuple[list[str], Sums]]:
    """What each chunk of schools comes to; of many, on all cores at once."""
    if len(chunks) < WORTH_PROCESSES or most_processes() < 2:
        yield from (wrong_schools(ids, moment) for ids in chunks)
        return
    with processes(most_processes()) as pool:
        yield from pool.map(wrong_schools_in_process, chunks, repeat(moment))


def wrong_schools_in_process(ids: list[int], moment: datetime) -> tuple[list[str], Sums]:
    """The same in a process of its own, which keeps nothing of what it read."""
    with application().app_context():
        return wrong_schools(ids, moment)


def wrong_schools(ids: list[int], moment: datetime) -> tuple[list[str], Sums]:
    """The schools among these whose tally is wrong, and what all of them add to the sums of their regions."""
    stored, wrong, sums, today = stored_tallies(ids), [], {}, local_day(moment)
    for row, timeline in counted_rows(Counting.of(facts_of(ids), stored), today):
        kept = stored.get((row["school_id"], row["year"]))
        add(sums, row["region_path"], row["year"], timeline)
        apart = [name for name, value in row.items() if kept is None or getattr(kept, name) != value]
        apart += ["timeline"] if kept is not None and not apart and not stays(kept, row, timeline, today) else []
        if apart and (kept is not None or any(any(value) for _, value in timeline)):
            wrong.append(
                f"school {row['school_id']}, year {row['year'] or '-'}: {', '.join(apart)} must be counted anew"
            )
    return wrong, sums


def add(sums: Sums, path: str, year: int, timeline: Timeline) -> None:
    """Add what a school comes to in the end to all its regions."""
    nothing = (0,) * len(YEARLY if year else BASE)
    for place in tally_rules.places_above(path):
        sums[place, year] = plus(sums.get((place, year)), timeline[-1][1] if timeline else nothing)


def plus(one: Sequence[int] | None, other: Sequence[int]) -> list[int]:
    """Two vectors added up; nothing at all counts as zeros."""
    return [left + right for left, right in zip(one or [0] * len(other), other, strict=True)]


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
