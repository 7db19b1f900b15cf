"""Reads of a plan by week and day: how many lessons, schools and people, and the lessons of some days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from course.db import db
from course.planning.reading.person_queries import week_of
from course.planning.reading.queries import Entry, Reading, midnight, planned_entries
from course.planning.reading.weeks import Week
from course.planning.selections import Condition, touching
from course.roster.models import Blackout, School, VicePrincipal
from course.roster.queries import matching
from course.schedule.proposal import Span

DAY = timedelta(days=1)
SHOWN_OF_A_DAY, SHOWN_ON_A_PAGE = 30, 100


@dataclass(frozen=True)
class WeekCount:
    """What a week holds."""

    lessons: int = 0
    schools: int = 0
    people: int = 0


def counts_by_week(reading: Reading) -> dict[date, WeekCount]:
    """Lessons, schools and people of each week, by its Monday."""
    one = reading.lessons.c
    counts = (sa.func.count(), sa.func.count(one.school_id.distinct()), sa.func.count(one.vice_principal_id.distinct()))
    chosen = sa.select(sa.func.min(one.start), *counts).group_by(week_of(one.start))
    return {monday_of(start.date()): WeekCount(*numbers) for start, *numbers in db.session.execute(chosen)}


def monday_of(day: date) -> date:
    """The Monday of the week of a day."""
    return day - day.weekday() * DAY


def counts_by_day(reading: Reading, condition: Condition) -> dict[date, int]:
    """How many lessons each day has."""
    day = sa.func.date(reading.lessons.c.start)
    chosen = sa.select(day, sa.func.count()).select_from(reading.lessons).where(condition).group_by(day)
    return {date.fromisoformat(str(text)): number for text, number in db.session.execute(chosen)}


def about(reading: Reading, word: str) -> Condition:
    """The lessons of the schools or of the people whose name or code contains a word."""
    if not word:
        return sa.true()
    one = reading.lessons.c
    schools = sa.select(School.id).where(matching(School, word))
    people = sa.select(VicePrincipal.id).where(matching(VicePrincipal, word))
    return sa.or_(one.school_id.in_(schools), one.vice_principal_id.in_(people))


def in_week(reading: Reading, week: Week) -> Condition:
    """The lessons of a week."""
    return between(reading, week.monday, week.end)


def between(reading: Reading, first: date, end: date) -> Condition:
    """The lessons from one day until before another."""
    start = reading.lessons.c.start
    return sa.and_(start >= midnight(first), start < midnight(end))


def first_of_each_day(reading: Reading, condition: Condition) -> list[Entry]:
    """The first lessons of each day, as many as a page can show of a whole week."""
    one = reading.lessons.c
    order = (one.start, one.school_id, one.id)
    rank = sa.func.row_number().over(partition_by=sa.func.date(one.start), order_by=order)
    ranked = sa.select(one.id, rank.label("place")).where(condition).subquery("ranked")
    first = sa.select(ranked.c.id).where(ranked.c.place <= SHOWN_OF_A_DAY)
    return planned_entries(reading, one.id.in_(first))


def entries_of_day(reading: Reading, condition: Condition, day: date, number: int) -> list[Entry]:
    """One page of the lessons of a day."""
    one = reading.lessons.c
    page = sa.select(one.id).where(condition, between(reading, day, day + DAY))
    page = page.order_by(one.start, one.school_id, one.id).limit(SHOWN_ON_A_PAGE)
    return planned_entries(reading, one.id.in_(page.offset((number - 1) * SHOWN_ON_A_PAGE)))


def closed_times(reading: Reading) -> Sequence[Span]:
    """When no school of the plan's region takes lessons."""
    path = reading.plan.region_path
    above = ["", *("/".join(path.split("/")[:depth]) for depth in range(1, path.count("/") + 2))]
    chosen = sa.select(Blackout.start, Blackout.end, Blackout.reason)
    chosen = chosen.where(
        Blackout.school_id.is_(None), Blackout.region_path.in_(above), *touching(Blackout, reading.term)
    )
    return [Span(*row) for row in db.session.execute(chosen)]
