"""The words of reports: what a printed page says above, and what a notice says when a report is there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from course.access.notice_wording import WORDINGS, Wording
from course.coverage.rules import Year
from course.coverage.wording import as_of, year_in_words
from course.db import member_of
from course.i18n import _, long_date
from course.reports.actions import READY
from course.reports.models import ReportKind


def on_each_page(title: str, name: str, year: Year, moment: datetime) -> str:
    """What this is, of whom, of which year and when it was told: a page is handed on without its cover."""
    return " · ".join((title, name, year_in_words(year), as_of(moment)))


def ready(facts: Mapping[str, Any], lang: str) -> Wording:
    """A report that is sent regularly is there."""
    kind, day = member_of(ReportKind, facts["kind"]).label, long_date(date.fromisoformat(facts["day"]))
    title = _("%(kind)s of %(subject)s, %(day)s", kind=kind, subject=facts["subject"], day=day)
    lines = [_("Sign in to download it. The file is kept for 24 hours; after that, ask for it again with one click.")]
    return Wording(title, lines, _("To my reports"))


WORDINGS[READY] = ready
