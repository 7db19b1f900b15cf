"""Verbs of single sign-on: find the user whom another server knows; nobody is ever added."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from course.access import audit
from course.access.models import User
from course.db import db
from course.sharing.models import Identity

OPEN = sa.and_(User.active, User.erased_at.is_(None))


def user_of(issuer: str, claims: Mapping[str, Any], now: datetime) -> User | None:
    """The user behind an identity: the one it is bound to, else the one with its verified address, now bound to it."""
    subject = str(claims["sub"])
    mine = sa.and_(Identity.issuer == issuer, Identity.subject == subject)
    bound = db.session.scalar(sa.select(Identity.user_id).where(mine))
    if bound is not None:
        return db.session.scalar(sa.select(User).where(User.id == bound, OPEN))
    user = user_with_address(claims)
    return bind(user, issuer, subject, now) if user is not None and is_free(user, issuer) else None


def user_with_address(claims: Mapping[str, Any]) -> User | None:
    """The open account with the address that the server has verified."""
    address = claims.get("email")
    if claims.get("email_verified") is not True or not isinstance(address, str) or "\x00" in address:
        return None
    same = sa.func.lower(User.email) == address.strip().lower()
    return db.session.scalar(sa.select(User).where(same, OPEN))


def is_free(user: User, issuer: str) -> bool:
    """Whether nobody else of that server is this user: an address that was given to somebody new opens nothing old."""
    taken = sa.select(Identity.id).where(Identity.user_id == user.id, Identity.issuer == issuer)
    return db.session.scalar(taken) is None


def bind(user: User, issuer: str, subject: str, now: datetime) -> User:
    """Remember under which name the server knows a user."""
    db.session.add(Identity(user_id=user.id, issuer=issuer, subject=subject, created_at=now))
    db.session.flush()
    audit.note("sign_in.bound", f"user:{user.id}", user=user, now=now, issuer=issuer)
    return user
