"""The figures of a past day: what was known by then, beside what is known now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from course.coverage.past_days.as_of_queries import told_back
from course.coverage.past_days.measures import Measured, figures_of, measured
from course.coverage.past_days.understanding_queries import Pair, understood, understood_around
from course.coverage.queries import Asked, Key, Schools, tallies, terms_in
from course.coverage.region_queries import Moved, Place, RegionRow, moved_since, region_rows
from course.coverage.region_rules.queries import rules_of
from course.coverage.region_rules.rules import hours_asked
from course.coverage.rules import Tally, Year
from course.coverage.tallies.count_queries import facts_of
from course.coverage.tallies.facts import Owed
from course.coverage.tallies.queries import figures_on
from course.coverage.tallies.rules import count
from course.db import db
from course.roster.models import School


@dataclass(frozen=True)
class DayRow:
    """A region or a school, with its figures on the day and now; ``school`` says which of the two."""

    code: str
    name: str
    then: Tally
    now: Tally
    school: bool = False
    moved: Moved | None = None
    direct: bool = False


@dataclass(frozen=True)
class DayPage:
    """A region or a school on a day; ``measures`` are those of the day and those of now."""

    name: str
    day: date
    today: date
    asked: Asked
    then: Tally
    now: Tally
    measures: tuple[Measured, Measured]
    # What was understood on the day and now.
    understood: Pair
    rows: Sequence[DayRow] = ()
    # A region with others below has too many answers to read: the day of the night in which they were counted.
    counted_on: date | None = None
    problem: Any = None

    @property
    def is_today(self) -> bool:
        """Whether the day is today, so that there is nothing to compare."""
        return self.day == self.today


def region_on(place: Place, asked: Asked, today: date) -> DayPage:
    """A region on a day, with its children; of a county its schools."""
    then, now = asked, replace(asked, as_of=None, day=asked.year.day_that_counts(today))
    before, counted = (figures_on([place.path], one.year, one.known_on())[place.path] for one in (then, now))
    rows = school_rows(then, now) if not place.children else children(place, then, now)
    name = place.region.name if place.region else ""
    measures = measured(before), measured(counted)
    day = asked.as_of or today
    said = understood_around(place, asked, day)
    told = (measures, said.regions[place.path], rows, said.on)
    return DayPage(name, day, today, asked, before.tally(), counted.tally(), *told)


def children(place: Place, then: Asked, now: Asked) -> list[DayRow]:
    """The regions right below, on the day and now; schools of the region's own come last."""
    today = {(row.code, row.direct): row.tally for row in region_rows(place, now)}
    before: dict[tuple[str, bool], RegionRow] = {(row.code, row.direct): row for row in region_rows(place, then)}
    names = {(child.code, False): child.name for child in place.children}
    names |= {key: row.name for key, row in before.items()}
    return [
        DayRow(key[0], name, tally_in(before, key), today.get(key, Tally()), direct=key[1])
        for key, name in names.items()
    ]


def tally_in(rows: dict[tuple[str, bool], RegionRow], key: tuple[str, bool]) -> Tally:
    """The figures of one row; nothing where there was none."""
    row = rows.get(key)
    return row.tally if row else Tally()


def school_rows(then: Asked, now: Asked) -> list[DayRow]:
    """The schools of a county on the day and now, by their codes."""
    before, today = tallies(then, Key.SCHOOL), tallies(now, Key.SCHOOL)
    moved = moved_since(list(before), then)
    chosen = sa.select(School.id, School.code, School.name).where(School.id.in_(before.keys() | today.keys()))
    return [
        DayRow(code, name, before.get(number, Tally()), today.get(number, Tally()), True, moved.get(number))
        for number, code, name in db.session.execute(chosen.order_by(School.code))
    ]


def school_on(school: School, schools: Schools, year: Year, day: date, today: date) -> DayPage:
    """A school on a day: its rows are read once, and told back from now to the day."""
    terms, facts = terms_in(year), facts_of([school.id])
    then = told_back(facts, day) if day < today else facts
    rules = rules_of(facts[school.id].places())
    found = []
    for one, known in ((then[school.id], day), (facts[school.id], today)):
        counts = year.day_that_counts(known)
        rule = rules[one.place_on(counts)]
        owed = Owed(hours_asked(rule, terms.hours), rule.required)
        served = one.is_there(counts) and one.is_served(counts)
        found.append(figures_of(count(one, year, owed, known, known), served))
    hours = hours_asked(rules[school.region_path], terms.hours)
    asked = asked_on(schools, Asked(schools, year, year.day_that_counts(day), hours), day, today)
    told = (found[0].tally(), found[1].tally(), (measured(found[0]), measured(found[1])))
    return DayPage(school.name, day, today, asked, *told, understood(schools, year, day))


def asked_on(schools: Schools, asked: Asked, day: date, today: date) -> Asked:
    """The question as of a day; of today it is the usual one."""
    counts = asked.year.day_that_counts(day)
    return replace(asked, schools=schools, day=counts, as_of=None if day == today else day)
