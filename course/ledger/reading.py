"""The door for ledgers: a folder of CSV files, one such file, a .zip of them, or a spreadsheet."""

from __future__ import annotations

import csv
import io
import itertools
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from course.ledger import decoding
from course.ledger.cells import Unfit
from course.ledger.ledger import Column, Table, plain_heading
from course.ledger.remarks import Remark
from course.ledger.tables import TABLES

Rows = Iterator[tuple[int, list[str]]]
Opener = Callable[[], IO[bytes]]
# The heading may stand below a title: people write the name of the county above the table.
HEADING_WITHIN = 10
MOST_COLUMNS = 100
# More than a province has; the rows of a ledger are judged against each other, so they are all kept at once.
MOST_ROWS = 1_000_000
NAMES = {plain_heading(word): table for table in TABLES for word in (table.name, *table.titles.split())}


class Unreadable(Exception):
    """A ledger that cannot be read at all: which file, the rule that it breaks, the facts for the sentence."""

    def __init__(self, file: str, rule: str, **facts: Any) -> None:
        super().__init__(f"{file}: {rule}")
        self.file, self.rule, self.facts = file, rule, facts


@dataclass(frozen=True)
class Sheet:
    """One table of a ledger as it was handed in; ``rows`` gives the rows with their numbers, the heading's too."""

    table: Table
    file: str
    size: int
    rows: Callable[[], Rows]
    # What there is to say about rows that never became rows of this table.
    notes: Iterable[Remark] = ()


@dataclass(frozen=True)
class Ledger:
    """What was handed in: its tables, and the names of files or sheets that are no table."""

    sheets: tuple[Sheet, ...]
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True)
class Heading:
    """The heading of a sheet: which column stands at which place, and which headings mean nothing here."""

    row: int
    columns: tuple[tuple[int, Column], ...]
    extra: tuple[str, ...]
    width: int


def open_ledger(path: Path, name: str = "") -> Ledger:
    """What stands at ``path``: a folder, or a file that is called ``name``; a file must have passed the gate."""
    name = name or path.name
    if path.is_dir():
        return from_files(name, [(child.name, opener(child)) for child in sorted(path.iterdir()) if child.is_file()])
    if not path.is_file():
        raise Unreadable(name, "no_such_file")
    if name.casefold().endswith(".zip"):
        return from_zip(path, name)
    if name.casefold().endswith(".xlsx"):
        from course.ledger.spreadsheet import from_workbook  # Loads a large package that folders do not need.

        return from_workbook(path, name)
    return from_files(name, [(name, opener(path))])


def opener(path: Path) -> Opener:
    """A function that opens the file; it is opened when its turn comes."""
    return lambda: path.open("rb")


def from_zip(path: Path, name: str) -> Ledger:
    """The CSV files of a .zip, which may lie in a folder inside it."""
    archive = zipfile.ZipFile(path)
    files: list[tuple[str, Opener]] = []
    for entry in archive.infolist():
        bare = entry_name(entry).rsplit("/", 1)[-1]
        if bare and not entry.is_dir() and "__MACOSX" not in entry.filename:
            files.append((bare, lambda entry=entry: archive.open(entry)))
    return from_files(name, files)


def entry_name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry; without a mark for UTF-8 it was written on a Chinese system."""
    if entry.flag_bits & 0x800:
        return entry.filename
    return entry.filename.encode("cp437", "replace").decode("gb18030", "replace")


def from_files(name: str, files: list[tuple[str, Opener]]) -> Ledger:
    """The tables among these files; a ledger without any is none."""
    from course.ledger import oneroster  # Makes sheets, as this module does.

    if oneroster.is_oneroster(files):
        return oneroster.from_oneroster(files)
    named = [(file, table_of(file), open_file) for file, open_file in files]
    sheets = [csv_sheet(table, file, open_file) for file, table, open_file in named if table]
    return in_order(name, sheets, tuple(file for file, table, _ in named if not table))


def table_of(file: str) -> Table | None:
    """The table that a file of this name holds."""
    stem, _, ending = file.rpartition(".")
    return NAMES.get(plain_heading(stem)) if ending.casefold() == "csv" else None


def in_order(name: str, sheets: list[Sheet], ignored: tuple[str, ...]) -> Ledger:
    """The sheets in the order in which they refer to each other; each table stands in one of them."""
    if not sheets:
        raise Unreadable(name, "no_tables")
    for table, same in itertools.groupby(sorted(sheets, key=position), key=lambda sheet: sheet.table):
        doubled = list(same)
        if len(doubled) > 1:
            raise Unreadable(doubled[1].file, "table_twice", other=doubled[0].file, table=table.name)
    return Ledger(tuple(sorted(sheets, key=position)), ignored)


def refuse_too_many(file: str, rows: int, most: int) -> None:
    """Refuse what no worker has the memory for, before it is read."""
    if rows > most:
        raise Unreadable(file, "too_many_rows", most=most)


def position(sheet: Sheet) -> int:
    """Where a sheet's table stands in the order of the tables."""
    return TABLES.index(sheet.table)


def csv_sheet(table: Table, file: str, open_file: Opener) -> Sheet:
    """One CSV file; its encoding is found before a row is read."""
    try:
        encoding, size = decoding.looked_at(open_file)
    except Unfit as unfit:
        raise Unreadable(file, unfit.rule, **unfit.facts) from None
    return Sheet(table, file, size, lambda: csv_rows(file, open_file, encoding))


def csv_rows(file: str, open_file: Opener, encoding: str) -> Rows:
    """The rows of a CSV file with their numbers, whatever ends its lines."""
    with open_file() as raw, io.TextIOWrapper(raw, encoding=encoding, newline=None) as lines:
        first = next(lines, "")
        skipped = 1 if first.startswith("sep=") else 0
        first = next(lines, "") if skipped else first
        reader = csv.reader(itertools.chain([first], lines), delimiter=delimiter_of(first), strict=True)
        number = skipped
        try:
            for number, cells in enumerate(reader, start=skipped + 1):
                yield number, cells
        except csv.Error as error:
            rule = "unclosed_quote" if "unexpected end" in str(error) else "broken_quotes"
            raise Unreadable(file, rule, row=number + 1) from None


def delimiter_of(heading: str) -> str:
    """What stands between the cells: a comma, or what a spreadsheet of another country wrote."""
    return max(",\t;", key=lambda mark: (heading.count(mark), mark == ","))


def find_heading(sheet: Sheet, rows: Rows) -> Heading:
    """The heading of a sheet, read from ``rows``; refused where a required column is missing."""
    best: Heading | None = None
    for number, cells in itertools.islice(rows, HEADING_WITHIN):
        found = heading_of(sheet.table, number, cells)
        if not missing(sheet.table, found):
            return checked(sheet, found, cells)
        if best is None or len(found.columns) > len(best.columns):
            best = found
    lacking = missing(sheet.table, best) if best else [c for c in sheet.table.columns if c.required]
    raise Unreadable(
        sheet.file,
        "missing_column",
        columns="、".join(f"{column.name}（{column.title}）" for column in lacking),
        found="、".join(best.extra) if best else "",
    )


def heading_of(table: Table, number: int, cells: list[str]) -> Heading:
    """What the cells of a row mean, taken as headings."""
    known = [(place, table.heading(cell)) for place, cell in enumerate(cells)]
    columns = tuple((place, column) for place, column in known if column)
    extra = tuple(cells[place].strip() for place, column in known if column is None and cells[place].strip())
    return Heading(number, columns, extra, len(cells))


def missing(table: Table, heading: Heading) -> list[Column]:
    """The required columns that a heading lacks."""
    present = {column.name for _, column in heading.columns}
    return [column for column in table.columns if column.required and column.name not in present]


def checked(sheet: Sheet, heading: Heading, cells: list[str]) -> Heading:
    """The heading, refused where one column stands in it twice or where it is far too wide."""
    if heading.width > MOST_COLUMNS:
        raise Unreadable(sheet.file, "too_many_columns", found=heading.width, most=MOST_COLUMNS)
    names = [column.name for _, column in heading.columns]
    for place, column in heading.columns:
        if names.count(column.name) > 1:
            raise Unreadable(sheet.file, "column_twice", column=column.name, heading=cells[place].strip())
    return heading
