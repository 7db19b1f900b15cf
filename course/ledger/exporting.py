"""The ledger on the way out: a folder that imports again to the same rows."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from course.access.models import Role
from course.access.scope import Scope
from course.ledger.escaping import plain
from course.ledger.ledger import Column, Table
from course.ledger.storing import STORED, rows_to_export
from course.ledger.tables import TABLES
from course.ledger.terms import term_rows

EVERYTHING = Scope(Role.ADMIN)


def export_folder(folder: Path, term: str) -> dict[str, int]:
    """Write every table into ``folder``, in UTF-8 without a mark; how many rows each has."""
    folder.mkdir(parents=True, exist_ok=True)
    written = {}
    for table in TABLES:
        with (folder / table.file).open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle, lineterminator="\n")
            writer.writerow(column.name for column in table.columns)
            written[table.file] = 0
            for cells in table_cells(table, EVERYTHING, term):
                writer.writerow([plain(cell) for cell in cells])
                written[table.file] += 1
    return written


def table_cells(table: Table, scope: Scope, term: str) -> Iterator[list[str]]:
    """The rows of a table as texts."""
    if table.name == "term":
        yield from ([key, value] for key, value in term_rows(term))
        return
    for row in rows_to_export(STORED[table.name], scope):
        yield [cell_text(column, getattr(row, column.field)) for column in table.columns]


def cell_text(column: Column, value: Any) -> str:
    """A value as the ledger writes it; nothing is an empty cell."""
    return "" if value is None or value == "" else column.kind.write(value)
