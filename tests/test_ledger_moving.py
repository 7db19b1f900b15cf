"""A school that moves to another county takes with it all that is written of its open lessons."""

from __future__ import annotations

import enum
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from course.db import Choice, Instant, Model, db
from course.ledger.moving import written_of
from course.planning.models import PartState, Plan, PlanPart
from course.roster.models import Region, School, SchoolClass, VicePrincipal
from course.schedule.models import Lesson, WaitingPlace, WaitingState
from tests import hostile, ledgers, make
from tests.conftest import both_databases

START = datetime(2026, 11, 26, 10)
OPEN, SETTLED = "scheduled", "confirmed"
OLD, NEW = "P0/C00/R000", "P0/C00/R001"
EXAMPLES = {int: 40, str: "x", bytes: b"x", bool: False, datetime: START}


def value_of(column: sa.Column[Any]) -> Any:
    """Something that the column takes."""
    if isinstance(column.type, Instant):
        return make.NOW
    kind = column.type.kind if isinstance(column.type, Choice) else column.type.python_type
    if kind is date:
        return START.date()
    return next(iter(kind)) if issubclass(kind, enum.Enum) else EXAMPLES.get(kind, ())


def write_row(table: sa.Table, known: dict[str, Any]) -> None:
    """A row of a table with what is known, and an example wherever something must stand."""
    empty = [one for one in table.columns if one.name not in known and not (one.nullable or one.default)]
    values = {one.name: value_of(one) for one in empty if one.name != "id" and one.server_default is None}
    db.session.execute(sa.insert(table).values({**values, **{k: v for k, v in known.items() if k in table.c}}))


def write_all(lesson: Lesson, part_id: int) -> None:
    """A row of every table that refers to a lesson."""
    known = {"lesson_id": lesson.id, "region_path": lesson.region_path, "part_id": part_id, "code": f"L{lesson.id}"}
    for name in ("vice_principal_id", "school_id", "theme_id", "start", "end"):
        known[name] = getattr(lesson, name)
    known["class_id"] = db.session.scalar(sa.select(SchoolClass.id).where(SchoolClass.school_id == lesson.school_id))
    known["case_version_id"] = db.session.scalar(sa.text("SELECT min(id) FROM case_version"))
    for table in written_of(Lesson.__table__):
        write_row(table, known)


def make_part() -> int:
    """The part of a plan for the county."""
    county = db.session.scalars(sa.select(Region).where(Region.code == "R000")).one()
    of = {"term_id": db.session.scalar(sa.text("SELECT id FROM term")), "region_id": county.id, "region_path": OLD}
    plan = make.save(Plan(created_at=make.NOW, **of))
    return make.save(PlanPart(plan_id=plan.id, revision=0, state=PartState.PUBLISHED, **of)).id


@both_databases
def test_all_that_is_written_of_an_open_lesson_follows_its_school(data: None, tmp_path: Path) -> None:
    ledgers.bring_in(ledgers.folder(tmp_path))
    hostile.make_case()
    person, school = (
        db.session.scalars(sa.select(one).where(one.code.in_(["V1", "S1"]))).one() for one in (VicePrincipal, School)
    )
    part, theme, lessons = make_part(), make.theme("T77"), {}
    for days, state in enumerate((OPEN, SETTLED)):
        start = START + timedelta(days=days)
        lessons[state] = make.lesson(person, school, theme, start, start + timedelta(hours=1), state=state).id
        write_all(db.session.get_one(Lesson, lessons[state]), part)
    waits = {"school_id": school.id, "vice_principal_id": person.id, "theme_id": theme.id, "region_path": OLD}
    write_row(WaitingPlace.__table__, {**waits, "end": START + timedelta(hours=1), "state": WaitingState.WAITING})
    db.session.commit()
    regions = ledgers.TABLES["regions"] + "R001,邻县,county,C00\n"
    schools = ledgers.TABLES["schools"].replace(",R000,", ",R001,")
    ledgers.bring_in(ledgers.only(tmp_path / "again", regions=regions, schools=schools))
    tables = written_of(Lesson.__table__)
    assert len(tables) > 10
    for table in tables:
        paths = dict(db.session.execute(sa.select(table.c.lesson_id, table.c.region_path)).all())
        waiting = {None: NEW} if table is WaitingPlace.__table__ else {}
        assert paths == {lessons[OPEN]: NEW, lessons[SETTLED]: OLD, **waiting}, table.name


def test_whatever_is_written_of_a_lesson_says_where_it_lies() -> None:
    """A database in parts keeps a lesson together by this column (deploy/partitions.sql)."""
    lesson = Lesson.__table__
    of = [table for table in Model.metadata.sorted_tables if lesson in {key.column.table for key in table.foreign_keys}]
    assert [table.name for table in of if "region_path" not in table.c or table.c.region_path.nullable] == []
    assert of == written_of(lesson)
