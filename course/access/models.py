"""Tables of access: users, the audit log, and the keys that make a form work once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_security import UserMixin
from sqlalchemy import event
from sqlalchemy.orm import Mapped, column_property, mapped_column

from course.db import Instant, Labelled, choice, db, identity
from course.i18n import _l


class Role(Labelled):
    """What a user is here; the scope says of what."""

    ADMIN = "admin", _l("Administrator")
    BUREAU = "bureau", _l("Bureau")
    STATION = "station", _l("Station")
    VICE_PRINCIPAL = "vice_principal", _l("Vice-principal")
    SCHOOL = "school", _l("School")


# The column of ``user`` that holds the scope of each role.
SCOPE_COLUMNS = {
    Role.BUREAU: "region_id",
    Role.STATION: "station_id",
    Role.VICE_PRINCIPAL: "vice_principal_id",
    Role.SCHOOL: "school_id",
}


class User(UserMixin, db.Model):
    """A person who signs in: one role, one scope."""

    id: Mapped[identity]
    email: Mapped[str] = mapped_column(sa.Text, unique=True)
    name: Mapped[str] = mapped_column(sa.Text, default="")
    password: Mapped[str | None] = mapped_column(sa.Text)
    active: Mapped[bool] = mapped_column(default=True)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    # The session epoch: a new value ends every session of this user at the next request.
    fs_uniquifier: Mapped[str] = mapped_column(sa.String(64), unique=True)
    role: Mapped[Role] = choice(Role)
    region_id: Mapped[int | None] = mapped_column(sa.ForeignKey("region.id"), index=True)
    station_id: Mapped[int | None] = mapped_column(sa.ForeignKey("station.id"), index=True)
    vice_principal_id: Mapped[int | None] = mapped_column(sa.ForeignKey("vice_principal.id"), index=True)
    school_id: Mapped[int | None] = mapped_column(sa.ForeignKey("school.id"), index=True)
    locale: Mapped[str] = mapped_column(sa.Text, default="")
    created_at: Mapped[datetime] = mapped_column(Instant)
    tf_primary_method: Mapped[str | None] = mapped_column(sa.Text)
    tf_totp_secret: Mapped[str | None] = mapped_column(sa.Text)
    tf_phone_number: Mapped[str | None] = mapped_column(sa.Text)
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(sa.JSON)
    # What this user wants to be told, and how; what is not named is as it comes.
    preferences: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict, server_default="{}")
    # When the person behind the account was erased; only the number stays.
    erased_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        sa.CheckConstraint(
            "(role = 'bureau') = (region_id IS NOT NULL)"
            " AND (role = 'station') = (station_id IS NOT NULL)"
            " AND (role = 'vice_principal') = (vice_principal_id IS NOT NULL)"
            " AND (role = 'school') = (school_id IS NOT NULL)",
            name="one_scope",
        ),
    )


class AuditEntry(db.Model):
    """One line of the log: who did what to which thing, from where; chained, never changed."""

    id: Mapped[identity]
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    user_id: Mapped[int | None] = mapped_column(sa.Integer, index=True)
    actor: Mapped[str] = mapped_column(sa.Text)
    action: Mapped[str] = mapped_column(sa.Text)
    subject: Mapped[str] = mapped_column(sa.Text, default="")
    region_path: Mapped[str] = mapped_column(sa.Text, default="", index=True)
    detail: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    address: Mapped[str] = mapped_column(sa.Text, default="")
    previous_hash: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64), unique=True)


APPEND_ONLY_SQLITE = [
    f"CREATE TRIGGER audit_entry_no_{verb.lower()} BEFORE {verb} ON audit_entry "
    "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
    for verb in ("UPDATE", "DELETE")
]
APPEND_ONLY_POSTGRESQL = [
    "CREATE FUNCTION audit_entry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$",
    "CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE ON audit_entry "
    "FOR EACH ROW EXECUTE FUNCTION audit_entry_is_append_only()",
]

for dialect, statements in (("sqlite", APPEND_ONLY_SQLITE), ("postgresql", APPEND_ONLY_POSTGRESQL)):
    for statement in statements:
        event.listen(AuditEntry.__table__, "after_create", sa.DDL(statement).execute_if(dialect=dialect))


class IdempotencyKey(db.Model):
    """The answer a form got the first time, so that sending it again does nothing new."""

    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    user_id: Mapped[int | None] = mapped_column(sa.Integer)
    request_hash: Mapped[str] = mapped_column(sa.String(64))
    location: Mapped[str] = mapped_column(sa.Text, default="")
    created_at: Mapped[datetime] = mapped_column(Instant, index=True)


class Notice(db.Model):
    """Something a user should know, shown until it is read; ``key`` names the change, so that it is told once."""

    id: Mapped[identity]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    kind: Mapped[str] = mapped_column(sa.Text)
    key: Mapped[str] = mapped_column(sa.Text)
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    address: Mapped[str] = mapped_column(sa.Text, default="")
    created_at: Mapped[datetime] = mapped_column(Instant)
    read_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (sa.UniqueConstraint("user_id", "key"),)


# Every page says it, so it comes with whoever looks at the page.
UNREAD = sa.select(sa.func.count()).where(Notice.user_id == User.id, Notice.read_at.is_(None))
User.unread = column_property(UNREAD.correlate_except(Notice).scalar_subquery(), deferred=True)


class Channel(Labelled):
    """How a message leaves the house."""

    MAIL = "mail", _l("Mail")
    WEBHOOK = "webhook", _l("Gateway")


class MessageState(Labelled):
    """Where a message stands."""

    WAITING = "waiting", _l("Waiting")
    SENT = "sent", _l("Sent")
    FAILED = "failed", _l("Not delivered")


class Message(db.Model):
    """The outbox: a message that waits in the database until it has been handed over, once for each change.

    ``key`` names the change; ``attachment`` is a calendar object of a lesson, or empty.
    """

    id: Mapped[identity]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    channel: Mapped[Channel] = choice(Channel)
    kind: Mapped[str] = mapped_column(sa.Text)
    key: Mapped[str] = mapped_column(sa.Text)
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    address: Mapped[str] = mapped_column(sa.Text, default="")
    attachment: Mapped[str] = mapped_column(sa.Text, default="")
    state: Mapped[MessageState] = choice(MessageState, default=MessageState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(Instant)
    leased_until: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    error: Mapped[str] = mapped_column(sa.Text, default="")

    __table_args__ = (
        sa.UniqueConstraint("user_id", "channel", "key"),
        sa.Index("ix_message_state_due_at", "state", "due_at"),
    )
