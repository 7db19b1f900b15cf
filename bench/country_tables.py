"""The tables of a country in the order in which they are written: their columns, and the rows of each."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bench import country_shape as shapes
from bench.country_shape import HOLDING, MINUTES, Row, Shape, Taught

NOTHING = json.dumps({})


@dataclass(frozen=True)
class Table:
    """A table, the columns that are written, and how its rows are made: of a shape, or of one lesson."""

    name: str
    written: str
    rows: Callable[[Any], Iterator[Row]]

    @property
    def columns(self) -> list[str]:
        """The columns one by one."""
        return self.written.split()


def of_all(lesson: Taught) -> Iterator[Row]:
    """The lesson itself."""
    made = lesson.evening - timedelta(days=21)
    yield (
        *(lesson.id, str(uuid.UUID(int=lesson.id)), lesson.person, lesson.school, lesson.path, lesson.theme),
        *(lesson.start, lesson.end, lesson.period, "classroom", lesson.state, "", "", made, made, 1),
    )


def of_classes(lesson: Taught) -> Iterator[Row]:
    """Its class."""
    yield lesson.id, lesson.class_id, lesson.path


def of_slots(lesson: Taught) -> Iterator[Row]:
    """What it holds."""
    if lesson.state in HOLDING:
        for turn, name in enumerate((f"vice_principal:{lesson.person}", f"class:{lesson.class_id}")):
            yield 2 * lesson.id + turn, name, lesson.path, lesson.start, lesson.end, lesson.id


def of_changes(lesson: Taught) -> Iterator[Row]:
    """The first line of its history."""
    after = json.dumps({"state": lesson.state})
    made = lesson.evening - timedelta(days=21)
    yield lesson.id, lesson.id, lesson.path, made, "测试", "request", NOTHING, after


def of_deliveries(lesson: Taught) -> Iterator[Row]:
    """What the vice-principal said."""
    if lesson.state in {"delivered", "confirmed"}:
        minutes = MINUTES[lesson.stage]
        yield lesson.id, lesson.id, lesson.path, "taught", "lecture", minutes, 40, "", lesson.evening


def of_confirmations(lesson: Taught) -> Iterator[Row]:
    """What the school said a day later."""
    if lesson.state == "confirmed":
        later, minutes = lesson.evening + timedelta(days=1), MINUTES[lesson.stage]
        said = (lesson.school, lesson.path, lesson.day, "taught", "lecture", minutes, 40, "", later)
        yield lesson.id, lesson.id, *said


def of_reached(lesson: Taught) -> Iterator[Row]:
    """The class that was there."""
    if lesson.state == "confirmed":
        yield lesson.id, lesson.class_id, lesson.school, lesson.path, lesson.day


PLACES = (
    Table("region", "id code name level parent_id path", shapes.regions),
    Table("station", "id code name agency region_id region_path", shapes.stations),
    Table(
        "school",
        "id code name stage region_id region_path hall_seats closed_periods preferred_weekdays preferred_periods",
        shapes.schools,
    ),
    Table("school_class", "id school_id region_path grade number pupils", shapes.classes),
    Table(
        "vice_principal",
        "id code name station_id region_path agency max_lessons_week max_lessons_day theme_codes phone email",
        shapes.people,
    ),
    Table("appointment", "id vice_principal_id school_id region_path start end", shapes.appointments),
    Table("bell", "id key period start end", shapes.bells),
    Table(
        "term",
        "id name start end min_hours max_schools_per_vice_principal max_vice_principals_per_school"
        " kmh detour walk_min substitute",
        shapes.terms,
    ),
    Table("theme", "id code name special_day stages", shapes.themes),
)
OF_LESSONS = (
    Table(
        "lesson",
        "id uid vice_principal_id school_id region_path theme_id start end period place state note reason"
        " created_at changed_at sequence",
        of_all,
    ),
    Table("lesson_class", "lesson_id class_id region_path", of_classes),
    Table("slot", "id resource region_path start end lesson_id", of_slots),
    Table("lesson_change", "id lesson_id region_path at actor action before after", of_changes),
    Table("delivery", "id lesson_id region_path manner form minutes pupils note reported_at", of_deliveries),
    Table(
        "confirmation",
        "id lesson_id school_id region_path taught_on manner form minutes pupils note confirmed_at",
        of_confirmations,
    ),
    Table("reached_class", "lesson_id class_id school_id region_path taught_on", of_reached),
)
TABLES = PLACES + OF_LESSONS


def rows_of(table: Table, shape: Shape) -> Iterator[Row]:
    """All rows of a table."""
    if table in PLACES:
        return table.rows(shape)
    return (row for lesson in shapes.taught(shape) for row in table.rows(lesson))
