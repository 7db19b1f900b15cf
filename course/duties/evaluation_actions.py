"""Verbs of the school's yearly evaluation: give it, or change what was given."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from course.access.models import User
from course.access.notice_actions import notify
from course.cases.telling import telling_words
from course.db import db
from course.delivery.models import Evaluation
from course.duties import evaluation_rules as rules
from course.duties.evaluation_queries import Line
from course.duties.evaluation_rules import Totals
from course.duties.queries import users_of
from course.duties.rules import nobody_is_named
from course.errors import Problem, RuleBroken, refuse
from course.i18n import _l

EVALUATED = "evaluated"


def evaluate(
    line: Line, year: int, totals: Totals, note: str, *, agreed: bool, user: User, now: datetime
) -> Evaluation:
    """The school says how a vice-principal served in a year; the sending station and the bureau are told once."""
    # The sentence is about the vice-principal, whose own name is no secret in it.
    words = [word for word in telling_words(note) if word not in line.person.name]
    problems = [rules.somebody_was_asked(totals), rules.sentence_is_given(note), nobody_is_named(words, agreed)]
    refuse([*rules.totals_are_possible(totals), *problems])
    row = line.given or Evaluation(vice_principal_id=line.person.id, school_id=line.school.id, year=year)
    for name, value in vars(totals).items():
        setattr(row, name, value)
    row.note, row.region_path, row.given_by_id, row.given_at = note, line.school.region_path, user.id, now
    db.session.add(row)
    flush_once()
    tell(line, year, now=now)
    return row


def flush_once() -> None:
    """Write; where a colleague wrote the same a moment ago, say so."""
    try:
        db.session.flush()
    except IntegrityError as error:
        db.session.rollback()
        message = _l("A colleague has just given this evaluation. Look at it again, then change it.")
        raise RuleBroken(Problem("given_once", message)) from error


def tell(line: Line, year: int, *, now: datetime) -> None:
    """The sending station and the bureau of the county learn that an evaluation was given."""
    facts = {"person": line.person.name, "school": line.school.name, "year": year}
    people = users_of(User.station_id, line.person.station_id) + users_of(User.region_id, line.school.region_id)
    for user_id in people:
        key = f"{EVALUATED}:{line.school.id}:{line.person.id}:{year}"
        notify(user_id, kind=EVALUATED, key=key, facts=facts, address=f"/evaluations?year={year}", now=now)
