"""The term of a ledger: its settings compared with the stored term, and written."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from course.access.scope import Scope
from course.db import db
from course.ledger.judging import JudgedTable
from course.ledger.relating import EVERYWHERE
from course.ledger.remarks import Outcome
from course.ledger.tables import SETTINGS
from course.roster.models import Term

FIRST_MONTH_OF_AUTUMN = 7


def compare_term(judged: JudgedTable, scope: Scope, name: str) -> Term | None:
    """Say of each setting whether it is new, changed or as it was; the stored term, if there is one."""
    given = {row.key: row.value for row in judged.rows.values()}
    term = find_term(name, given.get("start"), given.get("end"))
    refuse_dates(judged, given, term)
    for number, row in list(judged.rows.items()):
        was = getattr(term, row.key) if term else None
        outcome = Outcome.ADDED if term is None else Outcome.UNCHANGED if was == row.value else Outcome.CHANGED
        if outcome is not Outcome.UNCHANGED and not scope.covers(EVERYWHERE):
            judged.refuse(number, "", "", "outside_scope")
            continue
        judged.outcomes[number] = outcome
        if outcome is Outcome.CHANGED:
            kind = SETTINGS[row.key].kind
            judged.say(number, row.key, kind.write(row.value), outcome, "was", before=kind.write(was))
    return term


def refuse_dates(judged: JudgedTable, given: dict[str, Any], term: Term | None) -> None:
    """Refuse a term that has no dates, or that ends before it starts."""
    start, end = given.get("start", term and term.start), given.get("end", term and term.end)
    if start and end and start < end:
        return
    for number, row in list(judged.rows.items()):
        rule = "ends_before_start" if start and end else "term_without_dates"
        judged.refuse(number, row.key, SETTINGS[row.key].kind.write(row.value), rule, start=str(start))


def find_term(name: str, start: date | None, end: date | None) -> Term | None:
    """The stored term of this name; without a name, the one of these dates or of this half-year."""
    if not name and not start:
        return None
    dates = sa.and_(Term.start == start, Term.end == end)
    query = sa.select(Term).where(Term.name == (name or term_name(start)) if name or not end else dates)
    found = db.session.scalar(query)
    if found is None and not name and start:
        found = db.session.scalar(sa.select(Term).where(Term.name == term_name(start)))
    return found


def term_name(start: date | None) -> str:
    """``2026-2027-1`` for the first term of that school year, ``-2`` for the second."""
    if start is None:
        return ""
    if start.month >= FIRST_MONTH_OF_AUTUMN:
        return f"{start.year}-{start.year + 1}-1"
    return f"{start.year - 1}-{start.year}-2"


def write_term(judged: JudgedTable, term: Term | None, name: str) -> None:
    """Write the settings that hold."""
    given = {row.key: row.value for row in judged.rows.values()}
    if not given:
        return
    if term is None:
        term = Term(name=name or term_name(given["start"]))
        db.session.add(term)
    for key, value in given.items():
        setattr(term, key, value)
    db.session.flush()


def term_rows(name: str) -> list[tuple[str, str]]:
    """The settings of a term as the ledger writes them; without a name, of the one that starts last."""
    query = sa.select(Term).order_by(Term.start.desc()).limit(1)
    term = db.session.scalar(query.where(Term.name == name) if name else query)
    return [(key, column.kind.write(getattr(term, key))) for key, column in SETTINGS.items()] if term else []
