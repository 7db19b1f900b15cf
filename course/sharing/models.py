"""Tables of sharing: keys for other programs, and the events that they are told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from course.db import Codes, Instant, Labelled, choice, db, identity
from course.encryption import EncryptedText
from course.i18n import _l


class ApiToken(db.Model):
    """A key with which another program reads what its owner may see; only its hash is kept."""

    id: Mapped[identity]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    name: Mapped[str] = mapped_column(sa.Text)
    # What may be read: schools, lessons, coverage.
    allowed: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)


class Subscriber(db.Model):
    """A program that is told, by a signed request, what happens in a region."""

    id: Mapped[identity]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    region_path: Mapped[str] = mapped_column(sa.Text)
    name: Mapped[str] = mapped_column(sa.Text)
    url: Mapped[str] = mapped_column(sa.Text)
    secret: Mapped[str] = mapped_column(EncryptedText)
    events: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    created_at: Mapped[datetime] = mapped_column(Instant)
    # When it was switched off, by a person or because it did not answer for days.
    stopped_at: Mapped[datetime | None] = mapped_column(Instant)
    stop_reason: Mapped[str] = mapped_column(sa.Text, default="")


class PostState(Labelled):
    """Where the telling of an event stands."""

    WAITING = "waiting", _l("Waiting")
    SENT = "sent", _l("Sent")
    FAILED = "failed", _l("Not delivered")


class Post(db.Model):
    """One event on its way to one subscriber: it waits in the database until it was taken, once."""

    id: Mapped[identity]
    subscriber_id: Mapped[int] = mapped_column(sa.ForeignKey("subscriber.id"))
    event: Mapped[str] = mapped_column(sa.Text)
    key: Mapped[str] = mapped_column(sa.Text)
    body: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    state: Mapped[PostState] = choice(PostState, default=PostState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(Instant)
    leased_until: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    error: Mapped[str] = mapped_column(sa.Text, default="")

    __table_args__ = (
        sa.UniqueConstraint("subscriber_id", "key"),
        sa.Index("ix_post_state_due_at", "state", "due_at"),
    )


class Identity(db.Model):
    """The name under which a single sign-on server knows a user."""

    id: Mapped[identity]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    issuer: Mapped[str] = mapped_column(sa.Text)
    subject: Mapped[str] = mapped_column(sa.Text)
    created_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (sa.UniqueConstraint("issuer", "subject"),)
