"""Rules of appointments: how long they last, and the limits beyond which a reason is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from course.errors import Problem
from course.i18n import _l
from course.roster.rules import year_of, year_span

YEARS = 3
# An appointment that ends in the holidays is renewed before the new school year begins.
SOON = timedelta(days=90)
# Who ended within a year is the first to be asked again.
LATELY = timedelta(days=365)
LONGEST = timedelta(days=6 * 366)


@dataclass(frozen=True)
class Limits:
    """How many schools a person and how many people a school may have without a reason."""

    schools: int = 2
    people: int = 5


@dataclass(frozen=True)
class Span:
    """One appointment of a person at a school, from its first to its last day."""

    person: int
    school: int
    start: date
    end: date

    def meets(self, other: Span) -> bool:
        """Whether both hold on one day."""
        return self.start <= other.end and other.start <= self.end


def last_day(start: date, year_starts: str) -> date:
    """The last day of an appointment: the end of the school year that is nearest to three years after its start."""
    ends = [year_span(year_of(start, year_starts) + years, year_starts)[1] for years in (YEARS - 1, YEARS)]
    aim = start + timedelta(days=round(YEARS * 365.25))
    return min(ends, key=lambda end: (abs(end - aim), end))


def renewed_before(day: date, term_end: date | None) -> date:
    """The day before which appointments that end are renewed: the end of the term, and never less than three months."""
    return max(day + SOON, term_end or day)


def ends_after_it_starts(start: date, end: date, today: date) -> Problem | None:
    """An appointment ends after it starts."""
    return None if start < end else Problem("ends_after_it_starts", _l("This must be later than the first day."), "end")


def is_not_over(start: date, end: date, today: date) -> Problem | None:
    """An appointment that is over changes nothing any more."""
    if end >= today or end <= start:
        return None
    return Problem("is_not_over", _l("This day has passed. Enter a day that lies ahead."), "end")


def starts_within_a_year(start: date, end: date, today: date) -> Problem | None:
    """A first day more than a year away is a mistyped year."""
    if abs(start - today) <= LATELY:
        return None
    return Problem("starts_within_a_year", _l("This is more than a year away. Check the year."), "start")


def is_not_too_long(start: date, end: date, today: date) -> Problem | None:
    """Three years are usual; more than six are a mistyped year."""
    if end - start <= LONGEST:
        return None
    return Problem("is_not_too_long", _l("This is more than six years. Check the years."), "end")


DAYS = (ends_after_it_starts, is_not_over, starts_within_a_year, is_not_too_long)


def is_new(asked: Span, known: Sequence[Span], names: Sequence[Any]) -> Problem | None:
    """Nobody is appointed to one school twice at one time; ``names`` are those of the person and the school."""
    same = (one for one in known if (one.person, one.school) == (asked.person, asked.school) and one.meets(asked))
    end = max((one.end for one in same), default=None)
    if end is None:
        return None
    message = _l(
        "%(person)s is already appointed to %(school)s until %(day)s.",
        person=names[0],
        school=names[1],
        day=end.isoformat(),
    )
    return Problem("is_new", message)


def serves_few_schools(asked: Span, known: Sequence[Span], limits: Limits, name: str) -> Problem | None:
    """A person serves at most two schools at one time, unless there is a reason."""
    schools = {one.school for one in known if one.person == asked.person and one.meets(asked)} | {asked.school}
    if len(schools) <= limits.schools:
        return None
    message = _l(
        "%(name)s would serve %(number)s schools; %(most)s are the limit. Give a reason, or choose somebody else.",
        name=name,
        number=len(schools),
        most=limits.schools,
    )
    return Problem("serves_few_schools", message, "reason")


def has_few_people(asked: Span, known: Sequence[Span], limits: Limits, name: str) -> Problem | None:
    """A school has at most five vice-principals at one time, unless there is a reason."""
    people = {one.person for one in known if one.school == asked.school and one.meets(asked)} | {asked.person}
    if len(people) <= limits.people:
        return None
    message = _l(
        "%(name)s would have %(number)s vice-principals; %(most)s are the limit. Give a reason, or leave it at that.",
        name=name,
        number=len(people),
        most=limits.people,
    )
    return Problem("has_few_people", message, "reason")


def school_stays_open(end: date, closed_on: date | None, name: str) -> Problem | None:
    """Nobody is appointed to a school beyond the day from which it is no more."""
    if closed_on is None or end < closed_on:
        return None
    message = _l("%(name)s is closed from %(day)s on.", name=name, day=closed_on.isoformat())
    return Problem("school_stays_open", message)


def ends_within(day: date, start: date, end: date) -> Problem | None:
    """An appointment is ended on one of its days, before it would end anyway."""
    if start <= day < end:
        return None
    message = _l("Choose a day from %(start)s on and before %(end)s.", start=start.isoformat(), end=end.isoformat())
    return Problem("ends_within", message, "day")


def first_free_day(day: date, kept: int, ending: Sequence[date], new: int, most: int) -> date:
    """The day from which ``new`` appointments stay within a limit: at once, or when those that end are over."""
    if kept + len(ending) + new <= most or not ending:
        return day
    return max(day, max(ending) + timedelta(days=1))
