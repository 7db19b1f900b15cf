"""Building the tallies from the rows alone: region by region, and then the regions above them.

The history of the figures is told from the rows as they are, and what was corrected, withdrawn or taken back from the
list of changes, for the days on which it stood; what regions asked for, as it was on each day.  Classes, appointments
entered for days that had passed and the hours of the terms count as they are now, for nothing keeps since when they
were known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask import current_app

from course.coverage.models import RegionStep, SchoolMove, SchoolTally, ThemeTally
from course.coverage.past_days.plan_queries import with_plans
from course.coverage.rules import Year
from course.coverage.tallies import rules as tally_rules
from course.coverage.tallies.actions import (
    AT_ONCE,
    Counting,
    Moves,
    add,
    counted_rows,
    database,
    lock,
    note_moves,
    write_moves,
    write_tallies,
)
from course.coverage.tallies.count_queries import facts_of
from course.coverage.tallies.facts import Facts
from course.coverage.tallies.history_rules import year_history
from course.coverage.tallies.rules import Timeline
from course.db import db
from course.i18n import local_day
from course.roster.models import Region, School


def rebuild(moment: datetime) -> None:
    """Build everything anew, in one transaction."""
    for path in lowest_regions():
        rebuild_region(path, moment)
    rebuild_above(moment)


def lowest_regions() -> list[str]:
    """The regions to which schools belong or once belonged, and below which there is no other region."""
    paths = db.session.scalars(sa.union(sa.select(School.region_path), sa.select(SchoolMove.region_path)))
    return sorted(set(paths) - upper_regions(all_regions()))


def all_regions() -> list[str]:
    """The paths of all regions."""
    return list(db.session.scalars(sa.select(Region.path)))


def upper_regions(paths: Iterable[str]) -> set[str]:
    """The regions that have regions below them, and everything together (empty)."""
    return {place for path in paths for place in tally_rules.places_above(path)[:-1]} | {""}


def rebuild_region(path: str, moment: datetime) -> None:
    """Build what its schools add to a region, and those that it once had; the regions above are left as they are."""
    today = local_day(moment)
    note_moves(School.region_path == path, today)
    ids = schools_of(path)
    lock(ids)
    clear(path)
    moves = Moves()
    for first in range(0, len(ids), AT_ONCE):
        rows, facts = told_rows(ids[first : first + AT_ONCE], today)
        own = [(row, new) for row, new in rows if facts[row["school_id"]].region_path == path]
        write_tallies([row | {"timeline": tally_rules.written(new), "changed_at": moment} for row, new in own])
        for row, timeline in rows:
            add_part(path, facts[row["school_id"]], row, timeline, moves)
    write_moves(moves)


def schools_of(path: str) -> list[int]:
    """The schools that a region has or once had."""
    left = sa.select(SchoolMove.school_id).where(SchoolMove.region_path == path)
    here = sa.or_(School.region_path == path, School.id.in_(left))
    return list(db.session.scalars(sa.select(School.id).where(here).order_by(School.id)))


def add_part(path: str, facts: Facts, row: dict[str, Any], timeline: Timeline, moves: Moves) -> None:
    """What a school adds to a region while it lies there."""
    before = facts.before
    if row["year"]:
        year = Year.numbered(row["year"], current_app.config["YEAR_STARTS"])
        before = tuple(tally_rules.moves_within(before, year))
    part = tally_rules.by_place(timeline, before, row["region_path"]).get(path, [])
    moves.add_steps([path], row["year"], tally_rules.changes([], part, date.min))
    if row["region_path"] == path:
        moves.add_themes([path], row["year"], row["themes"], +1)


def clear(path: str) -> None:
    """Forget what was counted of a region and of its schools."""
    for model in (RegionStep, ThemeTally):
        db.session.execute(sa.delete(model).where(model.path == path))
    mine = SchoolTally.school_id.in_(sa.select(School.id).where(School.region_path == path))
    db.session.execute(sa.delete(SchoolTally).where(mine))


def told_rows(ids: Collection[int], today: date) -> tuple[list[tuple[dict[str, Any], Timeline]], dict[int, Facts]]:
    """The rows of these schools, with the history that the rows they are counted from tell, and these."""
    found = facts_of(ids)
    planned = with_plans(found)
    # Of a year may be left nothing but what was planned or said in it and then taken back.
    counting = replace(Counting.of(planned, {}), facts=found)
    rows = [
        (row, timeline if not row["year"] else history_of(planned[row["school_id"]], row["year"], counting, today))
        for row, timeline in counted_rows(counting, today)
    ]
    return rows, found


def history_of(facts: Facts, number: int, counting: Counting, today: date) -> Timeline:
    """What a school added to the figures of a year from each day on."""
    year = Year.numbered(number, current_app.config["YEAR_STARTS"])
    return year_history(facts, year, counting.owing(facts, year), today)


def rebuild_above(moment: datetime) -> None:
    """Add up the regions that have regions below them, from the lowest up; nobody else counts meanwhile."""
    paths = all_regions()
    upper = upper_regions(paths)
    lock(list(db.session.scalars(sa.select(School.id).where(School.region_path.in_(upper)))))
    if database() == "postgresql":
        db.session.execute(sa.text("LOCK TABLE region_step, theme_tally IN SHARE ROW EXCLUSIVE MODE"))
    for model in (RegionStep, ThemeTally):
        db.session.execute(sa.delete(model).where(model.path != "", model.path.not_in(sa.select(Region.path))))
    below: dict[str, list[str]] = {}
    for path in {*paths, *upper} - {""}:
        below.setdefault(path.rpartition("/")[0], []).append(path)
    for path in sorted(upper, key=lambda place: (-len(tally_rules.places_above(place)), place)):
        rebuild_region(path, moment)
        add_up(RegionStep, ("path", "year", "day"), path, below.get(path, []))
        add_up(ThemeTally, ("path", "year", "theme_id", "stage"), path, below.get(path, []))


def add_up(model: Any, keys: tuple[str, ...], path: str, children: Sequence[str]) -> None:
    """Add what stands at the regions right below to what a region's own schools add."""
    table = model.__table__
    others = [table.c[name] for name in keys if name != "path"]
    sums = {column.name: sa.func.sum(column) for column in table.columns if column.name not in keys}
    for first in range(0, len(children), AT_ONCE):
        some = table.c.path.in_(children[first : first + AT_ONCE])
        rows = db.session.execute(sa.select(*others, *sums.values()).where(some).group_by(*others)).all()
        names = [*(column.name for column in others), *sums]
        add(model, keys, [{"path": path} | dict(zip(names, row, strict=True)) for row in rows])
