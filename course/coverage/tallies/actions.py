"""Verbs of the tallies: count schools anew and move the figures of every region above them by the difference."""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.dialects import postgresql, sqlite

from course.coverage.by_day import ByDay
from course.coverage.models import RegionStep, SchoolMove, SchoolTally, ThemeTally
from course.coverage.region_rules.queries import held_in
from course.coverage.region_rules.rules import Rule, hours_asked
from course.coverage.rules import Year, hours_owed
from course.coverage.tallies import rules as tally_rules
from course.coverage.tallies.backdated_queries import backdated
from course.coverage.tallies.count_queries import facts_of, hours_of_years
from course.coverage.tallies.facts import EVER, Facts, Owed, Years
from course.coverage.tallies.rules import BASE, NO_YEAR, YEARLY, Timeline, places_above
from course.db import db
from course.i18n import local_day
from course.roster.models import School
from course.roster.rules import year_of

AT_ONCE = 100
NEW = operator.itemgetter(1)
# The schools that a statement is told of when it is run.
IDS = sa.bindparam("ids", (), expanding=True)
Key = tuple[int, int]


@dataclass
class Moves:
    """What is to be added to the steps of regions and to the classes by theme."""

    steps: dict[tuple[str, int, date], list[int]] = field(default_factory=dict)
    themes: dict[tuple[str, int, int, str], int] = field(default_factory=lambda: defaultdict(int))

    def add_steps(self, places: Sequence[str], year: int, by: Timeline) -> None:
        """Move the figures of these regions."""
        for day, vector in by:
            for place in places:
                sums = self.steps.get((place, year, day))
                self.steps[place, year, day] = [*map(operator.add, sums, vector)] if sums else [*vector]

    def add_themes(self, places: Sequence[str], year: int, themes: dict[str, int], sign: int) -> None:
        """Add or take away a school's classes by theme."""
        for key, classes in themes.items():
            theme_id, stage = key.split(":")
            for place in places:
                self.themes[(place, year, int(theme_id), stage)] += sign * classes


def recount(school_ids: Collection[int], moment: datetime) -> None:
    """Count these schools anew, each with all its years; others who count one of them wait until this is committed."""
    recount_in(school_ids, EVER, moment)


def recount_years(school_ids: Collection[int], days: Collection[date], moment: datetime) -> None:
    """The same for the years of these days: lessons change no other year, and a school may have taught for many."""
    if days:
        starts = current_app.config["YEAR_STARTS"]
        first, last = (Year.numbered(year_of(day, starts), starts) for day in (min(days), max(days)))
        recount_in(school_ids, Years(first.number, last.number, first.first, last.last), moment)


def recount_in(school_ids: Collection[int], years: Years, moment: datetime) -> None:
    """Count these years of the schools, so many at once."""
    ids, today = sorted(school_ids), local_day(moment)
    for first in range(0, len(ids), AT_ONCE):
        recount_some(ids[first : first + AT_ONCE], years, today, moment)


def recount_some(ids: Sequence[int], years: Years, today: date, moment: datetime) -> None:
    """The same for as many as are counted at once; of schools that have moved all years are counted."""
    lock(ids)
    counting = Counting.of(facts_of(ids, years), stored_tallies(ids, years))
    if counting.some_have_moved() and years != EVER:
        counting = Counting.of(facts_of(ids), stored_tallies(ids))
    if counting.some_have_moved():
        note_moves(School.id.in_(ids), today)
        counting = Counting.of(facts_of(ids), counting.stored)
    moves, rows = Moves(), []
    for row, timeline in counted_rows(counting, today):
        old = counting.stored.get((row["school_id"], row["year"]))
        if old is not None and stays(old, row, timeline, today):
            continue
        rows.append(row | {"timeline": tally_rules.written(timeline), "changed_at": moment})
        if row["year"] == NO_YEAR:
            replace_base(old, row["region_path"], timeline, counting.facts[row["school_id"]].before, moves)
        else:
            replace(old, row, timeline, today, moves)
    for place, year, by in backdated(counting.facts, counting.stored, counting.years, counting.owing, today):
        moves.add_steps(places_above(place), year, by)
    write_tallies(rows)
    write_moves(moves)


def stays(old: SchoolTally, row: dict[str, Any], timeline: Timeline, today: date) -> bool:
    """Whether nothing has changed: a lesson of one year leaves the other years of its school as they are."""
    was = tally_rules.read(old.timeline)
    since = date.min if row["year"] == NO_YEAR else not_before(was, today)
    same = all(getattr(old, name) == value for name, value in row.items())
    return same and not tally_rules.changes(was, timeline, since)


def note_moves(schools: sa.ColumnElement[bool], today: date) -> None:
    """Write down where those of these schools lay until today that lie elsewhere than when they were last counted."""
    columns = (SchoolTally.school_id, SchoolTally.region_path, sa.literal(today, sa.Date))
    moved = sa.select(*columns).join(School, School.id == SchoolTally.school_id)
    moved = moved.where(SchoolTally.year == NO_YEAR, SchoolTally.region_path != School.region_path, schools)
    db.session.execute(sa.insert(SchoolMove).from_select(["school_id", "region_path", "until"], moved))


def lock(ids: Sequence[int]) -> None:
    """Let nobody else count these schools before this transaction ends; always in the same order."""
    db.session.execute(lock_statement(), {"ids": ids}).all()


@cache
def lock_statement() -> sa.Select[Any]:
    """The schools, held until this transaction ends."""
    return sa.select(School.id).where(School.id.in_(IDS)).order_by(School.id).with_for_update(key_share=True)


def stored_tallies(ids: Sequence[int], years: Years = EVER) -> dict[Key, SchoolTally]:
    """What was counted of these schools before, in no year and in these."""
    asked = {"ids": ids, "first": years.first, "last": years.last}
    rows = db.session.scalars(stored_statement(), asked, execution_options={"populate_existing": True})
    return {(row.school_id, row.year): row for row in rows}


@cache
def stored_statement() -> sa.Select[Any]:
    """What was counted of the schools."""
    years = sa.or_(SchoolTally.year == NO_YEAR, SchoolTally.year.between(sa.bindparam("first"), sa.bindparam("last")))
    return sa.select(SchoolTally).where(SchoolTally.school_id.in_(IDS), years)


@dataclass(frozen=True)
class Counting:
    """Schools that are counted: what is known of them, what was counted before, in which years, and what is owed."""

    facts: dict[int, Facts]
    stored: dict[Key, SchoolTally]
    years: dict[int, list[Year]]
    hours: dict[int, list[Decimal]]
    held: dict[str, ByDay[Rule]]

    @classmethod
    def of(cls, facts: dict[int, Facts], stored: dict[Key, SchoolTally]) -> Counting:
        """Look up the years, the terms and the rules of regions that these schools need."""
        starts = current_app.config["YEAR_STARTS"]
        years = {one: years_of(facts[one], stored, starts) for one in facts}
        hours = hours_of_years({year for some in years.values() for year in some})
        places = {path for one in facts.values() for path in one.places()}
        return cls(facts, stored, years, hours, held_in(places))

    def some_have_moved(self) -> bool:
        """Whether one of these schools lies elsewhere than when it was last counted."""
        pairs = ((self.stored.get((number, NO_YEAR)), facts) for number, facts in self.facts.items())
        return any(row is not None and row.region_path != facts.region_path for row, facts in pairs)

    def owed(self, facts: Facts, year: Year, day: date) -> Owed:
        """What a school owes in a year: what the terms ask for, or its region on a day if that is more."""
        rule = self.held[facts.place_on(year.day_that_counts(day))].on(year.day_of_rules(day))
        return Owed(hours_asked(rule, hours_owed(self.hours[year.number])), rule.required)

    def owing(self, facts: Facts, year: Year) -> ByDay[Owed]:
        """The same on each day: regions ask for something else from a day on, and schools come to other regions."""
        moves = {until for until, _ in facts.before}
        days = moves.union(*(self.held[place].days() for place in facts.places()))
        return ByDay.told(days, lambda day: self.owed(facts, year, day))


def counted_rows(counting: Counting, today: date) -> Iterator[tuple[dict[str, Any], Timeline]]:
    """The rows of these schools as they are now, with what they add from which day on."""
    themes = {path: held.each(lambda rule: rule.required) for path, held in counting.held.items()}
    for school_id, facts in counting.facts.items():
        yield base_row(facts, today), tally_rules.base_timeline(facts, themes)
        for year in counting.years[school_id]:
            yield year_row(counting, facts, year, today)


def base_row(facts: Facts, today: date) -> dict[str, Any]:
    """What is counted of a school in no year."""
    head = {"school_id": facts.school_id, "year": NO_YEAR, "region_path": facts.region_path}
    there = len(tally_rules.classes_there(facts, today))
    return head | nothing_counted() | {"classes": there, "closed_on": facts.closed_on}


def year_row(counting: Counting, facts: Facts, year: Year, today: date) -> tuple[dict[str, Any], Timeline]:
    """What is counted of a school in a year; a year that has passed stays with the region that the school had then."""
    row = counting.stored.get((facts.school_id, year.number))
    since = not_before(tally_rules.read(row.timeline), today) if row else today
    path = facts.place_in(year.last, today)
    counted = tally_rules.count(facts, year, counting.owed(facts, year, today), since)
    head = {"school_id": facts.school_id, "year": year.number, "region_path": path, "closed_on": facts.closed_on}
    return head | vars(counted), tally_rules.year_timeline(facts, counted, year, since)


def not_before(timeline: Timeline, today: date) -> date:
    """The day from which a timeline is told anew: what was written for an earlier day is never told again."""
    return max([today, *(day for day, _ in timeline[:1])])


def nothing_counted() -> dict[str, Any]:
    """The columns that stay empty in the row that belongs to no year."""
    empty = ("taught_minutes", "organised_minutes", "practice_minutes", "claimed_minutes", "scheduled_minutes")
    more = ("lessons", "owed_minutes", "reached", "claimed", "coming", "themes_owed", "themes_had")
    return dict.fromkeys((*empty, *more), 0) | {"themes": {}, "last_on": None}


def years_of(facts: Facts, stored: dict[Key, SchoolTally], starts: str) -> list[Year]:
    """The years in which something happened at the school, or in which something was counted before."""
    happened = {year_of(day, starts) for day in facts.days()}
    before = {year for school_id, year in stored if school_id == facts.school_id and year}
    return [Year.numbered(number, starts) for number in sorted(happened | before)]


def replace_base(
    old: SchoolTally | None, path: str, timeline: Timeline, before: Sequence[tuple[date, str]], moves: Moves
) -> None:
    """Put what the school adds in every year into the place of what it added so far, in each region where it lay."""
    # Whoever lies elsewhere now than when it was last counted has just moved; that move is the last one.
    earlier = before[:-1] if old is not None and old.region_path != path else before
    was = tally_rules.by_place(tally_rules.read(old.timeline), earlier, old.region_path) if old else {}
    now = tally_rules.by_place(timeline, before, path)
    for place in sorted(was.keys() | now.keys()):
        moves.add_steps(
            places_above(place), NO_YEAR, tally_rules.changes(was.get(place, []), now.get(place, []), date.min)
        )


def replace(old: SchoolTally | None, row: dict[str, Any], timeline: Timeline, today: date, moves: Moves) -> None:
    """Take out what the school added so far to the figures of a year and put in what it adds now."""
    path, year = row["region_path"], row["year"]
    was: Timeline = tally_rules.read(old.timeline) if old else []
    since = not_before(was, today)
    if old is not None and old.region_path != path:
        moves.add_steps(places_above(old.region_path), year, tally_rules.changes(was, [], today))
        moves.add_steps(places_above(path), year, tally_rules.changes([], timeline, today))
    else:
        moves.add_steps(places_above(path), year, tally_rules.changes(was, timeline, since))
    if old is not None:
        moves.add_themes(places_above(old.region_path), year, old.themes, -1)
    moves.add_themes(places_above(path), year, row["themes"], +1)


def write_tallies(rows: list[dict[str, Any]]) -> None:
    """Write what was counted of each school."""
    if rows:
        db.session.execute(upserting(SchoolTally, ("school_id", "year"), NEW, database()), rows)


def database() -> str:
    """The kind of the database."""
    return db.session.get_bind().dialect.name


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
    themes = [
        dict(zip(keys, key, strict=True)) | {"classes": more} for key, more in sorted(moves.themes.items()) if more
    ]
    add(ThemeTally, keys, themes)


def add(model: Any, keys: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    """Insert rows of numbers, or add them to those that stand there."""
    if rows:
        rest = {column.name: 0 for column in model.__table__.columns if column.name not in keys}
        db.session.execute(upserting(model, keys, sum, database()), [rest | row for row in rows])


@lru_cache
def upserting(model: Any, keys: tuple[str, ...], merge: Callable[[Any], Any], kind: str) -> Any:
    """An insert that makes of a row that is there, and the new one, a third; in the words of this kind of database."""
    dialect = postgresql if kind == "postgresql" else sqlite
    written = dialect.insert(model.__table__)
    rest = [column for column in model.__table__.columns if column.name not in keys]
    merged = {column.name: merge((column, written.excluded[column.name])) for column in rest}
    return written.on_conflict_do_update(index_elements=keys, set_=merged)
