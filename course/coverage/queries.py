"""Reads of coverage: the three figures of many schools, or of a region, from what is counted with each change.

Building a statement takes longer than running it on a county, so the statement of a question is built once and kept;
the same people ask the same question all day.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from course.access.models import Role
from course.access.scope import Scope, below, within
from course.coverage.models import SchoolTally
from course.coverage.past_days.as_of_queries import counted_as_of
from course.coverage.place_queries import lay_below, path_on, place_on
from course.coverage.region_rules.queries import rules_around, rules_around_on
from course.coverage.region_rules.rules import Rule, hours_asked, more_below, rule_among
from course.coverage.rules import Tally, Year, hours_owed, total
from course.coverage.tallies import rules as tally_rules
from course.coverage.tallies.queries import STATEMENTS_KEPT, figures_on
from course.coverage.tallies.rules import BASE, NO_YEAR
from course.db import db
from course.delivery.models import ReachedClass
from course.roster.models import School, SchoolClass, Term
from course.roster.vacancy_queries import is_open
from course.schedule.models import Lesson

Condition = sa.ColumnElement[bool]
NOTHING = (0,) * len(BASE)
# Stands for a school in a statement that is told later which one is meant; no school has this number.
ANY_SCHOOL = 0


@dataclass(frozen=True)
class Schools:
    """Which schools of a scope: all, those below a region, those of the region itself, or one."""

    scope: Scope
    path: str = ""
    direct: bool = False
    school_id: int | None = None

    def condition(self, day: date | None = None) -> Condition:
        """The same for a statement that reads schools; with a day those that lay there then."""
        if self.school_id is not None:
            own = sa.bindparam("school_id", self.school_id, type_=sa.Integer)
            return sa.and_(School.id == own, within(School, self.scope))
        place = within(School, self.scope) if day is None or not self.scope.region_path else sa.true()
        for path in sorted({self.path, self.scope.region_path if day else ""} - {""}):
            place = sa.and_(place, below(School.region_path, path) if day is None else lay_below(path, day))
        own = School.region_path if day is None else place_on(day)
        return sa.and_(place, own == self.path) if self.direct else place


@dataclass(frozen=True)
class Asked:
    """What a figure is asked for: which schools, in which year, on which day, for how many hours."""

    schools: Schools
    year: Year
    day: date
    hours: Decimal
    # The day that has passed as of which the figures are asked for; None for now.
    as_of: date | None = None
    # The regions below that ask for more hours, with how many.
    more: tuple[tuple[str, Decimal], ...] = ()

    def hours_at(self, path: str) -> Decimal:
        """The lesson-hours owed to a school of a region."""
        return max([self.hours, *(hours for place, hours in self.more if f"{path}/".startswith(f"{place}/"))])

    def condition(self) -> Condition:
        """The schools that count: those that were there on the day; the page of one school shows it also afterwards."""
        there = sa.true() if self.schools.school_id is not None else is_open(self.day)
        return sa.and_(self.schools.condition(self.past_day()), there)

    def past_day(self) -> date | None:
        """The day on which schools are looked at where it has passed; None where they lie as they lie now."""
        return self.day if self.as_of is not None or self.is_over() else None

    def region_path(self) -> sa.ColumnElement[str]:
        """The region of a school, for a statement that reads schools: where it lay on the day."""
        day = self.past_day()
        return School.region_path if day is None else place_on(day)  # type: ignore[return-value]

    def day_of_rules(self) -> date:
        """The day on which the rules of regions are looked at."""
        return self.year.day_of_rules(self.as_of or self.day)

    def is_over(self) -> bool:
        """Whether the year has passed: nothing more can come."""
        return self.day >= self.year.last

    def of_any_school(self) -> Asked:
        """The same question for a statement that serves all schools and readers; it is told of whom when it is run."""
        schools = replace(self.schools, scope=self.schools.scope.of_somebody())
        if schools.school_id is not None:
            schools = replace(schools, path="", school_id=ANY_SCHOOL)
        return replace(self, schools=schools)

    def told(self) -> dict[str, Any]:
        """What such a statement is told."""
        one = {} if self.schools.school_id is None else {"school_id": self.schools.school_id}
        return self.schools.scope.told() | one

    def known_on(self) -> date:
        """The day up to which something must have been known to count; in a year that has passed, everything."""
        return self.as_of or (date.max if self.is_over() else self.day)


class Key(enum.Enum):
    """What the figures are counted by."""

    SCHOOL = "id"
    COUNTY = "region_path"


@dataclass(frozen=True)
class Terms:
    """What the terms of a year say: the lesson-hours owed to each school, and the days on which there is school."""

    hours: Decimal
    spans: tuple[tuple[date, date], ...]


def terms_in(year: Year) -> Terms:
    """The terms of a year, in one statement."""
    rows = db.session.execute(terms_statement(year)).all()
    owed = hours_owed(row.min_hours for row in rows if year.first <= row.start)
    return Terms(owed, tuple((row.start, row.end) for row in rows))


@lru_cache(STATEMENTS_KEPT)
def terms_statement(year: Year) -> sa.Select[Any]:
    """The terms that have a day in the year, in their order."""
    chosen = sa.select(Term.start, Term.end, Term.min_hours).where(Term.start <= year.last, Term.end >= year.first)
    return chosen.order_by(Term.start)


def question(schools: Schools, year: Year, day: date, by_terms: Decimal, as_of: date | None = None) -> Asked:
    """A question for the hours that its region asks for, and those below that ask for more, in one statement."""
    rules = rules_asked(schools.path or schools.scope.region_path, year, day, as_of)
    return question_under(rules, schools, year, day, by_terms, as_of)


def rules_asked(path: str, year: Year, day: date, as_of: date | None = None) -> Mapping[str, Rule]:
    """The rules around a region that hold, or held on the day that has passed; in a past year, on its last day."""
    if as_of is None and day < year.last:
        return rules_around(path)
    return rules_around_on(path, year.day_of_rules(as_of or day))


def question_under(
    rules: Mapping[str, Rule], schools: Schools, year: Year, day: date, by_terms: Decimal, as_of: date | None = None
) -> Asked:
    """The same where the rules around the region are known."""
    path = schools.path or schools.scope.region_path
    hours = hours_asked(rule_among(rules, path), by_terms)
    return Asked(schools, year, day, hours, as_of, more_below(rules, path, hours))


def question_of_school(school: School, scope: Scope, year: Year, day: date) -> Asked:
    """A question about one school, for the hours of its region: in a year that has passed, of that in which it lay."""
    path = school.region_path if day < year.last else path_on(school.id, day)
    return question(Schools(scope, path, school_id=school.id), year, day, hours_owed_in(year))


def hours_owed_in(year: Year) -> Decimal:
    """The lesson-hours that the terms of this year ask for."""
    return terms_in(year).hours


def tallies(asked: Asked, key: Key) -> dict[Any, Tally]:
    """The three figures by school or by county."""
    if asked.as_of is not None:
        return tallies_as_of(asked, key, asked.as_of)
    found: dict[Any, list[Tally]] = {}
    for number, path, timeline, tally in db.session.execute(statement(asked.of_any_school()), asked.told()):
        there, appointed, classes, _owed = tally_rules.value_on(tally_rules.read(timeline or []), asked.day, NOTHING)
        if there or asked.schools.school_id is not None:
            # The page of a school that is no more still says of how many classes it reached some.
            one = tally_of(tally, appointed, classes if there or tally is None else tally.classes)
            found.setdefault(number if key is Key.SCHOOL else path, []).append(one)
    return {one: total(some) for one, some in found.items()}


@lru_cache(STATEMENTS_KEPT)
def statement(asked: Asked) -> sa.Select[Any]:
    """The schools with what is counted of them in no year and in the year asked for."""
    base, own = aliased(SchoolTally), aliased(SchoolTally)
    schools = sa.outerjoin(School, base, sa.and_(base.school_id == School.id, base.year == NO_YEAR))
    schools = schools.outerjoin(own, sa.and_(own.school_id == School.id, own.year == asked.year.number))
    return sa.select(School.id, asked.region_path(), base.timeline, own).select_from(schools).where(asked.condition())


def tally_of(row: SchoolTally | None, appointed: int, classes: int) -> Tally:
    """The three figures of a school from what is counted of it in a year."""
    if row is None:
        return Tally(schools=1, appointed=appointed, classes=classes)
    confirmed = row.taught_minutes + row.organised_minutes
    has_hours = confirmed >= row.owed_minutes
    return Tally(
        schools=1,
        appointed=appointed,
        with_hours=int(has_hours),
        with_claimed_hours=int(not has_hours and confirmed + row.claimed_minutes >= row.owed_minutes),
        taught_minutes=row.taught_minutes,
        organised_minutes=row.organised_minutes,
        claimed_minutes=row.claimed_minutes,
        classes=classes,
        reached=row.reached,
        claimed=row.claimed,
    )


def tallies_as_of(asked: Asked, key: Key, known: date) -> dict[Any, Tally]:
    """The same from the rows, as they were known on a day that has passed."""
    chosen = sa.select(School.id, asked.region_path()).where(asked.condition())
    paths = dict(db.session.execute(chosen).all())
    found: dict[Any, list[Tally]] = {}
    for school_id, counted, facts in counted_as_of(list(paths), asked.year, known):
        one = tally_of(SchoolTally(**vars(counted)), int(facts.is_served(asked.day)), counted.classes)
        found.setdefault(school_id if key is Key.SCHOOL else paths[school_id], []).append(one)
    return {one: total(some) for one, some in found.items()}


def region_total(asked: Asked) -> Tally:
    """The three figures of a whole region, or of some schools added up."""
    schools = asked.schools
    if schools.scope.role not in {Role.ADMIN, Role.BUREAU} or schools.direct or schools.school_id is not None:
        return total(tallies(asked, Key.SCHOOL).values())
    path = schools.path or schools.scope.region_path
    return figures_on([path], asked.year, asked.known_on())[path].tally()


def is_reached(year: Year) -> Condition:
    """Whether a class was in a confirmed lesson of the year."""
    return sa.exists().where(ReachedClass.class_id == SchoolClass.id, taught_in(year))


def taught_in(year: Year) -> Condition:
    """Whether a class was reached in the year."""
    return ReachedClass.taught_on.between(year.first, year.last)


def starts_in(year: Year) -> Condition:
    """Whether a lesson starts in the year."""
    return sa.and_(Lesson.start >= year.from_start(), Lesson.start < year.to_end())


def of_schools(model: Any, asked: Asked) -> Condition:
    """Rows of the schools asked for, wherever these schools lay when the row was written."""
    return model.school_id.in_(sa.select(School.id).where(asked.condition()))
