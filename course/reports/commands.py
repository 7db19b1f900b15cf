"""The files of ``coverage report``: the ledger as .xlsx, the brief as .pptx."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from course.access.models import Role
from course.access.scope import Scope
from course.coverage.commands import WRITERS, coverage
from course.coverage.rules import Year
from course.reports.making import write_of_region
from course.reports.models import ReportKind

__all__ = ["coverage"]
EVERYTHING = Scope(Role.ADMIN)


def write_xlsx(code: str, year: Year, now: datetime, path: Path) -> None:
    """The ledger of a region."""
    write_of_region(ReportKind.LEDGER, EVERYTHING, code, year, now, path, quietly)


def write_pptx(code: str, year: Year, now: datetime, path: Path) -> None:
    """The brief of a region."""
    write_of_region(ReportKind.BRIEF, EVERYTHING, code, year, now, path, quietly)


def quietly(done: int, total: int) -> None:
    """A command says nothing of how far it is."""


WRITERS.update({"xlsx": write_xlsx, "pptx": write_pptx})
