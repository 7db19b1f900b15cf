"""A file in which a ledger lies while it is judged: SQLite's own, without a name, and gone with whoever opened it."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

TABLES = (
    "CREATE TABLE block (first INTEGER PRIMARY KEY, rows BLOB)",
    "CREATE TABLE part (part INTEGER, rows BLOB)",
    "CREATE TABLE remark (number INTEGER PRIMARY KEY, row INTEGER, outcome TEXT, said BLOB)",
    "CREATE TABLE refused (key TEXT PRIMARY KEY, row INTEGER)",
)
OF_DISK = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}


class Shelf:
    """The file; a disk that is full is told as for any other file."""

    def __init__(self) -> None:
        self.file = sqlite3.connect("", isolation_level=None, cached_statements=32)
        for statement in ("PRAGMA journal_mode = OFF", "PRAGMA cache_size = -512", *TABLES):
            self.file.execute(statement)

    def ask(self, statement: str, *values: Any) -> sqlite3.Cursor:
        """Run a statement."""
        with told_as_a_file():
            return self.file.execute(statement, values)

    def write(self, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Run a statement for each of these rows."""
        with told_as_a_file():
            self.file.executemany(statement, rows)


@contextmanager
def told_as_a_file() -> Iterator[None]:
    """Raise what any other file raises where the disk is full or cannot be written."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in OF_DISK:
            raise
        raise OSError(errno.ENOSPC, str(error)) from None
