"""A ledger's own list of themes: what it does not name when it first comes is booked and planned by nobody."""

from __future__ import annotations

import sqlalchemy as sa

from course.db import db
from course.ledger.judging import JudgedTable
from course.ledger.relating import Known
from course.ledger.remarks import Outcome
from course.roster.models import Theme

HEAD = 1


def left_out(judged: JudgedTable, known: Known) -> dict[str, int]:
    """The themes, with their numbers, that are built in but not on the list of a ledger that comes first.

    Only there the list can be meant as a whole; later a file may hold nothing but what is new.
    """
    if judged.table.name != "themes" or not known.comes_first:
        return {}
    named = {row.code for row in judged.rows.values()} | set(judged.refused_keys)
    return {code: place.id for code, place in known.before["themes"].items() if code not in named}


def say_left_out(judged: JudgedTable, known: Known) -> None:
    """Say which themes are left out."""
    codes = sorted(left_out(judged, known))
    if codes:
        judged.say(HEAD, "code", "", Outcome.NOTICE, "themes_left_out", codes=", ".join(codes))


def leave_out(judged: JudgedTable, known: Known) -> None:
    """Take the stages from themes that are left out: they stay, with their cases, but suit no class."""
    numbers = list(left_out(judged, known).values())
    if numbers:
        db.session.execute(sa.update(Theme).where(Theme.id.in_(numbers)).values(stages=()))
