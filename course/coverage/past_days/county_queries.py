"""Reads of the schools of a county on a day and now: their rows are read once and told back from now to the day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from course.access.scope import within
from course.coverage.by_day import ByDay
from course.coverage.models import SchoolMove
from course.coverage.past_days.as_of_queries import told_back
from course.coverage.past_days.measures import figures_known
from course.coverage.queries import Asked
from course.coverage.region_queries import Moved
from course.coverage.tallies.count_queries import completed, schools_and_moves, schools_in
from course.coverage.tallies.facts import Facts, Owed
from course.coverage.tallies.queries import NOTHING, Figures
from course.db import db
from course.roster.models import Region, School

# Hardly any county has more, so that the statements of its page do not grow with it.
AT_ONCE = 1_000


@dataclass(frozen=True)
class CountySchool:
    """A school with all that is counted of it on the day and now; nothing where it was not, or is not, there."""

    code: str
    name: str
    then: Figures
    now: Figures
    # Where it lies now, if it lay in the county on the day and has left it since.
    moved: Moved | None


def county_schools(then: Asked, now: Asked, owing: ByDay[Owed]) -> list[CountySchool]:
    """The schools that lay in a county on a day, or lie there now, by their codes."""
    rows = db.session.execute(schools_statement(then, now)).all()
    facts = schools_in(row[:7] for row in rows)
    named = {row.id: row for row in rows}
    return [
        school
        for some in pieces(facts)
        for school in counted(some, named, then, now, owing)
        if school.then.schools or school.now.schools
    ]


def schools_statement(then: Asked, now: Asked) -> sa.Select[Any]:
    """These schools, each with its name, the region in which it lies now, and whether the reader may open it."""
    # Two lists put together: of "either, or" the database would look through all schools.
    theirs = sa.union(*(sa.select(School.id).where(asked.condition()) for asked in (then, now)))
    mine = within(School, then.schools.scope).label("mine")
    chosen = schools_and_moves().add_columns(School.code, School.name, Region.name.label("region"), mine)
    chosen = chosen.join(Region, Region.id == School.region_id).where(School.id.in_(theirs))
    return chosen.order_by(School.code, SchoolMove.until, SchoolMove.id)


def pieces(facts: dict[int, Facts]) -> Iterator[dict[int, Facts]]:
    """The schools, so many at once."""
    ids = list(facts)
    for first in range(0, len(ids), AT_ONCE):
        yield {number: facts[number] for number in ids[first : first + AT_ONCE]}


def counted(
    schools: dict[int, Facts], named: Mapping[int, Any], then: Asked, now: Asked, owing: ByDay[Owed]
) -> Iterator[CountySchool]:
    """Some of these schools, with what is counted of them."""
    facts = completed(schools)
    before = told_back(facts, then.as_of) if then.as_of else facts
    for number, one in facts.items():
        row, lay = named[number], before[number]
        counts = (figures_in(lay, then, owing), figures_in(one, now, owing))
        left = counts[0].schools and place_in(lay, then) != one.region_path
        yield CountySchool(row.code, row.name, *counts, Moved(row.region, bool(row.mine)) if left else None)


def figures_in(school: Facts, asked: Asked, owing: ByDay[Owed]) -> Figures:
    """What is counted of a school in the region asked for; nothing where it does not count there on the day."""
    place, path = place_in(school, asked), asked.schools.path
    inside = not path or f"{place}/".startswith(f"{path}/")
    counts = inside and school.is_there(asked.day)
    return figures_known(school, asked.year, owing.on(asked.day_of_rules()), asked.known_on()) if counts else NOTHING


def place_in(school: Facts, asked: Asked) -> str:
    """The region in which a school lies for a question."""
    return school.region_path if asked.past_day() is None else school.place_on(asked.day)
