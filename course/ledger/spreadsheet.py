"""The door for spreadsheets: the only module that reads .xlsx; the file has passed the gate."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from course.ledger.ledger import plain_heading
from course.ledger.reading import MOST_COLUMNS, NAMES, Ledger, Rows, Sheet, Unreadable, in_order

# The package warns about what it leaves out, such as drop-down lists; nothing of that is read here.
warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
# What a spreadsheet can keep of a number; longer ones have lost their last digits.
LONGEST_EXACT = 10**15


def from_workbook(path: Path, name: str) -> Ledger:
    """The tables of a spreadsheet: one sheet each, called like the file or with the Chinese name."""
    file = path.open("rb")  # Given open, because the package would judge the name, which is a random one.
    book = guarded(name, lambda: load_workbook(file, read_only=True, data_only=True, keep_links=False))
    sheets, ignored = [], []
    for page in book.worksheets:
        table = NAMES.get(plain_heading(page.title))
        if table is None:
            ignored.append(page.title)
            continue
        guarded(name, page.reset_dimensions)
        sheets.append(Sheet(table, page.title, 0, lambda page=page: sheet_rows(page, name)))
    return in_order(name, sheets, tuple(ignored))


def guarded(name: str, action: Callable[[], Any]) -> Any:
    """Do something with a workbook; whatever goes wrong inside the package, the file cannot be read."""
    try:
        return action()
    except Exception:
        raise Unreadable(name, "not_a_workbook") from None


def sheet_rows(page: Any, name: str) -> Rows:
    """The rows of a sheet as texts, with their numbers; whatever goes wrong inside the package, it cannot be read."""
    try:
        empty = None
        for number, cells in enumerate(page.iter_rows(max_col=MOST_COLUMNS), start=1):
            # Rows that the file leaves out come as one and the same object, up to a million of them.
            if cells is empty:
                continue
            texts = row_texts(cells)
            empty = empty if texts else cells
            yield number, texts
    except Exception:
        raise Unreadable(name, "not_a_workbook") from None


def row_texts(cells: Any) -> list[str]:
    """The texts of a row, without the empty ones at its end."""
    texts = [cell_text(cell) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def cell_text(cell: Any) -> str:
    """What a cell shows, written as the ledger writes it."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return number_text(value, cell.number_format or "")
    return moment_text(value, cell.number_format or "")


def number_text(value: float, number_format: str) -> str:
    """A number without the decimals it does not have; one too long to be exact looks rounded, as it is."""
    if value != int(value):
        return repr(value)
    if abs(value) >= LONGEST_EXACT:
        return f"{value:.5E}"
    zeros = re.fullmatch("0+", number_format)
    return f"{int(value):0{len(zeros[0]) if zeros else 1}d}"


def moment_text(value: Any, number_format: str) -> str:
    """A day, a time of day, or both where the cell shows both."""
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, datetime):
        shows_day_only = value.time() == time() and "h" not in number_format.casefold()
        return f"{value:%Y-%m-%d}" if shows_day_only else f"{rounded(value):%Y-%m-%d %H:%M}"
    return f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value)


def rounded(value: datetime) -> datetime:
    """A time to the nearest minute: spreadsheets keep times as fractions of a day."""
    return (value + timedelta(seconds=30)).replace(second=0, microsecond=0)
