"""Which rows an instance holds: the schools that are planned for, their people, and where those serve, too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from course.access.scope import below
from course.db import db
from course.roster.models import Appointment, Region, School, Term, VicePrincipal
from course.schedule.models import HOLDING, Lesson

Condition = sa.ColumnElement[bool]
WEEK = timedelta(days=8)


@dataclass(frozen=True)
class Selection:
    """Which rows an instance holds: conditions on schools and on people; ``planned`` are the schools to plan for."""

    schools: Condition
    people: Condition
    planned: Condition


def of_regions(term: Term, paths: Sequence[str]) -> Selection:
    """The schools of these regions, all who serve them or belong to their stations, and where those serve, too."""
    stays = sa.or_(School.closed_on.is_(None), School.closed_on > term.end)
    planned = sa.and_(stays, sa.or_(sa.false(), *(below(School.region_path, path) for path in paths)))
    serving = in_term(term, Appointment.school_id.in_(sa.select(School.id).where(planned)))
    here = sa.or_(sa.false(), *(below(VicePrincipal.region_path, path) for path in paths))
    of_station = VicePrincipal.station_id.in_(
        sa.select(VicePrincipal.station_id).where(VicePrincipal.id.in_(people_of(serving)))
    )
    people = sa.or_(here, of_station)
    return Selection(with_other_schools(term, planned, people), people, planned)


def of_schools(term: Term, school_ids: Sequence[int]) -> Selection:
    """These schools, all who serve them or belong to the same stations, and where those serve, too."""
    planned = School.id.in_(school_ids)
    serving = people_of(in_term(term, Appointment.school_id.in_(school_ids)))
    stations = sa.select(VicePrincipal.station_id).where(VicePrincipal.id.in_(serving))
    people = VicePrincipal.station_id.in_(stations)
    return Selection(with_other_schools(term, planned, people), people, planned)


def with_other_schools(term: Term, planned: Condition, people: Condition) -> Condition:
    """The planned schools, and those that these people serve or teach at in the term."""
    ids = sa.select(VicePrincipal.id).where(people)
    served = sa.select(Appointment.school_id).where(in_term(term, Appointment.vice_principal_id.in_(ids)))
    taught = sa.select(Lesson.school_id).where(Lesson.vice_principal_id.in_(ids), *held_in(term))
    return sa.or_(planned, School.id.in_(served), School.id.in_(taught))


def with_people_at(term: Term, selection: Selection) -> Condition:
    """The people of the selection, and all who serve or hold lessons at the planned schools."""
    planned = sa.select(School.id).where(selection.planned)
    holding = sa.select(Lesson.vice_principal_id).where(Lesson.school_id.in_(planned), *held_in(term))
    serving = people_of(in_term(term, Appointment.school_id.in_(planned)))
    return sa.or_(selection.people, VicePrincipal.id.in_(holding), VicePrincipal.id.in_(serving))


def people_of(appointments: Condition) -> sa.Select[Any]:
    """The people of these appointments."""
    return sa.select(Appointment.vice_principal_id).where(appointments)


def in_term(term: Term, condition: Condition) -> Condition:
    """The appointments of this condition that hold on a day of the term."""
    return sa.and_(condition, Appointment.start <= term.end, Appointment.end >= term.start)


def held_in(term: Term) -> tuple[Condition, ...]:
    """The lessons that hold their time in the weeks of the term."""
    first = datetime.combine(term.start - timedelta(days=7), time())
    return Lesson.state.in_(HOLDING), Lesson.start >= first, Lesson.start < datetime.combine(term.end, time()) + WEEK


def touching(model: Any, term: Term) -> tuple[Condition, ...]:
    """The rows with a start and an end that touch the term."""
    return model.start < datetime.combine(term.end, time()) + timedelta(days=1), model.end > datetime.combine(
        term.start, time()
    )


def counties_of(region: Region) -> list[Region]:
    """The counties below a region that have a school, or the region itself where it is one; by code."""
    inside = below(Region.path, region.path)
    with_schools = Region.id.in_(sa.select(School.region_id).distinct())
    return list(db.session.scalars(sa.select(Region).where(inside, with_schools).order_by(Region.code)))
