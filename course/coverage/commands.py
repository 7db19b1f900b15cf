"""The command of coverage: ``coverage report``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from course.coverage.report import coverage_report
from course.coverage.rules import Year, year_asked_for
from course.i18n import local_now

UNREADABLE = 2
# What writes the same as a file, by the option that asks for it; a later feature puts it here.
WRITERS: dict[str, Callable[[str, Year, datetime, Path], None]] = {}


@click.group
def coverage() -> None:
    """The three coverage figures, and what is missing."""


@coverage.command
@click.option("--region", "code", required=True, help="The code of a region.")
@click.option("--year", "number", default="", help="The year by its first day, such as 2026; by default this year.")
@click.option("--xlsx", type=click.Path(dir_okay=False, path_type=Path), help="Write the ledger into this file, too.")
@click.option("--pptx", type=click.Path(dir_okay=False, path_type=Path), help="Write the brief into this file, too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON with English keys.")
@with_appcontext
def report(code: str, number: str, as_json: bool, **files: Path | None) -> None:
    """Print the figures of a region, of its children, and what is missing.

    \b
    The keys of the JSON:
      region           code, name, level
      year             number, first_day, last_day
      as_of            the local moment of the count
      appointments_on  the day on which appointments are looked at
      hours_owed       lesson-hours owed to each school in the year
      figures          appointed (schools with a valid appointment), hours (schools with their hours
                       confirmed), classes (classes reached): each with confirmed, claimed, total and
                       percent (null where there is nothing to count); minutes: taught, organised, claimed
      children         the same figures for each region right below; direct = its own schools
      missing          appointed and hours: schools; classes: schools with the classes not reached
    """
    now = local_now()
    year = year_asked_for(number, now.date(), current_app.config["YEAR_STARTS"])
    if year is None:
        refuse(f"{number} is not a year. Write four digits, such as {now.year}.")
    found = coverage_report(code, year, now)
    if found is None:
        refuse(f"There is no region with the code {code}.")
    for ending, path in files.items():
        if path is not None:
            write_file(ending, code, year, now, path)
    click.echo(json.dumps(found, ensure_ascii=False, indent=2) if as_json else in_lines(found))


def write_file(ending: str, code: str, year: Year, now: datetime, path: Path) -> None:
    """Write a file, or say why it cannot be written."""
    try:
        WRITERS[ending](code, year, now, path)
    except OSError as error:
        refuse(f"{path} cannot be written: {error.strerror}.")


def refuse(sentence: str) -> None:
    """Say what is wrong and end the command."""
    click.echo(sentence, err=True)
    sys.exit(UNREADABLE)


def in_lines(found: dict[str, Any]) -> str:
    """The report for reading: one line for each figure of each region."""
    year = found["year"]
    lines = [f"{found['region']['name']}  {year['first_day']} – {year['last_day']}  as of {found['as_of']}"]
    for row in [{**found["region"], **found["figures"]}, *found["children"]]:
        parts = [f"{key} {row[key]['confirmed']}/{row[key]['total']}" for key in ("appointed", "hours", "classes")]
        lines.append(f"  {row['code']} {row['name']}: {', '.join(parts)}")
    lines += [f"  {key} missing: {len(rows)} schools" for key, rows in found["missing"].items()]
    return "\n".join(lines)
