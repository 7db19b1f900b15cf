"""The list of those erased, outside the database: after a restore they are erased again."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from flask import current_app

from course.access.models import User
from course.db import db
from course.privacy.queries import Subject, subject_of_person
from course.roster.models import VicePrincipal

FILE = "erased.txt"


def remember(subject: Subject) -> None:
    """Write down who was erased: numbers only."""
    lines = [f"vice_principal {subject.person_id}"] if subject.person_id else []
    lines += [f"user {user_id}" for user_id in subject.user_ids]
    with file().open("a", encoding="ascii") as kept:
        kept.writelines(f"{line}\n" for line in lines)


def file() -> Path:
    """Where the list lies."""
    return Path(current_app.config["INSTANCE"]) / FILE


def come_back() -> list[Subject]:
    """Those who were erased once and are there again, because an older backup was restored."""
    if not file().exists():
        return []
    kept = {tuple(line.split()) for line in file().read_text(encoding="ascii").splitlines() if line.strip()}
    people = [int(number) for kind, number in kept if kind == "vice_principal"]
    users = [int(number) for kind, number in kept if kind == "user"]
    there = sa.select(VicePrincipal.id).where(VicePrincipal.id.in_(people), VicePrincipal.erased_at.is_(None))
    alone = sa.select(User.id).where(User.id.in_(users), User.erased_at.is_(None), User.vice_principal_id.is_(None))
    found = [subject_of_person(number) for number in sorted(db.session.scalars(there))]
    return found + [Subject(None, (number,)) for number in sorted(db.session.scalars(alone))]
