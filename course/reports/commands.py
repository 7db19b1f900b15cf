"""The files of ``coverage report``: the ledger as .xlsx, the brief as .pptx."""

from __future__ import annotations

import tempfile
from pathlib import Path

from course.access.models import Role
from course.access.scope import Scope
from course.coverage.commands import WRITERS, Told, coverage
from course.reports.making import Subject, write_of_region
from course.reports.models import ReportKind

__all__ = ["coverage"]
EVERYTHING = Scope(Role.ADMIN)


def write_xlsx(code: str, told: Told, path: Path) -> None:
    """The ledger of a region."""
    write_whole(ReportKind.LEDGER, code, told, path)


def write_pptx(code: str, told: Told, path: Path) -> None:
    """The brief of a region."""
    write_whole(ReportKind.BRIEF, code, told, path)


def write_whole(kind: ReportKind, code: str, told: Told, path: Path) -> None:
    """Write a file beside its place, and put it there when it is whole; what was left half is thrown away."""
    of = Subject(EVERYTHING, code, told.year, told.day)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".making-") as folder:
        made = Path(folder) / path.name
        write_of_region(kind, of, told.now, made, quietly)
        made.replace(path)


def quietly(done: int, total: int) -> None:
    """A command says nothing of how far it is."""


WRITERS.update({"xlsx": write_xlsx, "pptx": write_pptx})
