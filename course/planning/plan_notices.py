"""Verbs that tell people what a plan means for them: one notice for each vice-principal and each school.

Counties that are published together come one after the other; whoever serves in several of them is told once, when the
last of these is done.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from course.access.models import Role, User
from course.access.notice_actions import notify
from course.db import db
from course.jobs import UNFINISHED, Job
from course.planning.models import Plan, PlannedLesson, PlanPart
from course.schedule.models import Lesson

PUBLISHED_PERSON, PUBLISHED_SCHOOL, WITHDRAWN = "plan.published", "plan.published_school", "plan.withdrawn"


@dataclass(frozen=True)
class Beside:
    """The counties that are published together with one: those that are done, and those still to come."""

    done: tuple[int, ...] = ()
    to_come: tuple[int, ...] = ()


Together = Callable[[PlanPart], Beside]


def alone(part: PlanPart) -> Beside:
    """A county that is published by itself."""
    return Beside()


def asked_together(part: PlanPart) -> Beside:
    """The counties for which jobs were asked for at the same moment.

    The plan is locked until this transaction ends: of two counties that are done at one moment the second sees that the
    first is.
    """
    db.session.execute(sa.select(Plan.id).where(Plan.id == part.plan_id).with_for_update())
    own = sa.select(Job.kind, Job.created_at).where(Job.id == part.job_id).subquery()
    same = sa.and_(Job.kind == own.c.kind, Job.created_at == own.c.created_at)
    goes_on = sa.and_(Job.state.in_(UNFINISHED), Job.cancelled_at.is_(None))
    chosen = sa.select(PlanPart.id, goes_on).join(Job, Job.id == PlanPart.job_id).join(own, same)
    rows = db.session.execute(chosen.where(PlanPart.plan_id == part.plan_id, PlanPart.id != part.id)).all()
    return Beside(tuple(one for one, going in rows if not going), tuple(one for one, going in rows if going))


def tell_published(part: PlanPart, lessons: Sequence[PlannedLesson], *, together: Together, now: datetime) -> None:
    """Tell everybody whose lessons were published how many there are, and when the first one is."""
    for user, own in concerned(lessons):
        if user.role is Role.SCHOOL:
            tell(user, PUBLISHED_SCHOOL, own, part, now)
    tell_people(part, together(part), now=now)


def tell_people(part: PlanPart, beside: Beside, *, now: datetime) -> None:
    """Tell the people of a county what it and those done before bring them, unless more of theirs are still to come."""
    later = sa.select(PlannedLesson.vice_principal_id).where(PlannedLesson.part_id.in_(beside.to_come))
    here = sa.select(PlannedLesson.vice_principal_id).where(PlannedLesson.part_id == part.id)
    person = PlannedLesson.vice_principal_id
    chosen = sa.select(PlannedLesson).where(
        PlannedLesson.part_id.in_((part.id, *beside.done)), PlannedLesson.lesson_id.is_not(None)
    )
    rows = chosen.where(person.in_(here), person.not_in(later)).order_by(PlannedLesson.id)
    lessons = list(db.session.scalars(rows.execution_options(populate_existing=True)))
    for user, own in concerned(lessons):
        if user.role is not Role.SCHOOL:
            tell(user, PUBLISHED_PERSON, own, part, now)


def tell(user: User, kind: str, own: Sequence[PlannedLesson], part: PlanPart, now: datetime) -> None:
    """Tell one of them, once for each draft."""
    facts = {"lessons": len(own), "first": min(row.start for row in own).date().isoformat()}
    key = f"{PUBLISHED_PERSON}:{part.id}:{part.revision}"
    notify(user.id, kind=kind, key=key, facts=facts, address="/lessons", now=now)


def tell_withdrawn(part: PlanPart, lessons: Sequence[Lesson], *, now: datetime) -> None:
    """Tell everybody whose lessons were taken back how many there were."""
    key = f"{WITHDRAWN}:{part.id}:{part.revision}"
    for user, own in concerned(lessons):
        notify(user.id, kind=WITHDRAWN, key=key, facts={"lessons": len(own)}, address="/lessons", now=now)


def concerned(lessons: Sequence[PlannedLesson] | Sequence[Lesson]) -> Iterable[tuple[User, list[Any]]]:
    """The users of the people and schools of these lessons, each with their own."""
    of_person, of_school = defaultdict(list), defaultdict(list)
    for row in lessons:
        of_person[row.vice_principal_id].append(row)
        of_school[row.school_id].append(row)
    theirs = sa.or_(User.vice_principal_id.in_(of_person), User.school_id.in_(of_school))
    for user in db.session.scalars(sa.select(User).where(User.active, theirs).order_by(User.id)):
        yield user, of_school[user.school_id] if user.role is Role.SCHOOL else of_person[user.vice_principal_id]
