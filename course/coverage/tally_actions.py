"""Verbs of the tallies: count schools anew and move the figures of every region above them by the difference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.dialects import postgresql, sqlite

from course.coverage import tally_rules
from course.coverage.models import RegionStep, SchoolTally, ThemeTally
from course.coverage.region_rule_queries import rules_of
from course.coverage.rules import Year, hours_owed, year_asked_for
from course.coverage.tally_count_queries import facts_of, hours_of_years
from course.coverage.tally_facts import Facts, Owed
from course.coverage.tally_rules import BASE, NO_YEAR, YEARLY, Timeline
from course.db import db
from course.i18n import local_day
from course.roster.models import School

AT_ONCE = 300
Key = tuple[int, int]


@dataclass
class Moves:
    """What is to be added to the steps of regions and to the classes by theme."""

    steps: dict[tuple[str, int, date], list[int]] = field(default_factory=dict)
    themes: dict[tuple[str, int, int, str], int] = field(default_factory=lambda: defaultdict(int))

    def add_steps(self, path: str, year: int, by: Timeline) -> None:
        """Move the figures of a region and of all above it."""
        for day, vector in by:
            for place in tally_rules.places_above(path):
                sums = self.steps.setdefault((place, year, day), [0] * len(vector))
                sums[:] = [one + more for one, more in zip(sums, vector, strict=True)]

    def add_themes(self, path: str, year: int, themes: dict[str, int], sign: int) -> None:
        """Add or take away a school's classes by theme."""
        for key, classes in themes.items():
            theme_id, stage = key.split(":")
            for place in tally_rules.places_above(path):
                self.themes[(place, year, int(theme_id), stage)] += sign * classes


def recount(school_ids: Collection[int], moment: datetime) -> None:
    """Count these schools anew, each with all its years; others who count one of them wait until this is committed."""
    today = local_day(moment)
    ids = sorted(school_ids)
    for first in range(0, len(ids), AT_ONCE):
        recount_some(ids[first : first + AT_ONCE], today, moment)


def recount_some(ids: Sequence[int], today: date, moment: datetime) -> None:
    """The same for as many as are counted at once."""
    lock(ids)
    stored = stored_tallies(ids)
    moves, rows = Moves(), []
    facts = facts_of(ids)
    for row, timeline in counted_rows(facts, stored, today):
        rows.append(row | {"timeline": tally_rules.written(timeline), "changed_at": moment})
        replace(stored.get((row["school_id"], row["year"])), row, timeline, today, moves)
    write_tallies(rows)
    write_moves(moves)


def lock(ids: Sequence[int]) -> None:
    """Let nobody else count these schools before this transaction ends; always in the same order."""
    chosen = sa.select(School.id).where(School.id.in_(ids)).order_by(School.id)
    db.session.execute(chosen.with_for_update(key_share=True)).all()


def stored_tallies(ids: Sequence[int]) -> dict[Key, SchoolTally]:
    """What was counted of these schools before."""
    chosen = sa.select(SchoolTally).where(SchoolTally.school_id.in_(ids))
    rows = db.session.scalars(chosen.execution_options(populate_existing=True))
    return {(row.school_id, row.year): row for row in rows}


def counted_rows(
    found: dict[int, Facts], stored: dict[Key, SchoolTally], today: date
) -> Iterable[tuple[dict[str, Any], Timeline]]:
    """The rows of these schools as they are now, with what they add from which day on."""
    starts = current_app.config["YEAR_STARTS"]
    years = {one: years_of(facts, stored, starts) for one, facts in found.items()}
    hours = hours_of_years({year for some in years.values() for year in some})
    rules = rules_of({facts.region_path for facts in found.values()})
    for school_id, facts in found.items():
        base = {"school_id": school_id, "year": NO_YEAR, "region_path": facts.region_path, **nothing_counted()}
        there = len(tally_rules.classes_there(facts, today))
        yield base | {"classes": there, "closed_on": facts.closed_on}, tally_rules.base_timeline(facts)
        for year in years[school_id]:
            row = stored.get((school_id, year.number))
            since = max([today, *(day for day, _ in tally_rules.read(row.timeline)[:1])]) if row else today
            path = row.region_path if row and year.last < today else facts.region_path
            owed = owed_in(year, hours, rules.get(path))
            counted = tally_rules.count(facts, year, owed, since)
            head = {"school_id": school_id, "year": year.number, "region_path": path, "closed_on": facts.closed_on}
            yield head | vars(counted), tally_rules.year_timeline(facts, counted, year, since)


def nothing_counted() -> dict[str, Any]:
    """The columns that stay empty in the row that belongs to no year."""
    empty = ("taught_minutes", "organised_minutes", "practice_minutes", "claimed_minutes", "scheduled_minutes")
    more = ("lessons", "owed_minutes", "reached", "claimed", "coming", "themes_owed", "themes_had")
    return dict.fromkeys((*empty, *more), 0) | {"themes": {}, "last_on": None}


def years_of(facts: Facts, stored: dict[Key, SchoolTally], starts: str) -> list[Year]:
    """The years in which something happened at the school, or in which something was counted before."""
    happened = {year_asked_for(None, day, starts) for day in facts.days()}
    before = {year for school_id, year in stored if school_id == facts.school_id and year}
    found = {year.number: year for year in happened if year}
    found |= {number: Year.numbered(number, starts) for number in before - found.keys()}
    return [found[number] for number in sorted(found)]


def owed_in(year: Year, hours: dict[int, list[Any]], rule: Any) -> Owed:
    """What a school owes in a year: what the terms ask for, or its region if that is more."""
    asked = hours_owed(hours[year.number])
    return Owed(max(asked, rule.hours or asked), rule.required) if rule else Owed(asked)


def replace(old: SchoolTally | None, row: dict[str, Any], timeline: Timeline, today: date, moves: Moves) -> None:
    """Take out what the school added so far and put in what it adds now."""
    path, year = row["region_path"], row["year"]
    was: Timeline = tally_rules.read(old.timeline) if old else []
    since = date.min if year == NO_YEAR else max([today, *(day for day, _ in was[:1])])
    if old is not None and old.region_path != path:
        moves.add_steps(old.region_path, year, tally_rules.changes(was, [], today))
        moves.add_steps(path, year, tally_rules.changes([], timeline, today))
    else:
        moves.add_steps(path, year, tally_rules.changes(was, timeline, since))
    if old is not None:
        moves.add_themes(old.region_path, year, old.themes, -1)
    moves.add_themes(path, year, row["themes"], +1)


def write_tallies(rows: list[dict[str, Any]]) -> None:
    """Write what was counted of each school."""
    keys = ("school_id", "year")
    for first in range(0, len(rows), AT_ONCE):
        written = upserting(SchoolTally, rows[first : first + AT_ONCE])
        fresh = {name: written.excluded[name] for name in rows[0] if name not in keys}
        db.session.execute(written.on_conflict_do_update(index_elements=keys, set_=fresh))


def write_moves(moves: Moves) -> None:
    """Add to the steps of the regions and to the classes by theme, always in the same order."""
    for columns, wanted in ((BASE, True), (YEARLY, False)):
        rows = [
            {"path": path, "year": year, "day": day, **dict(zip(columns, sums, strict=True))}
            for (path, year, day), sums in sorted(moves.steps.items())
            if (year == NO_YEAR) is wanted and any(sums)
        ]
        add(RegionStep, ("path", "year", "day"), rows)
    keys = ("path", "year", "theme_id", "stage")
    themes = [dict(zip(keys, key, strict=True)) | {"classes": more} for key, more in sorted(moves.themes.items()) if more]
    add(ThemeTally, keys, themes)


def add(model: Any, keys: Sequence[str], rows: list[dict[str, Any]]) -> None:
    """Insert rows of numbers, or add them to those that stand there."""
    rest = {column.name: 0 for column in model.__table__.columns if column.name not in keys}
    for first in range(0, len(rows), AT_ONCE):
        some = [rest | row for row in rows[first : first + AT_ONCE]]
        written = upserting(model, some)
        sums = {name: getattr(model, name) + written.excluded[name] for name in rest}
        db.session.execute(written.on_conflict_do_update(index_elements=keys, set_=sums))


def upserting(model: Any, rows: list[dict[str, Any]]) -> Any:
    """An insert that knows what to do with a row that is there, in the words of this database."""
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(model).values(rows)
