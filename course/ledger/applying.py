"""Comparing a judged ledger with the database, and writing what differs.

Rows are compared in Python by their keys and written in bulk, in the order of their references.
Nothing is ever deleted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any

import sqlalchemy as sa

from course.access.models import Role
from course.access.scope import Scope
from course.changed import schools_changed
from course.db import db
from course.ledger import moving, own_themes
from course.ledger.accounts import compare_accounts, write_accounts
from course.ledger.judging import JudgedTable, Row
from course.ledger.naming import keep_names
from course.ledger.relating import Known, Place, path_of, paths_of, relate, relate_again
from course.ledger.remarks import Outcome
from course.ledger.storing import STORED, Stored, chunks, known_places, places_of, stored_rows
from course.ledger.tables import ACCOUNTS
from course.ledger.telling import tell_appointments
from course.ledger.terms import compare_term, write_term
from course.roster.models import VicePrincipal

INSERTED_AT_ONCE, COMPARED_AT_ONCE = 5_000, 20_000
# Tables with rows that hold for everybody, which a bureau may hand in as long as they stay as they are.
SHARED = {"regions", "themes", "bells", "blackouts", "term"}
# The tables that a school's figures are counted from, and the column that names it.
OF_SCHOOLS = {"schools": "code", "classes": "school", "appointments": "school"}
# One import at a time; the number only has to be ours.
IMPORT_LOCK = 5_261_205


@dataclass
class Difference:
    """What a judged table would change: new rows, and stored rows whose columns differ."""

    added: list[int] = field(default_factory=list)
    changed: dict[int, int] = field(default_factory=dict)


def compare_all(tables: Sequence[JudgedTable], scope: Scope, term: str) -> None:
    """Relate and compare every table without writing: a dry run."""
    known = known_with(tables, scope)
    for judged in tables:
        relate(judged, known)
        own_themes.say_left_out(judged, known)
        if judged.table.name == "term":
            compare_term(judged, scope, term)
        elif judged.table is ACCOUNTS:
            compare_accounts(judged, known, scope)
        else:
            compare(judged, known, scope)


def write_all(tables: Sequence[JudgedTable], scope: Scope, term: str, *, now: datetime) -> None:
    """Relate, compare and write every table; one import waits for another."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(IMPORT_LOCK)))
    known = known_with(tables, scope)
    for judged in tables:
        relate(judged, known)
        own_themes.say_left_out(judged, known)
        if judged.table.name == "term":
            write_term(judged, compare_term(judged, scope, term), term)
            continue
        if judged.table is ACCOUNTS:
            write_accounts(judged, compare_accounts(judged, known, scope), known, now=now)
            continue
        difference = compare(judged, known, scope)
        write(judged, difference, known)
        own_themes.leave_out(judged, known)
        moving.follow(judged.table.name, known)
        if judged.table.name == "appointments":
            written = (*difference.added, *difference.changed)
            tell_appointments((judged.rows[number] for number in written), known, now)
    db.session.expire_all()


def known_with(tables: Sequence[JudgedTable], scope: Scope) -> Known:
    """What the database holds, and when the handed-in term starts."""
    settings = {row.key: row.value for judged in tables if judged.table.name == "term" for row in judged.rows.values()}
    known = known_places()
    known.term_start = settings.get("start")
    known.comes_first = scope.role is Role.ADMIN and not known.places["schools"]
    return known


def compare(judged: JudgedTable, known: Known, scope: Scope) -> Difference:
    """Say of each row whether it is new, changed or as it was; refuse what lies outside the scope."""
    difference, erased = Difference(), erased_people(judged)
    for numbers in chunks(together(judged), COMPARED_AT_ONCE):
        compare_some(judged, numbers, difference, known, scope, erased)
    difference.added.sort()
    relate_again(judged, known)
    return difference


def together(judged: JudgedTable) -> list[int]:
    """The numbers of all rows; where there are many, those of one school or person follow each other."""
    if len(judged.rows) <= COMPARED_AT_ONCE:
        return list(judged.rows)
    first = attrgetter(judged.table.key_columns[0].field)
    return sorted(judged.rows, key=lambda number: first(judged.rows[number]))


def compare_some(
    judged: JudgedTable, numbers: list[int], difference: Difference, known: Known, scope: Scope, erased: set[int]
) -> None:
    """The same of some of the rows, so that never all that is stored is held beside all that was handed in."""
    existing = stored_rows(STORED[judged.table.name], (judged.rows[number] for number in numbers), known)
    columns = [column for column in judged.table.columns if column.field in judged.present]
    key_of, contents = judged.table.key_of, attrgetter(*(column.field for column in columns))
    everywhere = scope.role is Role.ADMIN
    for number in numbers:
        row = judged.rows[number]
        row_id, was = existing.get(key_of(row), (0, None))
        same = was is not None and contents(row) == contents(was)
        outcome = Outcome.UNCHANGED if same else Outcome.ADDED if was is None else Outcome.CHANGED
        if not everywhere and not may_touch(judged, row, outcome, known, scope):
            judged.refuse(number, "", "", "outside_scope")
            continue
        if outcome is Outcome.CHANGED and row_id in erased:
            judged.refuse(number, "code", row.code, "person_is_erased")
            continue
        judged.outcomes[number] = outcome
        if outcome is Outcome.ADDED:
            difference.added.append(number)
        elif outcome is Outcome.CHANGED:
            difference.changed[number] = row_id
            say_changes(judged, number, row, was)


def erased_people(judged: JudgedTable) -> set[int]:
    """Those whose row the ledger may not fill again."""
    if judged.table.name != "vice_principals":
        return set()
    return set(db.session.scalars(sa.select(VicePrincipal.id).where(VicePrincipal.erased_at.is_not(None))))


def may_touch(judged: JudgedTable, row: Row, outcome: Outcome, known: Known, scope: Scope) -> bool:
    """Whether the row lies in the scope; what holds for everybody may be handed in unchanged."""
    if all(scope.covers(path) for path in paths_of(judged.table.name, row, known)):
        return True
    return judged.table.name in SHARED and outcome is Outcome.UNCHANGED


def say_changes(judged: JudgedTable, number: int, row: Row, was: Row) -> None:
    """Say for each column of a row that differs what it was and what it becomes."""
    for column in judged.table.columns:
        before, after = getattr(was, column.field), getattr(row, column.field)
        if column.field in judged.present and before != after:
            judged.say(
                number, column.name, text_of(column, after), Outcome.CHANGED, "was", before=text_of(column, before)
            )


def text_of(column: Any, value: Any) -> str:
    """A value as the ledger writes it; an empty one is empty."""
    return "" if value is None or value == "" else column.kind.write(value)


def write(judged: JudgedTable, difference: Difference, known: Known) -> None:
    """Write the new and the changed rows of one table."""
    stored = STORED[judged.table.name]
    table = stored.model.__table__
    everything = [column.field for column in judged.table.columns]
    for level in insertion_levels(judged, difference.added):
        for numbers in chunks(level, INSERTED_AT_ONCE):
            values = [values_of(stored, judged.rows[number], everything, known) for number in numbers]
            db.session.execute(sa.insert(table), values)
        learn(judged, known)
    present = [name for name in everything if name in judged.present]
    if judged.table.name == "schools" and "name" in present:
        keep_names({row_id: judged.rows[number].name for number, row_id in difference.changed.items()})
    for numbers in chunks(difference.changed, INSERTED_AT_ONCE):
        values = [
            {**values_of(stored, judged.rows[number], present, known), "row_id": difference.changed[number]}
            for number in numbers
        ]
        changes = {name: sa.bindparam(name) for name in values[0] if name != "row_id"}
        db.session.execute(sa.update(table).where(table.c.id == sa.bindparam("row_id")).values(changes), values)
    tell_schools(judged, difference, known)


def tell_schools(judged: JudgedTable, difference: Difference, known: Known) -> None:
    """Say which schools were written, or have other classes or appointments now."""
    field = OF_SCHOOLS.get(judged.table.name)
    if field is not None:
        codes = {getattr(judged.rows[number], field) for number in (*difference.added, *difference.changed)}
        schools_changed(known.places["schools"][code].id for code in codes)


def insertion_levels(judged: JudgedTable, added: list[int]) -> list[list[int]]:
    """New rows in groups that must follow each other: regions by level, all others together."""
    if judged.table.name != "regions":
        return [added]
    levels = ("province", "city", "county")
    return [[number for number in added if judged.rows[number].level == level] for level in levels]


def learn(judged: JudgedTable, known: Known) -> None:
    """Look up the numbers that the database gave to new rows which others refer to."""
    name = judged.table.name
    if name not in known.places:
        return
    numbers = places_of(STORED[name].model, sa.literal(""), sa.literal(""))
    known.places[name] = {
        code: Place(numbers[code].id, place.path, place.kind) if code in numbers else place
        for code, place in known.places[name].items()
    }


def values_of(stored: Stored, row: Row, fields: list[str], known: Known) -> dict[str, Any]:
    """A row as the database holds it: codes turned into numbers, with its region's path."""
    values: dict[str, Any] = {}
    for name in fields:
        value = getattr(row, name)
        if name in stored.references:
            attribute, model = stored.references[name]
            place = known.places[f"{model.__tablename__}s"].get(value)
            values[attribute] = place.id if place else None
        else:
            values[stored.attribute(name)] = value
    path = path_of(stored.table.name, row, known)
    if stored.has_path:
        values["region_path"] = path
    elif stored.table.name == "regions":
        values["path"] = path
    return values
