"""Verbs of plans: ask for one, ask again, cancel, discard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from course import jobs
from course.access import audit
from course.access.models import User
from course.db import db
from course.errors import refuse
from course.jobs import Job
from course.planning import plan_rules
from course.planning.models import IN_WORK, PartState, Plan, PlannedLesson, PlanPart
from course.planning.plan_queries import busy_jobs, counties_in_work, groups_of_counties, parts_to_change
from course.planning.selections import counties_of
from course.planning.solver.division import chunks
from course.roster.models import Region, Term

MAKE = "plan.make"


@dataclass(frozen=True)
class Asked:
    """A plan that was asked for, and the jobs that will make it."""

    plan: Plan
    job_ids: tuple[int, ...]


def ask_for_plan(term: Term, region: Region, *, first: date, seed: int = 1, user: User | None, now: datetime) -> Asked:
    """Ask for a plan of a term and a region; refused where a plan of one of its counties is being made."""
    counties = counties_of(region)
    refuse([plan_rules.region_has_schools(len(counties), region.name)])
    refuse([plan_rules.first_day_is_in_term(first, term.start, term.end)])
    refuse_busy(term.id, counties)
    plan = Plan(term_id=term.id, region_id=region.id, region_path=region.path, seed=seed, created_at=now)
    plan.created_by_id, plan.term, plan.region = user.id if user else None, term, region
    db.session.add(plan)
    db.session.flush()
    parts = [
        PlanPart(plan_id=plan.id, term_id=term.id, region_id=one.id, region_path=one.path, region=one, revision=0)
        for one in counties
    ]
    job_ids = put_to_work(plan, parts, first=first, user=user, now=now)
    note("plan.make", plan, user=user, now=now, counties=len(parts), first=first.isoformat())
    return Asked(plan, job_ids)


def ask_again(plan: Plan, *, first: date, user: User | None, now: datetime, region_id: int | None = None) -> Asked:
    """Plan the drafts of a plan anew, or that of one county; each stays as it is until its new one is there."""
    chosen = [PlanPart.region_id == region_id] if region_id else []
    parts = [part for part in parts_to_change(plan.id, *chosen) if part.state in plan_rules.MAY_BE_MADE_AGAIN]
    busy = busy_jobs([part.job_id for part in parts if part.job_id])
    parts = [part for part in parts if part.job_id not in busy]
    refuse([plan_rules.something_can_be_made_again(len(parts))])
    refuse([plan_rules.first_day_is_in_term(first, plan.term.start, plan.term.end)])
    refuse_busy(plan.term_id, [part.region for part in parts])
    job_ids = put_to_work(plan, parts, first=first, user=user, now=now)
    note("plan.again", plan, user=user, now=now, counties=len(parts), first=first.isoformat())
    return Asked(plan, job_ids)


def refuse_busy(term_id: int, counties: Sequence[Region]) -> None:
    """Refuse where somebody is planning one of these counties."""
    busy = counties_in_work(term_id, [county.id for county in counties])
    refuse([plan_rules.counties_are_free(busy)])


def put_to_work(
    plan: Plan, parts: Sequence[PlanPart], *, first: date, user: User | None, now: datetime
) -> tuple[int, ...]:
    """Let these counties wait for a worker; the database refuses the second of two who ask at one moment."""
    counties = [part.region for part in parts]
    wait_for_worker(parts)
    by_path = {part.region_path: part for part in parts}
    job_ids = []
    for chunk in chunks(groups_of_counties(plan.term, counties)):
        arguments = {
            "plan_id": plan.id,
            "groups": [[[by_path[path].id, path] for path in group] for group in chunk],
            "first": first.isoformat(),
        }
        job = jobs.ask(MAKE, arguments, user_id=user.id if user else None, now=now)
        job_ids.append(job.id)
        for path in (path for group in chunk for path in group):
            by_path[path].job_id = job.id
    db.session.flush()
    return tuple(job_ids)


def wait_for_worker(parts: Sequence[PlanPart]) -> None:
    """These counties wait; refused where the database knows of somebody who is planning one of them."""
    names = [part.region.name for part in parts]
    try:
        # Changed inside: what is changed before is written before the savepoint, and takes everything with it.
        with db.session.begin_nested():
            for part in parts:
                part.state = PartState.WAITING
            db.session.add_all(parts)
            db.session.flush()
    except IntegrityError:
        refuse([plan_rules.counties_are_free(names)])


def ask_for_each(
    kind: str, plan: Plan, state: PartState, *, revision: int, user: User | None, now: datetime
) -> tuple[int, ...]:
    """Ask for a job for each county in this state: publish it, or withdraw it; ``revision`` is that of the page."""
    parts = parts_to_change(plan.id)
    refuse([plan_rules.page_is_fresh(sum(part.revision for part in parts), revision)])
    busy = busy_jobs([part.job_id for part in parts if part.job_id])
    job_ids = []
    for part in parts:
        if part.state is state and part.job_id not in busy and part.figures.get("lessons"):
            arguments = {"part_id": part.id, "revision": part.revision, "user_id": user.id if user else None}
            part.job_id = jobs.ask(kind, arguments, user_id=user.id if user else None, now=now).id
            job_ids.append(part.job_id)
    db.session.flush()
    return tuple(job_ids)


def cancel(plan: Plan, *, user: User | None, now: datetime) -> int:
    """Stop the making of a plan: a county falls back to its last draft, if it has one; how many were stopped."""
    parts = parts_to_change(plan.id, PlanPart.state.in_(IN_WORK))
    for job_id in sorted({part.job_id for part in parts if part.job_id}):
        jobs.cancel(job_id, now=now)
    fall_back(parts, PartState.CANCELLED)
    if parts:
        note("plan.cancel", plan, user=user, now=now, counties=len(parts))
    return len(parts)


def fall_back(parts: Sequence[PlanPart], state: PartState) -> None:
    """What was being planned is what it was before: the last good draft, or nothing."""
    for part in parts:
        if part.state in IN_WORK:
            part.state = PartState.DRAFT if part.made_at else state
    db.session.flush()


def job_gave_up(job: Job) -> None:
    """Nothing comes of a job: its counties fall back to what they were."""
    part_ids = [part_id for group in job.arguments["groups"] for part_id, _ in group]
    parts = parts_to_change(job.arguments["plan_id"], PlanPart.id.in_(part_ids), PlanPart.job_id == job.id)
    fall_back(parts, PartState.CANCELLED if job.cancelled_at else PartState.FAILED)


def job_taken_up(job: Job) -> None:
    """A job is tried again after all: its counties wait once more, unless somebody has planned them meanwhile."""
    part_ids = [part_id for group in job.arguments["groups"] for part_id, _ in group]
    parts = parts_to_change(job.arguments["plan_id"], PlanPart.id.in_(part_ids), PlanPart.job_id == job.id)
    wait_for_worker([part for part in parts if part.state in plan_rules.MAY_BE_MADE_AGAIN])


def discard(plan: Plan, *, user: User | None, now: datetime) -> int:
    """Throw the drafts of a plan away; what is published stays; how many there were."""
    parts = parts_to_change(plan.id, PlanPart.state.in_(plan_rules.MAY_BE_MADE_AGAIN))
    busy = busy_jobs([part.job_id for part in parts if part.job_id])
    parts = [part for part in parts if part.job_id not in busy]
    for part in parts:
        part.state, part.gaps = PartState.DISCARDED, []
    db.session.execute(sa.delete(PlannedLesson).where(PlannedLesson.part_id.in_([part.id for part in parts])))
    db.session.flush()
    if parts:
        note("plan.discard", plan, user=user, now=now, counties=len(parts))
    return len(parts)


def note(action: str, plan: Plan, *, user: User | None, now: datetime, region_path: str = "", **detail: Any) -> None:
    """Write a step of a plan into the log."""
    path = region_path or plan.region_path
    audit.note(action, f"plan:{plan.id}", user=user, now=now, region_path=path, **detail)
