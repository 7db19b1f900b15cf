"""Verbs of publishing: a county's draft becomes scheduled lessons, slots and notices, in one transaction.

What people made is never written over: every rule is asked again of the data as it is now, nobody else decides about
these people, classes and halls meanwhile, and the constraint of the slots is the last guard.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from course.access import happenings
from course.access.happenings import Happening
from course.access.models import User
from course.cases.models import Case
from course.cases.queries import cases_for, suiting
from course.changed import lessons_changed
from course.db import db
from course.errors import refuse
from course.planning import plan_entries, plan_rules
from course.planning.models import PartState, Plan, PlannedLesson, PlanPart
from course.planning.plan_actions import note
from course.planning.plan_notices import Together, alone, tell_published
from course.planning.plan_queries import parts_to_change, planned_lessons
from course.planning.publish_check import Checked, checked
from course.planning.solver.instance import ClassFacts, Instance, Taught
from course.roster.rules import stage_of_grade
from course.schedule.actions import hold_back_others, resources, taken_a_moment_ago, wall_clock
from course.schedule.models import Lesson, LessonChange, LessonClass, LessonState, Slot

PUBLISH = "plan.publish"


@dataclass(frozen=True)
class Published:
    """What came of publishing: lessons written, and those left out because their time has passed."""

    lessons: int
    passed: int


def publish_part(
    part: PlanPart,
    *,
    user: User | None,
    now: datetime,
    revision: int | None = None,
    first: date | None = None,
    together: Together = alone,
) -> Published:
    """Publish the draft of a county; refused with every lesson that no longer fits, and then nothing is written.

    ``revision`` is that of the draft which was looked at; ``first`` also publishes what lies behind us, from that day;
    ``together`` says which counties are published with it, so that people are told once.
    """
    (part,) = parts_to_change(part.plan_id, PlanPart.id == part.id)
    refuse([plan_rules.part_is_a_draft(part.state)])
    refuse([plan_rules.page_is_fresh(part.revision, part.revision if revision is None else revision)])
    local = wall_clock(now)
    everything = planned_lessons(part.id)
    lessons = [row for row in everything if plan_rules.is_ahead(row.start, first, local)]
    refuse([plan_rules.something_lies_ahead(len(lessons))])
    hold_back_others(sorted({name for row in lessons for name in resources_of(row)}))
    since = first or local.date()
    found = checked(part, lessons, since, local)
    try:
        with db.session.begin_nested():
            write_lessons(part, found, user=user, now=now)
    except IntegrityError:
        checked(part, lessons, since, local)
        refuse([taken_a_moment_ago()])
    part.state, part.published_at = PartState.PUBLISHED, now
    done = Published(len(lessons), len(everything) - len(lessons))
    plan = db.session.get_one(Plan, part.plan_id)
    figures = {"lessons": done.lessons, "passed": done.passed, "county": part.region.name}
    note("plan.publish", plan, user=user, now=now, region_path=part.region_path, **figures)
    db.session.flush()
    plan_entries.invite(part, now=now)
    tell_published(part, lessons, together=together, now=now)
    return done


def resources_of(row: PlannedLesson) -> list[str]:
    """What a planned lesson will hold."""
    return resources(row.vice_principal_id, list(row.class_ids), row.school_id, row.place)


def write_lessons(part: PlanPart, found: Checked, *, user: User | None, now: datetime) -> None:
    """Write the lessons with their classes, slots and history, each table in one go."""
    planned = [row for row, _ in found.lessons]
    cases = best_cases(part.region_path, found)
    rows = [lesson_row(row, case, now) for row, case in zip(planned, cases, strict=True)]
    written = sa.insert(Lesson).returning(Lesson.id, sort_by_parameter_order=True)
    ids = list(db.session.scalars(written, rows))
    lessons_changed(ids, now)
    pairs = list(zip(ids, planned, strict=True))
    insert(LessonClass, (class_row for one, row in pairs for class_row in class_rows(one, row)))
    insert(Slot, (slot for one, row in pairs for slot in slot_rows(one, row)))
    said = [described(found.instance, *pair) for pair in found.lessons]
    changes = zip(pairs, said, strict=True)
    insert(LessonChange, (change_row(one, row, after, user, now) for (one, row), after in changes))
    db.session.execute(sa.update(PlannedLesson), [{"id": row.id, "lesson_id": one} for one, row in pairs])
    happenings.tell(Happening("lesson.schedule", part.region_path, now, tuple(ids)))


def insert(model: Any, rows: Iterable[dict[str, Any]]) -> None:
    """Write many rows at once."""
    db.session.execute(sa.insert(model), list(rows))


def best_cases(region_path: str, found: Checked) -> list[int | None]:
    """For each lesson the case that a booking would offer first: of its theme, for every stage among its classes."""
    cases = cases_for({row.theme_id for row, _ in found.lessons}, region_path)
    classes = found.instance.class_of
    return [best_case(cases, row.theme_id, [classes[one] for one in row.class_ids]) for row, _ in found.lessons]


def best_case(cases: Sequence[Case], theme_id: int, classes: Sequence[ClassFacts]) -> int | None:
    """The first of these cases that suits the theme and every class."""
    fitting: Sequence[Case] = cases
    for stage in {stage_of_grade(one.grade) for one in classes}:
        fitting = suiting(fitting, theme_id, stage)
    return fitting[0].id if fitting else None


def lesson_row(row: PlannedLesson, case_id: int | None, now: datetime) -> dict[str, Any]:
    """The lesson that comes of a planned one: scheduled, and not yet agreed to."""
    return {
        "uid": str(uuid.uuid4()),
        "vice_principal_id": row.vice_principal_id,
        "school_id": row.school_id,
        "region_path": row.region_path,
        "theme_id": row.theme_id,
        "case_id": case_id,
        "start": row.start,
        "end": row.end,
        "period": row.period,
        "place": row.place,
        "state": LessonState.SCHEDULED,
        "note": "",
        "reason": "",
        "created_at": now,
        "changed_at": now,
        "sequence": 0,
    }


def class_rows(lesson_id: int, row: PlannedLesson) -> list[dict[str, Any]]:
    """The classes of a lesson."""
    of = {"lesson_id": lesson_id, "region_path": row.region_path}
    return [{"class_id": each, **of} for each in row.class_ids]


def slot_rows(lesson_id: int, row: PlannedLesson) -> list[dict[str, Any]]:
    """The rows that hold what a lesson needs for its time."""
    held = {"region_path": row.region_path, "start": row.start, "end": row.end, "lesson_id": lesson_id}
    return [{"resource": name, **held} for name in resources_of(row)]


def change_row(
    lesson_id: int, row: PlannedLesson, after: dict[str, Any], user: User | None, now: datetime
) -> dict[str, Any]:
    """The first line of a lesson's history."""
    who = {"user_id": user.id, "actor": user.name or user.email} if user else {"user_id": None, "actor": ""}
    at = {"lesson_id": lesson_id, "region_path": row.region_path, "at": now}
    return {**at, **who, "action": "schedule", "before": {}, "after": after}


def described(instance: Instance, row: PlannedLesson, lesson: Taught) -> dict[str, Any]:
    """What a new lesson says, for its history."""
    return {
        "state": LessonState.SCHEDULED.value,
        "sequence": 0,
        "vice_principal_id": row.vice_principal_id,
        "theme": lesson.theme,
        "classes": [instance.class_of[one].label for one in row.class_ids],
        "start": row.start.isoformat(),
        "end": row.end.isoformat(),
        "place": row.place.value,
        "planned": row.code,
    }
