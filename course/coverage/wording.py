"""The year and the moment of a figure, in words; they stand beside every figure."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_babel import format_date

from course.coverage.rules import Year
from course.delivery.models import Special
from course.i18n import _, clock, long_date, page_language


def year_in_words(year: Year) -> str:
    """2026–2027学年（9月1日起）, or the plain number where the year is the calendar's."""
    if (year.first.month, year.first.day) == (1, 1):
        return _("The year %(year)s", year=year.number)
    span = f"{year.first.year}–{year.last.year}"
    return _("School year %(span)s (from %(start)s)", span=span, start=month_and_day(year.first))


def month_and_day(day: date) -> str:
    """9月1日, or 1 September."""
    return f"{day.month}月{day.day}日" if page_language() != "en" else f"{day.day} {format_date(day, 'MMMM')}"


def month_in_short(day: date) -> str:
    """9月, or Sep."""
    return format_date(day, "MMM")


def as_of(now: datetime) -> str:
    """The moment for which a figure holds."""
    return _("as of %(moment)s", moment=f"{long_date(now)} {clock(now)}")


def special_label(name: str) -> Any:
    """What a special form, or an organised lesson, is called."""
    return Special(name).label if name in set(Special) else _("Organised")
