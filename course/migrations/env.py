"""How migrations reach the database: through the application's own engine, one transaction each."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import context
from flask import current_app

from course.db import writing

LOCK = 5_261_205  # Any number that is ours: two processes that start at once migrate one after the other.


def named_things_only(thing: Any, name: str | None, kind: str, reflected: bool, compared: Any) -> bool:
    """Compare our own tables only."""
    return not (kind == "table" and reflected and compared is None)


def run() -> None:
    """Run the migrations that are due."""
    migrate = current_app.extensions["migrate"]
    with migrate.db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_lock(LOCK)))
            connection.commit()
        context.configure(
            connection=connection,
            target_metadata=migrate.db.metadata,
            include_object=named_things_only,
            render_as_batch=True,
            compare_type=True,
        )
        token = writing.set(True)  # SQLite: whoever comes second waits for the lock, before looking what is due.
        try:
            with context.begin_transaction():
                context.run_migrations()
        finally:
            writing.reset(token)  # What this process reads later takes no lock.


run()
