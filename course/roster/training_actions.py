"""Changes of training: hours that somebody has had, and a line taken back."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from course.db import db
from course.errors import refuse
from course.roster import training_rules as rules
from course.roster.models import Training, VicePrincipal


def add_training(person: VicePrincipal, held_on: date, hours: int, *, note: str, today: date) -> Training:
    """Write down hours of training that somebody has had."""
    same = sa.select(Training.id).where(Training.vice_principal_id == person.id, Training.held_on == held_on)
    known = db.session.scalar(same.where(Training.hours == hours, Training.note == note)) is not None
    refuse([rules.is_over(held_on, today), rules.is_of_our_time(held_on, today), rules.is_new(known)])
    row = Training(vice_principal_id=person.id, region_path=person.region_path, held_on=held_on, hours=hours, note=note)
    db.session.add(row)
    db.session.flush()
    return row


def remove_training(row: Training) -> None:
    """Take a line of training back."""
    db.session.delete(row)
    db.session.flush()
