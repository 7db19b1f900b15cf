"""Reading and judging what was handed in: one way in for the command and for the browser."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from course import uploads
from course.ledger.judging import JudgedTable, judge
from course.ledger.reading import MOST_ROWS, Unreadable, open_ledger, refuse_too_many

KINDS = ("xlsx", "zip", "csv")


@dataclass(frozen=True)
class HandedIn:
    """A ledger that could be read: its judged tables, and the names of what is no table."""

    tables: tuple[JudgedTable, ...]
    ignored: tuple[str, ...]


def read(path: Path, name: str = "", report: Callable[[int, int], None] = lambda done, total: None) -> HandedIn:
    """Judge a folder, or a file that is called ``name``; a file passes the gate before anything opens it."""
    name = name or path.name
    try:
        return read_opened(path, name, report)
    except OSError as error:
        raise Unreadable(name, "cannot_open", why=error.strerror or str(error)) from None


def read_opened(path: Path, name: str, report: Callable[[int, int], None]) -> HandedIn:
    """Open the ledger and judge its tables."""
    if path.is_file():
        pass_gate(path, name)
    ledger = open_ledger(path, name)
    total, done, tables = sum(sheet.size for sheet in ledger.sheets), 0, []
    largest = max(ledger.sheets, key=attrgetter("size"), default=None)
    refuse_too_many(largest.file if largest else name, total - len(ledger.sheets), MOST_ROWS)
    with without_collector():
        for sheet in ledger.sheets:
            tables.append(judge(sheet, lambda rows, before=done: report(before + rows, total)))
            done += sheet.size
    return HandedIn(tuple(tables), ledger.ignored)


def pass_gate(path: Path, name: str) -> None:
    """Refuse a file that may not be opened."""
    try:
        uploads.judge(path, name, KINDS)
    except uploads.UploadRefused as refused:
        raise Unreadable(name, refused.rule, **refused.facts) from None


@contextmanager
def without_collector() -> Iterator[None]:
    """Hundreds of thousands of rows hold no circles; looking for circles among them takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
