"""Verbs of withdrawing: what was published and nobody has agreed to yet is taken back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from course.access import happenings
from course.access.happenings import Happening
from course.access.models import User
from course.changed import lessons_changed
from course.db import db
from course.errors import refuse
from course.i18n import _
from course.planning import plan_entries, plan_rules
from course.planning.models import PartState, Plan, PlannedLesson, PlanPart
from course.planning.plan_actions import note
from course.planning.plan_notices import tell_withdrawn
from course.planning.plan_queries import parts_to_change
from course.schedule.actions import wall_clock
from course.schedule.models import Lesson, LessonChange, LessonState, Slot
from course.schedule.waiting import freed
from course.schedule.waiting.queries import awaited

WITHDRAW = "plan.withdraw"
# A statement takes only so many parameters.
MOST_AT_ONCE = 10_000


@dataclass(frozen=True)
class Withdrawn:
    """What came of withdrawing: lessons taken back, and those that stay, by the reason."""

    lessons: int
    kept: dict[str, int] = field(default_factory=dict)


def withdraw_part(part: PlanPart, *, user: User | None, now: datetime) -> Withdrawn:
    """Take back the lessons of a county that nobody has agreed to, moved or begun; their time is free again."""
    (part,) = parts_to_change(part.plan_id, PlanPart.id == part.id)
    refuse([plan_rules.part_is_published(part.state)])
    local = wall_clock(now)
    lessons = lessons_of(part)
    reasons = {lesson.id: stays(lesson, local) for lesson in lessons}
    taken = [lesson for lesson in lessons if not reasons[lesson.id]]
    take_back(taken, user=user, now=now)
    part.state, part.withdrawn_at = PartState.WITHDRAWN, now
    done = Withdrawn(len(taken), dict(Counter(reason for reason in reasons.values() if reason)))
    plan = db.session.get_one(Plan, part.plan_id)
    figures = {"lessons": done.lessons, "kept": sum(done.kept.values()), "county": part.region.name}
    note("plan.withdraw", plan, user=user, now=now, region_path=part.region_path, **figures)
    tell_withdrawn(part, taken, now=now)
    db.session.flush()
    plan_entries.call_off(part, {lesson.id for lesson in taken}, now=now)
    tell_freed(taken, now)
    return done


def stays(lesson: Lesson, now: datetime) -> str:
    """Why a lesson stays although its plan is withdrawn; empty where it goes."""
    return plan_rules.why_it_stays(
        lesson.state, lesson.start, now, agreed=lesson.accepted_at is not None, changed=lesson.sequence > 0
    )


def lessons_of(part: PlanPart) -> list[Lesson]:
    """The lessons that came of a county's plan, locked until the transaction ends, in one order for everybody."""
    chosen = sa.select(Lesson).join(PlannedLesson, PlannedLesson.lesson_id == Lesson.id)
    locked = chosen.where(PlannedLesson.part_id == part.id).order_by(Lesson.id).with_for_update(of=Lesson)
    return list(db.session.scalars(locked.execution_options(populate_existing=True)))


def take_back(lessons: Sequence[Lesson], *, user: User | None, now: datetime) -> None:
    """Cancel these lessons, free their time and write it into their history, each table in one go."""
    ids = [lesson.id for lesson in lessons]
    lessons_changed(ids, now)
    reason = str(_("The plan was withdrawn."))
    values = {"state": LessonState.CANCELLED, "reason": reason, "changed_at": now, "sequence": 1}
    for first in range(0, len(ids), MOST_AT_ONCE):
        some = ids[first : first + MOST_AT_ONCE]
        db.session.execute(sa.update(Lesson).where(Lesson.id.in_(some)).values(**values))
        db.session.execute(sa.delete(Slot).where(Slot.lesson_id.in_(some)))
    if lessons:
        db.session.execute(sa.insert(LessonChange), [change_row(lesson, reason, user, now) for lesson in lessons])
        happenings.tell(Happening("lesson.cancel", lessons[0].region_path, now, tuple(ids)))


def tell_freed(lessons: Sequence[Lesson], now: datetime) -> None:
    """Whoever waits for one of these times gets it, or is asked, at once; most of them nobody waits for."""
    waited: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for person_id, start, end in awaited(wall_clock(now)):
        waited[person_id].append((start, end))
    for lesson in lessons:
        if any(start < lesson.end and lesson.start < end for start, end in waited[lesson.vice_principal_id]):
            freed.tell(freed.Freed(lesson.vice_principal_id, lesson.start, lesson.end, now))


def change_row(lesson: Lesson, reason: str, user: User | None, now: datetime) -> dict[str, Any]:
    """The line that a withdrawal writes into a lesson's history."""
    who = {"user_id": user.id, "actor": user.name or user.email} if user else {"user_id": None, "actor": ""}
    return {
        "lesson_id": lesson.id,
        "region_path": lesson.region_path,
        "at": now,
        **who,
        "action": "cancel",
        "before": {"state": LessonState.SCHEDULED.value, "reason": "", "sequence": 0},
        "after": {"state": LessonState.CANCELLED.value, "reason": reason, "sequence": 1},
    }
