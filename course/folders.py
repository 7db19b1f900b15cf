"""Whether the folders that this program needs can be written; the monitoring is told which cannot."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from flask import current_app


def problem() -> str:
    """What is wrong with a folder, in a sentence without its place; empty where nothing is."""
    return next((f"{name} cannot be written" for name, path in needed() if not may_write(path)), "")


def needed() -> Iterator[tuple[str, Path | None]]:
    """The folders, by what they are for."""
    address = sa.make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])
    if address.drivername.startswith("sqlite"):
        yield "the folder of the database file", Path(address.database or "").parent
        yield "the database file", Path(address.database or "")
    yield "the folder of uploads", Path(current_app.config["UPLOADS"])
    yield "the folder for temporary files", temporary()


def may_write(path: Path | None) -> bool:
    """Whether it may be written; what is not there yet is made in the folder above it."""
    if path is None or path == temporary():
        return path is not None and os.access(path, os.W_OK)
    while not os.path.exists(path) and path != path.parent:
        path = path.parent
    return os.access(path, os.W_OK)


def temporary() -> Path | None:
    """Where the system keeps temporary files; None where there is no such place."""
    try:
        return Path(tempfile.gettempdir())
    except FileNotFoundError:
        return None


def misses_temporary(error: OSError) -> bool:
    """Whether an error came of a folder for temporary files that is not there."""
    folder = temporary()
    return error.errno == errno.ENOENT and (folder is None or not folder.is_dir())
