"""Which period each lesson of a series gets: spread evenly over the weeks that were asked for; plain values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from course.errors import Problem
from course.schedule import rules
from course.schedule.booking.free_periods import FreePeriod, candidates, free_period
from course.schedule.class_rules import CLASS_RULES
from course.schedule.models import Place
from course.schedule.proposal import Group, Held, Situation

WEEK = timedelta(days=7)
# The id of a lesson that is not written yet.
NOT_YET = 0
# The first and the last day of a week.
Span = tuple[date, date]


@dataclass(frozen=True)
class SeriesLesson:
    """One lesson of a series: its classes, and its period or what stands against it."""

    groups: tuple[Group, ...]
    free: FreePeriod | None
    problems: tuple[Problem, ...] = ()

    @property
    def labels(self) -> str:
        """The classes as an address names them."""
        return ";".join(group.label for group in self.groups)


def in_hall(groups: Sequence[Group], seats: int) -> list[tuple[Group, ...]]:
    """The classes in as few sittings as their order allows; one that is too large alone sits alone and is refused."""
    sittings: list[list[Group]] = []
    for group in groups:
        if not sittings or sum(one.pupils for one in (*sittings[-1], group)) > seats:
            sittings.append([])
        sittings[-1].append(group)
    return [tuple(sitting) for sitting in sittings]


def sittings_of(groups: Sequence[Group], place: Place, seats: int) -> list[tuple[Group, ...]]:
    """Who sits together: in classrooms each class by itself."""
    return in_hall(groups, seats) if place is Place.HALL else [(group,) for group in groups]


def arranged(known: Situation, sittings: Sequence[tuple[Group, ...]], first: date, last: date) -> list[SeriesLesson]:
    """A period for each sitting, the first ones in the first weeks; each takes its time away from those that follow."""
    found: list[SeriesLesson] = []
    spans = list(weeks(first, last))
    for number, groups in enumerate(sittings):
        lesson = placed(replace(known, groups=groups), nearest_to(number * len(spans) // len(sittings), spans))
        found.append(lesson)
        if lesson.free:
            known = replace(known, held=(*known.held, held_by(known, lesson.free, groups)))
    return found


def nearest_to(wanted: int, spans: Sequence[Span]) -> list[Span]:
    """The weeks in the order in which they are tried: the wanted one, then those around it, a later one first."""
    order = sorted(range(len(spans)), key=lambda number: (abs(number - wanted), -number))
    return [spans[number] for number in order]


def placed(known: Situation, spans: Sequence[Span]) -> SeriesLesson:
    """The best period of the first of these weeks in which one is free."""
    problems = tuple(problem for problem in (rule(known) for rule in CLASS_RULES) if problem)
    if problems:
        return SeriesLesson(known.groups, None, problems)
    for start, end in spans:
        free = [
            free_period(proposal, period)
            for proposal, period in candidates(known, start, end)
            if not rules.first_obstacle(proposal)
        ]
        if free:
            best = min(free, key=lambda one: (-one.worth, one.day, one.period.number, one.person.code))
            return SeriesLesson(known.groups, best)
    return SeriesLesson(known.groups, None)


def weeks(first: date, last: date) -> Iterator[Span]:
    """The weeks from ``first`` to ``last``, each by its first and last day."""
    while first <= last:
        sunday = first + timedelta(days=6 - first.weekday())
        yield first, min(sunday, last)
        first = sunday + timedelta(days=1)


def held_by(known: Situation, free: FreePeriod, groups: tuple[Group, ...]) -> Held:
    """What a lesson of the series takes away from the next ones."""
    start, end = free.period.on(free.day)
    classes = tuple((group.id, group.label) for group in groups)
    host = known.host
    return Held(NOT_YET, free.person.id, host.id, start, end, known.place, host.coordinates, classes)
