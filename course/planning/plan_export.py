"""A plan as ``plan.csv``: one row a lesson, in the columns that others rely on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

import sqlalchemy as sa

from course.db import db
from course.ledger.escaping import escaped
from course.planning.reading.queries import Reading, class_labels
from course.roster.models import School, SchoolClass, Theme, VicePrincipal
from course.schedule.models import Place

COLUMNS = ("lesson_id", "vice_principal", "school", "date", "start", "end", "classes", "theme", "place")
PLACES = {Place.CLASSROOM: "class", Place.HALL: "hall"}
Row = tuple[str, ...]


def plan_rows(reading: Reading) -> Iterator[Row]:
    """The lessons of these counties, by school and time."""
    one = reading.lessons.c
    labels = class_labels(SchoolClass.school_id.in_(sa.select(one.school_id)))
    chosen = (
        sa.select(one.code, VicePrincipal.code, School.code, one.start, one.end, one.class_ids, Theme.code, one.place)
        .join(VicePrincipal, VicePrincipal.id == one.vice_principal_id)
        .join(School, School.id == one.school_id)
        .join(Theme, Theme.id == one.theme_id)
        .order_by(School.code, one.start, one.code)
    )
    for code, person, school, start, end, class_ids, theme, place in db.session.execute(chosen):
        classes = ";".join(labels.get(key, "") for key in class_ids)
        yield code, person, school, f"{start:%Y-%m-%d}", f"{start:%H:%M}", f"{end:%H:%M}", classes, theme, PLACES[place]


def as_csv(rows: Iterable[Row]) -> bytes:
    """The rows for people: with the mark by which spreadsheets know UTF-8, and no cell a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([escaped(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
