"""What lessons are drawn from: who serves which school, with its classes, bells, days and closed times."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from course.db import db
from course.roster.models import (
    Absence,
    Appointment,
    Bell,
    Blackout,
    School,
    SchoolClass,
    Term,
    Theme,
    VicePrincipal,
)

Spans = list[tuple[datetime, datetime]]
FRIDAY = 5


@dataclass(frozen=True)
class Pair:
    """A vice-principal at a school, with all that a lesson of theirs can be made of."""

    person: VicePrincipal
    school: School
    classes: tuple[SchoolClass, ...]
    bells: tuple[Bell, ...]
    themes: tuple[Theme, ...]


@dataclass(frozen=True)
class Ground:
    """A term with its working days, its pairs, and the times in which nobody can teach."""

    term: Term
    days: tuple[date, ...]
    pairs: tuple[Pair, ...]
    absences: dict[int, Spans]
    blackouts: dict[int | None, Spans]

    def closed(self, pair: Pair, start: datetime, end: datetime) -> bool:
        """Whether the person is away or the school takes no lesson then."""
        spans = [self.absences[pair.person.id], self.blackouts[pair.school.id], self.blackouts[None]]
        return any(first < end and last > start for these in spans for first, last in these)


def read_ground() -> Ground:
    """Read it once; a county fits into memory."""
    term = db.session.scalars(sa.select(Term).order_by(Term.start.desc())).first()
    if term is None:
        raise LookupError("the database has no term: import a ledger first")
    days = (term.start + timedelta(days=offset) for offset in range((term.end - term.start).days + 1))
    return Ground(
        term=term,
        days=tuple(day for day in days if day.isoweekday() <= FRIDAY),
        pairs=tuple(read_pairs(term)),
        absences=spans_of(Absence, Absence.vice_principal_id),
        blackouts=spans_of(Blackout, Blackout.school_id),
    )


def read_pairs(term: Term) -> list[Pair]:
    """The appointments that hold in the whole term and have classes, bells and themes to teach."""
    holds = sa.and_(Appointment.start <= term.start, Appointment.end >= term.end)
    chosen = sa.select(VicePrincipal, School).select_from(Appointment).join(VicePrincipal).join(School).where(holds)
    classes, bells = grouped(SchoolClass, "school_id"), grouped(Bell, "key")
    themes = db.session.scalars(sa.select(Theme).order_by(Theme.code)).all()
    pairs = [
        Pair(
            person,
            school,
            tuple(classes[school.id]),
            tuple(
                bell
                for bell in bells.get(school.code) or bells[school.stage.value]
                if bell.period not in school.closed_periods
            ),
            tuple(row for row in themes if school.stage.value in row.stages and row.code in person.theme_codes),
        )
        for person, school in db.session.execute(chosen.order_by(Appointment.id))
    ]
    return [pair for pair in pairs if pair.classes and pair.bells and pair.themes]


def grouped(model: Any, column: str) -> dict[Any, list[Any]]:
    """All rows of a table by one of its columns."""
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in db.session.scalars(sa.select(model).order_by(model.id)):
        found[getattr(row, column)].append(row)
    return found


def spans_of(model: Any, column: Any) -> dict[Any, Spans]:
    """The times of a table by person or school."""
    found: dict[Any, Spans] = defaultdict(list)
    for key, start, end in db.session.execute(sa.select(column, model.start, model.end)):
        found[key].append((start, end))
    return found
