"""An instance: everything that a plan of a term depends on, as plain values.

Schools, people, themes are named by their places in the instance's tuples; a moment is the whole
minutes of the schools' wall clock since 1970-01-01 00:00, a bell time the minutes since midnight.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from course.travel import Coordinates

DAY = 24 * 60
FIRST_DAY = date(1970, 1, 1)


def moment_of(day: date, minutes: int = 0) -> int:
    """A time of a day as a moment."""
    return (day - FIRST_DAY).days * DAY + minutes


def clock_of(moment: int) -> datetime:
    """A moment as the schools' wall clock shows it."""
    return datetime.combine(FIRST_DAY, datetime.min.time()) + timedelta(minutes=moment)


def day_of(moment: int) -> date:
    """The day on which a moment lies."""
    return FIRST_DAY + timedelta(days=moment // DAY)


@dataclass(frozen=True, slots=True)
class Bell:
    """One period of a school."""

    period: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """A class; ``reached`` where it had a lesson this year, or has one agreed; ``themes`` are those it had, ever."""

    id: int
    grade: int
    number: int
    pupils: int
    reached: bool = False
    themes: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """``3-2``: grade 3, class 2."""
        return f"{self.grade}-{self.number}"


@dataclass(frozen=True, slots=True)
class SchoolFacts:
    """A school as the place of lessons; ``hours_had`` are the lessons of the year that count or are agreed.

    ``hours_asked`` are those that its region asks for; where the term asks for more, these hold.
    """

    id: int
    code: str
    name: str
    stage: str
    region_path: str
    coordinates: Coordinates = (None, None)
    hall_seats: int = 0
    closed_periods: tuple[int, ...] = ()
    preferred_weekdays: tuple[int, ...] = ()
    preferred_periods: tuple[int, ...] = ()
    bells: tuple[Bell, ...] = ()
    classes: tuple[ClassFacts, ...] = ()
    hours_had: int = 0
    hours_asked: int = 0

    @property
    def open_bells(self) -> tuple[Bell, ...]:
        """The periods in which the school takes lessons."""
        return tuple(bell for bell in self.bells if bell.period not in self.closed_periods)


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A vice-principal as a teacher of lessons."""

    id: int
    code: str
    name: str
    station_id: int
    region_path: str
    agency: str = "police"
    coordinates: Coordinates = (None, None)
    max_lessons_week: int = 2
    max_lessons_day: int = 2
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """An appointment: the places of a person and a school, and the first and last day."""

    person: int
    school: int
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class ThemeFacts:
    """A theme; ``special_day`` is ``MM-DD`` or empty; ``stages`` are those of schools."""

    id: int
    code: str
    name: str
    special_day: str = ""
    stages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TermFacts:
    """The term and what holds in it; ``substitutes`` where someone of the same station may stand in."""

    id: int
    name: str
    start: date
    end: date
    min_hours: int = 4
    kmh: float = 30.0
    detour: float = 1.3
    walk_min: float = 10.0
    substitutes: bool = True
    max_schools: int = 2
    max_people: int = 5


@dataclass(frozen=True, slots=True)
class Taught:
    """A lesson, agreed or planned: who, where, when, whom, what; ``place`` is ``classroom`` or ``hall``."""

    person: int
    school: int
    start: int
    end: int
    period: int
    classes: tuple[int, ...]
    theme: str
    place: str
    substitute: bool = False

    @property
    def day(self) -> date:
        """The day of the lesson."""
        return day_of(self.start)


@dataclass(frozen=True, slots=True)
class Spans:
    """Many times, as three columns: whose (a place in the tuple; -1 is everybody), from and until (moments)."""

    owners: Sequence[int] = ()
    starts: Sequence[int] = ()
    ends: Sequence[int] = ()

    def __len__(self) -> int:
        return len(self.owners)


@dataclass(frozen=True)
class Instance:
    """A term, its teaching days, and all that is known of these schools and people.

    ``held`` are the lessons that people agreed on, asked for or taught, in this term, at these schools or by these
    people: they stay as they are.  ``planned_schools`` are the places of the schools that a plan is made for; the
    others are here only because their people serve there, too.
    """

    term: TermFacts
    days: tuple[date, ...] = ()
    schools: tuple[SchoolFacts, ...] = ()
    people: tuple[PersonFacts, ...] = ()
    services: tuple[Service, ...] = ()
    themes: tuple[ThemeFacts, ...] = ()
    held: tuple[Taught, ...] = ()
    absences: Spans = field(default_factory=Spans)
    blackouts: Spans = field(default_factory=Spans)
    planned_schools: tuple[int, ...] = ()

    def hours_wanted(self, place: int) -> int:
        """The lessons that the school at this place is owed: the term's, or the more that its region asks for."""
        return max(self.term.min_hours, self.schools[place].hours_asked)

    @cached_property
    def theme_of(self) -> dict[str, ThemeFacts]:
        """The themes by their codes."""
        return {theme.code: theme for theme in self.themes}

    @cached_property
    def class_of(self) -> dict[int, ClassFacts]:
        """The classes of all schools by their ids."""
        return {one.id: one for school in self.schools for one in school.classes}

    @cached_property
    def special_days(self) -> dict[str, tuple[date, ...]]:
        """The special days of the themes that have one in the term, in both of its years, by code."""
        term = self.term
        years = sorted({term.start.year, term.end.year})
        days = {
            theme.code: tuple(day for day in (in_year(year, theme.special_day) for year in years) if day)
            for theme in self.themes
            if theme.special_day
        }
        return {code: found for code, found in days.items() if any(term.start <= day <= term.end for day in found)}


def in_year(year: int, special_day: str) -> date | None:
    """A special day (``MM-DD``) in a year; None for 29 February in a year without one."""
    month, day = (int(part) for part in special_day.split("-"))
    try:
        return date(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True)
class Bounds:
    """What no plan can exceed: the gain by appointees, and the classes that anybody allowed can reach.

    ``soft`` is what no plan with this coverage can cost less than; 0 where nothing is proved.
    """

    gain: int = 0
    classes: int = 0
    soft: float = 0.0

    def __add__(self, other: Bounds) -> Bounds:
        return Bounds(self.gain + other.gain, self.classes + other.classes, self.soft + other.soft)


@dataclass(frozen=True)
class Draft:
    """What a solver returns: its lessons, in the order of school and time, and each school's share of the bounds.

    A school's share means little alone, because people are shared; the sum over the schools of a county is its bound.
    """

    lessons: tuple[Taught, ...] = ()
    bounds: Mapping[int, Bounds] = field(default_factory=dict)

    def bounds_of(self, schools: Iterable[int]) -> Bounds:
        """The bounds of these schools together."""
        return sum((self.bounds.get(place, Bounds()) for place in schools), Bounds())
