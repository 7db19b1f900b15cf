"""Reads of the schools of a report, one by one: those of a region at once, those of all regions part by part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa

from course.access.scope import below
from course.coverage.page import with_unreached
from course.coverage.queries import Asked, Schools, of_schools
from course.coverage.region_queries import Place, SchoolRow, planned_lessons, school_rows
from course.db import db
from course.reports.matter import Matter
from course.roster.models import Appointment, Region, School, VicePrincipal
from course.roster.vacancy_queries import vacant_since


@dataclass(frozen=True)
class Part:
    """Some schools of a report with what its sheets say of each; no more of them than fit into memory."""

    day: date
    schools: Sequence[SchoolRow]
    paths: Mapping[int, str]
    names: Mapping[str, str]
    served_by: Mapping[int, str]
    vacant_since: Mapping[int, date]

    def county(self, school_id: int) -> str:
        """The name of the region in which a school lies."""
        return self.names.get(self.paths[school_id], "")

    def vacant(self) -> list[SchoolRow]:
        """The schools that nobody serves, by code."""
        return sorted((row for row in self.schools if not row.tally.appointed), key=lambda row: row.code)


def pieces_of(matter: Matter) -> list[Schools]:
    """A region in one piece; everything by the regions of the second level, and the schools of the highest ones.

    On a past day a school takes so long that a region, too, is read by those right below it: a job must not be silent.
    """
    if matter.place.region is not None and (matter.as_of is None or not matter.place.children):
        return [matter.asked.schools]
    if matter.place.region is not None:
        below_it = [Schools(matter.scope, one.path) for one in matter.place.children]
        return [Schools(matter.scope, matter.place.path, direct=True), *below_it]
    found = [Schools(matter.scope, one.path, direct=True) for one in matter.place.children]
    found += [Schools(matter.scope, path) for path in second_level(matter.place)]
    return sorted(found, key=lambda one: one.path)


def steps_of_parts(matter: Matter, pieces: Sequence[Schools]) -> int:
    """How often the pieces are gone through, one by one: on a past day once more for the lessons."""
    return len(pieces) if matter.as_of is None else 2 * len(pieces)


def second_level(place: Place) -> Iterable[str]:
    """The paths of the regions right below the highest ones."""
    return db.session.scalars(sa.select(Region.path).where(Region.parent_id.in_([one.id for one in place.children])))


def parts_of(matter: Matter, pieces: Iterable[Schools]) -> Iterator[Part]:
    """The schools of a report, piece by piece; each is read when it is needed and kept by nobody."""
    names = names_of(matter.place.path)
    for schools in pieces:
        yield part_of(replace(matter.asked, schools=schools), matter.now, names)


def part_of(asked: Asked, now: datetime, names: Mapping[str, str]) -> Part:
    """The schools of one piece; their figures are those that the pages show."""
    # What is planned now says nothing of a day that has passed.
    planned = planned_lessons(asked, now) if asked.as_of is None else {}
    schools = with_unreached(school_rows(asked, planned), asked)
    return Part(
        day=asked.day,
        schools=schools,
        paths=paths_of_schools(asked),
        names=names,
        served_by=served_by(asked),
        vacant_since=vacant_since([row.id for row in schools if not row.tally.appointed], asked.day),
    )


def paths_of_schools(asked: Asked) -> dict[int, str]:
    """The region of each school."""
    return dict(db.session.execute(sa.select(School.id, asked.region_path()).where(asked.condition())).all())


def names_of(path: str) -> dict[str, str]:
    """The names of a region and of those below it, by path; of all regions where there is no path."""
    inside = below(Region.path, path) if path else sa.true()
    return dict(db.session.execute(sa.select(Region.path, Region.name).where(inside)).all())


def served_by(asked: Asked) -> dict[int, str]:
    """The names of those who serve each school on the day."""
    holds = sa.and_(Appointment.start <= asked.day, Appointment.end >= asked.day)
    chosen = sa.select(Appointment.school_id, VicePrincipal.code, VicePrincipal.name).join(
        VicePrincipal, VicePrincipal.id == Appointment.vice_principal_id
    )
    found: dict[int, dict[str, str]] = {}
    rows = chosen.where(holds, of_schools(Appointment, asked)).order_by(VicePrincipal.code)
    # Whom two appointments hold at one time, the old one and the one that renews it, is one person.
    for school_id, code, name in db.session.execute(rows):
        found.setdefault(school_id, {})[code] = name
    return {school_id: "、".join(named.values()) for school_id, named in found.items()}
