"""Verbs of reports: ask for one, begin the next, keep what was made, cancel, throw away, send regularly."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from course import jobs
from course.access import audit
from course.access.models import User
from course.access.notice_actions import notify
from course.db import db
from course.errors import refuse
from course.reports import queries, store
from course.reports.models import ReportFile, ReportKind, ReportSubscription, Rhythm
from course.reports.rules import KEPT, LISTED, may_begin, not_too_many, not_too_many_regular, period_start

MAKE, READY = "reports.make", "report.ready"


@dataclass(frozen=True)
class Wanted:
    """What somebody asks for."""

    kind: ReportKind
    region_path: str
    year: int
    day: date
    language: str
    school_id: int | None = None
    vice_principal_id: int | None = None
    plan_id: int | None = None


def ask(wanted: Wanted, *, user: User, now: datetime) -> tuple[ReportFile, list[int]]:
    """Ask for a report, and the jobs that begin with it; more than five of a user wait their turn."""
    queries.hold_user(user.id)
    refuse([not_too_many(queries.unfinished(user.id))])
    report = write_down(wanted, user, now)
    return report, begin_next(user.id, now)


def ask_for(wanted: Wanted, *, user: User, now: datetime) -> ReportFile:
    """Ask for a report in somebody's place, who is told when it is there."""
    report = write_down(wanted, user, now)
    begin(report, {"told": True}, now)
    return report


def write_down(wanted: Wanted, user: User, now: datetime) -> ReportFile:
    """A report that is still to be made."""
    report = ReportFile(**asdict(wanted), user_id=user.id, created_at=now)
    db.session.add(report)
    db.session.flush()
    note("report.ask", report, user, now)
    return report


def begin_next(user_id: int, now: datetime) -> list[int]:
    """Give a worker what waits, as long as fewer than five of this user are being made; the jobs."""
    given: list[int] = []
    waits = queries.next_in_line(user_id)
    while waits is not None and may_begin(queries.begun(user_id)):
        given.append(begin(waits, {}, now))
        waits = queries.next_in_line(user_id)
    return given


def begin(report: ReportFile, more: dict[str, Any], now: datetime) -> int:
    """Give a report to a worker; its job."""
    arguments = {"report_id": report.id, "user_id": report.user_id, **more}
    job = jobs.ask(MAKE, arguments, user_id=report.user_id, now=now)
    report.job_id = job.id
    db.session.flush()
    return job.id


def keep(report_id: int, made: store.Stored, name: str, *, told: bool, now: datetime) -> bool:
    """The file is there, for a day; False where nobody wants it any more."""
    report = queries.report_to_change(report_id)
    if report is None or report.made_at:
        return False
    report.stored_as, report.size, report.name = made.token, made.size, name
    report.made_at, report.kept_until = now, now + KEPT
    db.session.flush()
    if told:
        facts = {"kind": report.kind.value, "subject": queries.subjects_of([report]).get(report.id, "")}
        facts["day"] = report.day.isoformat()
        notify(report.user_id, kind=READY, key=f"{READY}:{report.id}", facts=facts, address="/reports", now=now)
    return True


def cancel(report: ReportFile, *, now: datetime) -> None:
    """The user does not want it any more; what a worker makes stops, what waits for a turn is gone."""
    if report.made_at:
        return
    if report.job_id is None:
        db.session.delete(report)
    else:
        jobs.cancel(report.job_id, now=now)
    db.session.flush()


def throw_away(now: datetime, forget: Callable[[str], None]) -> int:
    """Delete the files whose day is over, and forget what was asked for a week ago; how many files."""
    old = queries.over(now)
    for report in old:
        forget(report.stored_as)
        report.stored_as = ""
    db.session.flush()
    queries.forget_rows(now - LISTED)
    return len(old)


def subscribe(kind: ReportKind, region_path: str, rhythm: Rhythm, *, user: User, now: datetime) -> None:
    """Send a report regularly; asked for twice, the newer rhythm holds."""
    queries.hold_user(user.id)
    mine = queries.subscriptions_of(user.id)
    for known, _region in mine:
        if (known.kind, known.region_path) == (kind, region_path):
            known.rhythm = rhythm
            db.session.flush()
            return
    refuse([not_too_many_regular(len(mine))])
    row = ReportSubscription(kind=kind, region_path=region_path, rhythm=rhythm, user_id=user.id, created_at=now)
    db.session.add(row)
    db.session.flush()


def unsubscribe(row: ReportSubscription) -> None:
    """Send it no more."""
    db.session.delete(row)
    db.session.flush()


def ask_regular(due: Iterable[tuple[ReportSubscription, User, Wanted]], *, today: date, now: datetime) -> list[int]:
    """Ask for what is sent this week or month and was not yet; the reports."""
    asked = []
    for row, user, wanted in due:
        asked.append(ask_for(wanted, user=user, now=now).id)
        row.last_on = period_start(row.rhythm, today)
    db.session.flush()
    return asked


def note(action: str, report: ReportFile, user: User, now: datetime) -> None:
    """Write down who asked for, or took, which report."""
    facts = {"kind": report.kind.value, "year": report.year, "day": report.day.isoformat()}
    audit.note(action, f"report:{report.id}", user=user, now=now, region_path=report.region_path, after=facts)
