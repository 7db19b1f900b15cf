"""A plan as plan.csv: the draft as it was made, and what was published as it stands now, under the same codes."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from course.db import db
from course.planning.models import PartState, PlannedLesson, PlanPart
from course.roster.models import School, SchoolClass, Theme, VicePrincipal
from course.schedule.models import HOLDING, Lesson, LessonClass, Place

COLUMNS = ("lesson_id", "vice_principal", "school", "date", "start", "end", "classes", "theme", "place")
PLACES = {Place.CLASSROOM: "class", Place.HALL: "hall"}
MOST_AT_ONCE = 10_000


def write_plan(plan_id: int, handle: IO[str]) -> int:
    """Write the lessons of a plan; how many there are."""
    writer = csv.writer(handle)
    writer.writerow(COLUMNS)
    written = 0
    for row in plan_lines(plan_id):
        writer.writerow(row)
        written += 1
    return written


def plan_lines(plan_id: int) -> Iterator[tuple[str, ...]]:
    """The lessons of a plan as rows of text, in the order of the counties and codes."""
    rows = [row for chosen in (drafted(plan_id), published(plan_id)) for row in db.session.execute(chosen)]
    rows.sort(key=lambda row: (row.part_id, row.code))
    known = labels(number for row in rows if not row.lesson_id for number in row.class_ids)
    now = classes_now([row.lesson_id for row in rows if row.lesson_id])
    for row in rows:
        classes = now.get(row.lesson_id, ()) if row.lesson_id else [known[one] for one in row.class_ids if one in known]
        yield (
            *(row.code, row.person, row.school),
            *(f"{row.start:%Y-%m-%d}", f"{row.start:%H:%M}", f"{row.end:%H:%M}"),
            *(";".join(classes), row.theme, PLACES[row.place]),
        )


def columns(source: Any) -> sa.Select[Any]:
    """What a line says, with who, where, when and what from ``source``: the planned lesson or what came of it."""
    person, school, theme = aliased(VicePrincipal), aliased(School), aliased(Theme)
    named = (person.code.label("person"), school.code.label("school"), theme.code.label("theme"))
    own = (PlannedLesson.part_id, PlannedLesson.code, PlannedLesson.lesson_id, PlannedLesson.class_ids)
    chosen = sa.select(*own, *named, source.start, source.end, source.place).select_from(PlannedLesson)
    if source is Lesson:
        chosen = chosen.join(Lesson, Lesson.id == PlannedLesson.lesson_id)
    return (
        chosen.join(PlanPart, PlanPart.id == PlannedLesson.part_id)
        .join(person, person.id == source.vice_principal_id)
        .join(school, school.id == source.school_id)
        .join(theme, theme.id == source.theme_id)
    )


def drafted(plan_id: int) -> sa.Select[Any]:
    """The lessons of drafts."""
    return columns(PlannedLesson).where(PlanPart.plan_id == plan_id, PlanPart.state == PartState.DRAFT)


def published(plan_id: int) -> sa.Select[Any]:
    """The lessons that were published, as they stand now; those that were called off are left out."""
    return columns(Lesson).where(PlanPart.plan_id == plan_id, Lesson.state.in_(HOLDING))


def labels(class_ids: Iterable[int]) -> dict[int, str]:
    """The classes as a plan writes them: ``3-2``."""
    chosen = sa.select(SchoolClass.id, SchoolClass.grade, SchoolClass.number)
    rows = (
        row for some in portions(set(class_ids)) for row in db.session.execute(chosen.where(SchoolClass.id.in_(some)))
    )
    return {one: f"{grade}-{number}" for one, grade, number in rows}


def classes_now(lesson_ids: Iterable[int]) -> dict[int, list[str]]:
    """The classes of these lessons by their labels."""
    chosen = (
        sa.select(LessonClass.lesson_id, SchoolClass.grade, SchoolClass.number)
        .join(SchoolClass, SchoolClass.id == LessonClass.class_id)
        .order_by(LessonClass.lesson_id, SchoolClass.grade, SchoolClass.number)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for some in portions(lesson_ids):
        for lesson_id, grade, number in db.session.execute(chosen.where(LessonClass.lesson_id.in_(some))):
            found[lesson_id].append(f"{grade}-{number}")
    return found


def portions(ids: Iterable[int]) -> Iterator[list[int]]:
    """Many numbers in portions that a statement takes."""
    rest = iter(ids)
    while some := list(islice(rest, MOST_AT_ONCE)):
        yield some
