"""What else is told of a day: lessons, schools that had everything, required themes, practice, what others taught.

How schools stood with what was scheduled, what surveys said and what a plan could reach is not kept by day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from course.coverage import measure_rules
from course.coverage.past_days.as_of_queries import counted_as_of
from course.coverage.rules import Figure, Year
from course.coverage.tallies.facts import Counted
from course.coverage.tallies.queries import NOTHING, Figures
from course.coverage.tallies.rules import YEARLY


@dataclass(frozen=True)
class Measured:
    """The other measures of a region or a school on a day; a share is None where nothing was confirmed."""

    lessons: int
    covered: Figure
    themes: Figure
    practice: float | None
    organised: float | None


def measured(counted: Figures) -> Measured:
    """The measures of what was counted."""
    confirmed = counted.taught_minutes + counted.organised_minutes
    return Measured(
        lessons=counted.lessons,
        covered=Figure(counted.covered, counted.schools),
        themes=measure_rules.themes_reached(counted.themes_had, counted.themes_owed),
        practice=measure_rules.practice_share(counted.practice_minutes, confirmed),
        organised=measure_rules.organised_share(counted.taught_minutes, counted.organised_minutes),
    )


def counted_of_school(school_id: int, year: Year, known: date) -> Figures:
    """What was counted of one school, as it was known at the end of a day."""
    for _school_id, counted, facts in counted_as_of([school_id], year, known):
        return figures_of(counted, facts.is_served(year.day_that_counts(known)))
    return NOTHING


def figures_of(counted: Counted, served: bool) -> Figures:
    """What was counted of one school, as the figures of a region of this school alone."""
    base = {"schools": 1, "appointed": int(served), "classes": counted.classes, "themes_owed": counted.themes_owed}
    return Figures(**base, **dict(zip(YEARLY, counted.vector(served), strict=True)))
