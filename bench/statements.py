"""Counting the SQL statements of a page, inside this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from flask import Flask

from course.db import db

NOT_ASKING = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")


def statements_of(app: Flask, key: str, path: str) -> int:
    """How many statements the page sends to whoever has this key, the second time that it is asked for."""
    browser = app.test_client()
    with browser.session_transaction() as session:
        session.update({"_user_id": key, "_fresh": True})
    browser.get(path)
    with counted(app) as sent:
        status = browser.get(path).status_code
    if status != 200:
        raise LookupError(f"{path} answers {status}")
    return len(sent)


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements that ask or change something, as they are sent."""
    sent: list[str] = []

    def remember(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if not statement.startswith(NOT_ASKING):
            sent.append(statement)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", remember)
    try:
        yield sent
    finally:
        sa.event.remove(engine, "before_cursor_execute", remember)
