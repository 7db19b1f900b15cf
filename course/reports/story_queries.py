"""Reads of the stories of lessons: how each stood at the end of a day that has passed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from course.db import db
from course.delivery.rules import Step
from course.schedule.models import LessonChange, LessonState

# The steps that say how a lesson in this state was.
SAYS = {
    LessonState.CONFIRMED: {Step.CONFIRM.value, Step.CORRECT.value},
    LessonState.DELIVERED: {Step.REPORT.value},
}


@dataclass(frozen=True)
class Stood:
    """The state of a lesson at a moment, and what was said of it by then."""

    state: LessonState
    said: Mapping[str, Any] = field(default_factory=dict)


def stood_at(rows: Sequence[Any], end: datetime) -> dict[int, Stood]:
    """How those of these lessons stood at a moment with which something has happened since."""
    found = {row.id: as_dated(row, end) for row in rows if row.confirmed and row.confirmed_at >= end}
    for lesson_id, story in stories([row.id for row in rows], end).items():
        stood = told(story, end)
        if stood is not None:
            found[lesson_id] = stood
    return found


def as_dated(row: Any, end: datetime) -> Stood:
    """A lesson that was confirmed later, where only the rows themselves say when."""
    was_reported = row.reported_at is not None and row.reported_at < end
    return Stood(LessonState.DELIVERED if was_reported else LessonState.SCHEDULED)


def stories(lesson_ids: Sequence[int], end: datetime) -> dict[int, list[Any]]:
    """The changes of those of these lessons that were changed after a moment, in order."""
    since = sa.select(LessonChange.lesson_id).where(LessonChange.at >= end, LessonChange.lesson_id.in_(lesson_ids))
    columns = (LessonChange.at, LessonChange.action, LessonChange.before, LessonChange.after)
    chosen = sa.select(LessonChange.lesson_id, *columns).where(LessonChange.lesson_id.in_(since))
    found: dict[int, list[Any]] = {}
    for row in db.session.execute(chosen.order_by(LessonChange.at, LessonChange.id)):
        found.setdefault(row.lesson_id, []).append(row)
    return found


def told(story: Sequence[Any], end: datetime) -> Stood | None:
    """How a lesson stood at a moment, by its changes; None where none of those after it changed its state."""
    later = next((one for one in story if one.at >= end and "state" in one.before), None)
    if later is None:
        return None
    state = LessonState(later.before["state"])
    said = [one.after for one in story if one.at < end and one.action in SAYS.get(state, ())]
    said += [later.before] if not said and "minutes" in later.before else []
    return Stood(state, said[-1] if said else {})
