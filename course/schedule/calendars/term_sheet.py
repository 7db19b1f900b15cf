"""The lessons of a term on one sheet, by month, for a wall or a file: those of a school or of a vice-principal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import sqlalchemy as sa

from course.db import db
from course.roster.models import Term
from course.schedule.calendars import queries as calendar_queries
from course.schedule.calendars.page import Subject, month_name
from course.schedule.calendars.queries import Entry

MOST_LESSONS = 1_000


@dataclass(frozen=True)
class TermSheet:
    """A term as one subject sees it."""

    subject: Subject
    term: Term
    months: Sequence[tuple[str, Sequence[Entry]]]

    @property
    def lessons(self) -> int:
        """How many lessons there are."""
        return sum(len(entries) for _, entries in self.months)


def term_of(day: date) -> Term | None:
    """The term of a day: the one that it lies in, else the next one, else the last one."""
    coming = sa.select(Term).where(Term.end >= day).order_by(Term.start).limit(1)
    over = sa.select(Term).order_by(Term.end.desc()).limit(1)
    return db.session.scalar(coming) or db.session.scalar(over)


def term_sheet(subject: Subject, term: Term) -> TermSheet:
    """All lessons of a term that are planned, asked for or taught, by month."""
    entries = calendar_queries.entries(subject.condition, term.start, term.end, MOST_LESSONS)
    months = groupby(entries, key=lambda entry: entry.start.date().replace(day=1))
    return TermSheet(subject, term, [(month_name(first), list(found)) for first, found in months])
