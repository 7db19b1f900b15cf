"""A request that the database broke off is done again before anybody is told.

Of two transactions that wait for each other PostgreSQL ends one; a connection may be cut under a request.  Either
way all that the request wrote is undone, so it may begin anew: at most three times in all where it lost to another,
once where its connection was cut.  A connection that is cut at the very commit tells nobody whether that was done:
then only what reads begins anew, and a form whose first answer would be found under its key.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import structlog
from flask import Flask, g, request, session
from sqlalchemy.exc import DBAPIError, OperationalError

from course import idempotency
from course.db import begin_request, changes_something, db

LOST_TO_ANOTHER = frozenset({"40P01", "40001"})  # PostgreSQL's deadlock and serialization failure.
MOST_TRIES, MOST_TRIES_AFTER_A_CUT = 3, 2
log = structlog.get_logger()


def init_app(app: Flask) -> None:
    """Stand before the error pages, for what fails in the view and for what fails at the commit.

    Its own first step is the last of all: what the others have refused, or could not look up, is not begun anew.
    """
    app.before_request(remember)
    show, show_late = app.handle_user_exception, app.handle_exception

    def in_view(error: Exception) -> Any:
        return once_more(app, error, show) if may_begin_anew(error) else show(error)

    def at_commit(error: Exception) -> Any:
        if not may_begin_anew(error) or (was_cut(error) and not does_no_harm()):
            return show_late(error)
        try:
            return app.finalize_request(once_more(app, error, show))
        except Exception as later:
            return at_commit(later)

    app.handle_user_exception = in_view  # type: ignore[method-assign]
    app.handle_exception = at_commit  # type: ignore[method-assign]


def remember() -> None:
    """Keep what the session held before the view, which may write a word of success into it."""
    g.tries = 1
    if changes_something():
        g.session_before = copy.deepcopy(dict(session))


def once_more(app: Flask, error: Exception, show: Callable[[Exception], Any]) -> Any:
    """The answer of another try, or the error page where no more may follow."""
    log.warning("done again", endpoint=request.endpoint, tries=g.tries, error=type(error).__name__)
    begin_anew()
    try:
        answer = idempotency.begin()
        return app.dispatch_request() if answer is None else answer
    except Exception as later:
        return once_more(app, later, show) if may_begin_anew(later) else show(later)


def may_begin_anew(error: Exception) -> bool:
    """Whether the database broke this request off, and it has tries left; one with files has read them away."""
    lost = isinstance(error, OperationalError) and getattr(error.orig, "sqlstate", None) in LOST_TO_ANOTHER
    if not lost and not was_cut(error):
        return False
    tries = MOST_TRIES if request.files else g.get("tries", MOST_TRIES)
    return bool(tries < (MOST_TRIES if lost else MOST_TRIES_AFTER_A_CUT))


def was_cut(error: Exception) -> bool:
    """Whether the connection to the database is gone."""
    return isinstance(error, DBAPIError) and error.connection_invalidated


def does_no_harm() -> bool:
    """Whether this request may be done again though it may have been done already."""
    return not changes_something() or bool(g.get("answer_is_kept"))


def begin_anew() -> None:
    """Undo what the first try has left in this process: its transaction, its answer, its words of success."""
    g.tries += 1
    db.session.rollback()
    g.pop("answer_is_kept", None)
    if "session_before" in g:
        session.clear()
        session.update(copy.deepcopy(g.session_before))
    begin_request()
