"""Verbs of what happened: report, take back, confirm, correct, and say that it did not take place."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from course.access.models import Role, User
from course.db import db
from course.delivery import rules
from course.delivery.check_in import checked_in_at
from course.delivery.models import Confirmation, Delivery, ReachedClass
from course.delivery.rules import Figures, Step
from course.errors import Problem, RuleBroken, refuse
from course.schedule.actions import write_change
from course.schedule.models import Lesson, LessonState, Slot

# A link names a lesson and not a person.
BY_LINK = {"by": "link"}


def report(lesson: Lesson, figures: Figures, *, user: User, now: datetime, local: datetime) -> None:
    """The vice-principal says that the lesson was taught, and how it was."""
    refuse([step_is_open(Step.REPORT, lesson, user, local), *rules.figures_are_possible(figures)])
    delivery = Delivery(lesson_id=lesson.id, region_path=lesson.region_path, **vars(figures))
    delivery.reported_by_id, delivery.reported_at = user.id, now
    delivery.checked_in_at = checked_in_at(lesson.id)
    db.session.add(delivery)
    enter(Step.REPORT, lesson, user=user, now=now, after=figures.record())
    flush_once()


def take_back(lesson: Lesson, *, user: User, now: datetime, local: datetime) -> None:
    """The vice-principal takes the report back, as long as the school has not answered it."""
    refuse([step_is_open(Step.TAKE_BACK, lesson, user, local)])
    claim = db.session.scalars(sa.select(Delivery).where(Delivery.lesson_id == lesson.id)).one()
    db.session.delete(claim)
    enter(Step.TAKE_BACK, lesson, user=user, now=now, before=figures_of(claim).record())
    db.session.flush()


def confirm(
    lesson: Lesson, figures: Figures, reached: Collection[int], *, user: User | None, now: datetime, local: datetime
) -> None:
    """The school says what happened; without a user it was said through the signed link."""
    refuse([step_is_open(Step.CONFIRM, lesson, user, local), *confirmed_problems(lesson, figures, reached)])
    confirmation = Confirmation(
        lesson_id=lesson.id, school_id=lesson.school_id, region_path=lesson.region_path, **vars(figures)
    )
    confirmation.taught_on = lesson.start.date()
    confirmation.confirmed_by_id, confirmation.confirmed_at = user.id if user else None, now
    db.session.add(confirmation)
    write_reached(lesson, reached)
    enter(Step.CONFIRM, lesson, user=user, now=now, after=said(lesson, figures, reached))
    flush_once()


def correct(
    lesson: Lesson, figures: Figures, reached: Collection[int], *, user: User, now: datetime, local: datetime
) -> None:
    """The school or the bureau corrects what was confirmed; the list of changes keeps the old figures."""
    refuse([step_is_open(Step.CORRECT, lesson, user, local), *confirmed_problems(lesson, figures, reached)])
    confirmation = db.session.scalars(sa.select(Confirmation).where(Confirmation.lesson_id == lesson.id)).one()
    was = said(lesson, figures_of(confirmation), reached_ids(lesson))
    becomes = said(lesson, figures, reached)
    if was == becomes:
        return
    for name, value in vars(figures).items():
        setattr(confirmation, name, value)
    db.session.execute(sa.delete(ReachedClass).where(ReachedClass.lesson_id == lesson.id))
    write_reached(lesson, reached)
    enter(Step.CORRECT, lesson, user=user, now=now, before=was, after=becomes)
    db.session.flush()


def withdraw(lesson: Lesson, *, user: User, now: datetime, local: datetime) -> None:
    """The school or the bureau takes a confirmation away; without a report the lesson is as if it had just ended."""
    refuse([step_is_open(Step.WITHDRAW, lesson, user, local)])
    confirmation = db.session.scalars(sa.select(Confirmation).where(Confirmation.lesson_id == lesson.id)).one()
    was = said(lesson, figures_of(confirmation), reached_ids(lesson))
    db.session.execute(sa.delete(ReachedClass).where(ReachedClass.lesson_id == lesson.id))
    db.session.delete(confirmation)
    reported = db.session.scalar(sa.select(Delivery.id).where(Delivery.lesson_id == lesson.id))
    becomes = LessonState.DELIVERED if reported else LessonState.SCHEDULED
    enter(Step.WITHDRAW, lesson, user=user, now=now, before=was, becomes=becomes)
    db.session.flush()


def miss(lesson: Lesson, reason: str, *, user: User, now: datetime, local: datetime) -> None:
    """Either side says that the lesson did not take place, and why; its time is free for others again.

    A report that the school answers so stays beside the answer and is not counted.
    """
    refuse([step_is_open(Step.MISS, lesson, user, local), rules.reason_is_given(reason)])
    lesson.reason = reason
    db.session.execute(sa.delete(Slot).where(Slot.lesson_id == lesson.id))
    enter(Step.MISS, lesson, user=user, now=now, after={"reason": reason})
    db.session.flush()


def planned(lesson: Lesson) -> Figures:
    """What the plan says of this lesson, for the one tap."""
    return rules.planned_figures(lesson.start, lesson.end, [row.pupils for row in lesson.classes])


def as_reported(lesson: Lesson) -> tuple[Figures, set[int]]:
    """What the vice-principal reported, or else the plan, and every class: what the school's one tap confirms."""
    claim = db.session.scalar(sa.select(Delivery).where(Delivery.lesson_id == lesson.id))
    return figures_of(claim) if claim else planned(lesson), {row.id for row in lesson.classes}


def figures_of(row: Delivery | Confirmation) -> Figures:
    """The figures in a row of either side."""
    return Figures(row.manner, row.form, row.minutes, row.pupils, row.note, row.special)


def step_is_open(step: Step, lesson: Lesson, user: User | None, local: datetime) -> Problem | None:
    """Ask the rule whether this user may take the step now."""
    role: Role | None = user.role if user else None
    return rules.step_is_open(step, role, lesson.state, lesson.start, local)


def confirmed_problems(lesson: Lesson, figures: Figures, reached: Collection[int]) -> list[Problem | None]:
    """What can be wrong with that which the school says."""
    invited = {row.id for row in lesson.classes}
    return [
        *rules.figures_are_possible(figures),
        rules.classes_were_invited(reached, invited),
        rules.some_class_was_there(reached, invited),
    ]


def said(lesson: Lesson, figures: Figures, reached: Collection[int]) -> dict[str, Any]:
    """The school's figures as plain values, with the classes that were there: by name to read, by number for figures.

    A name changes where a class goes to another school; its number never does.
    """
    there = sorted((row.grade, row.number, row.id) for row in lesson.classes if row.id in reached)
    names, ids = [f"{grade}-{number}" for grade, number, _id in there], [class_id for *_name, class_id in there]
    return figures.record() | {"classes": names, "class_ids": ids}


def reached_ids(lesson: Lesson) -> set[int]:
    """The classes that were there, as confirmed so far."""
    return set(db.session.scalars(sa.select(ReachedClass.class_id).where(ReachedClass.lesson_id == lesson.id)))


def write_reached(lesson: Lesson, reached: Collection[int]) -> None:
    """One row for each class that was there."""
    for class_id in sorted(reached):
        row = ReachedClass(lesson_id=lesson.id, class_id=class_id, school_id=lesson.school_id)
        row.region_path, row.taught_on = lesson.region_path, lesson.start.date()
        db.session.add(row)


def enter(
    step: Step,
    lesson: Lesson,
    *,
    user: User | None,
    now: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    becomes: LessonState | None = None,
) -> None:
    """Bring the lesson into its next state, and write down who did it and what it was before."""
    was = {"state": lesson.state.value, "sequence": lesson.sequence, **(before or {})}
    lesson.state, lesson.changed_at, lesson.sequence = becomes or rules.BECOMES[step], now, lesson.sequence + 1
    is_now = {"state": lesson.state.value, "sequence": lesson.sequence, **(after or {})}
    write_change(lesson, step.value, was, is_now | ({} if user else BY_LINK), user=user, now=now)


def flush_once() -> None:
    """Write; where someone else wrote the same a moment ago, say so."""
    try:
        db.session.flush()
    except IntegrityError as error:
        db.session.rollback()
        raise RuleBroken(rules.changed_meanwhile()) from error
