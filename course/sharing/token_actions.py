"""Verbs of keys: make one, revoke it, remember that it was used."""

from __future__ import annotations

import secrets
from datetime import date, datetime

import sqlalchemy as sa

from course.access import audit
from course.access.models import User
from course.db import db
from course.errors import refuse
from course.sharing import token_rules as rules
from course.sharing.models import ApiToken
from course.sharing.token_queries import hash_of, tokens_in_use

SHOWN_OF_HASH = 12


def make_token(
    user: User,
    *,
    name: str,
    allowed: tuple[str, ...],
    ends_on: date,
    expires_at: datetime,
    today: date,
    now: datetime,
) -> str:
    """A new key of the user; the key itself, which is not kept."""
    refuse(
        [
            rules.opens_something(allowed),
            rules.ends_within_a_year(ends_on, today),
            rules.are_few(tokens_in_use(user, now)),
        ]
    )
    token = rules.with_checksum(secrets.token_urlsafe(32))
    row = ApiToken(user_id=user.id, name=name, allowed=allowed, created_at=now, expires_at=expires_at)
    row.token_hash = hash_of(token)
    db.session.add(row)
    db.session.flush()
    note("token.make", row, user=user, now=now, allowed=list(allowed), ends=ends_on.isoformat())
    return token


def revoke(row: ApiToken, *, user: User, now: datetime) -> None:
    """The key opens nothing any more, from the next request on."""
    if row.revoked_at is None:
        row.revoked_at = now
        db.session.flush()
        note("token.revoke", row, user=user, now=now)


def mark_used(token_id: int, now: datetime) -> None:
    """Remember when a key was last used."""
    db.session.execute(sa.update(ApiToken).where(ApiToken.id == token_id).values(used_at=now))


def note(action: str, row: ApiToken, *, user: User, now: datetime, **detail: object) -> None:
    """Write into the log what was done with a key, by the beginning of its hash."""
    audit.note(action, f"token:{row.id}", user=user, now=now, key=row.token_hash[:SHOWN_OF_HASH], **detail)
