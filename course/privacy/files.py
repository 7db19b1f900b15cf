"""Everything that is held about somebody as a file: JSON for programs, a workbook for people."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from datetime import datetime

import xlsxwriter

from course.ledger.escaping import escaped
from course.privacy.queries import Collected

JSON_TYPE = "application/json; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_SHEET = 31
WIDTH = 18


def as_json(tables: Iterable[Collected], now: datetime) -> str:
    """The tables as JSON."""
    held = [{"table": one.table, "title": str(one.title), "rows": one.rows} for one in tables]
    return json.dumps({"as_of": now.isoformat(timespec="seconds"), "held": held}, ensure_ascii=False, indent=1)


def as_workbook(tables: Iterable[Collected]) -> bytes:
    """The tables as a workbook, a sheet each; texts are only ever texts."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"strings_to_formulas": False, "strings_to_urls": False})
    heading = book.add_format({"bold": True, "bg_color": "#EEF3F8", "bottom": 1})
    for one in tables:
        page = book.add_worksheet(one.table[:LONGEST_SHEET])
        page.write_string(0, 0, str(one.title), heading)
        names = list(one.rows[0]) if one.rows else []
        page.write_row(1, 0, names, heading)
        page.set_column(0, max(len(names), 1), WIDTH)
        for number, row in enumerate(one.rows, start=2):
            for place, value in enumerate(row.values()):
                write_cell(page, number, place, value)
    book.close()
    return data.getvalue()


def write_cell(page: xlsxwriter.worksheet.Worksheet, number: int, place: int, value: object) -> None:
    """One cell: a number, yes or no, or a text."""
    if isinstance(value, bool):
        page.write_boolean(number, place, value)
    elif isinstance(value, int | float):
        page.write_number(number, place, value)
    elif value is not None:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        page.write_string(number, place, escaped(text))
