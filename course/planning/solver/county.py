"""What a proposal of appointments depends on, as plain values: a county's schools, its people, who serves where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from course.planning.solver.instance import Coordinates

# The weeks of a term in which a person teaches: exam weeks, holidays and the first days apart.
TEACHING_WEEKS = 16
# Larger numbers are mistakes of the ledger; nothing may weigh more than a school without anybody.
MOST_LESSONS = 150


@dataclass(frozen=True, slots=True)
class SchoolToServe:
    """A school as a place to be appointed to; ``lessons`` are what its classes need in a term."""

    id: int
    code: str
    name: str
    stage: str
    coordinates: Coordinates = (None, None)
    lessons: int = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who can be appointed; ``themes`` counts, for each stage, the themes of theirs that suit it."""

    id: int
    code: str
    name: str
    station: str = ""
    agency: str = "police"
    coordinates: Coordinates = (None, None)
    max_lessons_week: int = 2
    themes: Mapping[str, int] = field(default_factory=dict)

    @property
    def lessons(self) -> int:
        """How many lessons they can give in a term."""
        return min(MOST_LESSONS, self.max_lessons_week * TEACHING_WEEKS)


@dataclass(frozen=True, slots=True)
class Held:
    """An appointment that holds, begins later or has ended lately: at a school of the county, or of its people."""

    id: int
    person: int
    school: int
    start: date
    end: date
    agency: str = "police"


@dataclass(frozen=True)
class County:
    """A county on a day; appointments that end before ``until`` are to be renewed or replaced."""

    region_path: str
    day: date
    until: date
    schools: tuple[SchoolToServe, ...] = ()
    people: tuple[Candidate, ...] = ()
    held: tuple[Held, ...] = ()
    max_schools: int = 2
    max_people: int = 5

    @cached_property
    def places(self) -> dict[int, int]:
        """Where each school stands in the tuple."""
        return {school.id: place for place, school in enumerate(self.schools)}

    @cached_property
    def seats(self) -> dict[int, int]:
        """Where each person stands in the tuple."""
        return {person.id: seat for seat, person in enumerate(self.people)}

    @cached_property
    def kept(self) -> tuple[Held, ...]:
        """The appointments that last, one for each person and school."""
        lasting = (one for one in self.held if one.end >= self.until)
        return tuple({(one.person, one.school): one for one in lasting}.values())

    @cached_property
    def ending(self) -> dict[tuple[int, int], Held]:
        """The appointments that end soon or have ended lately, by person and school: the last of each."""
        lasting = {(one.person, one.school) for one in self.kept}
        found = {(one.person, one.school): one for one in sorted(self.held, key=lambda one: (one.end, one.id))}
        return {pair: one for pair, one in found.items() if pair not in lasting}

    def pairs_of(self, pairs: Mapping[tuple[int, int], Held] | set[tuple[int, int]]) -> list[tuple[int, int]]:
        """These persons and schools as places of a school and a person, where both are of the county."""
        inside = (pair for pair in pairs if pair[0] in self.seats and pair[1] in self.places)
        return [(self.places[school], self.seats[person]) for person, school in inside]

    def kept_pairs(self) -> list[tuple[int, int]]:
        """The lasting appointments between schools and people of the county, as places."""
        return self.pairs_of({(one.person, one.school) for one in self.kept})

    def served_today(self) -> set[int]:
        """The schools that somebody serves on the day itself."""
        return {one.school for one in self.held if one.start <= self.day <= one.end} & self.places.keys()


def in_order(county: County) -> County:
    """The same county with everything by code, so that the order of the rows decides nothing."""
    return replace(
        county,
        schools=tuple(sorted(county.schools, key=lambda school: school.code)),
        people=tuple(sorted(county.people, key=lambda person: person.code)),
        held=tuple(sorted(county.held, key=lambda one: (one.end, one.id))),
    )
