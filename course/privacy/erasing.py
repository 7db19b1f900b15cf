"""Erasing somebody: the identity goes, the numbers stay."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from course.access import audit
from course.access.held import Held
from course.access.models import Message, Notice, User
from course.db import db
from course.privacy.held import HELD
from course.privacy.queries import Subject, about
from course.privacy.rules import address_after, replaced, tombstone
from course.roster.models import VicePrincipal
from course.schedule.models import LessonChange

ERASED = "person.erase"
# Where people write, and may have written a name.
WRITTEN = {"note", "reason", "end_reason", "actor", "author", "approved_by", "closing_note", "remark", "unit"}
# What others were told, and what the history of a lesson says.
TOLD = ((Notice, "facts"), (Message, "facts"), (LessonChange, "before"), (LessonChange, "after"))


@dataclass(frozen=True)
class Identity:
    """What tells who somebody is, and what stands there afterwards."""

    words: tuple[str, ...]
    instead: str


def erase(subject: Subject, *, user: User | None, now: datetime, region_path: str = "") -> None:
    """Take the identity of somebody out of every table; what they did is still counted."""
    rows = people_of(subject)
    identity = identity_of(rows, subject)
    overwrite_what_goes()
    for held in HELD:
        if held.changes:
            forget(held, subject, identity)
    for row in rows:
        bury(row, now)
    db.session.flush()
    sweep(identity)
    db.session.expire_all()
    number = f"vice_principal:{subject.person_id}" if subject.person_id else f"user:{subject.user_ids[0]}"
    audit.note(ERASED, number, user=user, now=now, region_path=region_path)


def people_of(subject: Subject) -> list[VicePrincipal | User]:
    """The rows of somebody: the vice-principal and the accounts."""
    users = list(db.session.scalars(sa.select(User).where(User.id.in_(subject.user_ids)).order_by(User.id)))
    person = db.session.get(VicePrincipal, subject.person_id) if subject.person_id else None
    return [person, *users] if person else list(users)


def identity_of(rows: Collection[VicePrincipal | User], subject: Subject) -> Identity:
    """The names, addresses and numbers of somebody, the longest first, so that none is left in part."""
    found = {getattr(row, name, "") for row in rows for name in ("name", "email", "phone", "tf_phone_number")}
    return Identity(
        tuple(sorted((word for word in found if word), key=lambda word: (-len(word), word))),
        tombstone(subject.person_id or subject.user_ids[0]),
    )


def overwrite_what_goes() -> None:
    """Let SQLite write zeros over what is deleted from now on, so that the file holds none of it."""
    if db.session.get_bind().dialect.name == "sqlite":
        db.session.execute(sa.text("PRAGMA secure_delete = ON"))


def forget(held: Held, subject: Subject, identity: Identity) -> None:
    """Remove, empty and rename what a table holds about somebody."""
    mine = about(held, subject)
    if held.removed:
        db.session.execute(sa.delete(held.model).where(mine))
        return
    values = {**held.emptied, **dict.fromkeys(held.named, identity.instead)}
    if values:
        db.session.execute(sa.update(held.model).where(mine).values(values))
    for column in texts_of(held.model.__table__):
        for word in identity.words:
            found = column.contains(word, autoescape=True) if len(word) > 1 else column == word
            theirs = sa.and_(mine, found)
            changed = {column.name: sa.func.replace(column, word, identity.instead)}
            db.session.execute(sa.update(held.model.__table__).where(theirs).values(changed))


def texts_of(table: sa.Table) -> Iterator[sa.Column[Any]]:
    """The columns in which people write; a name may look like a code, so codes and paths are left alone."""
    return (column for column in table.columns if column.name in WRITTEN)


def bury(row: VicePrincipal | User, now: datetime) -> None:
    """Put the tombstone in the place of a person."""
    db.session.refresh(row)
    row.erased_at, row.name = now, tombstone(row.id)
    if isinstance(row, User):
        row.email, row.fs_uniquifier = address_after(row.id), uuid.uuid4().hex


def sweep(identity: Identity) -> None:
    """Take the identity out of what others were told, and out of the history of lessons."""
    for model, name in TOLD:
        sweep_column(model.__table__, model.__table__.c[name], identity)
    for word in identity.words:
        attachment = Message.__table__.c.attachment
        changed = {"attachment": sa.func.replace(attachment, word, identity.instead)}
        named = attachment.contains(word, autoescape=True)
        db.session.execute(sa.update(Message.__table__).where(named).values(changed))


def sweep_column(table: sa.Table, column: sa.Column[Any], identity: Identity) -> None:
    """Take the identity out of one column of facts, row by row."""
    text = sa.cast(column, sa.Text)
    written = {form for word in identity.words for form in (word, json.dumps(word)[1:-1])}
    named = sa.or_(sa.false(), *(text.contains(form, autoescape=True) for form in sorted(written)))
    for number, value in db.session.execute(sa.select(table.c.id, column).where(named)).all():
        changed = {column.name: replaced(value, identity.words, identity.instead)}
        db.session.execute(sa.update(table).where(table.c.id == number).values(changed))
