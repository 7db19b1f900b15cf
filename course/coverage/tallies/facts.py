"""What is counted of one school, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from course.roster.models import SchoolStage

ALWAYS = date(2000, 1, 1)
Vector = tuple[int, ...]


@dataclass(frozen=True)
class Years:
    """Years that follow each other: the numbers of the first and the last, the first and the last day of them all."""

    first: int
    last: int
    begin: date
    end: date

    def moments(self) -> dict[str, datetime]:
        """From when to when these days are, by the schools' clocks."""
        return {"begin": datetime.combine(self.begin, time.min), "end": datetime.combine(self.end, time.max)}

    def days(self) -> dict[str, date]:
        """The first and the last day."""
        return {"begin": self.begin, "end": self.end}


EVER = Years(date.min.year, date.max.year, date.min, date.max)


@dataclass(frozen=True)
class Home:
    """A class: its stage, until which days it belonged to which other schools, and its name."""

    stage: str
    school_id: int
    before: tuple[tuple[date, int], ...] = ()
    label: str = ""

    def on(self, day: date) -> int:
        """The school that the class belonged to on a day."""
        # Hardly any class ever moves, and each is asked for on many days.
        if not self.before:
            return self.school_id
        return next((school_id for until, school_id in self.before if day < until), self.school_id)


@dataclass(frozen=True)
class Taught:
    """A confirmed lesson of the school: when, since when it is known, how, and for how many minutes.

    What was corrected or withdrawn stood until a day.
    """

    lesson_id: int
    day: date
    known_on: date
    organised: bool
    practice: bool
    minutes: int
    until: date | None = None


@dataclass(frozen=True)
class Claim:
    """A report of the school's: known from a day, and answered on another one, or not yet."""

    lesson_id: int
    day: date
    known_on: date
    minutes: int
    answered_on: date | None = None


@dataclass(frozen=True)
class Planned:
    """A lesson of the school's that is, or was, scheduled: from which day on, and until which one, or still."""

    lesson_id: int
    day: date
    minutes: int
    since: date = ALWAYS
    until: date | None = None


@dataclass(frozen=True)
class Reached:
    """A class in a confirmed lesson, perhaps until a day on which that was corrected or withdrawn."""

    lesson_id: int
    class_id: int
    day: date
    known_on: date
    theme_id: int
    theme: str
    until: date | None = None


@dataclass(frozen=True)
class Waiting:
    """A class in a lesson that is reported (``known_on``, perhaps ``answered_on``) or to come (no ``known_on``).

    One to come is scheduled since a day, and perhaps until another one.
    """

    lesson_id: int
    class_id: int
    day: date
    known_on: date | None = None
    answered_on: date | None = None
    since: date = ALWAYS
    until: date | None = None


@dataclass
class Facts:
    """All that is counted of one school, as plain values."""

    school_id: int
    region_path: str
    stage: SchoolStage
    opened_on: date | None = None
    closed_on: date | None = None
    # Until which days the school lay in which other regions, the first of them first.
    before: tuple[tuple[date, str], ...] = ()
    spans: list[tuple[date, date]] = field(default_factory=list)
    homes: dict[int, Home] = field(default_factory=dict)
    taught: list[Taught] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    scheduled: list[Planned] = field(default_factory=list)
    reached: list[Reached] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)

    def days(self) -> set[date]:
        """The days of everything that happens in a year."""
        lists: tuple[list[Any], ...] = (self.taught, self.claims, self.scheduled, self.reached, self.waiting)
        return {row.day for rows in lists for row in rows}

    def place_on(self, day: date) -> str:
        """The region in which the school lay on a day."""
        return next((path for until, path in self.before if day < until), self.region_path)

    def place_in(self, last_day: date, today: date) -> str:
        """The region of a year: the one in which the school lay on its last day, the present one until then."""
        return self.region_path if today <= last_day else self.place_on(last_day)

    def places(self) -> set[str]:
        """All regions in which the school lies or once lay."""
        return {self.region_path, *(path for _, path in self.before)}

    def is_served(self, day: date) -> bool:
        """Whether somebody is appointed on a day."""
        return any(start <= day <= end for start, end in self.spans)

    def is_there(self, day: date) -> bool:
        """Whether the school counts on a day."""
        return (self.opened_on or ALWAYS) <= day and (self.closed_on is None or day < self.closed_on)


@dataclass(frozen=True)
class Owed:
    """What a school owes in a year: lesson-hours, and to each class of a stage these themes."""

    hours: Decimal
    themes: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Counted:
    """What is counted of a school in a year, on a day of knowledge."""

    taught_minutes: int
    organised_minutes: int
    practice_minutes: int
    claimed_minutes: int
    scheduled_minutes: int
    lessons: int
    owed_minutes: int
    classes: int
    reached: int
    claimed: int
    coming: int
    themes_had: int
    themes_owed: int = 0
    themes: dict[str, int] = field(default_factory=dict)
    last_on: date | None = None

    def is_complete(self) -> bool:
        """Hours confirmed and every class reached."""
        return self.taught_minutes + self.organised_minutes >= self.owed_minutes and self.reached >= self.classes

    def will_be_complete(self) -> bool:
        """Whether what is reported and scheduled would make it complete."""
        minutes = self.taught_minutes + self.organised_minutes + self.claimed_minutes + self.scheduled_minutes
        return minutes >= self.owed_minutes and self.reached + self.claimed + self.coming >= self.classes

    def vector(self, served: bool) -> Vector:
        """The figures in the order of ``YEARLY``."""
        confirmed = self.taught_minutes + self.organised_minutes
        has_hours = confirmed >= self.owed_minutes
        soon = not has_hours and confirmed + self.claimed_minutes >= self.owed_minutes
        covered = served and self.is_complete()
        on_course = served and not self.is_complete() and self.will_be_complete()
        return (
            *(int(has_hours), int(soon), self.taught_minutes, self.organised_minutes, self.practice_minutes),
            *(self.claimed_minutes, self.lessons, self.reached, self.claimed, int(covered), int(on_course)),
            self.themes_had,
        )
