"""Reads of keys: whose a key is, and the keys of a user."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from course.access.models import Role, User
from course.db import db
from course.sharing.models import ApiToken
from course.sharing.token_rules import is_well_formed

OWNERS = (Role.ADMIN, Role.BUREAU, Role.SCHOOL)


@dataclass(frozen=True)
class OpenToken:
    """A key that opens something now, and its owner."""

    row: ApiToken
    user: User


def hash_of(token: str) -> str:
    """What is kept of a key; 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def in_force(now: datetime) -> sa.ColumnElement[bool]:
    """A key is neither over nor revoked, and its owner may sign in as what they are."""
    alive = sa.and_(ApiToken.revoked_at.is_(None), ApiToken.expires_at > now)
    owner = sa.and_(User.active, User.erased_at.is_(None), sa.not_(User.must_change_password), User.role.in_(OWNERS))
    return sa.and_(alive, owner)


def open_token(token: str, now: datetime) -> OpenToken | None:
    """The key and its owner; None where it is wrong, over, revoked, or its owner is shut out."""
    if not is_well_formed(token):
        return None
    chosen = sa.select(ApiToken, User).join(User, User.id == ApiToken.user_id)
    row = db.session.execute(chosen.where(ApiToken.token_hash == hash_of(token), in_force(now))).first()
    return OpenToken(*row) if row else None


def tokens_of(user: User) -> list[ApiToken]:
    """All keys that a user ever made, the newest first."""
    chosen = sa.select(ApiToken).where(ApiToken.user_id == user.id)
    return list(db.session.scalars(chosen.order_by(ApiToken.id.desc())))


def tokens_in_use(user: User, now: datetime) -> int:
    """How many keys of a user open something."""
    alive = sa.and_(ApiToken.user_id == user.id, ApiToken.revoked_at.is_(None), ApiToken.expires_at > now)
    return db.session.scalar(sa.select(sa.func.count()).select_from(ApiToken).where(alive)) or 0


def token_of(user: User, token_id: int) -> ApiToken | None:
    """One key of a user."""
    return db.session.scalar(sa.select(ApiToken).where(ApiToken.id == token_id, ApiToken.user_id == user.id))
