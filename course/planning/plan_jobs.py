"""Planning in the background: a job makes the drafts of some counties; another publishes or withdraws one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from course.access.models import Role, User
from course.access.queries import scope_of
from course.db import db
from course.errors import RuleBroken
from course.i18n import local_now
from course.jobs import KINDS, Job, Kind, Report
from course.planning import draft_actions, publish_actions, withdraw_actions
from course.planning.drafting import Drafted, draft_chunk
from course.planning.models import IN_WORK, PartState, PlanPart
from course.planning.plan_actions import MAKE, fall_back, job_gave_up, job_taken_up
from course.planning.plan_notices import asked_together, tell_people
from course.planning.plan_queries import parts_to_change
from course.planning.publish_actions import PUBLISH
from course.planning.publish_check import Refused
from course.planning.withdraw_actions import WITHDRAW

# How many refused lessons are kept of a county.
MOST_KEPT = 100


def prepare(arguments: dict[str, Any], report: Report) -> list[Drafted]:
    """Read, solve and check; this reads only."""
    return draft_chunk(arguments, report, local_now())


def finish(prepared: Sequence[Drafted], arguments: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Keep the drafts; a county that could not be planned falls back to its last good draft."""
    of_part = {one.part_id: one for one in prepared}
    parts = parts_to_change(arguments["plan_id"], PlanPart.id.in_(of_part), PlanPart.state.in_(IN_WORK))
    failed = {}
    for part in parts:
        one = of_part[part.id]
        if one.failure:
            fall_back([part], PartState.FAILED)
            failed[str(part.id)] = one.failure
        else:
            draft_actions.keep_rows(part, one.rows, one.figures or {}, one.gaps, one.fingerprint, now=now)
    return {"made": len(parts) - len(failed), "failed": failed}


def nothing_to_prepare(arguments: dict[str, Any], report: Report) -> None:
    """All of this work is done in its transaction, against the data as it is then."""


def who_asked(arguments: dict[str, Any], part: PlanPart) -> User | None:
    """The user who asked, if they may still do so; None for a command."""
    if arguments["user_id"] is None:
        return None
    user = db.session.get_one(User, arguments["user_id"])
    may = user.active and user.role in {Role.ADMIN, Role.BUREAU}
    if not may or not scope_of(user, local_now().date()).covers(part.region_path):
        raise PermissionError(f"user {user.id} may not do this any more")
    return user


def finish_publish(prepared: None, arguments: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Publish one county; a refusal is an answer, too."""
    part = db.session.get_one(PlanPart, arguments["part_id"])
    try:
        done = publish_actions.publish_part(
            part,
            revision=arguments["revision"],
            user=who_asked(arguments, part),
            now=now,
            together=asked_together,
        )
    except RuleBroken as broken:
        tell_people(part, asked_together(part), now=now)
        return refusal(broken)
    return {"published": done.lessons, "passed": done.passed}


def publishing_gave_up(job: Job) -> None:
    """A county is not published after all: those who were to hear of it with other counties hear of these."""
    part = db.session.get_one(PlanPart, job.arguments["part_id"])
    tell_people(part, asked_together(part), now=job.finished_at or job.created_at)


def finish_withdraw(prepared: None, arguments: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Withdraw one county; a refusal is an answer, too."""
    part = db.session.get_one(PlanPart, arguments["part_id"])
    try:
        done = withdraw_actions.withdraw_part(part, user=who_asked(arguments, part), now=now)
    except RuleBroken as broken:
        return refusal(broken)
    return {"withdrawn": done.lessons, "kept": done.kept}


def refusal(broken: RuleBroken) -> dict[str, Any]:
    """A refusal as it is kept with the job; its sentences are made when somebody reads them."""
    refused = broken.refused if isinstance(broken, Refused) else ()
    return {
        "problems": [problem.rule for problem in broken.problems],
        "lessons": len(refused),
        "refused": [one.as_json() for one in refused[:MOST_KEPT]],
    }


KINDS[MAKE] = Kind(prepare, finish, job_gave_up, job_taken_up)
KINDS[PUBLISH] = Kind(nothing_to_prepare, finish_publish, publishing_gave_up)
KINDS[WITHDRAW] = Kind(nothing_to_prepare, finish_withdraw)
