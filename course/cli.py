"""Commands that belong to no feature: the database, the demo, the worker, care of the data."""

from __future__ import annotations

import click
from flask import Flask, current_app
from flask_migrate import upgrade


def init_app(app: Flask) -> None:
    """Register the commands."""
    for command in (init, worker):
        app.cli.add_command(command)


@click.command
def init() -> None:
    """Create or migrate the database and load what is built in; safe to repeat."""
    upgrade()
    click.echo("Ready.")


@click.command
@click.option("--workers", default=2, show_default=True)
def worker(workers: int) -> None:
    """Do the jobs that wait, until stopped."""
    current_app.extensions["queue"].create_consumer(workers=workers).run()
