"""Rules of coverage: the year, and the three figures, which are never merged into one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from typing import Any

from course.i18n import _l
from course.roster.models import SchoolStage
from course.roster.rules import HOURS_OWED, LESSON_HOUR, lesson_hours, year_of, year_span

FIRST_YEAR, LAST_YEAR = 2000, 2100
# Stands for all regions where the code of one is asked for; no code begins with such a sign.
ALL_REGIONS = "*"
# A lesson that nobody has reported for so long needs a reminder.
PATIENCE = timedelta(days=3)


@dataclass(frozen=True)
class Year:
    """The year in which hours are owed and classes are to be reached."""

    number: int
    first: date
    last: date

    @classmethod
    def numbered(cls, number: int, starts: str) -> Year:
        """A year by the number of its first day; ``starts`` is ``MM-DD``."""
        return cls(number, *year_span(number, starts))

    def from_start(self) -> datetime:
        """The first moment of the year."""
        return datetime.combine(self.first, time())

    def to_end(self) -> datetime:
        """The first moment after the year."""
        return datetime.combine(self.last + timedelta(days=1), time())

    def day_that_counts(self, today: date) -> date:
        """The day on which appointments are looked at: today, or the nearest day of another year."""
        return min(max(today, self.first), self.last)

    def day_of_rules(self, day: date) -> date:
        """The day whose rules hold on a day: a year that has passed keeps those of its last day."""
        return min(day, self.last)

    def as_of(self, day: date, today: date) -> date | None:
        """The past day whose knowledge counts; None for now, and the last day of a year stands for all of it."""
        return day if day < min(today, self.last) else None


def year_asked_for(asked: str | None, today: date, starts: str) -> Year | None:
    """The year of an address, this year where it names none, None where it is not a year."""
    if not asked:
        number = year_of(today, starts)
    elif len(asked) == 4 and asked.isascii() and asked.isdigit() and FIRST_YEAR <= int(asked) <= LAST_YEAR:
        number = int(asked)
    else:
        return None
    return Year.numbered(number, starts)


def hours_owed(terms: Iterable[Decimal]) -> Decimal:
    """The lesson-hours that each school is owed in a year: what its terms ask for, four where none says."""
    return max(terms, default=HOURS_OWED)


def minutes_owed(stage: SchoolStage, hours: Decimal) -> int:
    """The hours owed as whole minutes of this stage: 160 in a primary school, 180 after."""
    return int((hours * LESSON_HOUR[stage]).to_integral_value(ROUND_CEILING))


def hours_in_words(minutes: int, stage: SchoolStage) -> Decimal:
    """Lesson-hours as people write them: 1.5, and never more than one digit after the point."""
    tenths = (lesson_hours(minutes, stage) * 10).to_integral_value("ROUND_DOWN")
    return tenths / 10


def in_hours(minutes: Mapping[SchoolStage, int]) -> Decimal:
    """Minutes by stage as hours, one digit after the point, never too many."""
    whole = sum((Fraction(number, LESSON_HOUR[stage]) for stage, number in minutes.items()), Fraction(0))
    return Decimal(int(whole * 10)) / 10


def school_is_appointed(spans: Iterable[tuple[date, date]], day: date) -> bool:
    """Schools with at least one vice-principal whose appointment holds on the day, of all schools."""
    return any(start <= day <= end for start, end in spans)


def school_has_its_hours(minutes: Iterable[int], stage: SchoolStage, hours: Decimal) -> bool:
    """Schools whose confirmed lessons of the year, taught or organised, add up to the hours owed, of all schools."""
    return sum(minutes) >= minutes_owed(stage, hours)


def class_is_reached(confirmed_lessons: Collection[Any]) -> bool:
    """Classes that were in at least one confirmed lesson of the year, of all classes."""
    return bool(confirmed_lessons)


@dataclass(frozen=True)
class Kind:
    """One of the three figures: its name, what it counts in words, and the rule that decides."""

    key: str
    title: Any
    definition: Any
    rule: Callable[..., bool]


APPOINTED = Kind(
    "appointed",
    _l("Schools with a valid appointment"),
    _l("Schools with at least one vice-principal whose appointment holds on the day, of all schools."),
    school_is_appointed,
)
HOURS = Kind(
    "hours",
    _l("Schools with their hours confirmed"),
    _l("Schools whose confirmed lessons of the year, taught or organised, add up to the hours owed, of all schools."),
    school_has_its_hours,
)
CLASSES = Kind(
    "classes",
    _l("Classes reached"),
    _l("Classes that were in at least one confirmed lesson of the year, of all classes."),
    class_is_reached,
)
KINDS = (APPOINTED, HOURS, CLASSES)


@dataclass(frozen=True)
class Figure:
    """So many of so many; ``claimed`` more are reported and not yet confirmed."""

    confirmed: int
    total: int
    claimed: int = 0

    def missing(self) -> int:
        """How many are still to come."""
        return self.total - self.confirmed

    def share(self) -> float | None:
        """The confirmed part of a hundred, one digit after the point; None where there is nothing to count.

        It is cut and not rounded, so that 100 means all of them.
        """
        return self.confirmed * 1000 // self.total / 10 if self.total else None


@dataclass(frozen=True)
class Tally:
    """What was counted in a school or a region; tallies of several add up."""

    schools: int = 0
    appointed: int = 0
    with_hours: int = 0
    with_claimed_hours: int = 0
    taught_minutes: int = 0
    organised_minutes: int = 0
    claimed_minutes: int = 0
    classes: int = 0
    reached: int = 0
    claimed: int = 0

    def figure(self, key: str) -> Figure:
        """One of the three figures, by its key."""
        if key == "appointed":
            return Figure(self.appointed, self.schools)
        if key == "hours":
            return Figure(self.with_hours, self.schools, self.with_claimed_hours)
        return Figure(self.reached, self.classes, self.claimed)

    def is_missing(self, key: str) -> bool:
        """Whether something is still to come in this figure; ``any`` asks for all three."""
        keys = [kind.key for kind in KINDS] if key == "any" else [key]
        return any(self.figure(one).missing() > 0 for one in keys)


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum of several tallies, column by column."""
    return Tally(*map(sum, zip(*(vars(tally).values() for tally in tallies), strict=True)))


@dataclass(frozen=True)
class ToDo:
    """One thing that brings a school nearer to its figures; ``number`` and ``names`` say how much and which."""

    key: str
    number: Decimal | int = 0
    names: tuple[str, ...] = ()


def still_to_do(
    tally: Tally, stage: SchoolStage, hours: Decimal, scheduled: int, unreached: tuple[str, ...]
) -> list[ToDo]:
    """What is missing in a school and what to do about it, the first step first.

    Without a vice-principal nothing can be booked, so that comes alone.  Lessons that are scheduled
    are not counted as hours; where there are some, they are named before anybody is asked to book more.
    """
    if not tally.appointed:
        return [ToDo("appoint")]
    confirmed = tally.taught_minutes + tally.organised_minutes
    short = minutes_owed(stage, hours) - confirmed - tally.claimed_minutes
    steps = [
        ToDo("confirm", hours_in_words(tally.claimed_minutes, stage)) if tally.claimed_minutes else None,
        ToDo("hours", hours_in_words(short, stage)) if short > 0 and not scheduled else None,
        ToDo("scheduled", scheduled) if short > 0 and scheduled else None,
        ToDo("classes", len(unreached), unreached) if unreached else None,
    ]
    return [step for step in steps if step is not None]
