"""Whether the database has the schema that this code needs; until it has, pages say so and nothing breaks.

A schema that is newer than the code is let pass: while hosts are brought up to date one after the other, the old code
goes on with it, and migrations within a version only add.
"""

from __future__ import annotations

from functools import cache

import sqlalchemy as sa
import structlog
from alembic.script import ScriptDirectory
from flask import Flask, current_app, request
from werkzeug.exceptions import ServiceUnavailable

from course.db import db
from course.settings import ROOT

SECONDS_TO_WAIT = 10
EMPTY = "the database holds nothing yet: run flask --app app init"
log = structlog.get_logger()


def init_app(app: Flask) -> None:
    """Look before the first request, and before each one until the schema is there."""
    app.extensions["schema_is_there"] = False
    app.before_request(refuse_old_schema)


def refuse_old_schema() -> None:
    """Answer 503 while the schema is older than the code; where the database says nothing, the page itself will."""
    if current_app.extensions["schema_is_there"] or request.endpoint in {"site.health", "static"}:
        return
    try:
        cause = too_old()
    except sa.exc.OperationalError:
        return
    if cause:
        log.error("schema", cause=cause)
        raise ServiceUnavailable(retry_after=SECONDS_TO_WAIT)
    current_app.extensions["schema_is_there"] = True


def too_old() -> str:
    """Says that the schema is older than this code; empty where it is not, or where there is no schema at all."""
    cause = problem()
    return "" if cause == EMPTY else cause


def problem() -> str:
    """What is wrong with the schema, in a sentence for whoever looks after the machine; empty where nothing is."""
    with db.engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return EMPTY
        found = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    known = revisions()
    if found == known[0] or found not in known:
        return ""
    return f"the database has schema {found}, this code needs {known[0]}: run flask --app app init"


@cache
def revisions() -> list[str]:
    """The revisions that this code knows, newest first."""
    return [script.revision for script in ScriptDirectory(str(ROOT / "course" / "migrations")).walk_revisions()]
