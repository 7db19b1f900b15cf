"""Reads of a plan by person: how many lessons of those that they can give, where, and in how many weeks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import joinedload

from course.db import db
from course.planning.instance_queries import minutes
from course.planning.reading.queries import DAY, Reading, agreed, midnight
from course.planning.selections import Condition
from course.roster.models import Agency, Station, VicePrincipal
from course.roster.queries import matching
from course.schedule.models import Lesson

ON_A_PAGE = 50
# The first of January 1970 was a Thursday; weeks begin on Mondays.
DAY_MINUTES, SINCE_MONDAY = 24 * 60, 3


@dataclass(frozen=True)
class PersonFilter:
    """Whose load is looked at."""

    word: str = ""
    station: str = ""
    agency: Agency | None = None


@dataclass(frozen=True)
class PersonLine:
    """A vice-principal in a plan; ``most`` is what they may give in the weeks of the plan by their weekly limit."""

    code: str
    name: str
    station: str
    agency: Agency
    max_week: int
    planned: int
    beside: int
    schools: int
    used_weeks: int
    as_substitute: int
    weeks: int

    @property
    def lessons(self) -> int:
        """All lessons in these weeks."""
        return self.planned + self.beside

    @property
    def most(self) -> int:
        """The lessons that the weekly limit leaves room for."""
        return self.max_week * self.weeks


def first_day(reading: Reading) -> date:
    """The day from which the plan was made: when it was asked for, or the first lesson where that is earlier."""
    asked = reading.plan.created_at.astimezone(ZoneInfo(current_app.config["TIMEZONE"])).date()
    earliest = db.session.scalar(sa.select(sa.func.min(reading.lessons.c.start)))
    day = max(reading.term.start, asked)
    return min(day, earliest.date()) if earliest else day


def person_lines(reading: Reading, wanted: PersonFilter, weeks: int, first: date, number: int = 0) -> list[PersonLine]:
    """The people of a plan, the most loaded first: one page, or all of them for page 0."""
    planned, beside = planned_sums(reading), beside_sums(reading, first)
    own = sa.func.coalesce(planned.c.lessons, 0)
    also = sa.func.coalesce(beside.c.lessons, 0)
    person = VicePrincipal
    columns = (person.code, person.name, Station.name, person.agency, person.max_lessons_week)
    counts = (sa.func.coalesce(column, 0) for column in (planned.c.schools, planned.c.weeks, planned.c.as_substitute))
    chosen = (
        sa.select(*columns, own, also, *counts)
        .join(Station, Station.id == person.station_id)
        .outerjoin(planned, planned.c.person_id == person.id)
        .outerjoin(beside, beside.c.person_id == person.id)
        .where(kept(reading, wanted))
        .order_by(((own + also) * 1.0 / person.max_lessons_week).desc(), person.code)
    )
    if number:
        chosen = chosen.limit(ON_A_PAGE).offset((number - 1) * ON_A_PAGE)
    return [PersonLine(*row, weeks) for row in db.session.execute(chosen)]


def count_people(reading: Reading, wanted: PersonFilter) -> int:
    """How many people the filter keeps."""
    chosen = sa.select(sa.func.count()).select_from(VicePrincipal).join(Station, Station.id == VicePrincipal.station_id)
    return db.session.scalar(chosen.where(kept(reading, wanted))) or 0


def kept(reading: Reading, wanted: PersonFilter) -> Condition:
    """The people of these counties, and those who teach there, that the filter keeps."""
    conditions = [people_of(reading), matching(VicePrincipal, wanted.word)]
    if wanted.station:
        conditions.append(Station.code == wanted.station)
    if wanted.agency:
        conditions.append(VicePrincipal.agency == wanted.agency)
    return sa.and_(*conditions)


def people_of(reading: Reading) -> Condition:
    """The people of these counties, and whoever else has a lesson of the plan there."""
    paths = [part.region_path for part in reading.parts]
    teaching = sa.select(reading.lessons.c.vice_principal_id)
    return sa.or_(VicePrincipal.region_path.in_(paths), VicePrincipal.id.in_(teaching))


def planned_sums(reading: Reading) -> sa.Subquery:
    """The planned lessons of each person, with their schools and weeks, counted."""
    one = reading.lessons.c
    counts = (
        sa.func.count().label("lessons"),
        sa.func.count(one.school_id.distinct()).label("schools"),
        sa.func.count(week_of(one.start).distinct()).label("weeks"),
        sa.func.count().filter(one.substitute).label("as_substitute"),
    )
    chosen = sa.select(one.vice_principal_id.label("person_id"), *counts)
    return chosen.group_by(one.vice_principal_id).subquery("of_plan")


def week_of(column: Any) -> Any:
    """The number of the week in which a time lies, counted by the database."""
    return (minutes(column) // DAY_MINUTES + SINCE_MONDAY) // 7


def beside_sums(reading: Reading, first: date) -> sa.Subquery:
    """The lessons that each person has beside the plan in its weeks, counted."""
    inside = sa.and_(Lesson.start >= midnight(first), Lesson.start < midnight(reading.term.end + DAY))
    chosen = sa.select(Lesson.vice_principal_id.label("person_id"), sa.func.count().label("lessons"))
    return chosen.where(agreed(reading), inside).group_by(Lesson.vice_principal_id).subquery("beside")


def person_in(reading: Reading, code: str) -> VicePrincipal | None:
    """A person of these counties, or one who teaches there."""
    if not code.isprintable():
        return None
    chosen = sa.select(VicePrincipal).options(joinedload(VicePrincipal.station, innerjoin=True))
    return db.session.scalar(chosen.where(VicePrincipal.code == code, people_of(reading)))


def stations_of(reading: Reading) -> list[tuple[str, str]]:
    """The stations of these people, as code and name."""
    mine = sa.select(VicePrincipal.station_id).where(people_of(reading))
    chosen = sa.select(Station.code, Station.name).where(Station.id.in_(mine)).order_by(Station.code)
    return [(code, name) for code, name in db.session.execute(chosen)]
