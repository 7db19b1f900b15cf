"""Verbs of polishing: better lessons of one component in place of those that a draft had."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from course.access import audit
from course.access.models import User
from course.db import db
from course.planning.draft_actions import planned_rows
from course.planning.models import PartState, PlannedLesson, PlanPart
from course.planning.solver.instance import Instance, Taught
from course.planning.solver.soft_cost import soft_cost


def part_for(part_id: int, revision: int) -> PlanPart | None:
    """The draft as somebody saw it, for this transaction alone; None where it has changed since."""
    part = db.session.get_one(PlanPart, part_id, with_for_update=True, populate_existing=True)
    return part if part.state is PartState.DRAFT and part.revision == revision else None


def replace_lessons(
    part: PlanPart,
    instance: Instance,
    lessons: Sequence[Taught],
    schools: Sequence[int],
    *,
    user: User | None,
    now: datetime,
) -> None:
    """Give these schools (by their places) their lessons among these; all lessons of the part are given."""
    ids, own = [instance.schools[place].id for place in schools], set(schools)
    db.session.execute(
        sa.delete(PlannedLesson).where(PlannedLesson.part_id == part.id, PlannedLesson.school_id.in_(ids))
    )
    rows = list(planned_rows(part.id, instance, [one for one in lessons if one.school in own]))
    if rows:
        db.session.execute(sa.insert(PlannedLesson), rows)
    costs = soft_cost(instance, lessons)
    part.figures = {**part.figures, "soft": costs}
    part.revision += 1
    codes = [instance.schools[place].code for place in schools]
    subject = f"plan:{part.plan_id}"
    audit.note("plan.polish", subject, user=user, now=now, region_path=part.region_path, schools=codes[:20])
    db.session.flush()


def facts_of(polished: Any, instance: Instance) -> dict[str, Any]:
    """What came of a polishing, as it is kept."""
    return {
        "schools": [instance.schools[place].id for place in polished.schools],
        "before": round(polished.before, 1),
        "now": round(polished.now, 1),
        "better": polished.is_better,
        "known": polished.is_known,
        "proved": polished.is_proved,
        "percent": round(polished.percent, 1),
    }
