"""The database in a SQLite file: how it is opened, and how those who write into it take turns."""

from __future__ import annotations

import enum
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from course.settings import SQLITE_BUSY_MILLISECONDS
from course.turns import Turns

# Kibibytes of the file that a connection keeps in memory, and where a whole ledger passes through it once.
KEPT_IN_MEMORY, KEPT_IN_PASSING = 65_536, 8_192


class Use(enum.Enum):
    """What may be done with the file: a connection that was opened to read never writes, whatever happens later."""

    WRITE = "write"
    READ = "read"
    READ_ALONE = "read, and nobody has it open"


def listen(engine: sa.Engine, is_writing: Callable[[], bool]) -> None:
    """Open each connection as we want it, and let writers take the lock at once, one after the other."""
    path = Path(engine.url.database or "course.db")
    turns = Turns(path)
    event.listen(engine, "do_connect", partial(open_as_it_is, path))
    event.listen(engine, "connect", prepare)
    event.listen(engine, "checkout", partial(open_anew, path))
    event.listen(engine, "begin", partial(begin, turns, is_writing))
    # Only then is a transaction on the disk; the events of its end come before it.
    event.listen(engine, "checkin", partial(end_turn, turns))


def open_as_it_is(path: Path, dialect: Any, record: Any, arguments: list[Any], named: dict[str, Any]) -> None:
    """Read a file that was closed in order where nothing may be written beside it: SQLite wants its log there."""
    record.info["use"] = use_of(path)
    if record.info["use"] is Use.READ_ALONE:
        arguments[0] = f"{path.resolve().as_uri()}?immutable=1"
        named["uri"] = True


def use_of(path: Path) -> Use:
    """What may be done with the file at this moment; one that is not there yet is made."""
    if not path.exists() or (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        return Use.WRITE
    return Use.READ if path.with_name(f"{path.name}-wal").exists() else Use.READ_ALONE


def open_anew(path: Path, connection: Any, record: Any, proxy: Any) -> None:
    """Let go of a connection that may only read, as soon as more may be done with the file, or others write into it."""
    use = record.info["use"]
    if use is not Use.WRITE and use is not use_of(path):
        raise sa.exc.DisconnectionError


def prepare(connection: Any, record: Any) -> None:
    """Foreign keys on, readers beside one writer, acknowledged writes on the disk."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={SQLITE_BUSY_MILLISECONDS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"cache_size=-{KEPT_IN_MEMORY}",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@contextmanager
def in_passing(connection: sa.Connection) -> Iterator[None]:
    """Keep less of the file in memory meanwhile; another database keeps its pages itself."""
    if connection.dialect.name != "sqlite":
        yield
        return
    file: Any = connection.connection.driver_connection
    file.execute(f"PRAGMA cache_size=-{KEPT_IN_PASSING}")
    try:
        yield
    finally:
        file.execute(f"PRAGMA cache_size=-{KEPT_IN_MEMORY}")


def begin(turns: Turns, is_writing: Callable[[], bool], connection: sa.Connection) -> None:
    """Start the transaction ourselves; a writer takes the write lock before it reads."""
    if not is_writing():
        connection.exec_driver_sql("BEGIN")
        return
    if not connection.info.get("turn"):
        connection.info["turn"] = turns.take(SQLITE_BUSY_MILLISECONDS / 1000)
    if connection.info["turn"] or not turns.stands_still:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        begin_at_once(connection)
    turns.goes_on()


def begin_at_once(connection: sa.Connection) -> None:
    """Take the lock or be told that it is held, without waiting for it once more."""
    file = connection.connection.driver_connection
    file.execute("PRAGMA busy_timeout=0")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        file.execute(f"PRAGMA busy_timeout={SQLITE_BUSY_MILLISECONDS}")


def end_turn(turns: Turns, connection: Any, record: Any) -> None:
    """Let the next writer ask for the lock."""
    if record.info.pop("turn", False):
        turns.give_back()
