"""Reads of the interface: schools, classes and lessons as plain values, a page at a time, inside a scope."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from course.access.scope import Scope, below, within
from course.cases.models import Case
from course.db import db
from course.delivery.models import Confirmation, Delivery
from course.roster.models import Region, School, SchoolClass, Theme, VicePrincipal
from course.schedule.models import Lesson, LessonClass

Condition = sa.ColumnElement[bool]


@dataclass(frozen=True)
class Found:
    """The rows of a page, and the number of its last row where there is another page."""

    rows: list[dict[str, Any]]
    last: int | None = None


@dataclass(frozen=True)
class Wanted:
    """Which rows are wanted: inside a scope, behind a row, so many, in a region, of a school."""

    scope: Scope
    after: int
    limit: int
    region_path: str | None = None
    school_id: int | None = None

    def of(self, model: Any) -> Condition:
        """The same as a condition on a table."""
        conditions = [within(model, self.scope), model.id > self.after]
        if self.region_path is not None:
            conditions.append(below(model.region_path, self.region_path))
        if self.school_id is not None:
            conditions.append(model.school_id == self.school_id)
        return sa.and_(*conditions)

    def cut(self, rows: list[Any]) -> tuple[list[Any], int | None]:
        """The rows of this page among one more than it has, and the number of its last row if there was one more."""
        return (rows[: self.limit], rows[self.limit - 1].id) if len(rows) > self.limit else (rows, None)


@dataclass(frozen=True)
class LessonsWanted:
    """Which lessons are wanted beside that: in a state, from a day, to a day, changed since a moment."""

    state: Any = None
    first: date | None = None
    last: date | None = None
    changed_since: datetime | None = None

    def conditions(self) -> list[Condition]:
        """The same as conditions on lessons."""
        found = []
        if self.state is not None:
            found.append(Lesson.state == self.state)
        if self.first is not None:
            found.append(Lesson.start >= datetime.combine(self.first, time.min))
        if self.last is not None:
            found.append(Lesson.start <= datetime.combine(self.last, time.max))
        if self.changed_since is not None:
            found.append(Lesson.changed_at >= self.changed_since)
        return found


def region_path_of(code: str, scope: Scope) -> str | None:
    """The path of a region that lies in a scope, or that holds a school of it; None for any other."""
    path = db.session.scalar(sa.select(Region.path).where(Region.code == code))
    if path is None or scope.covers(path):
        return path
    held = sa.select(School.id).where(within(School, scope), below(School.region_path, path)).limit(1)
    return path if db.session.scalar(held) is not None else None


def school_id_of(code: str, scope: Scope) -> int | None:
    """The number of a school in a scope; None for any other."""
    return db.session.scalar(sa.select(School.id).where(School.code == code, within(School, scope)))


def schools(wanted: Wanted) -> Found:
    """One page of schools, those that are no more among them."""
    chosen = school_columns().where(wanted.of(School)).order_by(School.id).limit(wanted.limit + 1)
    rows, last = wanted.cut(list(db.session.execute(chosen)))
    return Found([school_facts(row) for row in rows], last)


def school_with_code(code: str, scope: Scope) -> dict[str, Any] | None:
    """One school of a scope."""
    row = db.session.execute(school_columns().where(School.code == code, within(School, scope))).first()
    return school_facts(row) if row else None


def school_columns() -> sa.Select[Any]:
    """What is told of a school, with the codes of its region and of the school that took its place."""
    successor = aliased(School)
    columns = (School.code, School.name, School.stage, School.lat, School.lon, School.hall_seats)
    ends = (School.opened_on, School.closed_on, successor.code.label("successor"))
    chosen = sa.select(School.id, *columns, *ends, Region.code.label("region"))
    return chosen.join(Region, Region.id == School.region_id).outerjoin(successor, successor.id == School.successor_id)


def school_facts(row: Any) -> dict[str, Any]:
    """A school as plain values."""
    facts = {name: getattr(row, name) for name in ("code", "name", "region", "lat", "lon", "hall_seats", "successor")}
    return facts | {"stage": row.stage.value, "opened_on": day(row.opened_on), "closed_on": day(row.closed_on)}


def classes(wanted: Wanted) -> Found:
    """One page of classes."""
    columns = (SchoolClass.id, SchoolClass.grade, SchoolClass.number, SchoolClass.pupils, School.code.label("school"))
    chosen = sa.select(*columns).join(School, School.id == SchoolClass.school_id)
    chosen = chosen.where(wanted.of(SchoolClass)).order_by(SchoolClass.id).limit(wanted.limit + 1)
    rows, last = wanted.cut(list(db.session.execute(chosen)))
    return Found([class_facts(row) for row in rows], last)


def class_facts(row: Any) -> dict[str, Any]:
    """A class as plain values."""
    facts = {name: getattr(row, name) for name in ("school", "grade", "number", "pupils")}
    return facts | {"label": f"{row.grade}-{row.number}"}


def lessons(wanted: Wanted, more: LessonsWanted, zone: ZoneInfo) -> Found:
    """One page of lessons, in any state, with what was reported and confirmed."""
    chosen = lesson_columns().where(wanted.of(Lesson), *more.conditions())
    chosen = chosen.order_by(Lesson.id).limit(wanted.limit + 1)
    rows, last = wanted.cut(list(db.session.execute(chosen)))
    return Found(with_classes(rows, zone), last)


def lesson_with_id(lesson_id: int, scope: Scope, zone: ZoneInfo) -> dict[str, Any] | None:
    """One lesson of a scope."""
    chosen = lesson_columns().where(Lesson.id == lesson_id, within(Lesson, scope))
    return next(iter(with_classes(list(db.session.execute(chosen)), zone)), None)


def lessons_with_ids(ids: Collection[int], zone: ZoneInfo) -> list[dict[str, Any]]:
    """These lessons, whoever asks."""
    chosen = lesson_columns().where(Lesson.id.in_(ids)).order_by(Lesson.id)
    return with_classes(list(db.session.execute(chosen)), zone)


def lesson_columns() -> sa.Select[Any]:
    """What is told of a lesson: its own row, the codes of what it points to, the claim and what was confirmed."""
    codes = (
        School.code.label("school"),
        Theme.code.label("theme"),
        Case.key.label("case"),
        VicePrincipal.code.label("person_code"),
        VicePrincipal.name.label("person_name"),
    )
    return (
        sa.select(*OF_LESSON, *codes, *prefixed(Delivery, "said"), *prefixed(Confirmation, "held"))
        .add_columns(Delivery.reported_at, Confirmation.taught_on, Confirmation.confirmed_at)
        .join(School, School.id == Lesson.school_id)
        .join(Theme, Theme.id == Lesson.theme_id)
        .join(VicePrincipal, VicePrincipal.id == Lesson.vice_principal_id)
        .outerjoin(Case, Case.id == Lesson.case_id)
        .outerjoin(Delivery, Delivery.lesson_id == Lesson.id)
        .outerjoin(Confirmation, Confirmation.lesson_id == Lesson.id)
    )


OF_LESSON = [
    *(Lesson.id, Lesson.uid, Lesson.state, Lesson.start, Lesson.end, Lesson.period, Lesson.place),
    *(Lesson.region_path, Lesson.sequence, Lesson.created_at, Lesson.changed_at),
]
HELD = ("manner", "form", "minutes", "pupils")


def prefixed(model: Any, prefix: str) -> list[Any]:
    """The figures of a report or a confirmation, told apart by their beginning."""
    return [getattr(model, name).label(f"{prefix}_{name}") for name in HELD]


def with_classes(rows: list[Any], zone: ZoneInfo) -> list[dict[str, Any]]:
    """Lessons as plain values, their classes read in one question."""
    labels = labels_of([row.id for row in rows])
    return [lesson_facts(row, zone) | {"classes": labels.get(row.id, [])} for row in rows]


def labels_of(ids: Collection[int]) -> Mapping[int, list[str]]:
    """The classes of these lessons by grade and number."""
    chosen = sa.select(LessonClass.lesson_id, SchoolClass.grade, SchoolClass.number)
    chosen = chosen.join(SchoolClass, SchoolClass.id == LessonClass.class_id).where(LessonClass.lesson_id.in_(ids))
    found: dict[int, list[str]] = defaultdict(list)
    for lesson_id, grade, number in db.session.execute(chosen.order_by(SchoolClass.grade, SchoolClass.number)):
        found[lesson_id].append(f"{grade}-{number}")
    return found


def lesson_facts(row: Any, zone: ZoneInfo) -> dict[str, Any]:
    """A lesson as plain values, without its classes."""
    same = {name: getattr(row, name) for name in ("id", "uid", "period", "school", "theme", "case", "sequence")}
    return same | {
        "state": row.state.value,
        "place": row.place.value,
        "region": row.region_path.rpartition("/")[2],
        "start": row.start.replace(tzinfo=zone).isoformat(timespec="seconds"),
        "end": row.end.replace(tzinfo=zone).isoformat(timespec="seconds"),
        "vice_principal": {"code": row.person_code, "name": row.person_name},
        "created_at": instant(row.created_at),
        "changed_at": instant(row.changed_at),
        "delivery": held(row, "said") | {"reported_at": instant(row.reported_at)} if row.reported_at else None,
        "confirmation": {"taught_on": day(row.taught_on)}
        | held(row, "held")
        | {"confirmed_at": instant(row.confirmed_at)}
        if row.confirmed_at
        else None,
    }


def held(row: Any, prefix: str) -> dict[str, Any]:
    """What a report or a confirmation says of a lesson."""
    values = {name: getattr(row, f"{prefix}_{name}") for name in HELD}
    return values | {"manner": values["manner"].value, "form": values["form"].value}


def instant(moment: datetime) -> str:
    """A moment in UTC, to the second."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def day(value: date | None) -> str | None:
    """A day as ISO 8601 writes it; None where there is none."""
    return value.isoformat() if value else None
