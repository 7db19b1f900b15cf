"""Making the file of a report: what each kind is written by, whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from course.access.scope import Scope
from course.coverage.region_queries import place_with_code
from course.coverage.rules import Year
from course.jobs import Report
from course.reports.brief import write_brief
from course.reports.figure_queries import one_snapshot
from course.reports.ledger import write_ledger, write_yearly
from course.reports.matter import Matter
from course.reports.models import ReportKind

Write = Callable[[Matter, Path, Report], None]
OF_REGION: dict[ReportKind, Write] = {
    ReportKind.LEDGER: write_ledger,
    ReportKind.YEARLY: write_yearly,
    ReportKind.BRIEF: write_brief,
}


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Write a file beside its place, and put it there when it is whole; what was left half is thrown away."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".making-") as folder:
        made = Path(folder) / path.name
        write(made)
        shutil.move(made, path)


def write_of_region(
    kind: ReportKind, scope: Scope, code: str, year: Year, now: datetime, path: Path, report: Report
) -> None:
    """The file of a region as of now, or of the last day of a year that has passed."""
    place = place_with_code(code, scope)
    if place is None:
        raise LookupError(f"no region {code}")
    with one_snapshot():
        matter = Matter.of(scope, place, year, year.day_that_counts(now.date()), now)
        write_whole(path, lambda made: OF_REGION[kind](matter, made, report))
