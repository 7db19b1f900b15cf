"""What else is told of a day: lessons, how schools stood, required themes, practice, what others taught."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from course.coverage import measure_rules
from course.coverage.models import SchoolTally
from course.coverage.past_days.as_of_queries import counted_as_of
from course.coverage.queries import Asked, statement
from course.coverage.rules import Figure, Year
from course.coverage.tallies.facts import Counted, Facts, Owed
from course.coverage.tallies.queries import NOTHING, Figures
from course.coverage.tallies.rules import BASE, YEARLY, count, read, value_on, waits
from course.db import db
from course.roster.models import School

Statuses = Mapping[measure_rules.Status, int]


@dataclass(frozen=True)
class Measured:
    """The other measures of a region or a school on a day; a share is None where nothing was confirmed."""

    lessons: int
    covered: Figure
    themes: Figure
    practice: float | None
    organised: float | None


def measured(counted: Figures) -> Measured:
    """The measures of what was counted."""
    confirmed = counted.taught_minutes + counted.organised_minutes
    return Measured(
        lessons=counted.lessons,
        covered=Figure(counted.covered, counted.schools),
        themes=measure_rules.themes_reached(counted.themes_had, counted.themes_owed),
        practice=measure_rules.practice_share(counted.practice_minutes, confirmed),
        organised=measure_rules.organised_share(counted.taught_minutes, counted.organised_minutes),
    )


def statuses_in(counted: Figures, asked: Asked) -> Statuses:
    """How many of the schools that were counted stood how on the day that is told of."""
    numbers = (counted.schools, counted.appointed, counted.covered, counted.on_course)
    return measure_rules.statuses_of(*numbers, day=asked.day, last_day=asked.year.last)


def status_in(school: Figures, asked: Asked) -> measure_rules.Status | None:
    """How the one school that was counted stood; None where it was not there."""
    return next((status for status, schools in statuses_in(school, asked).items() if schools), None)


def figures_known(facts: Facts, year: Year, owed: Owed, known: date) -> Figures:
    """What is counted of a school from its facts, as they were known on a day."""
    counts = year.day_that_counts(known)
    served = facts.is_there(counts) and facts.is_served(counts)
    return figures_of(count(facts, year, owed, known, known), served)


def figures_there(facts: Facts, year: Year, owed: Owed, known: date) -> Figures:
    """The same, where a school that was not there on the day is none of the schools; its lessons stay."""
    counted = figures_known(facts, year, owed, known)
    return counted if facts.is_there(year.day_that_counts(known)) else replace(counted, schools=0)


def counted_of_school(school_id: int, year: Year, known: date) -> Figures:
    """What was counted of one school, as it was known at the end of a day."""
    for _school_id, counted, facts in counted_as_of([school_id], year, known):
        return figures_of(counted, facts.is_served(year.day_that_counts(known)))
    return NOTHING


def figures_of(counted: Counted, served: bool) -> Figures:
    """What was counted of one school, as the figures of a region of this school alone."""
    base = {"schools": 1, "appointed": int(served), "classes": counted.classes, "themes_owed": counted.themes_owed}
    return Figures(**base, **dict(zip(YEARLY, counted.vector(served), strict=True)))


def counted_by_school(asked: Asked) -> dict[int, tuple[Figures, int | None]]:
    """What is counted of each school, now or as it was known on a past day, with how many lessons were to come then."""
    if asked.as_of is not None:
        ids = list(db.session.scalars(sa.select(School.id).where(asked.condition())))
        found = counted_as_of(ids, asked.year, asked.as_of)
        return {
            number: (figures_of(counted, facts.is_served(asked.day)), lessons_to_come(facts, asked.year, asked.as_of))
            for number, counted, facts in found
        }
    rows = db.session.execute(statement(asked.of_any_school()), asked.told())
    return {number: (counted_now(asked, *rest), None) for number, _path, *rest in rows}


def lessons_to_come(facts: Facts, year: Year, known: date) -> int:
    """How many lessons of the year were scheduled at the end of a day, and lay after it."""
    rows = (row for row in facts.scheduled if known < row.day and year.first <= row.day <= year.last)
    return sum(waits(row.since, row.until, known) for row in rows)


def counted_now(asked: Asked, timeline: list[Any] | None, row: SchoolTally | None) -> Figures:
    """The same of a school from what is counted with each change."""
    base = dict(zip(BASE, value_on(read(timeline or []), asked.day, (0,) * len(BASE)), strict=True))
    if row is None:
        return Figures(**base)
    counted = Counted(**{one.name: getattr(row, one.name) for one in fields(Counted)})
    return Figures(**base, **dict(zip(YEARLY, counted.vector(bool(base["appointed"])), strict=True)))
