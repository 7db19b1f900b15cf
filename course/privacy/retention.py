"""How long everything is kept: one list, from which rows are deleted and which the notice page shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from course.i18n import _l
from course.privacy import retention_queries as rows

# The moment before which rows are over, and this moment; how many were deleted.
Forget = Callable[[datetime, datetime], int]
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Kept:
    """A kind of data: what it is, what it is for, how long it is kept in words, and what deletes what is over."""

    key: str
    title: Any
    purpose: Any
    kept: Any
    span: timedelta | None = None
    forget: Forget | None = None

    def before(self, now: datetime) -> datetime:
        """The moment before which rows of this kind are over."""
        return now - (self.span or timedelta())


KINDS = (
    Kept(
        "people",
        _l("Name, unit, telephone and mail of vice-principals"),
        _l("To appoint them, to plan their lessons, and so that schools can reach them."),
        _l("While they are appointed and 3 years after; then only a number stays in the figures."),
        3 * YEAR,
        rows.forget_people,
    ),
    Kept(
        "accounts",
        _l("Accounts: name, mail address, role"),
        _l("To sign in and to see what one is responsible for."),
        _l("Until the bureau erases them; they are closed when their school is no more."),
    ),
    Kept(
        "lessons",
        _l("Lessons, reports, confirmations, duties"),
        _l("Proof of the hours that the law asks for."),
        _l("For good; without a name once the person is erased."),
    ),
    Kept(
        "absences",
        _l("Times away of vice-principals"),
        _l("So that nobody plans a lesson then."),
        _l("1 year after their end."),
        YEAR,
        rows.forget_absences,
    ),
    Kept(
        "notices",
        _l("Notices in the app"),
        _l("To tell what has changed."),
        _l("1 year."),
        YEAR,
        rows.forget_notices,
    ),
    Kept(
        "messages",
        _l("Mails and messages that were sent"),
        _l("To send each once, and to show what was not delivered."),
        _l("180 days."),
        timedelta(days=180),
        rows.forget_messages,
    ),
    Kept(
        "posts",
        _l("Events that other programs were told"),
        _l("To tell each once, and to show what was not delivered. They hold codes, and nobody's name."),
        _l("90 days."),
        timedelta(days=90),
        rows.forget_posts,
    ),
    Kept(
        "jobs",
        _l("Results of long work: imports, exports, proposals"),
        _l("To show what came of it."),
        _l("30 days."),
        timedelta(days=30),
        rows.forget_jobs,
    ),
    Kept(
        "reports",
        _l("Files of reports that somebody asked for"),
        _l("To be downloaded by whoever asked."),
        _l("24 hours; 7 days that they were asked for."),
    ),
    Kept(
        "uploads",
        _l("Uploaded files that nobody came back for"),
        _l("To look at them before they are taken in."),
        _l("2 days."),
        timedelta(days=2),
        rows.forget_uploads,
    ),
    Kept(
        "forms",
        _l("Keys of forms"),
        _l("So that a form sent twice does its work once."),
        _l("2 days."),
        timedelta(days=2),
        rows.forget_forms,
    ),
    Kept(
        "feeds",
        _l("Calendar addresses that were revoked"),
        _l("So that an old address stays closed."),
        _l("30 days."),
        timedelta(days=30),
        rows.forget_feeds,
    ),
    Kept(
        "surveys",
        _l("Survey: what keeps a phone from answering twice"),
        _l("One answer for each phone. No name, no address, no account is ever asked for or kept."),
        _l("1 term (183 days); then only the anonymous answer stays."),
        timedelta(days=183),
        rows.forget_nonces,
    ),
    Kept(
        "photos",
        _l("Photographs of lessons"),
        _l("Proof of a lesson, where somebody has said on what basis it may be shown. Never needed."),
        _l("1 year and 90 days; 30 days once withdrawn."),
        YEAR + timedelta(days=90),
        rows.forget_photos,
    ),
    Kept(
        "log",
        _l("Log: who did what, when, from which address"),
        _l("To find misuse; the law asks for at least 6 months. It names accounts by number and cannot be changed."),
        _l("3 years."),
        3 * YEAR,
        rows.forget_log,
    ),
)


def forget_all(now: datetime) -> dict[str, int]:
    """Delete whatever is over its time; how many rows of each kind."""
    return {kind.key: kind.forget(kind.before(now), now) for kind in KINDS if kind.forget}
