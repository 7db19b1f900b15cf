"""Reading everything of one moment: what a page, a file or an answer says in sum is what its rows add up to.

A transaction of SQLite always reads so.  PostgreSQL is asked for it with the words that begin the transaction, so it
costs no statement more.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, current_app, request

from course.db import View, db


def init_app(app: Flask) -> None:
    """Ask before anything is read: a transaction cannot go back to an earlier moment."""
    app.before_request(begin)


def of_one_moment(view: View) -> View:
    """Mark a GET view that shows sums beside what they are made of."""
    view.of_one_moment = True  # type: ignore[attr-defined]
    return view


def begin() -> None:
    """What such a view reads is of one moment."""
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "of_one_moment", False):
        hold()


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Everything that is read inside is of one moment, however long reading it takes."""
    db.session.rollback()
    hold()
    try:
        yield
    finally:
        db.session.rollback()


def hold() -> None:
    """Let the transaction that begins now read everything as it is at its first question."""
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
