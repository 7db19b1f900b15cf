"""Rules of the school's yearly evaluation: possible totals, and when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from course.errors import Problem
from course.i18n import _l
from course.roster.rules import year_of, year_span

MOST_ASKED = 100_000
FEWEST_SHOWN = 5
# The evaluation is asked for in the last quarter of the year and for two months after it.
BEFORE, AFTER = timedelta(days=92), timedelta(days=61)


@dataclass(frozen=True)
class Totals:
    """How many were asked in each of the three groups, and how many of them are content."""

    staff_asked: int = 0
    staff_content: int = 0
    pupils_asked: int = 0
    pupils_content: int = 0
    parents_asked: int = 0
    parents_content: int = 0

    def groups(self) -> tuple[tuple[str, int, int], ...]:
        """Staff, pupils and parents: the name, how many were asked, how many are content."""
        return tuple(
            (name, getattr(self, f"{name}_asked"), getattr(self, f"{name}_content"))
            for name in ("staff", "pupils", "parents")
        )


def totals_are_possible(totals: Totals) -> list[Problem | None]:
    """No more are content than were asked."""
    return [
        Problem("totals_are_possible", _l("No more can be content than were asked."), f"{name}_content")
        if content > asked
        else None
        for name, asked, content in totals.groups()
    ]


def somebody_was_asked(totals: Totals) -> Problem | None:
    """An evaluation hears somebody; the regulation asks for staff, pupils and parents."""
    if any(asked for _name, asked, _content in totals.groups()):
        return None
    return Problem("somebody_was_asked", _l("Enter how many were asked in at least one group."), "staff_asked")


def sentence_is_given(note: str) -> Problem | None:
    """The school says in a sentence how the person served."""
    if note:
        return None
    return Problem("sentence_is_given", _l("Say in a sentence how the vice-principal served."), "note")


def year_is_open(year: int, today: date, starts: str) -> bool:
    """Whether the evaluation of a year may be given or changed: this year's, and last year's."""
    this_year = year_of(today, starts)
    return this_year - 1 <= year <= this_year


def year_to_evaluate(today: date, starts: str) -> int | None:
    """The year whose evaluation is asked for now, near its end and for a while after; None in between."""
    year = year_of(today, starts)
    first, last = year_span(year, starts)
    if last - today < BEFORE:
        return year
    return year - 1 if today - first < AFTER else None
