"""What the page of a person shows: their term week by week, and the ways between two schools of one day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from course.planning.instance_queries import term_facts
from course.planning.reading.person_queries import first_day
from course.planning.reading.queries import Entry, Reading, agreed_entries, planned_entries
from course.planning.reading.weeks import Week, teaching_weeks, weeks_of
from course.planning.solver.instance import TermFacts
from course.roster.models import VicePrincipal
from course.schedule.models import Lesson
from course.travel import kilometres, travel_minutes


@dataclass(frozen=True)
class Way:
    """The way from one school to the next on one day: how far, how long, and the time there is."""

    kilometres: float
    minutes: int
    there_are: int
    known: bool


@dataclass(frozen=True)
class Stop:
    """A lesson of a person; ``way`` leads to it from another school; ``outside`` their own themes."""

    entry: Entry
    outside: bool = False
    way: Way | None = None


@dataclass(frozen=True)
class PersonWeek:
    """A week of a person's term."""

    week: Week
    stops: tuple[Stop, ...] = ()


@dataclass(frozen=True)
class PersonPage:
    """A person with their term."""

    person: VicePrincipal
    weeks: Sequence[PersonWeek]
    weeks_ahead: int

    @property
    def stops(self) -> list[Stop]:
        """All lessons."""
        return [stop for week in self.weeks for stop in week.stops]

    @property
    def planned(self) -> int:
        """The lessons that the plan gives them."""
        return sum(stop.entry.is_planned for stop in self.stops)

    @property
    def most(self) -> int:
        """The lessons that their weekly limit leaves room for."""
        return self.person.max_lessons_week * self.weeks_ahead

    @property
    def schools(self) -> list[tuple[str, str]]:
        """The schools that they come to, as code and name."""
        return sorted({(stop.entry.school_code, stop.entry.school) for stop in self.stops})

    @property
    def outside(self) -> int:
        """How many lessons have a theme that is not one of theirs."""
        return sum(stop.outside for stop in self.stops)

    @property
    def ways(self) -> list[Way]:
        """The ways between two schools of one day."""
        return [stop.way for stop in self.stops if stop.way]


def person_page(reading: Reading, person: VicePrincipal) -> PersonPage:
    """The term of a person: what the plan gives them, and what is agreed beside it."""
    mine = planned_entries(reading, reading.lessons.c.vice_principal_id == person.id)
    entries = sorted(mine + agreed_entries(reading, Lesson.vice_principal_id == person.id), key=lambda one: one.start)
    weeks, stops = weeks_of(reading.term), defaultdict(list)
    for stop in stops_of(entries, person.theme_codes, term_facts(reading.term)):
        stops[stop.entry.start.date().isocalendar()[:2]].append(stop)
    rows = [PersonWeek(week, tuple(stops[week.monday.isocalendar()[:2]])) for week in weeks]
    return PersonPage(person, rows, teaching_weeks(weeks, first_day(reading)))


def stops_of(entries: Sequence[Entry], themes: Sequence[str], term: TermFacts) -> list[Stop]:
    """Lessons in the order of time, each with the way that leads to it; only planned themes are judged."""
    ways = [None, *(way_between(before, after, term) for before, after in pairwise(entries))]
    return [
        Stop(one, one.is_planned and one.theme_code not in themes, way) for one, way in zip(entries, ways, strict=False)
    ]


def way_between(before: Entry, after: Entry, term: TermFacts) -> Way | None:
    """The way between two lessons; None at one school, or on two days."""
    if before.school_id == after.school_id or before.start.date() != after.start.date():
        return None
    here, there = (before.lat, before.lon), (after.lat, after.lon)
    there_are = int((after.start - before.end).total_seconds() // 60)
    minutes = round(travel_minutes(here, there, term))
    return Way(kilometres(here, there), minutes, there_are, None not in (*here, *there))
