"""Days and times in the cells of the ledger, in all the ways in which people write them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import partial

from course.ledger.cells import Kind, Unfit

FIRST_YEAR, LAST_YEAR = 1980, 2100
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d{2})(\d{2})")
CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?")


def read_day(text: str) -> date:
    """A day: ``2026-09-01``, also ``2026/9/1``, ``2026.9.1``, ``2026年9月1日`` and ``20260901``."""
    day, _, rest = text.partition(" ")
    found = DAY.fullmatch(day)
    if found is None or (rest and not re.fullmatch(r"0?0:00(:00)?", rest)):
        raise Unfit("day_number" if re.fullmatch(r"\d{5}(\.\d+)?", text) else "not_a_day")
    return checked_day(*(int(part) for part in found.groups() if part))


def checked_day(year: int, month: int, day: int) -> date:
    """A day that is in the calendar and in a year that a ledger can mean."""
    try:
        found = date(year, month, day)
    except ValueError:
        raise Unfit("no_such_day") from None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unfit("no_such_day")
    return found


def read_clock(text: str) -> time:
    """A time of day: ``08:30``, also ``8:30`` and ``8:30:00``."""
    found = CLOCK.fullmatch(text)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise Unfit("not_a_time")
    return time(int(found[1]), int(found[2]))


def read_moment(text: str, whole_day: time) -> datetime:
    """A day and a time; a day alone begins at midnight and ends at its last minute."""
    day, _, clock = re.sub(r"[T\s]+", " ", text).partition(" ")
    on = read_day(day)
    if not clock:
        return datetime.combine(on, whole_day)
    if re.fullmatch(r"24:00(:00)?", clock):
        return datetime.combine(on, time()) + timedelta(days=1)
    return datetime.combine(on, read_clock(clock))


def read_special_day(text: str) -> str:
    """A day of every year: ``12-04``."""
    found = re.fullmatch(r"(\d{1,2})[-/.月](\d{1,2})日?", text)
    if found is None:
        raise Unfit("not_a_special_day")
    return f"{checked_day(2000, int(found[1]), int(found[2])):%m-%d}"


DAY_CELL = Kind(read_day)
CLOCK_CELL = Kind(read_clock, lambda value: f"{value:%H:%M}")
START_CELL = Kind(partial(read_moment, whole_day=time()), lambda value: f"{value:%Y-%m-%d %H:%M}")
END_CELL = Kind(partial(read_moment, whole_day=time(23, 59)), lambda value: f"{value:%Y-%m-%d %H:%M}")
