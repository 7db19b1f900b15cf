"""The commands of the ledger: ``roster import`` and ``roster export``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NoReturn

import click

from course.db import one_transaction, utc_now
from course.ledger import applying, exporting, importing, reporting
from course.ledger.exporting import EVERYTHING
from course.ledger.importing import HandedIn
from course.ledger.judging import JudgedTable
from course.ledger.reading import Unreadable
from course.ledger.wording import sentence

UNREADABLE, REFUSED = 2, 1
REFUSALS_SHOWN = 20


@click.group
def roster() -> None:
    """Import and export the ledger: schools, classes, vice-principals, their times."""


@roster.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Judge and compare, but write nothing.")
@click.option("--term", default="", help="The name of the term; by default it follows from its dates.")
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), help="Write what came of each row (CSV).")
def import_ledger(path: Path, dry_run: bool, term: str, report: Path | None) -> None:
    """Import a folder of CSV files or an .xlsx; nothing is ever deleted."""
    try:
        with opened(report) as handle:
            handed_in = importing.read(path)
            bring_in(handed_in.tables, term, dry_run)
            sys.exit(tell(handed_in, handle))
    except Unreadable as unreadable:
        give_up(unreadable)
    except OSError as error:
        give_up(Unreadable(path.name, "cannot_open", why=error.strerror or str(error)))


def give_up(unreadable: Unreadable) -> NoReturn:
    """Say why nothing was done, and end."""
    click.echo(f"{unreadable.file}: {sentence(unreadable.rule, unreadable.facts)}", err=True)
    sys.exit(UNREADABLE)


@contextmanager
def opened(report: Path | None) -> Iterator[IO[str] | None]:
    """The report file, opened before anything is done, so that its path cannot fail afterwards."""
    if report is None:
        yield None
        return
    try:
        handle = report.open("w", encoding="utf-8-sig", newline="")
    except OSError as error:
        raise Unreadable(str(report), "cannot_open", why=error.strerror) from None
    with handle:
        yield handle


def bring_in(tables: tuple[JudgedTable, ...], term: str, dry_run: bool) -> None:
    """Compare the tables with the database, and write what differs unless this is a dry run."""
    with importing.without_collector():
        if dry_run:
            applying.compare_all(tables, EVERYTHING, term)
            return
        with one_transaction():
            applying.write_all(tables, EVERYTHING, term, now=utc_now())


def tell(handed_in: HandedIn, report: IO[str] | None) -> int:
    """Print the figures and the first refusals, write the report where one is asked for; the exit code."""
    for name in handed_in.ignored:
        click.echo(f"{name}: {sentence('ignored_file', {})}")
    found = reporting.figures(handed_in.tables)
    for line in reporting.summary(found):
        click.echo(line)
    for line in reporting.first_refusals(handed_in.tables, REFUSALS_SHOWN):
        click.echo(line, err=True)
    if report:
        reporting.write_report(reporting.all_lines(handed_in.tables), report)
    return REFUSED if any(counts["refused"] for counts in found.values()) else 0


@roster.command("export")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--term", default="", help="The name of the term; by default the one that starts last.")
def export_ledger(folder: Path, term: str) -> None:
    """Write the ledger as a folder of CSV files that imports again to the same rows."""
    try:
        written = exporting.export_folder(folder, term)
    except OSError as error:
        give_up(Unreadable(str(folder), "cannot_open", why=error.strerror))
    for file, rows in written.items():
        click.echo(f"{file}: {rows}")
