"""Changes that people make to the ledger by hand: absences and blackouts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from course.db import db
from course.errors import Problem, refuse
from course.i18n import _l
from course.roster import rules
from course.roster.models import Absence, Blackout, School, VicePrincipal


def add_absence(person: VicePrincipal, start: datetime, end: datetime, *, reason: str, now: datetime) -> Absence:
    """Write down that someone cannot teach for a time."""
    same = sa.select(Absence).where(Absence.vice_principal_id == person.id)
    refuse_times(same, Absence, start, end, now)
    row = Absence(vice_principal_id=person.id, region_path=person.region_path, start=start, end=end, reason=reason)
    db.session.add(row)
    db.session.flush()
    return row


def add_blackout(school: School, start: datetime, end: datetime, *, reason: str, now: datetime) -> Blackout:
    """Write down that a school takes no lesson for a time."""
    same = sa.select(Blackout).where(Blackout.school_id == school.id)
    refuse_times(same, Blackout, start, end, now)
    row = Blackout(school_id=school.id, region_path=school.region_path, start=start, end=end, reason=reason)
    db.session.add(row)
    db.session.flush()
    return row


def refuse_times(same: sa.Select[Any], model: Any, start: datetime, end: datetime, now: datetime) -> None:
    """Refuse a time that breaks a rule, or that is already written down."""
    refuse(rule(start, end, now) for rule in rules.TIMES)
    if db.session.scalar(same.where(model.start == start, model.end == end)):
        refuse([Problem("time_is_new", _l("This time is already entered."), "start")])


def remove(row: Absence | Blackout) -> None:
    """Take a time away again."""
    db.session.delete(row)
    db.session.flush()
