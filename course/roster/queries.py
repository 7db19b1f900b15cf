"""Reads of the ledger for its pages, always inside the caller's scope."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from course.access.models import Role
from course.access.scope import Scope, within
from course.db import db
from course.encryption import masked_phone
from course.roster.models import (
    Absence,
    Appointment,
    Bell,
    Blackout,
    Region,
    School,
    SchoolClass,
    SchoolStage,
    Station,
    Theme,
    VicePrincipal,
)
from course.roster.pieces import SHORTEST, has_pieces
from course.roster.vacancy_queries import is_open, vacant_since

# Where the region of a user is looked up who is not of a whole region.
HOMES = {
    Role.SCHOOL: (School, "school_ids"),
    Role.VICE_PRINCIPAL: (VicePrincipal, "vice_principal_ids"),
    Role.STATION: (Station, "station_id"),
}
# Whose names have an index of their pieces.
KEPT = (School, VicePrincipal)
ON_A_PAGE = 50
MOST_TIMES = 100


@dataclass(frozen=True)
class SchoolLine:
    """A school in the list: how many classes it has, and who serves it today or since when nobody does."""

    school: School
    classes: int
    people: tuple[VicePrincipal, ...]
    # The first day without anybody; None where somebody serves it or nobody ever did.
    vacant_since: date | None = None


@dataclass(frozen=True)
class PersonLine:
    """A vice-principal in the list: the schools served today, and the telephone number masked."""

    person: VicePrincipal
    schools: tuple[School, ...]
    phone: str


def home_path(scope: Scope) -> str:
    """The path of the region that a user belongs to; empty for an administrator, who belongs to none."""
    if scope.role not in HOMES:
        return scope.region_path
    model, name = HOMES[scope.role]
    given = getattr(scope, name)
    # A school sees those appointed to it and a vice-principal their schools; of their own kind each has one.
    own = min(given) if isinstance(given, frozenset) and given else given
    return db.session.scalar(sa.select(model.region_path).where(model.id == own)) or ""


def matching(model: Any, word: str) -> sa.ColumnElement[bool]:
    """The rows whose name or code contains the word, taken literally, in large or small letters.

    Chinese and digits have no case: comparing them without folding is twenty times as fast on PostgreSQL.
    """
    if not word:
        return sa.true()
    if word.lower() == word.upper():
        found = sa.or_(model.name.contains(word, autoescape=True), model.code.contains(word, autoescape=True))
    else:
        found = sa.or_(model.name.icontains(word, autoescape=True), model.code.icontains(word, autoescape=True))
    return sa.and_(has_pieces(model, word), found) if model in KEPT and len(word) >= SHORTEST else found


def schools_in(
    scope: Scope, word: str, stage: SchoolStage | None, *, number: int, today: date
) -> tuple[list[SchoolLine], int]:
    """One page of the schools in the scope, and how many there are; those that are no more only where searched for."""
    of_stage = School.stage == stage if stage else sa.true()
    still_there = sa.true() if word else is_open(today)
    condition = sa.and_(within(School, scope), matching(School, word), of_stage, still_there)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(School).where(condition)) or 0
    page = sa.select(School).where(condition).options(joinedload(School.region)).order_by(School.code)
    schools = list(db.session.scalars(page.limit(ON_A_PAGE).offset((number - 1) * ON_A_PAGE)))
    ids = [school.id for school in schools]
    classes, people = classes_of(ids), people_of(scope, ids, today)
    since = vacant_since([number for number in ids if not people[number]], today)
    return [
        SchoolLine(school, classes.get(school.id, 0), tuple(people[school.id]), since.get(school.id))
        for school in schools
    ], total


def classes_of(school_ids: Iterable[int]) -> dict[int, int]:
    """How many classes each of these schools has."""
    counts = sa.select(SchoolClass.school_id, sa.func.count()).where(SchoolClass.school_id.in_(school_ids))
    return dict(db.session.execute(counts.group_by(SchoolClass.school_id)).all())


def people_of(scope: Scope, school_ids: Iterable[int], today: date) -> dict[int, list[VicePrincipal]]:
    """Who serves each of these schools today, among those whom the scope may see."""
    rows = db.session.execute(
        sa.select(Appointment.school_id, VicePrincipal)
        .join(Appointment.vice_principal)
        .where(Appointment.school_id.in_(school_ids), holds(today), within(VicePrincipal, scope))
        .order_by(Appointment.id)
    )
    return grouped(rows)


def schools_served(scope: Scope, person_ids: Iterable[int], today: date) -> dict[int, list[School]]:
    """The schools that each of these people serves today, among those that the scope may see."""
    rows = db.session.execute(
        sa.select(Appointment.vice_principal_id, School)
        .join(Appointment.school)
        .where(Appointment.vice_principal_id.in_(person_ids), holds(today), within(School, scope))
        .order_by(Appointment.id)
    )
    return grouped(rows)


def grouped(pairs: Iterable[Any]) -> dict[int, list[Any]]:
    """Rows by the number in front of each."""
    found: dict[int, list[Any]] = defaultdict(list)
    for number, row in pairs:
        if row not in found[number]:
            found[number].append(row)
    return found


def holds(today: date) -> sa.ColumnElement[bool]:
    """The appointments that hold today."""
    return sa.and_(Appointment.start <= today, Appointment.end >= today)


def school_by_code(scope: Scope, code: str) -> School | None:
    """The school of this code, if the scope may see it."""
    if not code.isprintable():
        return None
    found = sa.select(School).where(School.code == code, within(School, scope)).options(joinedload(School.region))
    return db.session.scalar(found)


def person_by_code(scope: Scope, code: str) -> VicePrincipal | None:
    """The vice-principal of this code, if the scope may see them."""
    if not code.isprintable():
        return None
    found = sa.select(VicePrincipal).where(VicePrincipal.code == code, within(VicePrincipal, scope))
    return db.session.scalar(found.options(joinedload(VicePrincipal.station)))


def people_in(scope: Scope, word: str, *, number: int, today: date) -> tuple[list[PersonLine], int]:
    """One page of the vice-principals in the scope, and how many there are."""
    there = VicePrincipal.erased_at.is_(None)
    condition = sa.and_(within(VicePrincipal, scope), matching(VicePrincipal, word), there)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(VicePrincipal).where(condition)) or 0
    page = sa.select(VicePrincipal).where(condition).options(joinedload(VicePrincipal.station))
    page = page.order_by(VicePrincipal.code).limit(ON_A_PAGE).offset((number - 1) * ON_A_PAGE)
    people = list(db.session.scalars(page))
    served = schools_served(scope, [person.id for person in people], today)
    return [PersonLine(person, tuple(served[person.id]), masked(person)) for person in people], total


def masked(person: VicePrincipal) -> str:
    """The telephone number as lists show it; empty where there is none."""
    return masked_phone(person.phone) if person.phone else ""


def appointments_of_school(scope: Scope, school_id: int, today: date) -> list[Appointment]:
    """The appointments of a school that hold today or later, with the people whom the scope may see."""
    query = (
        sa.select(Appointment)
        .join(Appointment.vice_principal)
        .where(Appointment.school_id == school_id, Appointment.end >= today, within(VicePrincipal, scope))
        .options(selectinload(Appointment.vice_principal).joinedload(VicePrincipal.station))
    )
    return list(db.session.scalars(query.order_by(Appointment.start, Appointment.id)))


def appointments_on(school_id: int, day: date) -> list[Appointment]:
    """Whom a school in scope has on a day, as its figures count them: also those whom another region sends."""
    holds = sa.and_(Appointment.start <= day, Appointment.end >= day)
    person = selectinload(Appointment.vice_principal).joinedload(VicePrincipal.station)
    chosen = sa.select(Appointment).where(Appointment.school_id == school_id, holds).options(person)
    named = {row.vice_principal_id: row for row in db.session.scalars(chosen.order_by(Appointment.start.desc()))}
    return sorted(named.values(), key=lambda row: (row.start, row.id))


def appointments_of_person(scope: Scope, person_id: int, today: date) -> list[Appointment]:
    """The appointments of a person that hold today or later, at schools that the scope may see."""
    query = (
        sa.select(Appointment)
        .join(Appointment.school)
        .where(Appointment.vice_principal_id == person_id, Appointment.end >= today, within(School, scope))
        .options(selectinload(Appointment.school))
    )
    return list(db.session.scalars(query.order_by(Appointment.start, Appointment.id)))


def grades_of(school_id: int) -> list[tuple[int, list[SchoolClass]]]:
    """The classes of a school, by grade."""
    query = sa.select(SchoolClass).where(SchoolClass.school_id == school_id)
    grades: dict[int, list[SchoolClass]] = defaultdict(list)
    for school_class in db.session.scalars(query.order_by(SchoolClass.grade, SchoolClass.number)):
        grades[school_class.grade].append(school_class)
    return list(grades.items())


def bells_of(school: School) -> list[Bell]:
    """The bells that a school rings: its own, or those of its stage."""
    query = sa.select(Bell).where(Bell.key.in_([school.code, school.stage.value])).order_by(Bell.period)
    bells = list(db.session.scalars(query))
    return [bell for bell in bells if bell.key == school.code] or bells


def blackouts_ahead(school_id: int, now: datetime) -> list[Blackout]:
    """The times ahead in which a school takes no lesson, also those of all schools."""
    mine = sa.or_(Blackout.school_id == school_id, Blackout.school_id.is_(None))
    return list(
        db.session.scalars(
            sa.select(Blackout).where(mine, Blackout.end > now).order_by(Blackout.start).limit(MOST_TIMES)
        )
    )


def absences_ahead(person_id: int, now: datetime) -> list[Absence]:
    """The times ahead in which a person cannot teach."""
    query = sa.select(Absence).where(Absence.vice_principal_id == person_id, Absence.end > now)
    return list(db.session.scalars(query.order_by(Absence.start).limit(MOST_TIMES)))


def own_absence(scope: Scope, absence_id: int) -> Absence | None:
    """An absence of someone in the scope."""
    return db.session.scalar(sa.select(Absence).where(Absence.id == absence_id, within(Absence, scope)))


def own_blackout(scope: Scope, blackout_id: int) -> Blackout | None:
    """A blackout of one school in the scope; those of all schools come with the ledger."""
    mine = sa.and_(Blackout.id == blackout_id, Blackout.school_id.is_not(None), within(Blackout, scope))
    return db.session.scalar(sa.select(Blackout).where(mine))


def theme_names(codes: Iterable[str]) -> list[str]:
    """The names of these themes, in their order."""
    wanted = list(codes)
    names = dict(db.session.execute(sa.select(Theme.code, Theme.name).where(Theme.code.in_(wanted))).all())
    return [names.get(code, code) for code in wanted]


def region_names(path: str) -> str:
    """The names of a region and those above it, the largest first."""
    codes = path.split("/")
    names = dict(db.session.execute(sa.select(Region.code, Region.name).where(Region.code.in_(codes))).all())
    return " · ".join(names.get(code, code) for code in codes)


def school_by_id(school_id: int) -> School | None:
    """The school of a row that the scope has already let through."""
    return db.session.get(School, school_id)


def person_by_id(person_id: int) -> VicePrincipal | None:
    """The vice-principal of a row that the scope has already let through."""
    return db.session.get(VicePrincipal, person_id)
