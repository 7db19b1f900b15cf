"""The commands of personal data: ``person export``, ``person erase``, ``person erase-again``."""

from __future__ import annotations

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext

from course.access.models import User
from course.db import db, one_transaction, utc_now
from course.privacy import files, tombstones
from course.privacy.erasing import erase
from course.privacy.queries import Subject, collected, subject_of_person, subject_of_user
from course.roster.models import VicePrincipal


@click.group
def person() -> None:
    """What is held about somebody: take it out, or erase it."""


def subject_of(name: str) -> Subject:
    """The person with this code, or the user with this address."""
    number = db.session.scalar(sa.select(VicePrincipal.id).where(VicePrincipal.code == name))
    if number is not None:
        return subject_of_person(number)
    user = db.session.scalar(sa.select(User).where(User.email == name))
    if user is None:
        raise click.ClickException(f"There is neither a vice-principal nor a user called {name}.")
    return subject_of_user(user)


@person.command
@click.argument("name")
@with_appcontext
def export(name: str) -> None:
    """Print all that is held about a vice-principal (by code) or a user (by address), as JSON."""
    with current_app.test_request_context():
        click.echo(files.as_json(collected(subject_of(name)), utc_now()))


@person.command("erase")
@click.argument("name")
@click.confirmation_option(prompt="The name, the telephone number and the addresses are gone for good. Go on?")
@with_appcontext
def erase_one(name: str) -> None:
    """Erase a vice-principal (by code) or a user (by address); what they did is still counted."""
    subject = subject_of(name)
    with one_transaction():
        erase(subject, user=None, now=utc_now())
    tombstones.remember(subject)
    click.echo("Erased.")


@person.command
@with_appcontext
def erase_again() -> None:
    """After a restore: erase those again who were erased since that backup."""
    click.echo(f"{erase_those_who_came_back()} erased again")


def erase_those_who_came_back() -> int:
    """Erase everybody of the list of tombstones who is there again; how many."""
    back = tombstones.come_back()
    for subject in back:
        with one_transaction():
            erase(subject, user=None, now=utc_now())
    return len(back)
