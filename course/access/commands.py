"""Commands of access: add a user."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from course.access import actions
from course.access.forms import EMAIL
from course.access.models import Role
from course.access.scope import Scope
from course.db import one_transaction, utc_now
from course.errors import RuleBroken

user = AppGroup("user", help="Users and their passwords.")


@user.command()
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--scope", "scope_code", default="", help="Code of the region, station, vice-principal or school.")
@click.option("--name", default="")
@click.argument("email")
def add(role: str, scope_code: str, name: str, email: str) -> None:
    """Add a user and print a one-time password."""
    if not EMAIL.fullmatch(email):
        raise click.BadParameter("write one address such as name@example.com", param_hint="EMAIL")
    try:
        with one_transaction():
            _, password = actions.add_user(
                email=email,
                name=name,
                role=Role(role),
                scope_code=scope_code,
                by=None,
                scope=Scope(Role.ADMIN),
                now=utc_now(),
            )
    except RuleBroken as broken:
        raise click.ClickException("; ".join(str(problem) for problem in broken.problems)) from None
    click.echo(password)
