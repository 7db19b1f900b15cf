"""The ledger for people: a spreadsheet, or CSV files in a .zip; no cell of it is ever a formula."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable

import xlsxwriter

from course.access.scope import Scope
from course.i18n import page_language
from course.ledger.escaping import escaped, plain
from course.ledger.exporting import table_cells
from course.ledger.ledger import Table
from course.ledger.tables import TABLES

WIDTH = 16


def as_workbook(scope: Scope) -> io.BytesIO:
    """One sheet a table, every cell a text, headings in the reader's language."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    heading, text = book.add_format({"bold": True, "num_format": "@"}), book.add_format({"num_format": "@"})
    for table in TABLES:
        sheet = book.add_worksheet(table.name if page_language() == "en" else table.title)
        sheet.set_column(0, len(table.columns) - 1, WIDTH, text)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, headings(table), heading)
        for number, cells in enumerate(table_cells(table, scope, ""), start=1):
            for place, cell in enumerate(cells):
                sheet.write_string(number, place, plain(cell), text)
    book.close()
    data.seek(0)
    return data


def headings(table: Table) -> list[str]:
    """The headings of a table in the reader's language; the import understands both."""
    return [column.name if page_language() == "en" else column.title for column in table.columns]


def as_archive(scope: Scope) -> io.BytesIO:
    """CSV files that a spreadsheet opens with the right characters and without running a formula."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in TABLES:
            text = io.StringIO()
            writer = csv.writer(text, lineterminator="\r\n")
            writer.writerow(headings(table))
            for cells in table_cells(table, scope, ""):
                writer.writerow([escaped(cell) for cell in cells])
            archive.writestr(table.file, text.getvalue().encode("utf-8-sig"))
    data.seek(0)
    return data


KINDS: dict[str, tuple[Callable[[Scope], io.BytesIO], str]] = {
    "xlsx": (as_workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "zip": (as_archive, "application/zip"),
}
