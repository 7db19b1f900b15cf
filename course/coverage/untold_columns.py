"""What is said of a school in whose year nothing has happened yet, so that it has no tally of it, as columns."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from course.access.scope import below
from course.coverage.queries import Asked
from course.coverage.rules import minutes_owed
from course.roster.class_queries import came_later
from course.roster.models import School, SchoolStage


def classes_then(asked: Asked, now: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
    """The classes of a school that has no tally of the year: as many as now, without those that came since."""
    return now - came_later(asked.day) if asked.is_over() else now


def owed_by_rules(asked: Asked) -> Any:
    """The minutes owed to a school that has no tally of the year: by its stage, and by the rules of its region."""
    most_first = sorted(asked.more, key=lambda one: -one[1])
    stages = sa.cast(School.stage, sa.Text)
    usual, *more = (
        sa.case({stage.value: minutes_owed(stage, hours) for stage in SchoolStage}, value=stages)
        for hours in (asked.hours, *(hours for _, hours in most_first))
    )
    inside = (below(asked.region_path(), path) for path, _ in most_first)
    return sa.case(*zip(inside, more, strict=True), else_=usual) if more else usual
