"""Comparing a judged ledger with the database, and writing what differs.

Rows are compared in Python by their keys and written in bulk, in the order of their references; always some at once,
for a million would fill the memory.  Nothing is ever deleted.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any

import sqlalchemy as sa

from course.access.models import Role
from course.access.scope import Scope
from course.changed import schools_changed
from course.db import db
from course.job_limits import Report
from course.ledger import moving, own_themes
from course.ledger.accounts import compare_accounts, write_accounts
from course.ledger.judging import JudgedTable, Row
from course.ledger.naming import keep_names
from course.ledger.relating import Known, Place, path_of, paths_of, relate, relate_again
from course.ledger.remarks import Outcome
from course.ledger.steps import COMPARED, WRITTEN, begin, nobody
from course.ledger.storing import STORED, Stored, chunks, known_places, places_of, stored_rows
from course.ledger.tables import ACCOUNTS
from course.ledger.telling import tell_appointments
from course.ledger.terms import compare_term, write_term
from course.roster.models import VicePrincipal
from course.sqlite_file import in_passing

WRITTEN_AT_ONCE, COMPARED_AT_ONCE = 5_000, 20_000
CHANGES = (Outcome.ADDED, Outcome.CHANGED)
# Tables with rows that hold for everybody, which a bureau may hand in as long as they stay as they are.
SHARED = {"regions", "themes", "bells", "blackouts", "term"}
# The tables that a school's figures are counted from, and the column that names it.
OF_SCHOOLS = {"schools": "code", "classes": "school", "appointments": "school"}
# One import at a time; the number only has to be ours.
IMPORT_LOCK = 5_261_205


@dataclass
class Difference:
    """Which stored row each row of a judged table is that would change it, by the number of the row; 0 for others."""

    stored: array[int] = field(default_factory=lambda: array("q"))

    def change(self, number: int, row_id: int) -> None:
        """Remember that a row changes a stored one."""
        self.stored.extend([0] * (number + 1 - len(self.stored)))
        self.stored[number] = row_id


def compare_all(tables: Sequence[JudgedTable], scope: Scope, term: str, report: Report = nobody) -> None:
    """Relate and compare every table without writing: a dry run."""
    with in_passing(db.session.connection()):
        known = known_with(tables, scope)
        for judged in tables:
            relate(judged, known)
            own_themes.say_left_out(judged, known)
            if judged.table.name == "term":
                compare_term(judged, scope, term)
            elif judged.table is ACCOUNTS:
                compare_accounts(judged, known, scope)
            else:
                compare(judged, known, scope, report)


def write_all(
    tables: Sequence[JudgedTable], scope: Scope, term: str, report: Report = nobody, *, now: datetime
) -> None:
    """Relate, compare and write every table; one import waits for another."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(IMPORT_LOCK)))
    with in_passing(db.session.connection()):
        known = known_with(tables, scope)
        for judged in tables:
            relate(judged, known)
            own_themes.say_left_out(judged, known)
            if judged.table.name == "term":
                write_term(judged, compare_term(judged, scope, term), term)
            elif judged.table is ACCOUNTS:
                added = compare_accounts(judged, known, scope)
                write_accounts(judged, added, known, begin(report, WRITTEN, judged, len(added)), now=now)
            else:
                write(judged, compare(judged, known, scope, report), known, report)
                finish(judged, known, now)
    db.session.expire_all()


def finish(judged: JudgedTable, known: Known, now: datetime) -> None:
    """What follows from the rows of a table once they are written."""
    own_themes.leave_out(judged, known)
    moving.follow(judged.table.name, known)
    if judged.table.name == "appointments":
        tell_appointments((row for _number, row in rows_of(judged, *CHANGES)), known, now)


def known_with(tables: Sequence[JudgedTable], scope: Scope) -> Known:
    """What the database holds, and when the handed-in term starts."""
    settings = {row.key: row.value for judged in tables if judged.table.name == "term" for row in judged.rows.values()}
    known = known_places()
    known.term_start = settings.get("start")
    known.comes_first = scope.role is Role.ADMIN and not known.places["schools"]
    return known


def compare(judged: JudgedTable, known: Known, scope: Scope, report: Report) -> Difference:
    """Say of each row whether it is new, changed or as it was; refuse what lies outside the scope."""
    difference, erased = Difference(), erased_people(judged)
    step = begin(report, COMPARED, judged, len(judged.rows))
    for rows in together(judged):
        compare_some(judged, rows, difference, known, scope, erased)
        step.take(len(rows))
    relate_again(judged, known)
    return difference


def together(judged: JudgedTable) -> Iterator[list[tuple[int, Row]]]:
    """All rows, some at once; those of one school or person are compared at once, so that it is looked up once."""
    columns = judged.table.key_columns
    first, rows = columns[0].field, judged.rows
    if len(columns) == 1 or len(rows) <= COMPARED_AT_ONCE or rows.are_together(first):
        return chunks(rows.items(), COMPARED_AT_ONCE)
    return rows.together(first, COMPARED_AT_ONCE)


def compare_some(
    judged: JudgedTable,
    rows: list[tuple[int, Row]],
    difference: Difference,
    known: Known,
    scope: Scope,
    erased: set[int],
) -> None:
    """The same of some of the rows, so that never all that is stored is held beside all that was handed in."""
    existing = stored_rows(STORED[judged.table.name], (row for _number, row in rows), known)
    columns = [column for column in judged.table.columns if column.field in judged.present]
    key_of, contents = judged.table.key_of, attrgetter(*(column.field for column in columns))
    everywhere = scope.role is Role.ADMIN
    for number, row in rows:
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
        if outcome is Outcome.CHANGED:
            difference.change(number, row_id)
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


def rows_of(judged: JudgedTable, *outcomes: Outcome) -> Iterator[tuple[int, Row]]:
    """The rows of which one of these came, with their numbers."""
    chosen = judged.outcomes.are(outcomes)
    return ((number, row) for number, row in judged.rows.items() if chosen[number]) if any(chosen) else iter(())


def write(judged: JudgedTable, difference: Difference, known: Known, report: Report) -> None:
    """Write the new and the changed rows of one table."""
    counted = judged.outcomes.counted()
    step = begin(report, WRITTEN, judged, sum(counted[outcome] for outcome in CHANGES))
    for rows in insertion_levels(judged, rows_of(judged, Outcome.ADDED)):
        for some in chunks(rows, WRITTEN_AT_ONCE):
            insert(judged, [row for _number, row in some], known)
            step.take(len(some))
        learn(judged, known)
    for some in chunks(rows_of(judged, Outcome.CHANGED), WRITTEN_AT_ONCE):
        update(judged, [(difference.stored[number], row) for number, row in some], known)
        step.take(len(some))
    tell_schools(judged, known)


def insert(judged: JudgedTable, rows: list[Row], known: Known) -> None:
    """Write new rows."""
    stored, fields = STORED[judged.table.name], [column.field for column in judged.table.columns]
    db.session.execute(sa.insert(stored.model.__table__), [values_of(stored, row, fields, known) for row in rows])


def update(judged: JudgedTable, rows: list[tuple[int, Row]], known: Known) -> None:
    """Write the rows that change stored ones, which come by their numbers in the database."""
    stored, name = STORED[judged.table.name], judged.table.name
    table, present = stored.model.__table__, [c.field for c in judged.table.columns if c.field in judged.present]
    if name == "schools" and "name" in present:
        keep_names({row_id: row.name for row_id, row in rows})
    values = [{**values_of(stored, row, present, known), "row_id": row_id} for row_id, row in rows]
    changes = {name: sa.bindparam(name) for name in values[0] if name != "row_id"}
    db.session.execute(sa.update(table).where(table.c.id == sa.bindparam("row_id")).values(changes), values)


def tell_schools(judged: JudgedTable, known: Known) -> None:
    """Say which schools were written, or have other classes or appointments now."""
    field = OF_SCHOOLS.get(judged.table.name)
    if field is not None:
        codes = {getattr(row, field) for _number, row in rows_of(judged, *CHANGES)}
        schools_changed(known.places["schools"][code].id for code in codes)


def insertion_levels(judged: JudgedTable, added: Iterable[tuple[int, Row]]) -> list[Iterable[tuple[int, Row]]]:
    """New rows in groups that must follow each other: regions by level, all others together."""
    if judged.table.name != "regions":
        return [added]
    levels, rows = ("province", "city", "county"), list(added)
    return [[(number, row) for number, row in rows if row.level == level] for level in levels]


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
