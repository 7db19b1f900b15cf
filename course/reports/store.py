"""Where the files of reports lie: a folder of the upload store that all hosts share, under random names."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app

from course.reports.rules import KEPT
from course.uploads import kept_path

OFFICE = "application/vnd.openxmlformats-officedocument"
CONTENT_TYPES = {
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "pptx": f"{OFFICE}.presentationml.presentation",
    "docx": f"{OFFICE}.wordprocessingml.document",
}


@dataclass(frozen=True)
class Stored:
    """A file that was written whole: its random name and its size."""

    token: str
    size: int


def folder() -> Path:
    """The folder of reports; made where it is not there."""
    path = Path(current_app.config["UPLOADS"]) / "reports"
    path.mkdir(parents=True, exist_ok=True)
    return path


def path_of(token: str) -> Path:
    """Where the file of a random name lies."""
    return kept_path(token, str(folder()))


def store(report_id: int, write: Callable[[Path], None]) -> Stored:
    """Write a file in a folder of its own, and give it its name only when it is whole.

    What a worker left half that died on the same report is thrown away first.
    """
    token = secrets.token_hex(16)
    for left in folder().glob(f"{report_id}-*.making"):
        shutil.rmtree(left, ignore_errors=True)
    making = folder() / f"{report_id}-{token}.making"
    making.mkdir()
    try:
        write(making / "file")
        (making / "file").replace(path_of(token))
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return Stored(token, path_of(token).stat().st_size)


def forget(token: str) -> None:
    """Delete a file."""
    path_of(token).unlink(missing_ok=True)


def forget_others(known: Collection[str], now: datetime) -> None:
    """Delete what no report names any more, and what is older than any report may be."""
    oldest = (now - KEPT).timestamp()
    for path in folder().iterdir():
        if path.name in known or path.stat().st_mtime >= oldest:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
