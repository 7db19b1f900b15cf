"""Polishing in the background: the exact model of one component, in the worker, with at most three seconds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from course.access.models import Role, User
from course.access.queries import scope_of
from course.db import db
from course.i18n import local_now
from course.jobs import KINDS, Kind, Report
from course.planning.models import PartState, PlanPart
from course.planning.reasons.polish_actions import facts_of, part_for, replace_lessons
from course.planning.reasons.queries import POLISH, Situation, mark_of, situation_of

CHANGED = {"refused": "changed"}


@dataclass(frozen=True)
class Prepared:
    """A situation and its polished lessons; nothing polished where the draft cannot be read any more."""

    situation: Situation
    polished: Any


def prepare(arguments: dict[str, Any], report: Report) -> Prepared | None:
    """Solve the component; None where the draft has changed, or holds lessons of people who are there no more."""
    # The solver's package is large, and no page needs it.
    from course.planning.solver.polish import polish

    part = db.session.get_one(PlanPart, arguments["part_id"])
    if part.state is not PartState.DRAFT or part.revision != arguments["revision"]:
        return None
    situation = situation_of(part, local_now())
    if situation.unknown:
        return None
    # Nothing more is read: no transaction stays open while the solver works.
    db.session.rollback()
    place = situation.place_of(arguments["school_id"])
    return Prepared(situation, polish(situation.instance, situation.lessons, place))


def finish(prepared: Prepared | None, arguments: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Keep better lessons, if nobody has changed the draft meanwhile; what was proved is the result."""
    part = part_for(arguments["part_id"], arguments["revision"])
    if prepared is None or part is None:
        return CHANGED
    instance, polished = prepared.situation.instance, prepared.polished
    if polished.is_better:
        user = who_asked(arguments, part)
        replace_lessons(part, instance, polished.lessons, polished.schools, user=user, now=now)
    facts = facts_of(polished, instance)
    return {**facts, "mark": mark_of(part.id, facts["schools"])}


def who_asked(arguments: dict[str, Any], part: PlanPart) -> User | None:
    """The user who asked, if they may still do so."""
    user = db.session.get_one(User, arguments["user_id"])
    may = user.active and user.role in {Role.ADMIN, Role.BUREAU}
    if not may or not scope_of(user, local_now().date()).covers(part.region_path):
        raise PermissionError(f"user {user.id} may not do this any more")
    return user


KINDS[POLISH] = Kind(prepare, finish)
