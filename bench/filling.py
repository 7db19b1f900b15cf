"""Writing millions of rows into a database of the application: by COPY into PostgreSQL, in one transaction into SQLite.

What checks and finds rows one by one (indexes, foreign keys, the refusal of overlapping slots) is taken away before and
put back afterwards, so that the database itself judges the rows once, all together.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import date, datetime, time
from itertools import islice
from typing import Any

import psycopg
import sqlalchemy as sa

from bench.country_shape import Row, Shape, taught
from bench.country_tables import OF_LESSONS, PLACES, TABLES, Table, rows_of
from bench.table import Say

ROWS_AT_ONCE = 5_000
BEFORE = (
    "SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),"
    " format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))"
    " FROM pg_constraint WHERE contype IN ('f', 'x') AND conrelid = ANY(%s::regclass[]) ORDER BY contype DESC"
)
INDEXES = (
    "SELECT format('DROP INDEX %%s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid) FROM pg_index i"
    " WHERE i.indrelid = ANY(%s::regclass[]) AND NOT i.indisunique AND NOT EXISTS"
    " (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)"
)


def fill(address: str, shape: Shape, say: Say) -> None:
    """Write all rows of a shape into an empty database that has its tables."""
    if address.startswith("sqlite"):
        fill_sqlite(address.removeprefix("sqlite:///"), shape, say)
    else:
        fill_postgresql(sa.make_url(address).set(drivername="postgresql").render_as_string(False), shape, say)


def fill_postgresql(address: str, shape: Shape, say: Say) -> None:
    """Without constraints and indexes first, then with them: they are built and checked over all rows at once."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("SET maintenance_work_mem = '512MB'; SET synchronous_commit = off")
        names = [table.name for table in TABLES]
        taken = connection.execute(BEFORE, (names,)).fetchall() + connection.execute(INDEXES, (names,)).fetchall()
        for drop, _ in taken:
            connection.execute(drop)
        for table in PLACES:
            say(f"rows of {table.name}")
            copy(connection, table, table.rows(shape))
        say("rows of lessons and all that belongs to them")
        copy_lessons(address, shape)
        for _, add in reversed(taken):
            say(add[:90])
            connection.execute(add)
        for table in TABLES:
            set_sequence(connection, table)
        connection.execute("VACUUM ANALYZE")


def copy(connection: Any, table: Table, rows: Iterator[Row]) -> None:
    """Stream the rows of a table."""
    with connection.cursor().copy(copying(table)) as stream:
        while lines := "".join(map(line, islice(rows, ROWS_AT_ONCE))):
            stream.write(lines)


def copy_lessons(address: str, shape: Shape) -> None:
    """Make each lesson once and stream its rows into all of its tables, over a connection for each."""
    with ExitStack() as ending:
        streams = []
        for table in OF_LESSONS:
            connection = ending.enter_context(psycopg.connect(address))
            streams.append((table.rows, ending.enter_context(connection.cursor().copy(copying(table)))))
        lessons = taught(shape)
        while some := list(islice(lessons, ROWS_AT_ONCE)):
            for make, stream in streams:
                stream.write("".join(line(row) for lesson in some for row in make(lesson)))


def copying(table: Table) -> str:
    """The command that takes in the rows of a table."""
    columns = ", ".join(f'"{column}"' for column in table.columns)
    return f'COPY "{table.name}" ({columns}) FROM STDIN'


def line(row: Row) -> str:
    """A row as COPY reads it; none of ours holds a tabulator, a line break or a backslash."""
    return "\t".join([r"\N" if value is None else str(value) for value in row]) + "\n"


def set_sequence(connection: Any, table: Table) -> None:
    """The next row that somebody adds gets the next number."""
    if table.columns[0] == "id":
        given = f"pg_get_serial_sequence('\"{table.name}\"', 'id'), max(id)"
        connection.execute(f'SELECT setval({given}) FROM "{table.name}"')


def fill_sqlite(path: str, shape: Shape, say: Say) -> None:
    """In one transaction; the triggers that refuse overlapping slots stay and judge each row."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN IMMEDIATE")
        for table in TABLES:
            say(f"rows of {table.name}")
            columns, marks = ", ".join(f'"{column}"' for column in table.columns), ", ".join("?" * len(table.columns))
            insert = f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})'
            connection.executemany(insert, ([written(value) for value in row] for row in rows_of(table, shape)))
        connection.execute("COMMIT")
        if broken := connection.execute("PRAGMA foreign_key_check").fetchone():
            raise LookupError(f"a row of {broken[0]} points to nothing in {broken[2]}")
        connection.execute("ANALYZE")


def written(value: Any) -> Any:
    """A moment with its microseconds, a day as it is."""
    if isinstance(value, datetime):
        return value.isoformat(" ", "microseconds")
    if isinstance(value, time):
        return value.isoformat("microseconds")
    return value.isoformat() if isinstance(value, date) else value
