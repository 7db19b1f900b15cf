"""Once a day: the classes of a school whose end was entered ahead go to the school that takes over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from course.i18n import local_now
from course.jobs import DAILY, KINDS, Kind, Report
from course.planning.school_changes.actions import move_classes
from course.planning.school_changes.queries import classes_of, merged_with_classes, moves_to

MERGE = "schools.merge"


def prepare(arguments: dict[str, Any], report: Report) -> None:
    """There is nothing to prepare: few schools merge on a day."""


def finish(prepared: None, arguments: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Move the classes of the schools whose day has come."""
    moved = 0
    for school, successor in merged_with_classes(local_now().date()):
        moves = moves_to(classes_of(school.id), successor)
        move_classes(moves, successor, school.closed_on)
        moved += len(moves)
    return {"classes": moved}


KINDS[MERGE] = Kind(prepare, finish)
DAILY.append(MERGE)
