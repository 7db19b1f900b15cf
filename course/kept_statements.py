"""Statements that PostgreSQL keeps planned from one page to the next.

The driver prepares what a connection has asked a few times, and forgets it all with each rollback.  So a page that
has only read ends with a commit: to plan its questions anew takes PostgreSQL twice as long as to answer them.

A plan that is kept serves every value, such as any school.  A county and a country need different ones, so whoever
looks at regions has each question planned for itself, but for the pages that say that one plan serves all.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

# The driver's own measure: a statement is worth keeping from the sixth time on.
ASKED_BEFORE = 5
# Those of all pages together; each takes some ten thousand bytes of the server's process.
MOST_KEPT = 400
# PostgreSQL's word for a plan whose table has changed its columns: the next connection makes another.
PLAN_IS_OLD = "0A000"
WROTE = "wrote"


def watch(engine: sa.Engine) -> None:
    """Keep statements on the connections of this engine, and notice what writes."""
    event.listen(engine, "connect", keep_many)
    event.listen(engine, "checkout", begin)
    event.listen(engine, "before_cursor_execute", notice)
    event.listen(engine, "handle_error", leave_old_plans)


def keep_many(connection: Any, record: Any) -> None:
    """Let a new connection keep the statements of all pages."""
    connection.prepared_max = MOST_KEPT


def begin(connection: Any, record: Any, fairy: Any) -> None:
    """Whoever takes a connection has written nothing yet, and keeps what they ask."""
    connection.prepare_threshold = ASKED_BEFORE
    record.info[WROTE] = False


def notice(connection: sa.Connection, cursor: Any, statement: str, values: Any, context: Any, many: bool) -> None:
    """Remember that something was written, or may have been: a statement in words is not looked into."""
    if context.isinsert or context.isupdate or context.isdelete or context.is_text:
        connection.info[WROTE] = True


def leave_old_plans(context: sa.engine.ExceptionContext) -> None:
    """A connection whose plans are of a table as it was is as good as cut: who was under way begins anew."""
    error = context.original_exception
    if getattr(error, "sqlstate", None) == PLAN_IS_OLD and "cached plan" in str(error):
        context.is_disconnect = True


def plan_each(session: Session) -> None:
    """Have every question of this session's transaction planned for what it asks."""
    connection = session.connection().connection.dbapi_connection
    if hasattr(connection, "prepare_threshold"):
        connection.prepare_threshold = None


def plan_once(session: Session) -> None:
    """Keep the plans of this session's transaction whoever asks: for a page of one school or a word, and no region."""
    connection = session.connection().connection.dbapi_connection
    if hasattr(connection, "prepare_threshold"):
        connection.prepare_threshold = ASKED_BEFORE


def end_reading(session: Session) -> None:
    """End a transaction that has only read with a commit; one that has written is left as it is.

    A connection that was cut meanwhile has told all that was asked of it.
    """
    if not session.in_transaction():
        return
    connection = session.connection()
    transaction = connection.get_transaction()
    if transaction is not None and connection.info.get(WROTE) is False:
        with suppress(DBAPIError):
            transaction.commit()
