"""The door for spreadsheets: the only module that reads .xlsx; the file has passed the gate."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import Element, SubElement

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.reader.excel import ExcelReader, _find_workbook_part
from openpyxl.worksheet._reader import VALUE_TAG, WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS

from course.ledger.ledger import plain_heading
from course.ledger.reading import (
    MOST_COLUMNS,
    MOST_ROWS,
    NAMES,
    Ledger,
    Rows,
    Sheet,
    Unreadable,
    in_order,
    refuse_too_many,
)
from course.ledger.sheet_cells import Cell, Texts, sheet_rows

# The package warns about what it leaves out, such as drop-down lists; nothing of that is read here.
warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
# What a spreadsheet can keep of a number; longer ones have lost their last digits.
LONGEST_EXACT = 10**15
# Kinds of cells whose text stands in them as it is: the value of a formula, a text of their own, an error.
WRITTEN_OUT = frozenset({"str", "inlineStr", "e"})
MOST_SHOWN = 5_000
MAIN_PART = "/xl/workbook.xml"


@dataclass(frozen=True)
class Page:
    """A sheet: what it is called, the book that knows its formats, and the part of the file that it is."""

    title: str
    parent: Any
    part: str


class Workbook(ExcelReader):
    """A workbook whose shared texts lie in a file, and whose sheets are only listed.

    The package keeps all texts, and looks through a whole sheet where that does not say how large it is.
    """

    pages: tuple[Page, ...] = ()

    def read_strings(self) -> None:
        """Read the list of texts."""
        listed = self.package.find(SHARED_STRINGS)
        with self.archive.open(listed.PartName[1:]) if listed else nullcontext() as file:
            self.shared_strings = Texts(file)

    def read_workbook(self) -> None:
        """Read the part that names the sheets, where it is the one that the gate has looked at as such."""
        if _find_workbook_part(self.package).PartName != MAIN_PART:
            raise ValueError("another part calls itself the workbook")
        super().read_workbook()

    def read_worksheets(self) -> None:
        """List the sheets that hold cells."""
        listed = [(sheet.name, rel) for sheet, rel in self.parser.find_sheets() if "chartsheet" not in rel.Type]
        self.pages = tuple(Page(name, self.wb, rel.target) for name, rel in listed if rel.target in self.valid_files)

    def rows(self, page: Page) -> Rows:
        """The rows of a sheet as texts, with their numbers; those that the file leaves out are left out."""
        show = CellTexts(page, self.shared_strings)
        with self.archive.open(page.part) as file:
            yield from sheet_rows(file, MOST_COLUMNS, show.text)


class CellTexts:
    """What the cells of a sheet show; what a number or a day looks like is worked out once, for they repeat."""

    def __init__(self, page: Page, texts: Texts) -> None:
        self.page, self.texts = page, texts
        book = page.parent
        formats = {"date_formats": book._date_formats, "timedelta_formats": book._timedelta_formats}
        self.parser = WorkSheetParser(None, None, data_only=True, epoch=book.epoch, **formats)
        self.shown = lru_cache(MOST_SHOWN)(self.show)

    def text(self, cell: Cell) -> str:
        """What one cell shows."""
        if cell.kind == "s":
            return self.texts.look_up(int(cell.value))
        return cell.value if cell.kind in WRITTEN_OUT else self.shown(cell.kind, cell.style, cell.value)

    def show(self, kind: str, style: str, value: str) -> str:
        """The same of a number, a day, or a yes or no, by the rules of the package."""
        element = Element("c", {"t": kind, "s": style} if style else {"t": kind})
        SubElement(element, VALUE_TAG).text = value
        return cell_text(ReadOnlyCell(self.page, **self.parser.parse_cell(element)))


def from_workbook(path: Path, name: str) -> Ledger:
    """The tables of a spreadsheet: one sheet each, called like the file or with the Chinese name."""
    file = path.open("rb")  # Given open, because the package would judge the name, which is a random one.
    workbook = guarded(name, lambda: opened(file))
    sheets, ignored = [], []
    for page in workbook.pages:
        table = NAMES.get(plain_heading(page.title))
        if table is None:
            ignored.append(page.title)
            continue
        sheets.append(Sheet(table, page.title, 0, lambda page=page: rows_of(workbook, page, name, counted)))
    counted = count(1 - len(sheets))  # Their headings are no rows.
    return in_order(name, sheets, tuple(ignored))


def opened(file: IO[bytes]) -> Workbook:
    """A workbook of which all but its sheets is read."""
    workbook = Workbook(file, read_only=True, data_only=True, keep_links=False)
    workbook.read()
    return workbook


def guarded(name: str, action: Callable[[], Any]) -> Any:
    """Do something with a workbook; whatever goes wrong inside the package, the file cannot be read."""
    try:
        return action()
    except OSError as error:
        if error.errno:  # The disk is full, and nothing is wrong with the file.
            raise
        raise Unreadable(name, "not_a_workbook") from None
    except Exception:
        raise Unreadable(name, "not_a_workbook") from None


def rows_of(workbook: Workbook, page: Page, name: str, counted: Iterator[int]) -> Rows:
    """The rows of a sheet, as many as a ledger may have in all its sheets."""
    rows = workbook.rows(page)
    while row := guarded(name, lambda: next(rows, None)):
        refuse_too_many(page.title, next(counted), MOST_ROWS)
        yield row


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
