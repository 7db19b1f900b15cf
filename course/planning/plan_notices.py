"""Verbs that tell people what a plan means for them: one notice for each vice-principal and each school."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from course.access.models import Role, User
from course.access.notice_actions import notify
from course.db import db
from course.planning.models import PlannedLesson, PlanPart
from course.schedule.models import Lesson

PUBLISHED_PERSON, PUBLISHED_SCHOOL, WITHDRAWN = "plan.published", "plan.published_school", "plan.withdrawn"


def tell_published(part: PlanPart, lessons: Sequence[PlannedLesson], *, now: datetime) -> None:
    """Tell everybody whose lessons were published how many there are, and when the first one is."""
    key = f"{PUBLISHED_PERSON}:{part.id}:{part.revision}"
    for user, own in concerned(lessons):
        kind = PUBLISHED_SCHOOL if user.role is Role.SCHOOL else PUBLISHED_PERSON
        facts = {"lessons": len(own), "first": min(row.start for row in own).date().isoformat()}
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
