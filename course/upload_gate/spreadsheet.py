"""Spreadsheets: they are what their name says, hold no macros, and no more cells than can be read."""

from __future__ import annotations

import re
from typing import IO

from archive import (
    LONGEST_TAG,
    SHEETS_IN,
    Entry,
    Most,
    Refused,
    contents,
    markup,
    refuse_other_documents,
    unpacked_chunks,
)

MAIN_PART = "xl/workbook.xml"
MOST_CELLS = 5_000_000
CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
SHEET_NAME = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")


def judge_spreadsheet(file: IO[bytes], entries: list[Entry], most: Most) -> None:
    """Refuse what is called a spreadsheet and is none, declares something, or has too many cells."""
    refuse_other_documents([entry.name for entry in entries], "xlsx", MAIN_PART)
    crowded = [entry.name for entry in entries if cells_in(file, entry, most) > MOST_CELLS]
    if crowded:
        sheet = sheet_names(file, entries).get(crowded[0], crowded[0])
        raise Refused("too_many_cells", sheet=sheet, most=f"{MOST_CELLS:,}")


def cells_in(file: IO[bytes], entry: Entry, most: Most) -> int:
    """How many cells a part holds, if it is a sheet; every part is read and judged on the way."""
    read = markup if entry.name.casefold().endswith((".xml", ".rels", ".vml")) else contents
    is_sheet = entry.name.startswith(SHEETS_IN)
    cells, tail = 0, b""
    for window in read(file, entry, most):
        if is_sheet:
            cells += len(CELL.findall(window)) - len(CELL.findall(tail))
            tail = window[-LONGEST_TAG:]
    return cells


def sheet_names(file: IO[bytes], entries: list[Entry]) -> dict[str, str]:
    """The names of the sheets as people see them, by the part that holds each."""
    texts = {
        entry.name: b"".join(unpacked_chunks(file, entry)).decode("utf-8", "replace")
        for entry in entries
        if entry.name in {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"}
    }
    targets = {
        attribute(tag, "Id"): attribute(tag, "Target").removeprefix("/xl/").removeprefix("xl/")
        for tag in re.findall(r"<(?:\w+:)?Relationship\s[^>]*>", texts.get("xl/_rels/workbook.xml.rels", ""))
    }
    return {
        f"xl/{targets.get(attribute(tag, 'r:id'), '')}": attribute(tag, "name")
        for tag in SHEET_NAME.findall(texts.get("xl/workbook.xml", ""))
    }


def attribute(tag: str, name: str) -> str:
    """The value of an attribute of a tag."""
    found = re.search(rf"""\s{re.escape(name)}\s*=\s*["']([^"']*)""", tag)
    return found[1] if found else ""
