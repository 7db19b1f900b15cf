"""The command of coverage: ``coverage report``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

import click
from flask import current_app
from flask.cli import with_appcontext

from course.coverage.every_report import every_report, regions_below
from course.coverage.past_days.rules import day_meant
from course.coverage.report import coverage_report
from course.coverage.rules import Year, year_asked_for
from course.i18n import local_now
from course.snapshots import one_snapshot

UNREADABLE = 2


@dataclass(frozen=True)
class Told:
    """Of which year and day is told, and when."""

    year: Year
    day: date
    now: datetime


# What writes the same as a file, by the option that asks for it; a later feature puts it here.
WRITERS: dict[str, Callable[[str, Told, Path], None]] = {}


@click.group
def coverage() -> None:
    """The three coverage figures, and what is missing."""


@coverage.command
@click.option("--region", "code", default="", help="The code of a region.")
@click.option(
    "--all", "every", is_flag=True, help="Tell of every region, or of every one below --region, in a line each."
)
@click.option("--year", "number", default="", help="The year by its first day, such as 2026; by default this year.")
@click.option("--day", "written", default="", help="Tell what was known on a past day of the year, YYYY-MM-DD.")
@click.option("--xlsx", type=click.Path(dir_okay=False, path_type=Path), help="Write the ledger into this file, too.")
@click.option("--pptx", type=click.Path(dir_okay=False, path_type=Path), help="Write the brief into this file, too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON with English keys.")
@with_appcontext
def report(code: str, every: bool, number: str, written: str, as_json: bool, **files: Path | None) -> None:
    """Print the figures of a region, of its children, and what is missing; or with --all those of every region.

    \b
    The keys of the JSON:
      region           code, name, level
      year             number, first_day, last_day
      as_of            the local moment of the count, or the past day of which is told
      appointments_on  the day on which appointments are looked at
      hours_owed       lesson-hours owed to each school in the year; a region below may ask for more
      figures          appointed (schools with a valid appointment), hours (schools with their hours
                       confirmed), classes (classes reached): each with confirmed, claimed, total and
                       percent (null where there is nothing to count); minutes: taught, organised, claimed
      children         the same figures for each region right below; direct = its own schools
      missing          appointed and hours: schools; classes: schools with the classes not reached

    With --all each line is such an object, without children and with the missing ones of the region's
    own schools only; within_reach are the classes that the published plans proved to be within reach.
    """
    told = told_of(number, written, local_now())
    if every:
        tell_all(code, told, as_json, [ending for ending, path in files.items() if path])
        return
    if not code:
        refuse("Name a region with --region, or ask for every one with --all.")
    with one_snapshot():
        found = coverage_report(code, told.year, told.now, told.day)
        if found is None:
            refuse(f"There is no region with the code {code}.")
        for ending, path in files.items():
            if path is not None:
                write_file(ending, code, told, path)
    click.echo(json.dumps(found, ensure_ascii=False, indent=2) if as_json else in_lines(found))


def tell_all(code: str, told: Told, as_json: bool, files: list[str]) -> None:
    """Print a line for every region as soon as it is counted; a bar says how far that is where it does not disturb."""
    if files:
        refuse(f"--{files[0]} makes the file of one region. Leave --all out, or the file.")
    with one_snapshot():
        regions = regions_below(code)
        if code and not regions:
            refuse(f"There is no region with the code {code}.")
        found = every_report(regions, told.year, told.now, told.day)
        bar = click.progressbar(found, len(regions), "Regions", file=sys.stderr, hidden=sys.stdout.isatty())
        with bar as reports:
            for one in reports:
                click.echo(
                    json.dumps(one, ensure_ascii=False) if as_json else line_of({**one["region"], **one["figures"]})
                )


def told_of(number: str, written: str, now: datetime) -> Told:
    """The year and the day that somebody asks for; today, or the nearest day of another year, where none is named."""
    day, problem = day_meant(written, now.date())
    if problem is not None:
        refuse(f"{written} is not a day that has come. Write it as {now:%Y-%m-%d}.")
    year = year_asked_for(number, day, current_app.config["YEAR_STARTS"])
    if year is None:
        refuse(f"{number} is not a year. Write four digits, such as {now.year}.")
    if written and not year.first <= day <= year.last:
        refuse(f"{day} does not lie in the year from {year.first} to {year.last}.")
    return Told(year, year.day_that_counts(day), now)


def write_file(ending: str, code: str, told: Told, path: Path) -> None:
    """Write a file, or say why it cannot be written."""
    try:
        WRITERS[ending](code, told, path)
    except OSError as error:
        refuse(f"{path} cannot be written: {error.strerror}.")


def refuse(sentence: str) -> NoReturn:
    """Say what is wrong and end the command."""
    click.echo(sentence, err=True)
    sys.exit(UNREADABLE)


def in_lines(found: dict[str, Any]) -> str:
    """The report for reading: one line for each figure of each region."""
    year = found["year"]
    lines = [f"{found['region']['name']}  {year['first_day']} – {year['last_day']}  as of {found['as_of']}"]
    for row in [{**found["region"], **found["figures"]}, *found["children"]]:
        lines.append(f"  {line_of(row)}")
    lines += [f"  {key} missing: {len(rows)} schools" for key, rows in found["missing"].items()]
    return "\n".join(lines)


def line_of(row: dict[str, Any]) -> str:
    """The figures of a region in one line."""
    parts = [f"{key} {row[key]['confirmed']}/{row[key]['total']}" for key in ("appointed", "hours", "classes")]
    return f"{row['code']} {row['name']}: {', '.join(parts)}"
