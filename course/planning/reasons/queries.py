"""Reads of gaps: the counties of a plan with what is missing there, and one school's part of the term."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from course.access.scope import Scope, within
from course.db import db
from course.jobs import Job, JobState
from course.planning.instance_queries import read_instance
from course.planning.models import MADE, PartState, Plan, PlannedLesson, PlanPart
from course.planning.selections import of_regions
from course.planning.solver.instance import Instance, Taught, moment_of
from course.roster.models import Region, School, Term, VicePrincipal

Names = dict[str, str]
# The kind of the job that polishes a component.
POLISH = "plan.polish"
MOST_POLISHED = 50


@dataclass(frozen=True)
class Situation:
    """A county as it is planned: its instance and the lessons of its draft; none of them where it is published.

    ``unknown`` is how many lessons of the draft are of people or schools that are there no more.
    """

    instance: Instance
    lessons: tuple[Taught, ...]
    unknown: int

    def place_of(self, school_id: int) -> int:
        """The place of a school in the instance."""
        return next(place for place, one in enumerate(self.instance.schools) if one.id == school_id)


def parts_in_scope(plan_id: int, scope: Scope) -> list[PlanPart]:
    """The counties of a plan that were planned and lie in the scope, by code, with their gaps."""
    chosen = (
        sa.select(PlanPart)
        .join(PlanPart.region)
        .where(PlanPart.plan_id == plan_id, PlanPart.state.in_(MADE), within(PlanPart, scope))
        .options(contains_eager(PlanPart.region), joinedload(PlanPart.plan).joinedload(Plan.term))
        .options(joinedload(PlanPart.plan).joinedload(Plan.region))
        .order_by(Region.code)
    )
    return list(db.session.scalars(chosen))


def part_of_school(plan_id: int, code: str, scope: Scope) -> tuple[PlanPart, School] | None:
    """A school and its county's part of a plan; None where either lies outside the scope."""
    chosen = sa.select(School).where(School.code == code, within(School, scope))
    school = db.session.scalar(chosen)
    parts = [] if school is None else parts_in_scope(plan_id, scope)
    part = next((one for one in parts if school and one.region_path == school.region_path), None)
    return (part, school) if part and school else None


def school_names(codes: Collection[str]) -> Names:
    """The names of schools by their codes."""
    return names_of(School, codes)


def person_names(codes: Collection[str]) -> Names:
    """The names of vice-principals by their codes."""
    return names_of(VicePrincipal, codes)


def names_of(model: Any, codes: Collection[str]) -> Names:
    """Names by codes; what is there no more has its code for a name."""
    rows = db.session.execute(sa.select(model.code, model.name).where(model.code.in_(codes)))
    return {**{code: code for code in codes}, **dict(map(tuple, rows))}


def situation_of(part: PlanPart, now: datetime) -> Situation:
    """A county as it is known now, planned from the first day that its draft was asked for."""
    term = db.session.get_one(Term, part.term_id)
    instance = read_instance(term, of_regions(term, [part.region_path]), first_day(part, now.date()), now)
    rows = draft_rows(part)
    lessons = tuple(taught(instance, rows))
    return Situation(instance, lessons, len(rows) - len(lessons))


def first_day(part: PlanPart, today: date) -> date:
    """The first day that was asked for when the part was planned; today where nobody knows."""
    job = db.session.get(Job, part.job_id) if part.job_id else None
    asked = job.arguments.get("first") if job else None
    return date.fromisoformat(asked) if asked else today


def draft_rows(part: PlanPart) -> list[PlannedLesson]:
    """The lessons of a draft; none of a published county, whose lessons are agreed or taken back."""
    if part.state is not PartState.DRAFT:
        return []
    chosen = sa.select(PlannedLesson).where(PlannedLesson.part_id == part.id)
    return list(db.session.scalars(chosen.order_by(PlannedLesson.school_id, PlannedLesson.start, PlannedLesson.id)))


def taught(instance: Instance, rows: Iterable[PlannedLesson]) -> Iterable[Taught]:
    """Rows as lessons of an instance; those of people, schools or themes that it does not hold are left out."""
    schools = {one.id: place for place, one in enumerate(instance.schools)}
    people = {one.id: place for place, one in enumerate(instance.people)}
    themes = {one.id: one.code for one in instance.themes}
    for row in rows:
        known = row.school_id in schools and row.vice_principal_id in people and row.theme_id in themes
        if known:
            yield Taught(
                people[row.vice_principal_id],
                schools[row.school_id],
                at(row.start),
                at(row.end),
                row.period,
                row.class_ids,
                themes[row.theme_id],
                row.place.value,
                row.substitute,
            )


def at(moment: datetime) -> int:
    """A wall-clock time as a moment of the solver."""
    return moment_of(moment.date(), moment.hour * 60 + moment.minute)


def last_polish(part: PlanPart, school_id: int) -> dict[str, Any] | None:
    """What came of the last polishing of this school's component, if its lessons are still as it left them."""
    asked_for = Job.arguments["part_id"].as_integer() == part.id
    chosen = sa.select(Job.result).where(Job.kind == POLISH, Job.state == JobState.DONE, asked_for)
    results = db.session.scalars(chosen.order_by(Job.id.desc()).limit(MOST_POLISHED))
    found = next((one for one in results if school_id in one.get("schools", ())), None)
    return found if found and found["mark"] == mark_of(part.id, found["schools"]) else None


def mark_of(part_id: int, school_ids: Collection[int]) -> str:
    """The hash of the drafted lessons of some schools, to see whether anything has changed."""
    one = PlannedLesson
    columns = (one.school_id, one.vice_principal_id, one.start, one.theme_id, one.class_ids)
    chosen = sa.select(*columns).where(one.part_id == part_id, one.school_id.in_(school_ids))
    rows = sorted(repr(tuple(row)) for row in db.session.execute(chosen))
    return hashlib.sha256("".join(rows).encode()).hexdigest()


def polish_job(part_ids: Collection[int], job_id: int) -> Job | None:
    """A polishing of one of these counties."""
    job = db.session.get(Job, job_id)
    return job if job and job.kind == POLISH and job.arguments["part_id"] in part_ids else None
