"""Which periods are free, which of them are best, and what took the others away; plain values only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from course.errors import Problem
from course.schedule import rules
from course.schedule.proposal import Period, Person, Proposal, Situation

BEST = 3
# What a wish is worth: the school's own preferences, then a person who has prepared the theme.
PREFERRED, PREPARED = 4, 3
# The nearer to the theme's special day the better: within so many days, so many points.
NEAR_SPECIAL_DAY = ((3, 6), (7, 4), (14, 2))


@dataclass(frozen=True)
class FreePeriod:
    """A period in which one vice-principal can come."""

    day: date
    period: Period
    person: Person
    worth: int
    prepared: bool


@dataclass(frozen=True)
class Search:
    """What was found: the free periods by time, and how many periods each rule took away."""

    free: tuple[FreePeriod, ...]
    looked_at: int
    taken: tuple[tuple[str, int], ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    # The periods in which only the vice-principal's other lesson stands in the way.
    held: tuple[FreePeriod, ...] = ()


def best_of(periods: Iterable[FreePeriod]) -> list[FreePeriod]:
    """The best few, each on another day, in their order of worth."""
    chosen: dict[date, FreePeriod] = {}
    for free in sorted(periods, key=lambda free: (-free.worth, free.day, free.period.number)):
        chosen.setdefault(free.day, free)
    return list(chosen.values())[:BEST]


def search(situation: Situation, first: date, last: date, accepted: frozenset[str] = rules.NOTHING) -> Search:
    """The free periods of all vice-principals of the school from ``first`` to ``last``."""
    problems, asked = tuple(rules.class_problems(situation, accepted)), rules.period_rules(accepted)
    found, held, taken = [], [], Counter()
    for proposal, period in candidates(situation, first, last):
        obstacle = rules.first_obstacle(proposal, asked)
        taken[obstacle] += 1
        if problems:
            continue
        if not obstacle:
            found.append(free_period(proposal, period))
        elif obstacle == rules.vice_principal_is_free.__name__:
            held.append(free_period(proposal, period))
    warnings = unpublished(situation, first, last)
    return Search(tuple(found), taken.total(), funnel(taken), problems, warnings, tuple(held))


def candidates(situation: Situation, first: date, last: date) -> Iterator[tuple[Proposal, Period]]:
    """Every period of every day with every vice-principal, in the order of time."""
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        for period in situation.host.periods:
            start, end = period.on(day)
            for person in situation.people:
                yield Proposal(situation, person, start, end), period


def free_period(proposal: Proposal, period: Period) -> FreePeriod:
    """A free period and what it is worth to the school."""
    host, topic, day = proposal.situation.host, proposal.situation.topic, proposal.day
    prepared = rules.vice_principal_teaches_the_theme(proposal) is None
    worth = PREFERRED * (proposal.situation.days.taught_as(day) in host.preferred_weekdays)
    worth += PREFERRED * (period.number in host.preferred_periods) + PREPARED * prepared
    special = special_day_near(topic.special_day, day)
    if special:
        distance = abs((special - day).days)
        worth += next((points for days, points in NEAR_SPECIAL_DAY if distance <= days), 0)
    return FreePeriod(day, period, proposal.person, worth, prepared)


def special_day_near(special_day: str, day: date) -> date | None:
    """The special day of a theme that lies nearest to ``day``; None for a theme without one."""
    if not special_day:
        return None
    month, number = (int(part) for part in special_day.split("-"))
    # A day that a year does not have, 29 February, is kept on the day before it.
    years = [year for year in (day.year - 1, day.year, day.year + 1) if date.min.year <= year <= date.max.year]
    return min((in_year(year, month, number) for year in years), key=lambda special: abs((special - day).days))


def in_year(year: int, month: int, number: int) -> date:
    """A day of the year; 28 February where the year has no 29th."""
    try:
        return date(year, month, number)
    except ValueError:
        return date(year, month, number - 1)


def funnel(taken: Counter[str]) -> tuple[tuple[str, int], ...]:
    """How many periods each rule took away, in the order of the rules."""
    return tuple((rule.__name__, taken[rule.__name__]) for rule in rules.PERIOD_RULES if taken[rule.__name__])


def unpublished(situation: Situation, first: date, last: date) -> tuple[Problem, ...]:
    """A warning for each year whose holidays nobody has published."""
    years = range(first.year, last.year + 1)
    return tuple(rules.unpublished(year) for year in years if not situation.days.is_published(year))
