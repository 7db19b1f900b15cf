"""Reads of plans: those in scope, their counties and jobs, and which counties hang together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload

from course.access.scope import Scope, below, within
from course.db import db
from course.jobs import UNFINISHED, Job
from course.planning.models import IN_WORK, PartState, Plan, PlannedLesson, PlanPart
from course.planning.selections import in_term
from course.planning.solver.division import joined
from course.roster.models import Appointment, Region, School, Substitution, Term, VicePrincipal
from course.schedule.models import HOLDING, Lesson

PLANS_ON_A_PAGE = 20
MOST_REGIONS = 500


@dataclass(frozen=True)
class PartRow:
    """A county's plan, the job that works on it or worked on it last, and how many schools have gaps."""

    part: PlanPart
    job: Job | None
    gaps: int

    @property
    def busy(self) -> bool:
        """Whether a worker has it, or will."""
        return self.job is not None and self.job.state in UNFINISHED and self.job.cancelled_at is None


def touching(scope: Scope) -> sa.ColumnElement[bool]:
    """The plans in the scope, and larger ones with a county in it."""
    counties = sa.select(PlanPart.plan_id).where(within(PlanPart, scope))
    return sa.or_(within(Plan, scope), Plan.id.in_(counties))


def plans_in(scope: Scope, number: int) -> tuple[list[Plan], int]:
    """One page of the plans with a county in the scope, newest first, and how many there are."""
    mine = sa.select(Plan).where(touching(scope))
    total = db.session.scalar(sa.select(sa.func.count()).select_from(mine.subquery())) or 0
    page = mine.options(joinedload(Plan.term), joinedload(Plan.region)).order_by(Plan.id.desc())
    return list(db.session.scalars(page.limit(PLANS_ON_A_PAGE).offset((number - 1) * PLANS_ON_A_PAGE))), total


def plan_in_scope(plan_id: int, scope: Scope) -> Plan | None:
    """A plan with its term and region; None outside the scope."""
    chosen = sa.select(Plan).where(Plan.id == plan_id, within(Plan, scope))
    return db.session.scalar(chosen.options(joinedload(Plan.term), joinedload(Plan.region)))


def plan_to_see(plan_id: int, scope: Scope) -> Plan | None:
    """A plan with a county in the scope: a larger plan is seen by each of its counties, and changed by none."""
    chosen = sa.select(Plan).where(Plan.id == plan_id, touching(scope))
    return db.session.scalar(chosen.options(joinedload(Plan.term), joinedload(Plan.region)))


def part_rows(plan_ids: Collection[int], scope: Scope) -> list[PartRow]:
    """The counties of these plans in the scope, by code; their gaps are counted and not read."""
    gaps = sa.func.json_array_length(PlanPart.gaps)
    chosen = (
        sa.select(PlanPart, Job, gaps)
        .join(Region, Region.id == PlanPart.region_id)
        .outerjoin(Job, Job.id == PlanPart.job_id)
        .where(PlanPart.plan_id.in_(plan_ids), within(PlanPart, scope))
        .options(joinedload(PlanPart.region), defer(PlanPart.gaps))
        .order_by(PlanPart.plan_id, Region.code)
    )
    return [PartRow(*row) for row in db.session.execute(chosen.execution_options(populate_existing=True))]


def parts_to_change(plan_id: int, *conditions: sa.ColumnElement[bool]) -> list[PlanPart]:
    """The counties of a plan, locked until the transaction ends, in one order for everybody."""
    chosen = sa.select(PlanPart).where(PlanPart.plan_id == plan_id, *conditions).order_by(PlanPart.id)
    locked = chosen.with_for_update(of=PlanPart).options(joinedload(PlanPart.region, innerjoin=True))
    return list(db.session.scalars(locked.execution_options(populate_existing=True)))


def job_that_made(plan_id: int) -> Job | None:
    """The first job that planned a county of this plan."""
    mine = Job.kind == "plan.make", Job.arguments["plan_id"].as_integer() == plan_id
    return db.session.scalar(sa.select(Job).where(*mine).order_by(Job.id).limit(1))


def busy_jobs(job_ids: Collection[int]) -> set[int]:
    """Those of these jobs that a worker has or will have."""
    busy = sa.select(Job.id).where(Job.id.in_(job_ids), Job.state.in_(UNFINISHED), Job.cancelled_at.is_(None))
    return set(db.session.scalars(busy))


def counties_in_work(term_id: int, region_ids: Collection[int]) -> list[str]:
    """The names of those counties whose plan of the term is being made."""
    chosen = sa.select(Region.name).join(PlanPart, PlanPart.region_id == Region.id)
    working = PlanPart.state.in_(IN_WORK), PlanPart.term_id == term_id, PlanPart.region_id.in_(region_ids)
    return list(db.session.scalars(chosen.where(*working).order_by(Region.code)))


def groups_of_counties(term: Term, counties: Sequence[Region]) -> list[list[str]]:
    """The paths of these counties, together where people serve in several of them, in the order of their codes.

    Where someone of the same station may stand in, a whole station is shared by the counties that it serves.
    """
    shared = VicePrincipal.station_id if term.substitute is Substitution.SAME_STATION else VicePrincipal.id
    serving = sa.select(shared, School.region_path).join_from(Appointment, School).join(VicePrincipal)
    at_home = sa.select(shared, VicePrincipal.region_path)
    edges: list[tuple[Any, Any]] = []
    for chosen in (serving.where(in_term(term, sa.true())), at_home):
        edges += [(key, path) for key, path in db.session.execute(chosen.distinct())]
    paths = [county.path for county in counties]
    known = set(paths)
    return joined(paths, [edge for edge in edges if edge[1] in known])


def passed(plan_id: int, now: datetime) -> int:
    """How many lessons of the drafts of a plan have begun; they are not published any more."""
    begun = PlanPart.plan_id == plan_id, PlanPart.state == PartState.DRAFT, PlannedLesson.start <= now
    counted = sa.select(sa.func.count()).select_from(PlannedLesson).join(PlanPart, PlanPart.id == PlannedLesson.part_id)
    return db.session.scalar(counted.where(*begun)) or 0


def agreed(plan_id: int) -> tuple[int, int]:
    """How many of the lessons that a plan brought are agreed to, and how many still hold."""
    counted = (
        sa.select(sa.func.count(Lesson.accepted_at), sa.func.count())
        .select_from(PlanPart)
        .join(PlannedLesson, PlannedLesson.part_id == PlanPart.id)
        .join(Lesson, Lesson.id == PlannedLesson.lesson_id)
        .where(PlanPart.plan_id == plan_id, Lesson.state.in_(HOLDING))
    )
    row = db.session.execute(counted).one()
    return row[0], row[1]


def planned_lessons(part_id: int) -> list[PlannedLesson]:
    """The lessons of a county's plan, in the order of time."""
    chosen = sa.select(PlannedLesson).where(PlannedLesson.part_id == part_id)
    return list(db.session.scalars(chosen.order_by(PlannedLesson.start, PlannedLesson.id)))


def terms() -> list[Term]:
    """All terms, the latest first."""
    return list(db.session.scalars(sa.select(Term).order_by(Term.start.desc(), Term.id)))


def term_for(found: Sequence[Term], today: date) -> Term | None:
    """The term that holds this day, else the latest."""
    return next((term for term in found if term.start <= today <= term.end), next(iter(found), None))


def regions_in(scope: Scope) -> list[Region]:
    """The regions that the user may plan, from the top down; the counties are left out where there are too many."""
    inside = sa.true() if not scope.region_path else below(Region.path, scope.region_path)
    found = list(db.session.scalars(sa.select(Region).where(inside).order_by(Region.path).limit(MOST_REGIONS + 1)))
    if len(found) <= MOST_REGIONS:
        return found
    larger = sa.select(Region).where(inside, sa.or_(Region.level != "county", Region.path == scope.region_path))
    return list(db.session.scalars(larger.order_by(Region.path)))


def has_schools(scope: Scope) -> bool:
    """Whether there is a school that the user may plan."""
    return db.session.scalar(sa.select(School.id).where(within(School, scope)).limit(1)) is not None


def region_in_scope(code: str, scope: Scope) -> Region | None:
    """A region by its code; None outside the scope."""
    region = db.session.scalar(sa.select(Region).where(Region.code == code))
    return region if region is not None and scope.covers(region.path) else None
