"""Reads of lists of schools: by how they stand, sorted and paged by the database, so that a province is not read whole.

A school in which nothing has happened in a year has no tally of it; its classes stand in the tally of no year, and its
hours are those that the year asks of its stage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from course.coverage.measure_rules import Standing, Status, known_on, status_of
from course.coverage.models import SchoolTally
from course.coverage.queries import STATEMENTS_KEPT, Asked, Condition, is_reached, of_schools
from course.coverage.region_queries import Moved, SchoolRow, moved_since
from course.coverage.rules import Tally
from course.coverage.tallies.rules import NO_YEAR
from course.coverage.untold_columns import classes_then, owed_by_rules
from course.db import db
from course.roster.class_queries import belongs_to, home_on
from course.roster.models import Appointment, School, SchoolClass, SchoolStage
from course.roster.vacancy_queries import vacant_since
from course.schedule.models import Lesson, LessonState

ON_A_PAGE = 50
SORTS = ("missing", "name", "code", "hours", "classes", "vacant")
MINUTES = ("taught_minutes", "organised_minutes", "claimed_minutes", "scheduled_minutes")
COUNTS = ("reached", "claimed", "coming")


@dataclass(frozen=True)
class Wanted:
    """Which schools are looked for, and in which order."""

    missing: str = ""
    status: Status | None = None
    stage: SchoolStage | None = None
    sort: str = SORTS[0]


ALL = Wanted()


@dataclass(frozen=True)
class Columns:
    """What is counted of a school, for a statement."""

    asked: Asked
    counted: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, asked: Asked, tally: sa.Subquery, serving: sa.Subquery) -> Columns:
        """The columns of a year; nothing counted is zero."""
        named = {name: sa.func.coalesce(tally.c[name], 0) for name in (*MINUTES, *COUNTS)}
        return cls(
            asked,
            {
                **named,
                "confirmed": named["taught_minutes"] + named["organised_minutes"],
                "owed": sa.func.coalesce(tally.c.owed_minutes, owed_by_rules(asked)),
                "classes": sa.func.coalesce(tally.c.classes, classes_then(asked, tally.c.classes_there), 0),
                "served": serving.c.school_id.is_not(None),
            },
        )

    def __getattr__(self, name: str) -> Any:
        return self.counted[name]

    def complete(self) -> Condition:
        """The same as ``Standing.has_all``."""
        return sa.and_(self.confirmed >= self.owed, self.reached >= self.classes)

    def will_be_complete(self) -> Condition:
        """The same as ``Standing.will_have_all``."""
        minutes = self.confirmed + self.claimed_minutes + self.scheduled_minutes
        return sa.and_(minutes >= self.owed, self.reached + self.claimed + self.coming >= self.classes)

    def stands(self, status: Status) -> Condition:
        """The schools that stand so; ``status_of`` in the words of the database."""
        lost = ~self.will_be_complete() & ~self.complete()
        if status is Status.COVERED:
            return self.served & self.complete()
        if status is Status.ON_COURSE:
            return self.served & ~self.complete() & self.will_be_complete()
        if status is Status.AT_RISK:
            return sa.false() if self.asked.is_over() else self.served & lost
        return ~self.served | lost if self.asked.is_over() else ~self.served

    def misses(self, key: str) -> Condition:
        """The schools that miss something in one of the three figures; ``any`` asks for all three."""
        found = {
            "appointed": ~self.served,
            "hours": self.confirmed < self.owed,
            "classes": self.reached < self.classes,
        }
        return sa.or_(*found.values()) if key == "any" else found[key]

    def order(self, sort: str) -> list[Any]:
        """The order of a list; schools that stand alike come by their code."""
        hours = sa.case((self.confirmed >= self.owed, 0), else_=self.confirmed - self.owed)
        classes = self.reached - self.classes
        orders = {
            "missing": [sa.case((self.served, 1), else_=0), hours, classes],
            "name": [School.name],
            "code": [],
            "hours": [hours, classes],
            "classes": [classes, hours],
            "vacant": [sa.case((self.served, 1), else_=0), sa.func.coalesce(last_end(self.asked.day), date.min)],
        }
        return [*orders[sort], School.code]


def tally_of_year(asked: Asked) -> sa.Subquery:
    """What is counted of each of these schools, in one row.

    Both rows of a school are read at once: of a year that has just begun the database expects to find nothing, and
    would look through everything for each school.
    """
    in_year, in_no_year = SchoolTally.year == asked.year.number, SchoolTally.year == NO_YEAR
    names = (*MINUTES, *COUNTS, "owed_minutes", "classes", "last_on")
    counted = [sa.func.max(getattr(SchoolTally, name)).filter(in_year).label(name) for name in names]
    there = sa.func.max(SchoolTally.classes).filter(in_no_year).label("classes_there")
    chosen = sa.select(SchoolTally.school_id, *counted, there).where(sa.or_(in_year, in_no_year))
    return chosen.where(of_schools(SchoolTally, asked)).group_by(SchoolTally.school_id).subquery("tally")


def served_schools(asked: Asked) -> sa.Subquery:
    """Those of these schools that somebody serves on the day, each once."""
    holds = sa.and_(Appointment.start <= asked.day, Appointment.end >= asked.day)
    chosen = sa.select(Appointment.school_id).where(holds, of_schools(Appointment, asked))
    return chosen.distinct().subquery("serving")


def last_end(day: date) -> Any:
    """The last day on which somebody served a school."""
    ended = sa.select(sa.func.max(Appointment.end)).where(Appointment.school_id == School.id, Appointment.end < day)
    return ended.correlate(School).scalar_subquery()


def school_page(asked: Asked, wanted: Wanted, now: datetime, number: int = 1) -> SchoolPage:
    """One page of these schools with what each misses, and how many there are."""
    chosen = list_statement(asked, wanted).limit(ON_A_PAGE).offset((number - 1) * ON_A_PAGE)
    found = db.session.execute(chosen).all()
    ids = [row.id for row in found]
    details = Details.of(ids, [row.id for row in found if not row.served], asked, now)
    total = found[0].total if found else 0
    return SchoolPage([school_row(row, asked, details) for row in found], total)


def first_schools(asked: Asked, wanted: Wanted, most: int) -> SchoolPage:
    """The first of these schools with their figures, and without what only a list says."""
    chosen = list_statement(asked.of_any_school(), wanted).limit(most)
    found = db.session.execute(chosen, asked.told()).all()
    return SchoolPage([school_row(row, asked, NO_DETAILS) for row in found], found[0].total if found else 0)


def every_school(asked: Asked, most: int) -> list[tuple[SchoolRow, tuple[float, float] | None]]:
    """The schools of a county as they stand, each with where it lies; for a map, without what only a list says."""
    found = db.session.execute(list_statement(asked, ALL).limit(most)).all()
    spots = [(row.lat, row.lon) if None not in (row.lat, row.lon) else None for row in found]
    details = replace(NO_DETAILS, moved=moved_since([row.id for row in found], asked))
    return [(school_row(row, asked, details), at) for row, at in zip(found, spots, strict=True)]


def standings(asked: Asked, most: int) -> list[tuple[Standing, SchoolStage, str]]:
    """What is counted of each of these schools, with its stage and its region."""
    found = db.session.execute(list_statement(asked, ALL).limit(most)).all()
    return [(standing_of(row), row.stage, row.region_path) for row in found]


@lru_cache(STATEMENTS_KEPT)
def list_statement(asked: Asked, wanted: Wanted) -> sa.Select[Any]:
    """The schools in order, each with how many there are in all; built once for each question.

    The schools are put together before they are counted and sorted.  Asked for in one go, PostgreSQL hopes to stop at
    the first few, though all must be counted, and compares every school of a country with every appointment.
    """
    found, places = wanted_schools(asked, wanted)
    named = [column for column in found.c if column.name not in places]
    return sa.select(*named, sa.func.count().over().label("total")).order_by(*(found.c[name] for name in places))


def wanted_schools(asked: Asked, wanted: Wanted) -> tuple[sa.CTE, list[str]]:
    """The schools that are looked for, and the names of the columns by which they are sorted."""
    tally, serving = tally_of_year(asked), served_schools(asked)
    columns = Columns.of(asked, tally, serving)
    order = {f"order_{number}": value for number, value in enumerate(columns.order(wanted.sort))}
    chosen = sa.select(
        *(School.id, School.code, School.name, School.stage, asked.region_path().label("region_path")),
        *(School.lat, School.lon),
        tally.c.last_on,
        *(value.label(name) for name, value in (columns.counted | order).items()),
    )
    chosen = chosen.select_from(School).outerjoin(tally, tally.c.school_id == School.id)
    chosen = chosen.outerjoin(serving, serving.c.school_id == School.id).where(asked.condition())
    if wanted.missing:
        chosen = chosen.where(columns.misses(wanted.missing))
    if wanted.status:
        chosen = chosen.where(columns.stands(wanted.status))
    if wanted.stage:
        chosen = chosen.where(School.stage == wanted.stage)
    return chosen.cte("found").prefix_with("MATERIALIZED"), list(order)


@dataclass(frozen=True)
class SchoolPage:
    """Some schools, and how many more there are."""

    rows: Sequence[SchoolRow]
    total: int


@dataclass(frozen=True)
class Details:
    """What is asked only of the schools of one page: lessons to come, classes not reached, vacancies, moves."""

    scheduled: dict[int, int]
    unreached: dict[int, tuple[str, ...]]
    since: dict[int, date]
    moved: dict[int, Moved]

    @classmethod
    def of(cls, ids: Sequence[int], vacant: Sequence[int], asked: Asked, now: datetime) -> Details:
        """The details of these schools; nothing is asked where there are none."""
        if not ids:
            return NO_DETAILS
        since = vacant_since(vacant, asked.day) if vacant else {}
        return cls(scheduled_lessons(ids, asked, now), unreached_of(ids, asked), since, moved_since(ids, asked))


NO_DETAILS = Details({}, {}, {}, {})


def scheduled_lessons(ids: Sequence[int], asked: Asked, now: datetime) -> dict[int, int]:
    """How many lessons of the year are still to come at each of these schools."""
    coming = sa.and_(Lesson.start >= now, Lesson.start < asked.year.to_end(), Lesson.state == LessonState.SCHEDULED)
    chosen = sa.select(Lesson.school_id, sa.func.count()).where(coming, Lesson.school_id.in_(ids))
    return {row[0]: row[1] for row in db.session.execute(chosen.group_by(Lesson.school_id))}


def unreached_of(ids: Sequence[int], asked: Asked) -> dict[int, tuple[str, ...]]:
    """The classes of these schools that no confirmed lesson of the year has reached."""
    chosen = sa.select(home_on(asked.day), SchoolClass.grade, SchoolClass.number)
    chosen = chosen.where(belongs_to(ids, asked.day), sa.not_(is_reached(asked.year)))
    found: dict[int, list[str]] = {}
    for school_id, grade, number in db.session.execute(chosen.order_by(SchoolClass.grade, SchoolClass.number)):
        found.setdefault(school_id, []).append(f"{grade}-{number}")
    return {school_id: tuple(labels) for school_id, labels in found.items()}


def standing_of(row: Any) -> Standing:
    """What is counted of the school of a row."""
    return Standing(
        appointed=bool(row.served),
        owed_minutes=row.owed,
        confirmed_minutes=row.confirmed,
        claimed_minutes=row.claimed_minutes,
        scheduled_minutes=row.scheduled_minutes,
        classes=row.classes,
        reached=row.reached,
        claimed=row.claimed,
        coming=row.coming,
        last_on=row.last_on,
    )


def school_row(row: Any, asked: Asked, details: Details) -> SchoolRow:
    """A row of the list with how the school stands."""
    standing = standing_of(row)
    return SchoolRow(
        *(row.id, row.code, row.name, row.stage, asked.hours_at(row.region_path), tally_of(row)),
        *(details.scheduled.get(row.id, 0), row.region_path),
        unreached=details.unreached.get(row.id, ()),
        status=status_of(standing, asked.day, asked.year.last),
        known_on=known_on(standing, asked.day, asked.year.last),
        vacant_since=details.since.get(row.id),
        moved=details.moved.get(row.id),
    )


def tally_of(row: Any) -> Tally:
    """The three figures of one school."""
    enough, soon = row.confirmed >= row.owed, row.confirmed + row.claimed_minutes >= row.owed
    return Tally(
        schools=1,
        appointed=int(row.served),
        with_hours=int(enough),
        with_claimed_hours=int(soon and not enough),
        taught_minutes=row.taught_minutes,
        organised_minutes=row.organised_minutes,
        claimed_minutes=row.claimed_minutes,
        classes=row.classes,
        reached=row.reached,
        claimed=row.claimed,
    )
