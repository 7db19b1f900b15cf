"""The audit log: noted during a request, written in its transaction, chained by hashes."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from flask import has_request_context, request
from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from course.access.models import APPEND_ONLY_SQLITE, AuditEntry, User
from course.db import db

FIRST_HASH = "0" * 64
# One writer at a time may add to the chain; the number only has to be ours.
CHAIN_LOCK = 5_261_204
LONGEST_TEXT = 512
CUT = "log.cut"
# Made once, for whoever holds the lock keeps everybody else from writing.
LOCK = sa.select(sa.func.pg_advisory_xact_lock(CHAIN_LOCK))
NEWEST_HASH = sa.select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
NEW = sa.insert(AuditEntry.__table__)
COLUMNS = tuple(column.name for column in AuditEntry.__table__.columns if column.name != "id")


def note(
    action: str, subject: str, *, user: User | None, now: datetime, region_path: str = "", **detail: Any
) -> AuditEntry:
    """Add a line to the log: ``action`` such as ``lesson.cancel``, ``subject`` such as ``lesson:12``.

    The line is chained and written when the transaction commits, and is gone with it otherwise.
    """
    entry = AuditEntry(
        at=now.astimezone(UTC).replace(microsecond=0),
        user_id=user.id if user else None,
        # By number: the log is never changed, and a person may be erased.
        actor=f"user:{user.id}" if user and user.id else "",
        action=action,
        subject=subject[:LONGEST_TEXT],
        region_path=region_path,
        detail=detail,
        address=(request.remote_addr or "") if has_request_context() else "",
        previous_hash="",
        hash="",
    )
    db.session.info.setdefault("audit", []).append(entry)
    return entry


def write_entries(session: Session) -> None:
    """Chain and write the lines of this transaction, last of all, so that the lock is short; never at a savepoint."""
    if session.in_nested_transaction():
        return
    entries = session.info.pop("audit", [])
    if not entries:
        return
    session.flush()
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(LOCK)
    previous = connection.execute(NEWEST_HASH).scalar() or FIRST_HASH
    for entry in entries:
        entry.previous_hash = previous
        entry.hash = previous = entry_hash(entry)
    connection.execute(NEW, [{name: getattr(entry, name) for name in COLUMNS} for entry in entries])


def forget_entries(session: Session, transaction: SessionTransaction) -> None:
    """A transaction that is thrown away leaves no line; a savepoint takes none of the others with it."""
    if not transaction.nested:
        session.info.pop("audit", None)


def entry_hash(entry: AuditEntry) -> str:
    """SHA-256 over the line and the hash of the line before it."""
    parts = [
        entry.previous_hash,
        entry.at.isoformat(),
        entry.user_id,
        entry.actor,
        entry.action,
        entry.subject,
        entry.region_path,
        entry.detail,
        entry.address,
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def first_broken_entry() -> int | None:
    """The number of the first line whose hash or whose link does not hold; None where all do.

    Where old lines were cut off the chain begins with the hash that the line about the cut has kept.
    """
    cuts = sa.select(AuditEntry.detail).where(AuditEntry.action == CUT).order_by(AuditEntry.id.desc()).limit(1)
    previous = (db.session.scalar(cuts) or {}).get("last_hash", FIRST_HASH)
    for entry in db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=1000)):
        if entry.previous_hash != previous or entry.hash != entry_hash(entry):
            return entry.id
        previous = entry.hash
    return None


def cut(before: datetime, now: datetime) -> int:
    """Delete the oldest lines up to a moment; a new line keeps the hash of the last of them.  How many went.

    The first line that is younger ends it: what a clock that was wrong has dated long ago takes nothing with it.
    """
    youngest = sa.select(sa.func.max(AuditEntry.id)).scalar_subquery()
    kept = sa.select(sa.func.min(AuditEntry.id)).where(AuditEntry.at >= before).scalar_subquery()
    newest = sa.select(AuditEntry.id, AuditEntry.hash).where(AuditEntry.id < sa.func.coalesce(kept, youngest))
    last = db.session.execute(newest.order_by(AuditEntry.id.desc()).limit(1)).first()
    if last is None:
        return 0
    dialect = db.session.get_bind().dialect.name
    for statement in OPENED[dialect]:
        db.session.execute(sa.text(statement))
    gone = db.session.execute(sa.delete(AuditEntry).where(AuditEntry.id <= last.id)).rowcount
    for statement in CLOSED[dialect]:
        db.session.execute(sa.text(statement))
    note(CUT, f"audit_entry:{last.id}", user=None, now=now, last_hash=last.hash, lines=int(gone))
    return int(gone)


# Only the cut opens the log, for a moment and inside its transaction.
OPENED = {
    "sqlite": ["DROP TRIGGER audit_entry_no_delete"],
    "postgresql": ["ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_no_change"],
}
CLOSED = {
    "sqlite": [statement for statement in APPEND_ONLY_SQLITE if "no_delete" in statement],
    "postgresql": ["ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_no_change"],
}

event.listen(db.session, "before_commit", write_entries)
event.listen(db.session, "after_soft_rollback", forget_entries)
