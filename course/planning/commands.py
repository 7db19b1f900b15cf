"""Commands of the plan: make, publish, withdraw, list and export a term's plan."""

from __future__ import annotations

import csv
import os
import sys
import time
from datetime import date
from pathlib import Path
from typing import IO, Any, NoReturn

import click
import sqlalchemy as sa
from flask.cli import with_appcontext

from course.access.models import Role
from course.access.scope import Scope
from course.db import db, one_transaction, utc_now
from course.errors import RuleBroken
from course.i18n import local_now
from course.planning import plan_jobs, plan_queries, plan_workers, publish_actions, withdraw_actions
from course.planning.models import PartState, Plan
from course.planning.plan_actions import Asked, ask_for_plan
from course.planning.plan_export import COLUMNS, plan_rows
from course.planning.plan_notices import Beside, tell_people
from course.planning.plan_queries import PartRow
from course.planning.plan_wording import kept_in_words, reasons, when
from course.planning.publish_check import Refused
from course.planning.reading.queries import reading_of
from course.planning.solver.figures import Figures, together
from course.roster.models import Region, Term

__all__ = ["plan", "plan_jobs"]
EVERYTHING = Scope(Role.ADMIN)
REFUSED, UNREADABLE = 1, 2
REFUSALS_SHOWN = 20
DAY = click.DateTime(["%Y-%m-%d"])


@click.group
def plan() -> None:
    """Plan a term, publish the plan, and take it back."""


@plan.command
@click.option("--term", "term_name", default="", help="The name of a term; by default the one that holds today.")
@click.option("--region", "code", default="", help="The code of a region; by default the whole ledger.")
@click.option("--seed", default=1, show_default=True, help="The same data and seed give the same plan.")
@click.option("--workers", type=click.IntRange(1, 64), help="How many processes at once; by default one a processor.")
@click.option("--from", "first", type=DAY, help="The first day to plan; by default the first day of the term.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the plan (CSV).")
@with_appcontext
def make(term_name: str, code: str, seed: int, workers: int | None, first: Any, out: Path | None) -> None:
    """Make a draft of a term's plan and print its figures; nothing is published."""
    began = time.monotonic()
    term, region = term_named(term_name), region_named(code)
    handle = opened(out) if out else None
    with one_transaction():
        asked = refusing(
            lambda: ask_for_plan(
                term, region, first=first.date() if first else term.start, seed=seed, user=None, now=utc_now()
            )
        )
        turns = plan_workers.take(asked.job_ids, now=utc_now())
    plan_workers.do_all(turns, workers or os.cpu_count() or 1)
    if handle:
        with handle:
            write_plan(asked.plan.id, handle)
    tell(asked, time.monotonic() - began)


def tell(asked: Asked, seconds: float) -> None:
    """Print the figures of a plan that was made; counties that could not be planned make the command fail."""
    rows = plan_queries.part_rows([asked.plan.id], EVERYTHING)
    made = [row for row in rows if row.part.state is PartState.DRAFT]
    click.echo(f"plan {asked.plan.id}: {asked.plan.region.name}, {asked.plan.term.name}")
    for line in figure_lines(together([Figures.of_json(row.part.figures) for row in made])):
        click.echo(line)
    click.echo(f"seconds {seconds:.1f}")
    if len(made) < len(rows):
        names = ", ".join(row.part.region.name for row in rows if row not in made)
        give_up(f"These counties could not be planned; the log says why: {names}", REFUSED)


def figure_lines(figures: Figures) -> list[str]:
    """The figures of a plan, a line each."""
    share = f" ({figures.gain / figures.gain_bound:.2%})" if figures.gain_bound else ""
    return [
        f"lessons {figures.lessons} ({figures.lessons_by_substitutes} by substitutes)",
        f"schools with their hours {figures.schools_with_hours}/{figures.schools}",
        f"hours {figures.hours}/{figures.hours_wanted}",
        f"classes reached {figures.classes_reached}/{figures.classes} (at most {figures.classes_bound})",
        f"coverage {figures.gain}, bound {figures.gain_bound}{share}",
        f"soft cost {figures.soft_total}",
        *(f"  {part} {cost}" for part, cost in sorted(figures.soft.items())),
    ]


@plan.command("list")
@with_appcontext
def list_plans() -> None:
    """The plans that there are, newest first."""
    plans = plan_queries.plans_in(EVERYTHING, 1)[0]
    rows = plan_queries.part_rows([one.id for one in plans], EVERYTHING)
    for one in plans:
        click.echo(f"{one.id}\t{one.term.name}\t{one.region.code} {one.region.name}\t{states(one, rows)}")


def states(one: Plan, rows: list[PartRow]) -> str:
    """How many counties of a plan stand where: ``draft 3, published 77``."""
    found: dict[str, int] = {}
    for row in rows:
        if row.part.plan_id == one.id:
            found[row.part.state.value] = found.get(row.part.state.value, 0) + 1
    return ", ".join(f"{state} {number}" for state, number in sorted(found.items()))


@plan.command
@click.argument("plan_id", type=int)
@click.option("--from", "first", type=DAY, help="Also publish what lies behind us, from this day on.")
@with_appcontext
def publish(plan_id: int, first: Any) -> None:
    """Turn a draft into scheduled lessons and notices, county by county; a county that no longer fits is left out."""
    day: date | None = first.date() if first else None
    refused = False
    rows = parts_of(plan_id, PartState.DRAFT, "There is no draft with lessons in this plan.")
    ids = [row.part.id for row in rows]
    for number, row in enumerate(rows):
        beside = Beside(tuple(ids[:number]), tuple(ids[number + 1 :]))
        try:
            with one_transaction():
                done = publish_actions.publish_part(
                    row.part, user=None, now=utc_now(), first=day, together=lambda part, beside=beside: beside
                )
            passed = f", {done.passed} left out because their day has passed" if done.passed else ""
            click.echo(f"{row.part.region.name}: {done.lessons} lessons published{passed}")
        except RuleBroken as broken:
            refused = True
            tell_refusal(row, broken)
            with one_transaction():
                tell_people(row.part, beside, now=utc_now())
    sys.exit(REFUSED if refused else 0)


def tell_refusal(row: PartRow, broken: RuleBroken) -> None:
    """Say why a county was not published, with the first lessons that no longer fit."""
    for problem in broken.problems:
        click.echo(f"{row.part.region.name}: {problem.message}", err=True)
    for one in broken.refused[:REFUSALS_SHOWN] if isinstance(broken, Refused) else ():
        click.echo(f"  {one.code} {when(one)} {one.school}, {one.person}: {reasons(one)}", err=True)


@plan.command
@click.argument("plan_id", type=int)
@with_appcontext
def withdraw(plan_id: int) -> None:
    """Take back the published lessons that nobody has agreed to; all others stay."""
    for row in parts_of(plan_id, PartState.PUBLISHED, "Nothing of this plan is published."):
        with one_transaction():
            done = refusing(lambda part=row.part: withdraw_actions.withdraw_part(part, user=None, now=utc_now()))
        kept = f"; these stay: {kept_in_words(done.kept)}" if done.kept else ""
        click.echo(f"{row.part.region.name}: {done.lessons} lessons withdrawn{kept}")


@plan.command
@click.argument("plan_id", type=int)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_appcontext
def export(plan_id: int, file: Path) -> None:
    """Write a plan as plan.csv: drafts as they were made, what is published as it stands now."""
    plan_named(plan_id)
    with opened(file) as handle:
        click.echo(f"{write_plan(plan_id, handle)} lessons")


def write_plan(plan_id: int, handle: IO[str]) -> int:
    """Write the lessons of a plan in the columns that others rely on; how many there are."""
    reading = reading_of(plan_id, EVERYTHING, local_now())
    rows = list(plan_rows(reading)) if reading and reading.parts else []
    csv.writer(handle).writerows([COLUMNS, *rows])
    return len(rows)


def opened(path: Path) -> IO[str]:
    """The file to write, opened before anything is done."""
    try:
        return path.open("w", encoding="utf-8", newline="")
    except OSError as error:
        give_up(f"{path}: {error.strerror}")


def parts_of(plan_id: int, state: PartState, otherwise: str) -> list[PartRow]:
    """The counties of a plan in this state that have lessons; the command ends where there are none."""
    plan_named(plan_id)
    rows = [row for row in plan_queries.part_rows([plan_id], EVERYTHING) if row.part.state is state]
    # A county in which there is nothing to do has nothing to refuse.
    rows = [row for row in rows if row.part.figures.get("lessons")]
    return rows or give_up(otherwise, REFUSED)


def plan_named(plan_id: int) -> Plan:
    """The plan with this number; the command ends where there is none."""
    number = plan_id if 0 < plan_id < 2**31 else 0
    return plan_queries.plan_in_scope(number, EVERYTHING) or give_up(f"There is no plan {plan_id}.")


def term_named(name: str) -> Term:
    """The term of this name, else the one that holds today, else the latest."""
    found = plan_queries.terms()
    if not found:
        give_up("There is no term yet. Import the ledger first.")
    if not name:
        return plan_queries.term_for(found, local_now().date()) or found[0]
    names = ", ".join(term.name for term in found)
    chosen = [term for term in found if term.name == name]
    return chosen[0] if chosen else give_up(f"There is no term {name}. There are: {names}")


def region_named(code: str) -> Region:
    """The region of this code, else the one root of the ledger."""
    if code:
        return plan_queries.region_in_scope(code, EVERYTHING) or give_up(f"There is no region with the code {code}.")
    roots = list(db.session.scalars(sa.select(Region).where(Region.parent_id.is_(None)).order_by(Region.code)))
    if not roots:
        give_up("There is no region yet. Import the ledger first.")
    if len(roots) > 1:
        give_up(f"Say which region with --region: {', '.join(root.code for root in roots)}")
    return roots[0]


def refusing(work: Any) -> Any:
    """Do the work; where it is refused, say why and end the command."""
    try:
        return work()
    except RuleBroken as broken:
        give_up("\n".join(str(problem.message) for problem in broken.problems), REFUSED)


def give_up(sentence: str, code: int = UNREADABLE) -> NoReturn:
    """Say what is wrong and end the command."""
    click.echo(sentence, err=True)
    sys.exit(code)
