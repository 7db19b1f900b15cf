"""Reads for the page of themes and for the map: themes, what published plans can reach, where regions lie."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from course.access.scope import below
from course.coverage.measure_rules import within_reach
from course.coverage.queries import Asked
from course.coverage.rules import Figure
from course.coverage.tallies.rules import places_above
from course.db import db
from course.planning.models import PartState, PlanPart
from course.roster.class_queries import home_on
from course.roster.models import School, SchoolClass, Stage, Term, Theme
from course.roster.rules import stage_of_grade

Point = tuple[float, float]


def themes_by_code() -> Sequence[Theme]:
    """All themes."""
    return db.session.scalars(sa.select(Theme).order_by(Theme.code)).all()


def classes_by_stage(asked: Asked) -> Mapping[Stage, int]:
    """How many classes of each stage the schools asked for have."""
    home = SchoolClass.school_id if asked.past_day() is None else home_on(asked.day)
    counted = sa.select(SchoolClass.grade, sa.func.count()).join(School, School.id == home)
    found: dict[Stage, int] = {}
    for grade, number in db.session.execute(counted.where(asked.condition()).group_by(SchoolClass.grade)):
        found[stage_of_grade(grade)] = found.get(stage_of_grade(grade), 0) + number
    return found


def reach_of_plans(path: str, asked: Asked) -> Figure | None:
    """The classes within reach by the latest published plan of each county; None where none is published."""
    latest = latest_plans(path, asked, PlanPart.state == PartState.PUBLISHED)
    return Reach.of(db.session.execute(sa.select(latest))).around(path)


@dataclass(frozen=True)
class Reach:
    """The classes within reach and all classes, by the plans of the counties in some regions, by the regions' paths."""

    # Of a region with all below it, and of the schools of a region itself.
    below: Mapping[str, tuple[int, int]]
    own: Mapping[str, tuple[int, int]]

    @classmethod
    def of(cls, plans: Iterable[Any]) -> Reach:
        """What some plans say: each is a path, a bound and a number of classes."""
        below: dict[str, tuple[int, int]] = {}
        own: dict[str, tuple[int, int]] = {}
        for path, *counts in plans:
            for sums, places in ((below, places_above(path)), (own, [path])):
                for place in places:
                    bound, classes = sums.get(place, (0, 0))
                    sums[place] = bound + counts[0], classes + counts[1]
        return cls(below, own)

    def around(self, path: str) -> Figure | None:
        """Of a region with all below it; None without a plan."""
        return within_reach(*self.below[path]) if path in self.below else None

    def apart(self, path: str) -> Figure | None:
        """Of the schools of a region itself; None without a plan."""
        return within_reach(*self.own[path]) if path in self.own else None


def reach_then_and_now(path: str, asked: Asked, end: datetime) -> tuple[Reach, Reach]:
    """The same by the plans that were published at a moment, and by those that are now, in one statement."""
    stood = sa.or_(PlanPart.state == PartState.PUBLISHED, PlanPart.withdrawn_at >= end)
    then = latest_plans(path, asked, sa.and_(PlanPart.published_at < end, stood))
    now = latest_plans(path, asked, PlanPart.state == PartState.PUBLISHED)
    both = [sa.select(sa.literal(part).label("part"), *one.c) for part, one in enumerate((then, now))]
    rows = db.session.execute(sa.union_all(*both)).all()
    before, after = (Reach.of(row[1:] for row in rows if row.part == part) for part in (0, 1))
    return before, after


def latest_plans(path: str, asked: Asked, counts: sa.ColumnElement[bool]) -> sa.Subquery:
    """Of the plans of a year that count, what the latest one of each county in a region proved of how many classes."""
    latest = sa.func.row_number().over(
        partition_by=PlanPart.region_id, order_by=(PlanPart.published_at.desc(), PlanPart.id.desc())
    )
    in_year = sa.select(Term.id).where(Term.start <= asked.year.last, Term.end >= asked.year.first)
    here = below(PlanPart.region_path, path) if path else sa.true()
    names = ("classes_bound", "classes")
    said = [sa.func.coalesce(PlanPart.figures[name].as_integer(), 0).label(name) for name in names]
    chosen = sa.select(PlanPart.region_path, *said, latest.label("place"))
    chosen = chosen.where(counts, PlanPart.term_id.in_(in_year), here).subquery()
    told = (chosen.c.region_path, *(chosen.c[name] for name in names))
    return sa.select(*told).where(chosen.c.place == 1).subquery()


def middles_of(paths: Collection[str], asked: Asked) -> dict[str, Point]:
    """The middle of the schools of each of these regions, by its path; regions without coordinates are left out.

    A school counts for the lowest of them in which it lies.
    """
    place = asked.region_path().label("place")
    columns = (place, sa.func.count(), sa.func.sum(School.lat), sa.func.sum(School.lon))
    known = (School.lat.is_not(None), School.lon.is_not(None), asked.condition())
    sums: dict[str, list[float]] = {}
    for path, *counted in db.session.execute(sa.select(*columns).where(*known).group_by(place)):
        parts = path.split("/")
        own = next((one for n in range(len(parts), 0, -1) if (one := "/".join(parts[:n])) in paths), None)
        if own:
            sums[own] = [one + more for one, more in zip(sums.get(own, [0, 0, 0]), counted, strict=True)]
    return {path: (lat / count, lon / count) for path, (count, lat, lon) in sums.items()}
