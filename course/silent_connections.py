"""Connections of PostgreSQL that were cut while nobody used them are noticed before somebody does.

A server that ends a connection says so, or at least closes it: then there is something to read where there should be
nothing.  To look for that is a hundred times cheaper than to ask the server whether it is there, which would be one
statement more in every request.
"""

from __future__ import annotations

import select
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event


def watch(engine: sa.Engine) -> None:
    """Look at each connection that leaves the pool."""
    event.listen(engine, "checkout", partial(look, engine.dialect))


def look(dialect: sa.Dialect, connection: Any, record: Any, fairy: Any) -> None:
    """Ask the server only where it has said something; a connection that is gone takes the whole pool with it."""
    if connection.closed or (has_news(connection) and not answers(dialect, connection)):
        raise sa.exc.InvalidatePoolError


def has_news(connection: Any) -> bool:
    """Whether something can be read: an end, or a word about the server's settings."""
    looked = select.poll()
    looked.register(connection.fileno(), select.POLLIN)
    return bool(looked.poll(0))


def answers(dialect: sa.Dialect, connection: Any) -> bool:
    """Whether the server answers on it."""
    try:
        return bool(dialect.do_ping(connection))
    except dialect.loaded_dbapi.Error:
        return False
