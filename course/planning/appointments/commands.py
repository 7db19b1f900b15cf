"""The command of appointments: ``plan appoint``."""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Any, NoReturn

import click
import sqlalchemy as sa
from flask.cli import with_appcontext

from course.db import db, one_transaction, utc_now
from course.i18n import local_now
from course.ledger.escaping import escaped
from course.planning.appointments import actions
from course.planning.appointments.actions import Wanted
from course.planning.appointments.jobs import proposal_for
from course.planning.appointments.queries import limits_in, read_counties, term_for
from course.planning.appointments.wording import reason, reason_vacant
from course.planning.selections import counties_of
from course.planning.solver.county import County
from course.planning.solver.proposal import AppointmentFigures, together
from course.roster.models import Region, School, Term, VicePrincipal

VACANT, UNREADABLE = 1, 2
COUNTIES_AT_ONCE = 100
VACANT_SHOWN = 10
DAYS = ("start", "end")
COLUMNS = ("region", "school", "school_name", "vice_principal", "name", "station", "km", "start", "end", "why")


@click.command
@click.option("--region", "code", default="", help="The code of a region; without it every county.")
@click.option("--apply", "write", is_flag=True, help="Make the proposed appointments, one transaction a county.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the proposal (CSV).")
@with_appcontext
def appoint(code: str, write: bool, out: Path | None) -> None:
    """Propose who should serve which school; exit code 1 where a school is left without anybody."""
    began, regions = time.perf_counter(), counties(code)
    with opened(out) as handle:
        figures = [one for batch in batches(regions) for one in propose_batch(batch, write, handle)]
    total = together(figures)
    click.echo(f"{len(figures)} counties: {in_words(total)}, {time.perf_counter() - began:.2f} s")
    sys.exit(VACANT if total.vacant_after else 0)


def counties(code: str) -> list[Region]:
    """The counties of a region, or all of them."""
    top = sa.select(Region).where(Region.code == code if code else Region.parent_id.is_(None)).order_by(Region.code)
    regions = list(db.session.scalars(top))
    if code and not regions:
        refuse(f"There is no region with the code {code}.")
    return [county for region in regions for county in counties_of(region)]


def refuse(sentence: str) -> NoReturn:
    """Say what is wrong and end the command."""
    click.echo(sentence, err=True)
    sys.exit(UNREADABLE)


@contextmanager
def opened(out: Path | None) -> Iterator[Any]:
    """The file for the proposal, opened before anything is done; None where none is asked for."""
    if out is None:
        yield None
        return
    try:
        handle = out.open("w", encoding="utf-8-sig", newline="")
    except OSError as error:
        refuse(f"{out}: {error.strerror}")
    with handle:
        csv.writer(handle).writerow(COLUMNS)
        yield handle


def batches(regions: Sequence[Region]) -> Iterator[Sequence[Region]]:
    """The counties, so many at once that a country fits into memory."""
    for first in range(0, len(regions), COUNTIES_AT_ONCE):
        yield regions[first : first + COUNTIES_AT_ONCE]


def propose_batch(regions: Sequence[Region], write: bool, handle: IO[str] | None) -> Iterator[AppointmentFigures]:
    """Read some counties at once, then propose for one after the other and print a line for each."""
    names, today = {region.path: f"{region.code} {region.name}" for region in regions}, local_now().date()
    term, began = term_for(today), time.perf_counter()
    read = read_counties(list(names), term, today)
    reading = (time.perf_counter() - began) / max(1, len(read))
    for county in read:
        began = time.perf_counter()
        proposal = proposal_for(county, term)
        if write:
            write_down(proposal, term)
        if handle:
            csv.writer(handle).writerows(rows_of(proposal, county))
        figures = AppointmentFigures(**proposal["figures"])
        seconds = reading + time.perf_counter() - began
        click.echo(f"{names[county.region_path]}: {in_words(figures)}, {seconds:.2f} s")
        tell_vacant(proposal, county)
        yield figures


def in_words(figures: AppointmentFigures) -> str:
    """The figures of a proposal in a line."""
    proved = "proved optimal" if figures.optimal else "not proved optimal"
    return (
        f"{figures.vacant_today} of {figures.schools} schools without anybody today, {figures.vacant_after} after; "
        f"{figures.new} new, {figures.renewed} renewed, {figures.kilometres} km on average; "
        f"{figures.unused_today} of {figures.people} people without a school today, {figures.unused_after} after; "
        f"lessons a term {figures.lessons_today} → {figures.lessons_after} of {figures.lessons}; {proved}"
    )


def tell_vacant(proposal: dict[str, Any], county: County) -> None:
    """Name the schools that are left without anybody."""
    left = [county.schools[county.places[int(school)]] for school in proposal["vacant"]]
    for school in left[:VACANT_SHOWN]:
        click.echo(f"  {school.code} {school.name}: {reason_vacant(proposal['vacant'][str(school.id)])}")
    if len(left) > VACANT_SHOWN:
        click.echo(f"  and {len(left) - VACANT_SHOWN} more schools")


def rows_of(proposal: dict[str, Any], county: County) -> Iterator[list[str]]:
    """The lines of a proposal for a file that people open; a school left without anybody has no person."""
    for line in proposal["lines"]:
        school = county.schools[county.places[line["school"]]]
        person = county.people[county.seats[line["person"]]]
        cells = (county.region_path.rpartition("/")[2], school.code, school.name, person.code, person.name)
        cells = (*cells, person.station, line["km"], line["start"], line["end"], reason(line))
        yield [escaped(str(cell)) for cell in cells]
    for number, why in proposal["vacant"].items():
        school = county.schools[county.places[int(number)]]
        cells = (county.region_path.rpartition("/")[2], school.code, school.name, *[""] * 6, reason_vacant(why))
        yield [escaped(cell) for cell in cells]


def write_down(proposal: dict[str, Any], term: Term | None) -> None:
    """Make the appointments of a county, all of them or none."""
    with one_transaction():
        lines = proposal["lines"]
        people = by_id(VicePrincipal, {line["person"] for line in lines})
        schools = by_id(School, {line["school"] for line in lines})
        wanted = [
            Wanted(people[line["person"]], schools[line["school"]], *(date.fromisoformat(line[day]) for day in DAYS))
            for line in lines
        ]
        actions.appoint(wanted, limits=limits_in(term), reason="", user=None, now=utc_now())


def by_id(model: Any, ids: set[int]) -> dict[int, Any]:
    """These rows."""
    return {row.id: row for row in db.session.scalars(sa.select(model).where(model.id.in_(ids)))}
