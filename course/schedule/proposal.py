"""Plain values that the rules speak of: a school, a vice-principal, what they hold, and a lesson that is proposed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property

from course.roster.models import SchoolStage
from course.schedule.calendars.teaching_days import TeachingDays
from course.schedule.models import Place
from course.travel import Coordinates


def label_order(label: str) -> tuple[int, ...]:
    """The order of classes by their labels: ``10-2`` stands after ``9-1``."""
    return tuple(int(part) for part in label.split("-"))


@dataclass(frozen=True)
class Span:
    """A time that is closed, and why."""

    start: datetime
    end: datetime
    reason: str = ""

    def overlaps(self, start: datetime, end: datetime) -> bool:
        """Whether the two share more than a border; touching times do not overlap."""
        return self.start < end and start < self.end


@dataclass(frozen=True)
class Period:
    """One bell of a school."""

    number: int
    start: time
    end: time

    def on(self, day: date) -> tuple[datetime, datetime]:
        """The clock times of this period on a day."""
        return datetime.combine(day, self.start), datetime.combine(day, self.end)


@dataclass(frozen=True)
class Held:
    """A lesson that already holds its time: requested, scheduled or taught."""

    lesson_id: int
    vice_principal_id: int
    school_id: int
    start: datetime
    end: datetime
    place: Place
    coordinates: Coordinates
    classes: tuple[tuple[int, str], ...] = ()

    def overlaps(self, start: datetime, end: datetime) -> bool:
        """Whether the two share more than a border; touching times do not overlap."""
        return self.start < end and start < self.end

    def labels(self) -> str:
        """The classes as people write them: ``3-2, 3-3``."""
        return ", ".join(label for _, label in self.classes)


@dataclass(frozen=True)
class TermRules:
    """A term, how fast people travel in it, and whether someone of the same station may stand in."""

    name: str
    start: date
    end: date
    kmh: float = 30.0
    detour: float = 1.3
    walk_min: float = 10.0
    substitutes: bool = False


@dataclass(frozen=True)
class Host:
    """A school as the place of a lesson."""

    id: int
    code: str
    name: str
    stage: SchoolStage
    region_path: str = ""
    coordinates: Coordinates = (None, None)
    hall_seats: int = 0
    closed_periods: tuple[int, ...] = ()
    preferred_weekdays: tuple[int, ...] = ()
    preferred_periods: tuple[int, ...] = ()
    periods: tuple[Period, ...] = ()
    blackouts: tuple[Span, ...] = ()

    @cached_property
    def rung(self) -> frozenset[tuple[time, time]]:
        """When the periods of the school begin and end; looked at a thousand times by one page."""
        return frozenset((period.start, period.end) for period in self.periods)

    @cached_property
    def kept_closed(self) -> frozenset[tuple[time, time]]:
        """When the periods that the school keeps closed begin and end."""
        closed = (period for period in self.periods if period.number in self.closed_periods)
        return frozenset((period.start, period.end) for period in closed)

    def period(self, number: int) -> Period | None:
        """The bell with this number, or None where the school rings no such bell."""
        return next((period for period in self.periods if period.number == number), None)


@dataclass(frozen=True)
class Person:
    """A vice-principal as the teacher of a lesson; ``duty`` holds the first and last days of the appointments here.

    ``standing_in`` holds those of everybody of the same station, where somebody asked for a substitute.
    """

    id: int
    code: str
    name: str
    max_lessons_week: int = 2
    max_lessons_day: int = 2
    theme_codes: tuple[str, ...] = ()
    duty: tuple[tuple[date, date], ...] = ()
    standing_in: tuple[tuple[date, date], ...] = ()
    absences: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Group:
    """A class as the audience of a lesson; ``taught_on`` is the day on which it had, or will have, this theme."""

    id: int
    school_id: int
    label: str
    grade: int
    pupils: int
    taught_on: date | None = None


@dataclass(frozen=True)
class Topic:
    """A theme: what is taught, and for whom."""

    id: int
    code: str
    name: str
    stages: tuple[str, ...] = ()
    special_day: str = ""


@dataclass(frozen=True)
class Situation:
    """All that is known when a lesson is asked for, whoever teaches it and whenever it takes place."""

    now: datetime
    host: Host
    topic: Topic
    groups: tuple[Group, ...]
    place: Place
    terms: tuple[TermRules, ...]
    days: TeachingDays
    people: tuple[Person, ...] = ()
    held: tuple[Held, ...] = ()

    def term_of(self, day: date) -> TermRules | None:
        """The term in which a day lies, or None in the holidays."""
        return next((term for term in self.terms if term.start <= day <= term.end), None)


@dataclass(frozen=True)
class Proposal:
    """A lesson as somebody wishes it: this situation, this vice-principal, this time."""

    situation: Situation
    person: Person
    start: datetime
    end: datetime

    @property
    def day(self) -> date:
        """The day of the lesson."""
        return self.start.date()

    @property
    def times(self) -> tuple[time, time] | None:
        """When it begins and ends on its day; None where it ends on another one."""
        return (self.start.time(), self.end.time()) if self.end.date() == self.day else None

    def of_person(self) -> list[Held]:
        """The other lessons of the vice-principal."""
        return [held for held in self.situation.held if held.vice_principal_id == self.person.id]

    def clashing(self) -> list[Held]:
        """The lessons that overlap in time, whoever holds them."""
        return [held for held in self.situation.held if held.overlaps(self.start, self.end)]
