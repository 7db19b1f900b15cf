"""Verbs of drafts: keep what the solver returned as the lessons of a county's plan."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from course.db import db
from course.planning.models import PartState, PlannedLesson, PlanPart
from course.planning.solver.figures import Figures
from course.planning.solver.instance import Instance, Taught, clock_of


def keep_draft(
    part: PlanPart, instance: Instance, lessons: Sequence[Taught], figures: Figures, gaps: list[Any], *, now: datetime
) -> None:
    """Make these lessons the draft of a county, in place of what the part held before."""
    rows = list(planned_rows(part.id, instance, lessons))
    keep_rows(part, rows, figures.as_json(), gaps, fingerprint(instance), now=now)


def keep_rows(
    part: PlanPart,
    rows: Sequence[dict[str, Any]],
    figures: dict[str, Any],
    gaps: Sequence[Any],
    known: str,
    *,
    now: datetime,
) -> None:
    """Make these rows the draft of a county; ``known`` is the fingerprint of what it was made from."""
    db.session.execute(sa.delete(PlannedLesson).where(PlannedLesson.part_id == part.id))
    if rows:
        db.session.execute(sa.insert(PlannedLesson), rows)
    part.state, part.made_at, part.fingerprint = PartState.DRAFT, now, known
    part.figures, part.gaps, part.revision = figures, list(gaps), (part.revision or 0) + 1
    db.session.flush()


def planned_rows(part_id: int, instance: Instance, lessons: Iterable[Taught]) -> Iterator[dict[str, Any]]:
    """The lessons as rows; each is named by its school and a number."""
    numbers: Counter[int] = Counter()
    themes = instance.theme_of
    for one in lessons:
        school = instance.schools[one.school]
        numbers[one.school] += 1
        yield {
            "part_id": part_id,
            "code": f"{school.code}-{numbers[one.school]:02d}",
            "region_path": school.region_path,
            "vice_principal_id": instance.people[one.person].id,
            "school_id": school.id,
            "theme_id": themes[one.theme].id,
            "start": clock_of(one.start),
            "end": clock_of(one.end),
            "period": one.period,
            "place": one.place,
            "class_ids": one.classes,
            "substitute": one.substitute,
        }


def fingerprint(instance: Instance) -> str:
    """The hash of all that a plan depends on."""
    digest = hashlib.sha256()
    for part in (
        instance.term,
        instance.days,
        instance.schools,
        instance.people,
        instance.services,
        instance.themes,
        instance.held,
        instance.absences,
        instance.blackouts,
    ):
        digest.update(repr(part).encode())
    return digest.hexdigest()
