"""Reports in the background: one job makes a file, one each morning asks for what is sent, one throws away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import event

from course import jobs
from course.access.models import User
from course.access.queries import scope_of
from course.db import db
from course.i18n import LOCALES, in_language, local_day, local_now
from course.jobs import DAILY, KINDS, NOT_BEFORE, Job, Kind, Report
from course.reports import actions, queries, store
from course.reports.actions import MAKE, Wanted
from course.reports.making import write_report
from course.reports.models import ReportFile, ReportSubscription
from course.reports.rules import ENDING, day_told_of, is_due
from course.roster.rules import year_of

REGULAR, THROW_AWAY = "reports.regular", "reports.throw_away"


def prepare(arguments: dict[str, Any], report: Report) -> tuple[store.Stored, str] | None:
    """Write the file, as its reader may see it now; None where nobody wants it, or may see it, any more."""
    wanted, now = db.session.get(ReportFile, arguments["report_id"]), local_now()
    if wanted is None:
        return None
    if wanted.kind not in ENDING:
        raise LookupError(f"a newer version makes reports of the kind {wanted.kind.value}")
    user, names = db.session.get_one(User, wanted.user_id), []
    scope = scope_of(user, now.date())
    if not user.active or not queries.is_in_scope(wanted, scope):
        return None
    db.session.expunge(wanted)
    with in_language(wanted.language if wanted.language in LOCALES else current_app.config["DEFAULT_LOCALE"]):
        made = store.store(wanted.id, lambda path: names.append(write_report(wanted, scope, now, path, report)))
    return made, names[0]


def finish(prepared: tuple[store.Stored, str] | None, arguments: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Keep it, throw away what is over, and let the next one begin."""
    kept = prepared is not None and actions.keep(
        arguments["report_id"], *prepared, told=bool(arguments.get("told")), now=now
    )
    if prepared and not kept:
        store.forget(prepared[0].token)
    actions.throw_away(now, store.forget)
    begin_next(arguments["user_id"], now)
    return {"made": kept}


def give_up(job: Job) -> None:
    """Nothing comes of it; the next one of this user begins."""
    if job.user_id is not None:
        begin_next(job.user_id, job.finished_at or job.created_at)


def begin_next(user_id: int, now: datetime) -> None:
    """Give the workers what waited for its turn, as soon as this is written."""
    wake_after_commit(actions.begin_next(user_id, now))


def wake_after_commit(job_ids: list[int]) -> None:
    """Wake the workers when the jobs are there for all to see."""

    def wake(session: Any) -> None:
        for job_id in job_ids:
            jobs.wake_worker(job_id)

    if job_ids:
        event.listen(db.session(), "after_commit", wake, once=True)


def nothing_to_prepare(arguments: dict[str, Any], report: Report) -> None:
    """All of this work is done in its transaction."""


def ask_regular(prepared: None, arguments: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Ask for what is sent this week or month and was not yet."""
    local = local_now()
    due = [
        (row, user, wanted_of(row, user, local))
        for row, user in queries.subscribers()
        if is_due(row.rhythm, local.date(), local_day(row.created_at), row.last_on)
        and queries.is_in_scope(row, scope_of(user, local.date()))
    ]
    return {"asked": actions.ask_regular(due, today=local.date(), now=now)}


def wanted_of(row: ReportSubscription, user: User, local: datetime) -> Wanted:
    """What is sent to a subscriber."""
    day = day_told_of(row.kind, local.date())
    year = year_of(day, current_app.config["YEAR_STARTS"])
    return Wanted(row.kind, row.region_path, year, day, user.locale or "")


def throw_away(prepared: None, arguments: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Delete files whose day is over, and what no report names."""
    thrown = actions.throw_away(now, store.forget)
    store.forget_others(queries.stored_names(), now)
    return {"files": thrown}


KINDS[MAKE] = Kind(prepare, finish, give_up)
KINDS[REGULAR] = Kind(nothing_to_prepare, ask_regular)
KINDS[THROW_AWAY] = Kind(nothing_to_prepare, throw_away)
DAILY.extend((REGULAR, THROW_AWAY))
NOT_BEFORE[REGULAR] = 6
