"""Reads of the drill-down: regions with their children, schools with what they miss, classes with their lessons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from course.access.scope import Scope, within
from course.coverage.measure_rules import Status
from course.coverage.past_days.as_of_queries import unreached_as_of
from course.coverage.queries import STATEMENTS_KEPT, Asked, Condition, Key, is_reached, of_schools, tallies
from course.coverage.rules import Tally
from course.coverage.tallies.queries import NOTHING, Figures, apart, figures_on
from course.db import db
from course.roster.class_queries import belongs_to, home_on
from course.roster.models import Region, School, SchoolClass, SchoolStage
from course.schedule.models import Lesson, LessonState


@dataclass(frozen=True)
class Place:
    """A region with the regions above it that the reader may see, and those right below it."""

    region: Region | None
    above: tuple[Region, ...]
    children: tuple[Region, ...]

    @property
    def path(self) -> str:
        """The path of the region; empty above all of them."""
        return self.region.path if self.region else ""


@dataclass(frozen=True)
class RegionRow:
    """A region in a list, with its three figures; ``direct`` are the schools that belong to no child."""

    code: str
    name: str
    tally: Tally
    direct: bool = False
    # Everything that is counted of it; the three figures are a part of this.
    counted: Figures = NOTHING


@dataclass(frozen=True)
class Moved:
    """The region in which a school lies now, and whether the reader may still open the school."""

    name: str
    mine: bool


@dataclass(frozen=True)
class SchoolRow:
    """A school in a list, with its three figures, what is planned, and how it stands where that was asked for."""

    id: int
    code: str
    name: str
    stage: SchoolStage
    # The lesson-hours that it is owed in the year.
    hours: Decimal
    tally: Tally
    scheduled: int = 0
    # Where it lay, and the names of that as far as the page does not say them.
    path: str = ""
    region: str = ""
    unreached: tuple[str, ...] = field(default=())
    status: Status | None = None
    # The day on which it will be known whether the school is covered.
    known_on: date | None = None
    vacant_since: date | None = None
    # Where it has moved since the day that is told of, if it has.
    moved: Moved | None = None


def place_with_code(code: str, scope: Scope) -> Place | None:
    """A region in the scope of a bureau or an administrator; None outside it."""
    found = place(Region.code == code, scope)
    return found if found.region and scope.covers(found.path) else None


def top_place(scope: Scope) -> Place:
    """Where the drill-down begins: the region of a bureau, or the only one without a parent, or above all."""
    if scope.region_path:
        return first_fork(place(Region.path == scope.region_path, scope), scope)
    above_all = everything()
    if len(above_all.children) != 1:
        return above_all
    return first_fork(place(Region.id == above_all.children[0].id, scope), scope)


def everything() -> Place:
    """Above all regions: what only those may ask for whose scope is everything."""
    roots = db.session.scalars(sa.select(Region).where(Region.parent_id.is_(None)).order_by(Region.code)).all()
    return Place(None, (), tuple(roots))


def first_fork(top: Place, scope: Scope) -> Place:
    """The highest place with something to choose: a province of one city of one county begins at the county."""
    while len(top.children) == 1:
        top = place(Region.id == top.children[0].id, scope)
    return top


def place(wanted: Condition, scope: Scope) -> Place:
    """A region with what stands above and right below it, in one statement."""
    own = sa.select(Region.id, Region.path).where(wanted).subquery("own")
    above = own.c.path.startswith(Region.path + "/")
    near = sa.or_(Region.id == own.c.id, Region.parent_id == own.c.id, above)
    found = db.session.execute(sa.select(Region, own.c.path).join(own, near).order_by(Region.code)).all()
    region = next((row for row, path in found if row.path == path), None)
    # A blank sign of the pattern may stand in a code, so the paths are compared once more.
    higher = [row for row, path in found if path.startswith(f"{row.path}/") and scope.covers(row.path)]
    children = tuple(row for row, _ in found if region and row.parent_id == region.id)
    return Place(region, tuple(sorted(higher, key=lambda row: len(row.path))), children)


def region_rows(place: Place, asked: Asked) -> list[RegionRow]:
    """The child regions with their figures, and the schools that belong to none of them, in one statement."""
    return rows_among(place, figures_on(paths_of(place), asked.year, asked.known_on()))


def paths_of(place: Place) -> list[str]:
    """A region and those right below it."""
    return [place.path, *(child.path for child in place.children)]


def rows_among(place: Place, found: Mapping[str, Figures]) -> list[RegionRow]:
    """The same where the figures of all of them are known."""
    rows = [region_row(child, found[child.path]) for child in place.children]
    rest = apart(found[place.path], [found[child.path] for child in place.children])
    if place.region and rest.schools:
        rows.append(replace(region_row(place.region, rest), direct=True))
    return rows


def region_row(region: Region, counted: Figures) -> RegionRow:
    """A region with what was counted of it."""
    return RegionRow(region.code, region.name, counted.tally(), counted=counted)


def school_rows(asked: Asked, planned: Mapping[int, int]) -> list[SchoolRow]:
    """The schools with their figures and the lessons that are planned; those that miss most come first."""
    by_school = tallies(asked, Key.SCHOOL)
    named = db.session.execute(school_names(asked.of_any_school()), asked.told())
    rows = [
        SchoolRow(*row, asked.hours_at(path), by_school.get(row[0], Tally()), planned.get(row[0], 0))
        for path, *row in named
    ]
    return sorted(rows, key=most_missing_first)


@lru_cache(STATEMENTS_KEPT)
def school_names(asked: Asked) -> sa.Select[Any]:
    """What a list says of each school itself."""
    return sa.select(asked.region_path(), School.id, School.code, School.name, School.stage).where(asked.condition())


def most_missing_first(row: SchoolRow) -> tuple[int, int, float, str]:
    """Schools with nobody, then those with the fewest confirmed hours, then those with the most unreached classes."""
    minutes = row.tally.taught_minutes + row.tally.organised_minutes
    return row.tally.appointed, minutes, row.tally.figure("classes").share() or 0, row.code


def moved_since(ids: Sequence[int], asked: Asked) -> dict[int, Moved]:
    """Those of these schools that lay elsewhere on the day that is told of, each with where it lies now."""
    if asked.past_day() is None or not ids:
        return {}
    scope = asked.schools.scope
    chosen = sa.select(School.id, Region.name, within(School, scope)).join(Region, Region.id == School.region_id)
    left = sa.and_(School.id.in_(ids), asked.region_path() != School.region_path)
    return {school_id: Moved(name, bool(mine)) for school_id, name, mine in db.session.execute(chosen.where(left))}


def planned_lessons(asked: Asked, now: datetime) -> dict[int, int]:
    """How many lessons of the year are still to come and scheduled, by school."""
    coming = sa.and_(Lesson.start >= now, Lesson.start < asked.year.to_end(), Lesson.state == LessonState.SCHEDULED)
    chosen = sa.select(Lesson.school_id, sa.func.count()).where(coming, of_schools(Lesson, asked))
    return {row[0]: row[1] for row in db.session.execute(chosen.group_by(Lesson.school_id))}


def unreached_classes(asked: Asked) -> dict[int, tuple[str, ...]]:
    """The classes that no confirmed lesson of the year has reached, by school."""
    if asked.as_of is not None:
        schools = sa.select(School.id).where(asked.condition())
        return unreached_as_of(list(db.session.scalars(schools)), asked.year, asked.as_of)
    found: dict[int, list[str]] = {}
    rows = db.session.execute(unreached_statement(asked.of_any_school()), asked.told())
    for school_id, grade, number in rows:
        found.setdefault(school_id, []).append(f"{grade}-{number}")
    return {school_id: tuple(labels) for school_id, labels in found.items()}


@lru_cache(STATEMENTS_KEPT)
def unreached_statement(asked: Asked) -> sa.Select[Any]:
    """Grade and number of every class that was in no confirmed lesson."""
    schools, home = sa.select(School.id).where(asked.condition()), home_on(asked.day).label("home")
    chosen = sa.select(home, SchoolClass.grade, SchoolClass.number)
    chosen = chosen.where(belongs_to(schools, asked.day), sa.not_(is_reached(asked.year)))
    return chosen.order_by(home, SchoolClass.grade, SchoolClass.number)
