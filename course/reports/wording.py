"""The words of reports: what a notice says when one is there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from course.access.notice_wording import WORDINGS, Wording
from course.i18n import _, long_date
from course.reports.actions import READY
from course.reports.models import ReportKind


def ready(facts: Mapping[str, Any], lang: str) -> Wording:
    """A report that is sent regularly is there."""
    kind, day = ReportKind(facts["kind"]).label, long_date(date.fromisoformat(facts["day"]))
    title = _("%(kind)s of %(subject)s, %(day)s", kind=kind, subject=facts["subject"], day=day)
    lines = [_("Sign in to download it. The file is kept for 24 hours; after that, ask for it again with one click.")]
    return Wording(title, lines, _("To my reports"))


WORDINGS[READY] = ready
