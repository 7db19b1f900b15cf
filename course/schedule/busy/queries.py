"""Reads for the busy times of calendars: what is there already, what would change, which lessons stand in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from course.db import db
from course.ledger.busy_times import BusyTime
from course.roster.models import Absence, VicePrincipal
from course.schedule.models import HOLDING, Lesson


@dataclass(frozen=True)
class Source:
    """A calendar or a roster from which times ahead came, and how many."""

    name: str
    times: int


@dataclass(frozen=True)
class Difference:
    """What a file would change: times that come, times that go, and those that are there already."""

    new: Sequence[BusyTime]
    gone: Sequence[Absence]
    changed: Sequence[tuple[Absence, str]]
    same: int

    @property
    def any(self) -> bool:
        """Whether anything would change."""
        return bool(self.new or self.gone or self.changed)


def sources_of(person: VicePrincipal, now: datetime) -> list[Source]:
    """The calendars from which a person's times ahead came, by name."""
    chosen = sa.select(Absence.source, sa.func.count()).where(
        Absence.vice_principal_id == person.id, Absence.source != "", Absence.end > now
    )
    return [Source(*row) for row in db.session.execute(chosen.group_by(Absence.source).order_by(Absence.source))]


def difference(person: VicePrincipal, source: str, times: Sequence[BusyTime], now: datetime) -> Difference:
    """What the times of a file change in what came from the same source before.

    A time that somebody entered by hand, or that came from elsewhere, stays as it is and is not entered twice.
    """
    ahead = sa.select(Absence).where(Absence.vice_principal_id == person.id, Absence.end > now)
    known = {(row.start, row.end): row for row in db.session.scalars(ahead.order_by(Absence.start))}
    said = {(one.start, one.end): one for one in times}
    kept = [(known[key], one) for key, one in said.items() if key in known]
    return Difference(
        new=[one for key, one in said.items() if key not in known],
        gone=[row for key, row in known.items() if row.source == source and key not in said],
        changed=[(row, one.reason) for row, one in kept if row.source == source and row.reason != one.reason],
        same=len(kept),
    )


def lessons_within(person: VicePrincipal, times: Sequence[BusyTime], now: datetime) -> list[Lesson]:
    """The lessons ahead that are agreed or asked for in any of these times."""
    chosen = sa.select(Lesson).where(
        Lesson.vice_principal_id == person.id, Lesson.state.in_(HOLDING), Lesson.start > now
    )
    lessons = db.session.scalars(chosen.options(joinedload(Lesson.school)).order_by(Lesson.start))
    return [row for row in lessons if any(one.start < row.end and one.end > row.start for one in times)]


def lock_person(person: VicePrincipal) -> None:
    """Let nobody else change this person's times until the transaction ends."""
    db.session.execute(sa.select(VicePrincipal.id).where(VicePrincipal.id == person.id).with_for_update())
