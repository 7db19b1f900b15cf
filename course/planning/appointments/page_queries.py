"""Reads of the appointment pages, always inside the caller's scope."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from course.access.models import Role
from course.access.scope import Scope, below, within
from course.db import db
from course.jobs import Job
from course.planning.appointments.jobs import PROPOSE
from course.planning.selections import Condition
from course.planning.solver.county import Held
from course.roster.models import Appointment, Region, School, VicePrincipal
from course.roster.queries import matching
from course.roster.vacancy_queries import is_open
from course.schedule.models import HOLDING, Lesson

# So many people are looked at for one school at most.
MOST_PEOPLE = 2_000
MOST_PAST = 50


@dataclass(frozen=True)
class CountyLine:
    """A county in the list: its schools, those that nobody serves, appointments that end soon, people without one."""

    region: Region
    schools: int
    vacant: int
    ending: int
    unused: int


def counties_in(scope: Scope, day: date, until: date) -> list[CountyLine]:
    """The counties in the scope that have schools, by code, with what is to be done in each."""
    holding = sa.and_(Appointment.start <= day, Appointment.end >= day)
    serving = sa.select(Appointment.id).where(holding)
    nobody = ~serving.where(Appointment.school_id == School.id).exists()
    schools, vacant = (counted(School, scope, sa.and_(is_open(day), one)) for one in (sa.true(), nobody))
    idle = ~serving.where(Appointment.vice_principal_id == VicePrincipal.id).exists()
    unused = counted(VicePrincipal, scope, sa.and_(idle, VicePrincipal.erased_at.is_(None)))
    later = aliased(Appointment)
    same = (later.vice_principal_id == Appointment.vice_principal_id, later.school_id == Appointment.school_id)
    renewed = sa.select(later.id).where(*same, later.end >= until).exists()
    ending = counted(Appointment, scope, sa.and_(holding, Appointment.end < until, ~renewed))
    regions = db.session.scalars(sa.select(Region).where(inside(scope)).order_by(Region.code))
    return [
        CountyLine(region, *(counts.get(region.path, 0) for counts in (schools, vacant, ending, unused)))
        for region in regions
        if region.path in schools
    ]


def counted(model: Any, scope: Scope, condition: Condition | None = None) -> dict[str, int]:
    """How many of these rows each region in the scope has."""
    given = sa.true() if condition is None else condition
    counts = sa.select(model.region_path, sa.func.count()).where(within(model, scope), given)
    return dict(db.session.execute(counts.group_by(model.region_path)).all())


def inside(scope: Scope) -> Condition:
    """The regions in the scope of an office."""
    return sa.true() if scope.role is Role.ADMIN else below(Region.path, scope.region_path)


def county_by_code(scope: Scope, code: str) -> Region | None:
    """The region of this code, if it is in the scope and has schools."""
    if not code.isprintable():
        return None
    with_schools = Region.id.in_(sa.select(School.region_id))
    return db.session.scalar(sa.select(Region).where(Region.code == code, inside(scope), with_schools))


def newest_proposal(region_id: int) -> Job | None:
    """The proposal for a county that was asked for last, by whomever."""
    same = Job.arguments["region_id"].as_integer() == region_id
    return db.session.scalar(sa.select(Job).where(Job.kind == PROPOSE, same).order_by(Job.id.desc()).limit(1))


def proposal_in(scope: Scope, proposal_id: int) -> tuple[Job, Region] | None:
    """A proposal and its county, if that is in the scope."""
    job = db.session.scalar(sa.select(Job).where(Job.id == proposal_id, Job.kind == PROPOSE))
    if job is None:
        return None
    region = db.session.scalar(sa.select(Region).where(Region.id == job.arguments["region_id"], inside(scope)))
    return (job, region) if region else None


def held_at(people: Iterable[int], schools: Iterable[int], day: date) -> list[Held]:
    """The appointments of these people and these schools on this day and later, as plain values."""
    one = Appointment
    theirs = sa.or_(one.vice_principal_id.in_(set(people)), one.school_id.in_(set(schools)))
    chosen = sa.select(one.id, one.vice_principal_id, one.school_id, one.start, one.end).where(one.end >= day, theirs)
    return [Held(*row) for row in db.session.execute(chosen.order_by(one.id))]


def schools_by_id(scope: Scope, ids: Iterable[int]) -> dict[int, School]:
    """These schools, as far as the scope may see them."""
    chosen = sa.select(School).where(School.id.in_(set(ids)), within(School, scope))
    return {row.id: row for row in db.session.scalars(chosen)}


def people_by_id(scope: Scope, ids: Iterable[int]) -> dict[int, VicePrincipal]:
    """These people with their stations, as far as the scope may see them."""
    chosen = sa.select(VicePrincipal).where(VicePrincipal.id.in_(set(ids)), within(VicePrincipal, scope))
    return {row.id: row for row in db.session.scalars(chosen.options(joinedload(VicePrincipal.station)))}


def people_for(scope: Scope, path: str, word: str) -> Sequence[VicePrincipal]:
    """The people of a county; with a word those of the whole scope whose name or code contains it."""
    wanted = matching(VicePrincipal, word) if word else VicePrincipal.region_path == path
    there = VicePrincipal.erased_at.is_(None)
    chosen = sa.select(VicePrincipal).where(wanted, there, within(VicePrincipal, scope)).order_by(VicePrincipal.code)
    return db.session.scalars(chosen.options(joinedload(VicePrincipal.station)).limit(MOST_PEOPLE)).all()


def appointment_in(scope: Scope, appointment_id: int) -> Appointment | None:
    """An appointment in the scope with its person and school; a vice-principal sees their own."""
    chosen = sa.select(Appointment).where(Appointment.id == appointment_id, within(Appointment, scope))
    if scope.role is Role.VICE_PRINCIPAL:
        chosen = chosen.where(Appointment.vice_principal_id.in_(scope.vice_principal_ids))
    person = joinedload(Appointment.vice_principal).joinedload(VicePrincipal.station)
    return db.session.scalar(chosen.options(person, joinedload(Appointment.school)))


def past_appointments(scope: Scope, school_id: int, today: date) -> Sequence[Appointment]:
    """The appointments of a school that are over, newest first, with the people whom the scope may see."""
    over = (Appointment.school_id == school_id, Appointment.end < today, within(VicePrincipal, scope))
    chosen = sa.select(Appointment).join(Appointment.vice_principal).where(*over)
    newest = chosen.order_by(Appointment.end.desc(), Appointment.id.desc()).limit(MOST_PAST)
    return db.session.scalars(newest.options(joinedload(Appointment.vice_principal))).all()


def lessons_after(row: Appointment, day: date) -> int:
    """How many lessons this person has agreed to hold at this school after a day."""
    theirs = (Lesson.vice_principal_id == row.vice_principal_id, Lesson.school_id == row.school_id)
    after = Lesson.start >= datetime.combine(day + timedelta(days=1), time())
    counted = sa.select(sa.func.count()).select_from(Lesson).where(*theirs, after, Lesson.state.in_(HOLDING))
    return db.session.scalar(counted) or 0


def held_by_id(ids: Iterable[int]) -> list[Held]:
    """These appointments as plain values."""
    one = Appointment
    chosen = sa.select(one.id, one.vice_principal_id, one.school_id, one.start, one.end).where(one.id.in_(set(ids)))
    return [Held(*row) for row in db.session.execute(chosen.order_by(one.school_id, one.id))]
