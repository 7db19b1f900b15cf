"""Work done in several processes at once: copies of this one, each with connections of its own to the database."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager

from flask import Flask, current_app

from course.db import db

# How a process is started: as a copy of this one, which has read everything it needs.
FORK = "fork"
working_for: dict[str, Flask] = {}


def can_be_copied() -> bool:
    """Whether this system copies processes."""
    return FORK in multiprocessing.get_all_start_methods()


def most_processes() -> int:
    """How many processes help where nobody asked for a number: one a core."""
    return (os.cpu_count() or 1) if can_be_copied() else 1


@contextmanager
def processes(number: int) -> Iterator[ProcessPoolExecutor]:
    """So many copies of this process; what is open here is not shared with them."""
    app = current_app._get_current_object()
    db.session.remove()
    db.engine.dispose()
    context = multiprocessing.get_context(FORK)
    with ProcessPoolExecutor(number, mp_context=context, initializer=remember, initargs=(app,)) as pool:
        yield pool


def remember(app: Flask) -> None:
    """In a copy: the application that it works for."""
    working_for["app"] = app


def application() -> Flask:
    """In a copy: the application that it works for."""
    return working_for["app"]
