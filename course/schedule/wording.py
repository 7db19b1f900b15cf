"""Days and times inside sentences that are put into the reader's language only when they are shown."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel.speaklater import LazyString

from course.i18n import clock, long_date, page_language


def said_day(day: date) -> LazyString:
    """11月26日 周四, in the language of whoever reads it."""
    return LazyString(long_date, day)


def said_time(start: datetime, end: datetime) -> str:
    """10:25–11:05."""
    return f"{clock(start)}–{clock(end)}"


def language() -> str:
    """The language of the page that is being made."""
    return page_language()
