"""Verbs of the duties beside teaching: write down, correct, remove, bring back; close a hazard and open it again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from course.access.models import User
from course.access.notice_actions import notify
from course.access.scope import Scope
from course.cases.telling import telling_words
from course.db import db
from course.delivery.models import Duty, DutyRecord
from course.duties import rules
from course.duties.queries import users_of
from course.duties.rules import Said
from course.errors import refuse
from course.roster.models import School, VicePrincipal

HAZARD_FOUND, HAZARD_CLOSED = "hazard_found", "hazard_closed"
KEPT = ("school_id", "duty", "done_on", "note", "unit", "due_on", "closed_on", "closing_note")
DAYS = ("done_on", "due_on", "closed_on")


def record(
    person: VicePrincipal,
    school: School,
    said: Said,
    *,
    agreed: bool,
    scope: Scope,
    user: User,
    now: datetime,
    today: date,
) -> DutyRecord:
    """A vice-principal writes down one duty done; the school is told of a hazard."""
    refuse([*rules.said_is_possible(said, scope.school_ids, today), no_name(said.note, agreed)])
    row = DutyRecord(vice_principal_id=person.id, region_path=school.region_path, **vars(said))
    row.recorded_by_id, row.recorded_at = user.id, now
    db.session.add(row)
    db.session.flush()
    if row.unit:
        tell_school(row, person, school, now=now)
    return row


def correct(
    row: DutyRecord,
    said: Said,
    person: VicePrincipal,
    school: School,
    *,
    agreed: bool,
    served: Collection[int],
    now: datetime,
    today: date,
) -> None:
    """Change what was written down; a school that the person no longer serves may stay as it was.

    A line that only now becomes a hazard is told to the school.
    """
    was_hazard = bool(row.unit)
    served = {*served, row.school_id}
    same = said.note == row.note
    refuse([*rules.said_is_possible(said, served, today), no_name(said.note, agreed or same)])
    for name, value in vars(said).items():
        setattr(row, name, value)
    row.region_path = school.region_path
    if not row.unit:
        row.closed_on, row.closing_note = None, ""
    db.session.flush()
    if row.unit and not was_hazard:
        tell_school(row, person, school, now=now)


def remove(row: DutyRecord) -> dict[str, Any]:
    """Take a record away; what it said, as plain values, so that it can be brought back."""
    was = {name: getattr(row, name) for name in KEPT}
    db.session.delete(row)
    db.session.flush()
    return {name: str(value) if name in DAYS and value else value for name, value in was.items()}


def bring_back(was: dict[str, Any], person: VicePrincipal, school: School, *, user: User, now: datetime) -> DutyRecord:
    """The same record once more, as it was when it was removed."""
    values = {name: date.fromisoformat(was[name]) if name in DAYS and was[name] else was[name] for name in KEPT}
    row = DutyRecord(vice_principal_id=person.id, region_path=school.region_path, **values)
    row.duty, row.recorded_by_id, row.recorded_at = Duty(was["duty"]), user.id, now
    db.session.add(row)
    db.session.flush()
    return row


def close(row: DutyRecord, note: str, *, agreed: bool, by: User, now: datetime, today: date) -> None:
    """A hazard is mended; the vice-principal who found it is told."""
    refuse([rules.hazard_is_open(row.unit, row.closed_on), rules.note_is_given(note), no_name(note, agreed)])
    row.closed_on, row.closing_note = today, note
    db.session.flush()
    facts = {"note": row.note, "how": note, "who": by.name or by.email}
    for user_id in users_of(User.vice_principal_id, row.vice_principal_id):
        notify(
            user_id,
            kind=HAZARD_CLOSED,
            key=f"{HAZARD_CLOSED}:{row.id}:{today}",
            facts=facts,
            address="/duties",
            now=now,
        )


def reopen(row: DutyRecord) -> None:
    """A hazard that was closed by mistake, or came back, is open again."""
    refuse([rules.hazard_is_closed(row.closed_on)])
    row.closed_on, row.closing_note = None, ""
    db.session.flush()


def tell_school(row: DutyRecord, person: VicePrincipal, school: School, *, now: datetime) -> None:
    """Those of the school learn that a hazard was found there."""
    facts = {"note": row.note, "unit": row.unit, "due": str(row.due_on), "who": person.name, "school": school.name}
    for user_id in users_of(User.school_id, school.id):
        key = f"{HAZARD_FOUND}:{row.id}:{row.due_on}:{row.note}"
        notify(user_id, kind=HAZARD_FOUND, key=key, facts=facts, address="/duties?hazards=open", now=now)


def no_name(note: str, agreed: bool) -> Any:
    """Ask the rules of anonymity of the cases."""
    return rules.nobody_is_named(telling_words(note), agreed)
