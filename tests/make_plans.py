"""Makers of counties that can be planned, and of their plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from course import jobs
from course.access.models import Role
from course.db import db, one_transaction, utc_now
from course.i18n import local_now
from course.planning import plan_actions, plan_jobs
from course.planning.models import Plan, PlannedLesson, PlanPart
from course.roster.models import Level, Region, School, Term, VicePrincipal
from course.schedule.models import Lesson, Slot
from tests import make

__all__ = ["plan_jobs"]


@dataclass(frozen=True)
class County:
    """A county with its schools and people, by their ids."""

    region: int
    path: str
    schools: tuple[int, ...]
    people: tuple[int, ...]


@dataclass(frozen=True)
class World:
    """A city of counties in a term that runs, with an administrator, and a bureau's user of the first county."""

    city: int
    term: int
    counties: tuple[County, ...]
    admin: int
    bureau: int


def world(counties: int = 1, schools: int = 2, classes: int = 3) -> World:
    """Counties in which everything can be planned; each school has a vice-principal of its own station."""
    make.bells()
    term = make.term(name="now", start=today() - timedelta(days=30), end=today() + timedelta(days=90))
    for number in range(1, 7):
        make.theme(f"T{number:02d}", name=f"主题{number}")
    city = make.region("C00", level=Level.CITY, name="东吉市")
    rows = [make.region(f"R{number:03d}", parent=city, name=f"{number}号县") for number in range(counties)]
    made = tuple(county(row, schools, classes) for row in rows)
    return World(city.id, term.id, made, make.user(Role.ADMIN).id, make.user(Role.BUREAU, rows[0]).id)


def county(region: Region, schools: int, classes: int) -> County:
    """One county."""
    station = make.station(region)
    own, people = [], []
    for number in range(schools):
        school = make.school(region, code=f"{region.code}S{number}", hall_seats=0)
        person = make.vice_principal(station, code=f"{region.code}V{number}", theme_codes=("T01", "T02"))
        make.appointment(person, school, start=today() - timedelta(days=99), end=today() + timedelta(days=199))
        for grade in range(classes):
            make.school_class(school, 1 + grade % 6, 1 + grade // 6)
        own.append(school.id)
        people.append(person.id)
    return County(region.id, region.path, tuple(own), tuple(people))


def today() -> date:
    """The day on the schools' clock."""
    return local_now().date()


def tomorrow() -> date:
    """The first day that is planned."""
    return today() + timedelta(days=1)


def ask(world: World, region_id: int | None = None, *, first: date | None = None) -> plan_actions.Asked:
    """Ask for a plan, of the whole city unless a region is named, and commit."""
    with one_transaction():
        term, region = db.session.get_one(Term, world.term), db.session.get_one(Region, region_id or world.city)
        return plan_actions.ask_for_plan(term, region, first=first or tomorrow(), user=None, now=utc_now())


def planned(world: World, region_id: int | None = None, *, first: date | None = None) -> int:
    """A plan that a worker has made; its id."""
    asked = ask(world, region_id, first=first)
    work()
    return asked.plan.id


def work() -> None:
    """Do every job that waits, as the worker does."""
    jobs.run_due()
    db.session.rollback()


def parts(plan_id: int) -> list[PlanPart]:
    """The counties of a plan as they stand now."""
    db.session.rollback()
    return list(db.session.scalars(sa.select(PlanPart).where(PlanPart.plan_id == plan_id).order_by(PlanPart.id)))


def states(plan_id: int) -> list[str]:
    """Where the counties of a plan stand."""
    return [part.state.value for part in parts(plan_id)]


def plan(plan_id: int) -> Plan:
    """A plan with its term and region."""
    row = db.session.get_one(Plan, plan_id)
    row.term = db.session.get_one(Term, row.term_id)
    row.region = db.session.get_one(Region, row.region_id)
    return row


def drafted(plan_id: int) -> list[PlannedLesson]:
    """The planned lessons of a plan."""
    chosen = sa.select(PlannedLesson).join(PlanPart, PlanPart.id == PlannedLesson.part_id)
    return list(db.session.scalars(chosen.where(PlanPart.plan_id == plan_id).order_by(PlannedLesson.id)))


def count(model: type[db.Model]) -> int:
    """How many rows a table has."""
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def overlaps() -> int:
    """How many pairs of slots hold one resource at one time."""
    one, other = sa.orm.aliased(Slot), sa.orm.aliased(Slot)
    both = sa.and_(one.resource == other.resource, one.id < other.id, one.start < other.end, other.start < one.end)
    return db.session.scalar(sa.select(sa.func.count()).select_from(one).join(other, both)) or 0


def lessons() -> list[Lesson]:
    """All lessons."""
    db.session.rollback()
    return list(db.session.scalars(sa.select(Lesson).order_by(Lesson.id)))


def person(world: World) -> VicePrincipal:
    """The first vice-principal."""
    return db.session.get_one(VicePrincipal, world.counties[0].people[0])


def school(world: World) -> School:
    """The first school."""
    return db.session.get_one(School, world.counties[0].schools[0])


def midnight(day: date) -> datetime:
    """The beginning of a day."""
    return datetime.combine(day, datetime.min.time())
