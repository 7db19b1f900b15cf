"""Verbs for busy times that come from calendars: enter what a file says, take away what came from one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from course.access import audit
from course.access.models import User
from course.db import db
from course.ledger.busy_times import BusyTime
from course.roster.models import Absence, VicePrincipal
from course.schedule.busy.queries import Difference, difference, lock_person


def enter(
    person: VicePrincipal, source: str, times: Sequence[BusyTime], *, by: User, now: datetime, local: datetime
) -> Difference:
    """Make the times that came from a source those of its new file; the same file again changes nothing."""
    lock_person(person)
    found = difference(person, source, times, local)
    for row in found.gone:
        db.session.delete(row)
    for row, reason in found.changed:
        row.reason = reason
    # Deleted first: a time that was moved by a minute must not meet its old self.
    db.session.flush()
    given = {"vice_principal_id": person.id, "region_path": person.region_path, "source": source}
    db.session.add_all(Absence(start=one.start, end=one.end, reason=one.reason, **given) for one in found.new)
    db.session.flush()
    if found.any:
        numbers = {"added": len(found.new), "removed": len(found.gone), "changed": len(found.changed)}
        write_down("absence.import", person, source, by=by, now=now, **numbers)
    return found


def take_away(person: VicePrincipal, source: str, *, by: User, now: datetime, local: datetime) -> int:
    """Remove the times ahead that came from a source; how many there were."""
    lock_person(person)
    gone = difference(person, source, (), local).gone
    for row in gone:
        db.session.delete(row)
    db.session.flush()
    if gone:
        write_down("absence.forget", person, source, by=by, now=now, removed=len(gone))
    return len(gone)


def write_down(action: str, person: VicePrincipal, source: str, *, by: User, now: datetime, **numbers: int) -> None:
    """Write a line into the log."""
    subject = f"vice_principal:{person.code}"
    audit.note(action, subject, user=by, now=now, region_path=person.region_path, source=source, **numbers)
