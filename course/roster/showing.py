"""How times and weekdays of the ledger are shown on pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from course.i18n import WEEKDAYS_EN, WEEKDAYS_ZH, _, clock, long_date, ngettext, page_language


def span(start: datetime, end: datetime) -> str:
    """11月26日 周四 08:00–12:00; whole days without clock times."""
    whole = f"{start:%H:%M}" == "00:00" and f"{end:%H:%M}" == "23:59"
    if start.date() == end.date():
        times = _("all day") if whole else f"{clock(start)}–{clock(end)}"
        return f"{long_date(start)} {times}"
    if whole:
        return f"{long_date(start)} – {long_date(end)}"
    return f"{long_date(start)} {clock(start)} – {long_date(end)} {clock(end)}"


def weekdays(numbers: Iterable[int]) -> str:
    """周一、周三."""
    names = WEEKDAYS_EN if page_language() == "en" else WEEKDAYS_ZH
    return ("、" if names is WEEKDAYS_ZH else ", ").join(names[number - 1] for number in numbers)


def vacant_for(since: date | None, today: date) -> str:
    """Vacant for 23 days, today included; only "vacant" where nobody ever was there."""
    if since is None:
        return _("vacant")
    return ngettext("vacant for %(num)s day", "vacant for %(num)s days", (today - since).days + 1)
