"""What the pages show on which a lesson gets another time, another vice-principal, or another lesson's place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from course.access.scope import Scope
from course.errors import Problem, RuleBroken
from course.i18n import _
from course.schedule import rules
from course.schedule.booking.free_periods import FreePeriod, best_of, candidates, free_period
from course.schedule.booking.obstacles import OBSTACLES
from course.schedule.models import Lesson
from course.schedule.moving import queries as move_queries
from course.schedule.moving import rules as move_rules
from course.schedule.moving.actions import NO_PERIOD, Move, proposed
from course.schedule.proposal import Person, Proposal

WEEKS, BACK, FURTHEST = timedelta(days=27), timedelta(days=14), timedelta(days=366)
SHOWN_DAYS = 10


@dataclass(frozen=True)
class MovePage:
    """The free periods of whoever gives a lesson, and the ways on from there."""

    lesson: Lesson
    best: list[FreePeriod]
    free: dict[date, list[FreePeriod]]
    names: dict[int, str]
    first: date
    earlier: date | None
    later: date | None
    # Nobody is compared with anybody here.
    some_prepared: bool = False


@dataclass(frozen=True)
class StandIn:
    """Somebody who might give a lesson instead, and what stands against it."""

    person: Person
    station: str
    obstacle: Any
    prepared: bool


def move_page(lesson: Lesson, first: date | None, now: datetime) -> MovePage:
    """Four weeks from the day that was asked for, or from tomorrow."""
    tomorrow = now.date() + timedelta(days=1)
    first = max(first or tomorrow, tomorrow) if (first or tomorrow) <= tomorrow + FURTHEST else tomorrow
    free = free_to_move(lesson, first, first + WEEKS, now)
    days: dict[date, list[FreePeriod]] = {}
    for one in free:
        days.setdefault(one.day, []).append(one)
    shown = dict(list(days.items())[:SHOWN_DAYS])
    after = max(shown) if len(shown) < len(days) else first + WEEKS
    return MovePage(
        lesson=lesson,
        best=best_of(free),
        free=shown,
        names={number: _("Period %(number)s", number=number) for number in {one.period.number for one in free}},
        first=first,
        earlier=max(first - BACK, tomorrow) if first > tomorrow else None,
        later=after + timedelta(days=1) if after < tomorrow + FURTHEST else None,
    )


def free_to_move(lesson: Lesson, first: date, last: date, now: datetime) -> list[FreePeriod]:
    """The periods of these days into which a lesson could go with the person who gives it."""
    known = move_queries.situation_of_moves(lesson, [lesson.vice_principal], first, last, now, {lesson.id})
    return [
        free_period(proposal, period)
        for proposal, period in candidates(known, first, last)
        if proposal.start != lesson.start and not rules.first_obstacle(proposal, move_rules.MOVE_RULES)
    ]


def stand_ins(lesson: Lesson, now: datetime) -> list[StandIn]:
    """Who could give the lesson at its time instead: those who are free first."""
    people = move_queries.stand_ins(lesson)
    if not people:
        return []
    day = lesson.start.date()
    known = move_queries.situation_of_moves(lesson, people, day, day, now, {lesson.id})
    stations = {person.code: person.station.name for person in people}
    found = [stand_in(Proposal(known, one, lesson.start, lesson.end), stations[one.code]) for one in known.people]
    return sorted(found, key=lambda one: (one.obstacle is not None, not one.prepared, one.person.code))


def stand_in(proposal: Proposal, station: str) -> StandIn:
    """One of them, with the first thing that stands against it."""
    obstacle = rules.first_obstacle(proposal, move_rules.HAND_OVER_RULES)
    prepared = rules.vice_principal_teaches_the_theme(proposal) is None
    return StandIn(proposal.person, station, OBSTACLES[obstacle] if obstacle else None, prepared)


def exchanges(lesson: Lesson, scope: Scope, now: datetime) -> list[Lesson]:
    """The lessons with which this one could change places, the nearest first."""
    return [other for other in move_queries.exchangeable(lesson, scope, now) if fits(lesson, other, now)]


def fits(lesson: Lesson, other: Lesson, now: datetime) -> bool:
    """Whether each of two lessons could take the other's place once both have left theirs."""
    return all(not against(one, there, now) for one, there in ((lesson, other), (other, lesson)))


def against(lesson: Lesson, there: Lesson, now: datetime) -> Sequence[Problem]:
    """What stands against a lesson in the place of another."""
    place = Move(lesson, there.vice_principal_id, there.start.date(), there.period or NO_PERIOD)
    try:
        proposal, _person = proposed(place, {lesson.id, there.id}, now)
    except RuleBroken as broken:
        return broken.problems
    return move_rules.problems(proposal, lesson.start)
