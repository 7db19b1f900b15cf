"""Verbs of repairs: move what was chosen, all or nothing, and tell those concerned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from course.access import audit
from course.access.models import User
from course.access.scope import Scope
from course.errors import Problem, refuse
from course.i18n import _l
from course.planning.repair import queries
from course.planning.repair.choices import Choice
from course.planning.repair.queries import Span
from course.roster import actions as roster
from course.roster.models import VicePrincipal
from course.schedule.lesson_notices import people_told_of_moves
from course.schedule.moving.actions import Move, move_together
from course.schedule.queries import lessons_to_change


def repair(choices: Sequence[Choice], scope: Scope, *, user: User | None, now: datetime, clock: datetime) -> int:
    """Move the lessons that were chosen; how many people were told.  Refused with every reason."""
    wanted = [one for choice in choices for one in choice]
    refuse([each_lesson_once([one.lesson_id for one in wanted])])
    rows = {row.id: row for row in lessons_to_change({one.lesson_id for one in wanted}, scope)}
    refuse([all_are_ours(len(wanted) - len(rows))])
    moves = [Move(rows[one.lesson_id], one.vice_principal_id, one.day, one.period, one.sequence) for one in wanted]
    move_together(moves, user=user, now=now, clock=clock)
    return people_told_of_moves(rows.values())


def each_lesson_once(lesson_ids: Sequence[int]) -> Problem | None:
    """Nobody asks for a lesson to go to two places, or for nothing at all."""
    if lesson_ids and len(set(lesson_ids)) == len(lesson_ids):
        return None
    text = _l("Two of the choices move the same lesson.") if lesson_ids else _l("Choose a way for at least one lesson.")
    return Problem("each_lesson_moves_once", text)


def all_are_ours(missing: int) -> Problem | None:
    """Every lesson that is to be moved is one that this person may change."""
    text = _l("One of these lessons is not yours to move. Ask the bureau.")
    return Problem("lessons_may_be_changed", text) if missing else None


def enter_absence(person: VicePrincipal, span: Span, *, user: User | None, now: datetime, clock: datetime) -> None:
    """Write down that someone is away, unless that is known."""
    if queries.is_away(person.id, span):
        return
    roster.add_absence(person, span.start, span.end, reason="", now=clock)
    said = {"start": str(span.start), "end": str(span.end)}
    subject = f"vice_principal:{person.code}"
    audit.note("absence.add", subject, user=user, now=now, region_path=person.region_path, **said)
