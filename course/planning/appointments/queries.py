"""Reads for proposals of appointments: counties with their schools and people as plain values.

The number of statements does not depend on how many counties are read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

import sqlalchemy as sa

from course.db import db
from course.planning.appointments.rules import LATELY, Limits, renewed_before
from course.planning.solver.county import Candidate, County, Held, SchoolToServe
from course.planning.solver.demand import runs_that_fit
from course.planning.solver.instance import ClassFacts
from course.roster.hours_asked import lessons_owed
from course.roster.models import Appointment, School, SchoolClass, Station, Term, Theme, VicePrincipal

Stages = tuple[tuple[str, tuple[str, ...]], ...]
MIN_HOURS = Decimal(4)


def term_for(day: date) -> Term | None:
    """The term that is on this day, else the next one, else the last one; None where there is none."""
    current = sa.select(Term).where(Term.end >= day).order_by(Term.start, Term.id)
    last = sa.select(Term).order_by(Term.start.desc(), Term.id)
    return db.session.scalar(current.limit(1)) or db.session.scalar(last.limit(1))


def limits_in(term: Term | None) -> Limits:
    """The limits of a term, or the usual ones."""
    return Limits(term.max_schools_per_vice_principal, term.max_vice_principals_per_school) if term else Limits()


def read_counties(paths: Sequence[str], term: Term | None, day: date) -> list[County]:
    """These counties on a day, in the order of their paths."""
    hours = lessons_owed(paths, term.min_hours if term else MIN_HOURS)
    limits, until = limits_in(term), renewed_before(day, term.end if term else None)
    schools, people, held = schools_in(paths, hours), people_in(paths), appointments_in(paths, day)
    return [
        County(
            region_path=path,
            day=day,
            until=until,
            schools=tuple(schools[path]),
            people=tuple(people[path]),
            held=tuple(held[path]),
            max_schools=limits.schools,
            max_people=limits.people,
        )
        for path in sorted(paths)
    ]


def schools_in(paths: Sequence[str], hours: Mapping[str, int]) -> dict[str, list[SchoolToServe]]:
    """The schools of each county that are to stay with the lessons that they need in a term."""
    classes = classes_in(paths)
    columns = (School.id, School.code, School.name, School.stage, School.lat, School.lon, School.hall_seats)
    chosen = sa.select(School.region_path, *columns).where(School.region_path.in_(paths), School.closed_on.is_(None))
    chosen = chosen.order_by(School.code)
    found: dict[str, list[SchoolToServe]] = defaultdict(list)
    for path, school_id, code, name, stage, lat, lon, seats in db.session.execute(chosen):
        groups = len(runs_that_fit(classes[school_id], seats)) if school_id in classes else 0
        lessons = max(hours[path], groups) if groups else 0
        found[path].append(SchoolToServe(school_id, code, name, stage.value, (lat, lon), lessons))
    return found


def classes_in(paths: Sequence[str]) -> dict[int, list[ClassFacts]]:
    """The classes of each school, by grade and number."""
    columns = (SchoolClass.id, SchoolClass.grade, SchoolClass.number, SchoolClass.pupils)
    of_counties = SchoolClass.school_id.in_(sa.select(School.id).where(School.region_path.in_(paths)))
    chosen = sa.select(SchoolClass.school_id, *columns).where(of_counties)
    found: dict[int, list[ClassFacts]] = defaultdict(list)
    for school_id, *facts in db.session.execute(chosen.order_by(*columns[1:3])):
        found[school_id].append(ClassFacts(*facts))
    return found


def people_in(paths: Sequence[str]) -> dict[str, list[Candidate]]:
    """The people of each county; who has no coordinates is where the station is."""
    person = VicePrincipal
    lat, lon = sa.func.coalesce(person.lat, Station.lat), sa.func.coalesce(person.lon, Station.lon)
    columns = (person.id, person.code, person.name, Station.name, person.agency, lat, lon, person.max_lessons_week)
    chosen = sa.select(person.region_path, *columns, person.theme_codes).join(Station, Station.id == person.station_id)
    themes = tuple(db.session.execute(sa.select(Theme.code, Theme.stages).order_by(Theme.code)))
    found: dict[str, list[Candidate]] = defaultdict(list)
    for path, *facts, agency, here, there, week, codes in db.session.execute(
        chosen.where(person.region_path.in_(paths), person.erased_at.is_(None)).order_by(person.code)
    ):
        suiting = themes_by_stage(codes, themes)
        found[path].append(Candidate(*facts, agency.value, (here, there), week, suiting))
    return found


@lru_cache(4096)
def themes_by_stage(codes: tuple[str, ...], themes: Stages) -> Mapping[str, int]:
    """How many of these themes suit each stage."""
    known = dict(themes)
    return Counter(stage for code in codes for stage in known.get(code, ()))


def appointments_in(paths: Sequence[str], day: date) -> dict[str, list[Held]]:
    """The appointments at the schools or of the people of each county that hold, begin later or have ended lately."""
    one, home = Appointment, VicePrincipal.region_path
    columns = (one.id, one.vice_principal_id, one.school_id, one.start, one.end, VicePrincipal.agency)
    chosen = (
        sa.select(School.region_path, home, *columns)
        .join(School, School.id == one.school_id)
        .join(VicePrincipal, VicePrincipal.id == one.vice_principal_id)
        .where(one.end >= day - LATELY, sa.or_(School.region_path.in_(paths), home.in_(paths)))
    )
    found: dict[str, list[Held]] = defaultdict(list)
    for path, other_path, *facts, agency in db.session.execute(chosen.order_by(one.id)):
        for county in {path, other_path}:
            found[county].append(Held(*facts, agency.value))
    return found


def spans_of(people: Iterable[int], schools: Iterable[int], day: date) -> list[Appointment]:
    """The appointments of these people and of these schools that hold on this day or later."""
    theirs = sa.or_(Appointment.vice_principal_id.in_(set(people)), Appointment.school_id.in_(set(schools)))
    chosen = sa.select(Appointment).where(Appointment.end >= day, theirs).order_by(Appointment.id)
    return list(db.session.scalars(chosen))
