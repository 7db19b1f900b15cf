"""When a region, a station or a school moves: every row that carries its path follows."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from course.changed import everything_changed
from course.db import Model, db
from course.ledger.relating import Known, Place
from course.roster.models import Absence, Appointment, Blackout, SchoolClass, VicePrincipal

# Set first for all and taken off at the end, so that two regions may change places.
ON_THE_WAY = "moving:"
# The log says where something was when it was done.
STAYS = {"audit_entry"}
# Lessons of a school that moved follow until they are settled; what is settled keeps its old region.
OPEN_LESSONS = ("requested", "scheduled", "delivered")
FOLLOWERS = {
    "schools": ((SchoolClass, "school_id"), (Appointment, "school_id"), (Blackout, "school_id")),
    "vice_principals": ((Absence, "vice_principal_id"),),
}


def follow(table: str, known: Known) -> None:
    """After a table was written, bring the paths of the rows that depend on it up to date."""
    before = known.before[table]
    if table == "regions":
        rename_paths(before, known)
    if table == "stations":
        move_people(before, known)
    if table in FOLLOWERS:
        move_rows(table, moved(before, known.places[table]))


def moved(before: dict[str, Place], after: dict[str, Place]) -> dict[int, str]:
    """The numbers of the rows that lie elsewhere now, with their new paths."""
    return {place.id: after[code].path for code, place in before.items() if place.id and after[code].path != place.path}


def rename_paths(before: dict[str, Place], known: Known) -> None:
    """Every region whose path changed takes the rows of all tables with it."""
    after = known.places["regions"]
    pairs = {place.path: after[code].path for code, place in before.items()}
    pairs = {old: new for old, new in pairs.items() if old != new}
    if not pairs:
        return
    everything_changed()
    for name, places in known.places.items():
        if name not in {"regions", "themes"}:
            known.places[name] = {c: Place(p.id, pairs.get(p.path, p.path), p.kind) for c, p in places.items()}
    for table in Model.metadata.sorted_tables:
        column = table.c.get("path" if table.name == "region" else "region_path")
        if column is not None and table.name not in STAYS:
            rename_in(table, column, pairs)


def rename_in(table: sa.Table, column: Any, pairs: dict[str, str]) -> None:
    """Replace paths in one table, all at once."""
    for old, new in pairs.items():
        db.session.execute(sa.update(table).where(column == old).values({column.name: f"{ON_THE_WAY}{new}"}))
    arrived = sa.func.substr(column, len(ON_THE_WAY) + 1)
    db.session.execute(sa.update(table).where(column.startswith(ON_THE_WAY)).values({column.name: arrived}))


def move_people(before: dict[str, Place], known: Known) -> None:
    """The people of a station that moved, and their absences, lie where it lies now."""
    for station_id, path in moved(before, known.places["stations"]).items():
        mine = sa.select(VicePrincipal.id).where(VicePrincipal.station_id == station_id)
        db.session.execute(
            sa.update(Absence).where(Absence.vice_principal_id.in_(mine)).values(region_path=path),
            execution_options={"synchronize_session": False},
        )
        db.session.execute(
            sa.update(VicePrincipal).where(VicePrincipal.station_id == station_id).values(region_path=path),
            execution_options={"synchronize_session": False},
        )


def move_rows(table: str, paths: dict[int, str]) -> None:
    """The rows of a school or a person that moved lie where it lies now."""
    for number, path in paths.items():
        for model, column in FOLLOWERS[table]:
            db.session.execute(
                sa.update(model).where(getattr(model, column) == number).values(region_path=path),
                execution_options={"synchronize_session": False},
            )
        if table == "schools":
            move_open_lessons(number, path)


def move_open_lessons(school_id: int, path: str) -> None:
    """The lessons of a school that are not settled yet, named by table because later features hold them.

    All that is written of a lesson lies where the lesson lies: a database in parts keeps them together.
    """
    tables = Model.metadata.tables
    if "lesson" not in tables:
        return
    lesson = tables["lesson"]
    mine = sa.and_(lesson.c.school_id == school_id, lesson.c.state.in_(OPEN_LESSONS))
    of = sa.select(lesson.c.id).where(mine)
    for table in written_of(lesson):
        db.session.execute(sa.update(table).where(table.c.lesson_id.in_(of)).values(region_path=path))
    db.session.execute(sa.update(lesson).where(mine).values(region_path=path))
    # Who still waits for a lesson gets it where the school lies now.
    waiting = tables["waiting_place"]
    still = sa.and_(waiting.c.school_id == school_id, waiting.c.lesson_id.is_(None))
    db.session.execute(sa.update(waiting).where(still).values(region_path=path))


def written_of(lesson: sa.Table) -> list[sa.Table]:
    """The tables whose rows belong to a lesson."""
    return [table for table in Model.metadata.sorted_tables if "lesson_id" in table.c and lesson in refers_to(table)]


def refers_to(table: sa.Table) -> set[sa.Table]:
    """The tables that a table refers to."""
    return {key.column.table for key in table.foreign_keys}
