"""Commands that belong to no feature: the database, the start, the worker."""

from __future__ import annotations

import click
import sqlalchemy as sa
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from course import care, demo, schema
from course.access import commands as access
from course.cases import actions as cases
from course.cases import commands as case_commands
from course.cases.laws import commands as law_commands
from course.cases.laws.source import TextsMissing, rows_of
from course.coverage.tallies.commands import build_missing_tallies
from course.db import db, one_transaction, utc_now
from course.job_limits import limit_memory
from course.ledger import commands as ledger
from course.planning import commands as planning
from course.planning.appointments import commands as appointment_commands
from course.planning.reasons.commands import explain
from course.planning.repair import commands as repair_commands
from course.privacy import commands as privacy
from course.reports import commands as reports
from course.roster.models import School, Theme
from course.settings import ROOT
from course.worker_processes import Copies
from slides import built_in_cases, read_case

THEMES = ROOT / "course" / "roster" / "themes.csv"


def init_app(app: Flask) -> None:
    """Register the commands of all features."""
    for command in (init, prepare, worker, demo.demo, care.doctor, care.backup, care.restore):
        app.cli.add_command(command)
    for command in (appointment_commands.appoint, repair_commands.repair, explain):
        planning.plan.add_command(command)
    for group in (
        access.user,
        ledger.roster,
        case_commands.deck,
        law_commands.laws,
        planning.plan,
        reports.coverage,
        privacy.person,
    ):
        app.cli.add_command(group)


@click.command
@with_appcontext
def init() -> None:
    """Create or migrate the database; load themes, the law table and the built-in cases; safe to repeat."""
    load_built_in()
    click.echo("Ready.")


def load_built_in() -> None:
    """Bring the schema and what is built in up to date."""
    upgrade()
    privacy.erase_those_who_came_back()
    with one_transaction():
        load_themes()
        try:
            cases.load_laws()
        except TextsMissing as missing:
            click.echo(f"The texts of the laws are missing: {missing}", err=True)
        for path in built_in_cases():
            text = path.read_text(encoding="utf-8")
            cases.save_case(read_case(text), text, now=utc_now())
    build_missing_tallies()


def load_themes() -> None:
    """Add the built-in themes that are not there; what a bureau has changed stays as it is."""
    known = set(db.session.scalars(sa.select(Theme.code)))
    for row in rows_of(THEMES):
        if row["code"] not in known:
            db.session.add(Theme(**{**row, "stages": tuple(row["stages"].split(";"))}))
    db.session.flush()


@click.command
@with_appcontext
def prepare() -> None:
    """What `make run` does before it starts: the database, and the demo where there is no data at all."""
    load_built_in()
    if db.session.scalar(sa.select(School.id).limit(1)) is None:
        with current_app.test_request_context():
            demo.load(None)
    click.echo(f"\n  {current_app.config['BASE_URL']}\n  Demo logins: {demo.logins_file()}\n")


@click.command
@click.option("--workers", default=2, show_default=True, help="How many jobs at once.")
@click.option("--megabytes", default=8192, show_default=True, help="How much memory each may take; 0: no limit.")
@with_appcontext
def worker(workers: int, megabytes: int) -> None:
    """Do the jobs that wait, until stopped; each process does one at a time."""
    limit_memory(megabytes)
    if cause := schema.too_old():
        raise click.ClickException(cause)
    queue = current_app.extensions["queue"]
    db.session.remove()
    db.engine.dispose()  # Copies of this process open connections of their own.
    Copies(workers, lambda: queue.create_consumer(workers=1).run()).keep()
