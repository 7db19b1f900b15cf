"""What the short form of a wish says: a theme, some classes, before which day, on which weekdays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from werkzeug.datastructures import MultiDict

from course.i18n import _
from course.schedule.booking.free_periods import FreePeriod
from course.schedule.booking.next_periods import LONGEST, WEEKS, Offer, best_periods
from course.schedule.booking.obstacles import OBSTACLES, advice_for
from course.schedule.booking.page import Asked, Grade, grades
from course.schedule.forms import parse_day

SCHOOL_DAYS = range(1, 6)


@dataclass(frozen=True)
class WishPage:
    """The form as it was filled in, and the periods that answer it."""

    asked: Asked
    before: date | None
    weekdays: frozenset[int]
    offer: Offer | None
    together: list[Grade]
    # One offer names each period by its number.
    some_prepared: bool = True

    @property
    def names(self) -> dict[int, str]:
        """The names of the periods that are offered."""
        best = self.offer.best if self.offer else []
        return {one.period.number: _("Period %(number)s", number=one.period.number) for one in best}

    @property
    def advice(self) -> Any:
        """What to do where nothing is free."""
        return advice_for(self.offer.taken if self.offer else ())

    @property
    def taken(self) -> list[tuple[Any, int]]:
        """What took the periods away, in words."""
        return [(OBSTACLES[rule], number) for rule, number in self.offer.taken] if self.offer else []


def wish_page(asked: Asked, values: MultiDict[str, str], now: datetime) -> WishPage:
    """The page of a wish; it offers something as soon as a theme and classes are chosen."""
    before, tomorrow = parse_day(values.get("before")), now.date() + timedelta(days=1)
    weekdays = frozenset(day for day in SCHOOL_DAYS if str(day) in values.getlist("weekday"))
    ready = asked.theme is not None and asked.classes and not asked.problems
    last = before - timedelta(days=1) if before else tomorrow + WEEKS
    latest = min(max(last, tomorrow), tomorrow + LONGEST)

    def suits(free: FreePeriod) -> bool:
        """A day of the calendar: who says Tuesday means Tuesday, also where another day's lessons are taught then."""
        return not weekdays or free.day.isoweekday() in weekdays

    offer = best_periods(asked.question, tomorrow, latest, now, suits) if ready else None
    together = [grade for grade in grades(asked, {}) if grade.together]
    return WishPage(asked, before, weekdays, offer, together)
