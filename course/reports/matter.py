"""What a report is of: a region as somebody may see it, a year, and the day on which it is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from course.access.scope import Scope
from course.coverage.queries import Asked, Schools, hours_owed_in, question
from course.coverage.region_queries import Place
from course.coverage.rules import Year
from course.i18n import _
from course.reports.rules import year_up_to


@dataclass(frozen=True)
class Matter:
    """A region, a year and a day; ``counted`` is the part of the year that lies before the day.

    ``asked`` is the same as a question to the figures: the one that the pages ask.
    """

    scope: Scope
    place: Place
    year: Year
    counted: Year
    day: date
    now: datetime
    asked: Asked

    @classmethod
    def of(cls, scope: Scope, place: Place, year: Year, day: date, now: datetime) -> Matter:
        """The matter of a region on a day."""
        asked = question(Schools(scope, place.path), year, day, hours_owed_in(year), year.as_of(day, now.date()))
        return cls(scope, place, year, year_up_to(year, day, now.date()), day, now, asked)

    @property
    def as_of(self) -> date | None:
        """The day that has passed as of which everything is told; None for now."""
        return self.asked.as_of

    @property
    def name(self) -> str:
        """The name of the region."""
        return self.place.region.name if self.place.region else _("All regions")

    @property
    def moment(self) -> datetime:
        """The moment for which the figures hold: now, or the end of a day that has passed."""
        return self.now if self.day >= self.now.date() else datetime.combine(self.day, datetime.max.time())
