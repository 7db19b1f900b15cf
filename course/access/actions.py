"""Verbs of access: add a user, give a new password, disable and enable."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime

import sqlalchemy as sa
from flask_security import hash_password

from course.access import audit, rules
from course.access.models import SCOPE_COLUMNS, Role, User
from course.access.queries import target_of
from course.access.scope import Scope
from course.db import db
from course.errors import refuse

# Without the letters and digits that are read wrong from paper.
PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
# Where an account remembers the closed school with which it was ended.
ENDED_WITH = "ended_with_school"


def add_user(
    *, email: str, name: str, role: Role, scope_code: str, by: User | None, scope: Scope, now: datetime
) -> tuple[User, str]:
    """Add a user with a one-time password; returns both.

    Raises ``RuleBroken`` where the scope is not found, lies outside the scope of ``by``, or the address is taken.
    """
    target = target_of(role, scope_code)
    taken = db.session.scalar(sa.select(User.id).where(sa.func.lower(User.email) == email.lower())) is not None
    refuse(
        [
            rules.scope_is_found(role, scope_code, target),
            rules.may_make(role, target, scope) if target or role is Role.ADMIN else None,
            rules.email_is_free(taken),
        ]
    )
    password = one_time_password()
    user = User(
        email=email.lower(),
        name=name,
        role=role,
        password=hash_password(password),
        must_change_password=True,
        fs_uniquifier=uuid.uuid4().hex,
        created_at=now,
    )
    if target is not None:
        setattr(user, SCOPE_COLUMNS[role], target.id)
    db.session.add(user)
    db.session.flush()
    path = target.region_path if target else ""
    audit.note("user.add", f"user:{user.id}", user=by, now=now, region_path=path, role=role.value)
    return user, password


def change_role(user: User, *, role: Role, scope_code: str, by: User, scope: Scope, now: datetime) -> None:
    """Make the user something else, or of something else; every session of theirs ends.

    Raises ``RuleBroken`` like ``add_user``, and where no administrator would remain.
    """
    target = target_of(role, scope_code)
    refuse(
        [
            rules.is_somebody_else(user.id, by.id),
            rules.scope_is_found(role, scope_code, target),
            rules.may_make(role, target, scope) if target or role is Role.ADMIN else None,
            None
            if role is Role.ADMIN
            else rules.an_administrator_remains(user.role, other_active_administrators(user)),
        ]
    )
    before, user.role = user.role, role
    for column in SCOPE_COLUMNS.values():
        setattr(user, column, None)
    if target is not None:
        setattr(user, SCOPE_COLUMNS[role], target.id)
    end_sessions(user)
    path = target.region_path if target else ""
    changed = {"was": before.value, "role": role.value, "scope": scope_code}
    audit.note("user.change_role", f"user:{user.id}", user=by, now=now, region_path=path, **changed)


def give_new_password(user: User, *, by: User | None, now: datetime) -> str:
    """A new one-time password; every session of the user ends."""
    password = one_time_password()
    user.password, user.must_change_password = hash_password(password), True
    end_sessions(user)
    audit.note("user.new_password", f"user:{user.id}", user=by, now=now)
    return password


def disable(user: User, *, by: User, now: datetime) -> None:
    """Close the account; every session of the user ends."""
    refuse(
        [
            rules.is_somebody_else(user.id, by.id),
            rules.an_administrator_remains(user.role, other_active_administrators(user)),
        ]
    )
    user.active = False
    end_sessions(user)
    audit.note("user.disable", f"user:{user.id}", user=by, now=now)


def end_with_school(user: User, school_id: int, *, now: datetime) -> None:
    """Close the account of a school that is no more, once; where the bureau opens it again it stays open."""
    user.active = False
    user.preferences = {**(user.preferences or {}), ENDED_WITH: school_id}
    end_sessions(user)
    audit.note("user.end", f"user:{user.id}", user=None, now=now)


def enable(user: User, *, by: User, now: datetime) -> None:
    """Open the account again."""
    user.active = True
    audit.note("user.enable", f"user:{user.id}", user=by, now=now)


def end_sessions(user: User) -> None:
    """Start a new session epoch: whoever is signed in as this user no longer is."""
    user.fs_uniquifier = uuid.uuid4().hex
    db.session.flush()


def other_active_administrators(user: User) -> int:
    """How many administrators there are beside this user; their rows are locked until the end."""
    others = sa.select(User.id).where(User.role == Role.ADMIN, User.active, User.id != user.id).with_for_update()
    return len(list(db.session.scalars(others)))


def one_time_password() -> str:
    """Four groups of four letters, easy to read out on the telephone."""
    groups = ("".join(secrets.choice(PASSWORD_LETTERS) for _ in range(4)) for _ in range(4))
    return "-".join(groups)
