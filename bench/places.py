"""Where a measurement keeps its data: an instance folder and a database of its own, gone afterwards."""

from __future__ import annotations

import os
import secrets
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
DATABASES = (SQLITE, POSTGRESQL)
SERVER = os.environ.get("TEST_POSTGRESQL_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")


@dataclass(frozen=True)
class Place:
    """An instance folder, and the address of a database where it is not the file in that folder."""

    database: str
    folder: Path
    address: str = ""

    @property
    def settings(self) -> dict[str, str]:
        """What the application is told, by the names of its settings."""
        return {"INSTANCE": str(self.folder), "DATABASE_URL": self.address, "REDIS_URL": ""}

    @property
    def environment(self) -> dict[str, str]:
        """The same for a process of its own; nothing that the caller has set reaches it."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("COURSE_")}
        return {**kept, **{f"COURSE_{name}": value for name, value in self.settings.items()}}


def missing(database: str) -> str:
    """Why this database cannot be measured here; empty where it can."""
    if database == SQLITE:
        return ""
    address = sa.make_url(SERVER)
    with socket.socket() as probe:
        probe.settimeout(1)
        answers = probe.connect_ex((address.host or "127.0.0.1", address.port or 5432)) == 0
    return "" if answers else f"no PostgreSQL on {address.host}:{address.port or 5432}"


@contextmanager
def place(database: str) -> Iterator[Place]:
    """A place for one measurement; its folder and its database are removed at the end."""
    with tempfile.TemporaryDirectory(prefix="course-bench-") as folder:
        if database == SQLITE:
            yield Place(database, Path(folder))
            return
        name = f"course_bench_{secrets.token_hex(4)}"
        in_server(f'CREATE DATABASE "{name}"')
        try:
            address = sa.make_url(SERVER).set(database=name).render_as_string(hide_password=False)
            yield Place(database, Path(folder), address)
        finally:
            in_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def in_server(statement: str) -> None:
    """Run one statement that belongs to no database."""
    engine = sa.create_engine(SERVER, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
