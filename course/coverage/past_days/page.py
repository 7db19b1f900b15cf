"""The figures of a past day: what was known by then, beside what is known now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from course.coverage.by_day import ByDay
from course.coverage.measure_rules import Status
from course.coverage.past_days.as_of_queries import end_of, told_back
from course.coverage.past_days.county_queries import CountySchool, county_schools
from course.coverage.past_days.measures import (
    Measured,
    Statuses,
    counted_by_school,
    figures_there,
    measured,
    status_in,
    statuses_in,
)
from course.coverage.past_days.understanding_queries import Pair, understood, understood_around
from course.coverage.queries import Asked, Schools, hours_owed_in, terms_in
from course.coverage.reach_queries import Reach, reach_then_and_now
from course.coverage.region_queries import Moved, Place, RegionRow, moved_since, paths_of, rows_among
from course.coverage.region_rules.queries import held_in
from course.coverage.region_rules.rules import Rule, hours_asked
from course.coverage.rules import Figure, Tally, Year
from course.coverage.tallies.count_queries import facts_of
from course.coverage.tallies.facts import Owed
from course.coverage.tallies.queries import NOTHING, Figures, figures_then_and_now
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
    # How a school stood on the day, and stands now, where it was, and is, there.
    statuses: tuple[Status | None, Status | None] = (None, None)
    # The classes of a region within reach by the plans that were published on the day, and by those of now.
    reach: tuple[Figure | None, Figure | None] = (None, None)


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
    # How many schools stood how on the day, and stand how now.
    statuses: tuple[Statuses, Statuses]
    # What was understood on the day and now.
    understood: Pair
    rows: Sequence[DayRow] = ()
    # A region with others below has too many answers to read: the day of the night in which they were counted.
    counted_on: date | None = None
    # The classes within reach by the plans that were published on the day, and by those of now.
    reach: tuple[Figure | None, Figure | None] = (None, None)
    problem: Any = None

    def status(self, part: int) -> Status | None:
        """How a single school stood on the day (0) and stands now (1); None where it was not there."""
        return next((one for one, schools in self.statuses[part].items() if schools), None)

    @property
    def is_today(self) -> bool:
        """Whether the day is today, so that there is nothing to compare."""
        return self.day == self.today


def region_on(place: Place, asked: Asked, today: date, owing: ByDay[Owed] | None = None) -> DayPage:
    """A region on a day, with its children; of a county its schools, to which that is owed, where it is known."""
    now = replace(asked, as_of=None, day=asked.year.day_that_counts(today))
    day = asked.as_of or today
    plans = reach_then_and_now(place.path, asked, end_of(day))
    if place.children or asked.as_of is None:
        counted = figures_then_and_now(paths_of(place), asked.year, asked.known_on(), now.known_on())
        before, after = counted[place.path]
        rows = children(place, counted, plans) if place.children else schools_of(now)
    else:
        owing = owing or owing_under(held_in([place.path])[place.path], hours_owed_in(asked.year))
        schools = county_schools(asked, now, owing)
        before, after = sum_of(one.then for one in schools), sum_of(one.now for one in schools)
        rows = [school_row(one, asked, now) for one in schools]
    said = understood_around(place, asked, day)
    statuses = statuses_in(before, asked), statuses_in(after, now)
    told = ((measured(before), measured(after)), statuses, said.regions[place.path], rows, said.on)
    reach = plans[0].around(place.path), plans[1].around(place.path)
    name = place.region.name if place.region else ""
    return DayPage(name, day, today, asked, before.tally(), after.tally(), *told, reach)


def owing_under(held: ByDay[Rule], by_terms: Decimal) -> ByDay[Owed]:
    """What a school is owed on each day by what its region asked for then."""
    return held.each(lambda rule: Owed(hours_asked(rule, by_terms), rule.required))


def school_row(school: CountySchool, then: Asked, now: Asked) -> DayRow:
    """A school of a county as a row."""
    statuses = status_in(school.then, then), status_in(school.now, now)
    tallies_of = school.then.tally(), school.now.tally()
    return DayRow(school.code, school.name, *tallies_of, True, school.moved, statuses=statuses)


def sum_of(figures: Iterable[Figures]) -> Figures:
    """The figures of several schools together."""
    return sum(figures, NOTHING)


def children(place: Place, counted: Mapping[str, tuple[Figures, Figures]], plans: tuple[Reach, Reach]) -> list[DayRow]:
    """The regions right below, on the day and now; schools of the region's own come last."""
    before, today = (
        {(row.code, row.direct): row for row in rows_among(place, {path: pair[part] for path, pair in counted.items()})}
        for part in (0, 1)
    )
    names = {(child.code, False): child.name for child in place.children}
    names |= {key: row.name for key, row in before.items()}
    reach = {
        (child.code, False): (plans[0].around(child.path), plans[1].around(child.path)) for child in place.children
    }
    own = plans[0].apart(place.path), plans[1].apart(place.path)
    return [
        DayRow(*(key[0], name, tally_in(before, key), tally_in(today, key)), direct=key[1], reach=reach.get(key, own))
        for key, name in names.items()
    ]


def tally_in(rows: dict[tuple[str, bool], RegionRow], key: tuple[str, bool]) -> Tally:
    """The figures of one row; nothing where there was none."""
    row = rows.get(key)
    return row.tally if row else Tally()


def schools_of(now: Asked) -> list[DayRow]:
    """The schools of a county today, by their codes."""
    found = {number: counted for number, (counted, _coming) in counted_by_school(now).items() if counted.schools}
    moved = moved_since(list(found), now)
    chosen = sa.select(School.id, School.code, School.name).where(School.id.in_(found)).order_by(School.code)
    schools = (
        CountySchool(code, name, found[number], found[number], moved.get(number))
        for number, code, name in db.session.execute(chosen)
    )
    return [school_row(one, now, now) for one in schools]


def school_on(school: School, schools: Schools, year: Year, day: date, today: date) -> DayPage:
    """A school on a day: its rows are read once, and told back from now to the day."""
    terms, facts = terms_in(year), facts_of([school.id])
    then = told_back(facts, day) if day < today else facts
    owing = {path: owing_under(held, terms.hours) for path, held in held_in(facts[school.id].places()).items()}
    found, hours = [], []
    for one, known in ((then[school.id], day), (facts[school.id], today)):
        owed = owing[one.place_on(year.day_that_counts(known))].on(year.day_of_rules(known))
        found.append(figures_there(one, year, owed, known))
        hours.append(owed.hours)
    asked = asked_on(schools, Asked(schools, year, year.day_that_counts(day), hours[0]), day, today)
    told = (found[0].tally(), found[1].tally(), (measured(found[0]), measured(found[1])))
    now = asked_on(schools, asked, today, today)
    statuses = statuses_in(found[0], asked), statuses_in(found[1], now)
    return DayPage(school.name, day, today, asked, *told, statuses, understood(schools, year, day))


def asked_on(schools: Schools, asked: Asked, day: date, today: date) -> Asked:
    """The question as of a day; of today it is the usual one."""
    counts = asked.year.day_that_counts(day)
    return replace(asked, schools=schools, day=counts, as_of=None if day == today else day)
