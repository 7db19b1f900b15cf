"""Rules of the history of a year: what a school added to its figures from each day on, told from the rows as they are.

A year has as many days on which something became known as it has lessons, and more.  To count it anew for each of them
would read every row again for every other row, so what became known is walked through once, day by day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from operator import itemgetter
from typing import Any

from course.coverage.by_day import ByDay
from course.coverage.rules import Year, minutes_owed
from course.coverage.tallies.facts import Counted, Facts, Owed, Vector
from course.coverage.tallies.rules import (
    EVERYTHING_KNOWN,
    YEARLY,
    Timeline,
    change_days,
    classes_there,
    steps,
    told_from,
)

# A day, a sum, what is summed up there, and by how much that moves from this day on.
Event = tuple[date, Counter[Any], Hashable, int]
# A class with a theme that it had.
Had = tuple[int, str]
FIRST = itemgetter(0)


@dataclass(frozen=True)
class Known:
    """What is known of a year on a day: minutes and lessons, the classes in open lessons, and the themes had."""

    sums: Counter[str] = field(default_factory=Counter)
    claimed: Counter[int] = field(default_factory=Counter)
    coming: Counter[int] = field(default_factory=Counter)
    had: Counter[Had] = field(default_factory=Counter)

    def events(self, facts: Facts) -> Iterator[Event]:
        """Everything that becomes known, or is answered, on some day."""
        for taught in facts.taught:
            kind, practice = "organised" if taught.organised else "taught", taught.minutes if taught.practice else 0
            for name, by in (("lessons", 1), (kind, taught.minutes), ("practice", practice)):
                yield from spell(taught.known_on, taught.until, self.sums, name, by)
        for claim in facts.claims:
            yield from spell(claim.known_on, claim.answered_on, self.sums, "claimed", claim.minutes)
        for plan in facts.scheduled:
            yield from spell(plan.since, plan.until, self.sums, "scheduled", plan.minutes)
        for row in facts.waiting:
            if row.known_on:
                yield from spell(row.known_on, row.answered_on, self.claimed, row.class_id, 1)
            else:
                yield from spell(row.since, row.until, self.coming, row.class_id, 1)
        for reached in facts.reached:
            yield from spell(reached.known_on, reached.until, self.had, (reached.class_id, reached.theme), 1)

    def counted(self, there: There, minutes_owed: int) -> Counted:
        """What this comes to for the classes that are there; of themes only how many were had."""
        had = {one for one, times in self.had.items() if times}
        reached = {one for one, _ in had} & there.classes
        claimed = {one for one, times in self.claimed.items() if times} & there.classes - reached
        coming = {one for one, times in self.coming.items() if times} & there.classes - reached - claimed
        return Counted(
            taught_minutes=self.sums["taught"],
            organised_minutes=self.sums["organised"],
            practice_minutes=self.sums["practice"],
            claimed_minutes=self.sums["claimed"],
            scheduled_minutes=self.sums["scheduled"],
            lessons=self.sums["lessons"],
            owed_minutes=minutes_owed,
            classes=len(there.classes),
            reached=len(reached),
            claimed=len(claimed),
            coming=len(coming),
            themes_had=len(had & there.wanted),
        )


@dataclass(frozen=True)
class There:
    """The classes that are there on a day, and the themes that each of them is to have."""

    classes: frozenset[int]
    wanted: frozenset[Had]

    @classmethod
    def on(cls, facts: Facts, owed: Owed, day: date) -> There:
        """The classes of a school on a day."""
        stages = classes_there(facts, day)
        wanted = ((one, theme) for one, stage in stages.items() for theme in owed.themes.get(stage, ()))
        return cls(frozenset(stages), frozenset(wanted))


def spell(since: date, until: date | None, sums: Counter[Any], key: Hashable, by: int) -> Iterator[Event]:
    """What counts from a day until another one, or still; what was over on the day it began never counted."""
    if until is None or until > since:
        yield since, sums, key, by
    if until is not None and until > since:
        yield until, sums, key, -by


def year_history(facts: Facts, year: Year, owing: ByDay[Owed], today: date) -> Timeline:
    """What a school added to the figures of a year with what was known on each day, as far as its rows still tell."""
    facts = in_year(facts, year)
    known, changes = Known(), change_days(facts) | {until for home in facts.homes.values() for until, _ in home.before}
    events = sorted(known.events(facts), key=FIRST, reverse=True)
    # A plan is published before its year begins.
    past = {day for day, *_ in events if day < today} | {day for day in changes if year.first <= day < today}
    past |= {day for day in owing.days() if min([year.first, *past]) <= day < today}
    coming = {day for day in changes if today < day <= year.last}
    there, minutes = there_on(facts, year, owing, today), owing.each(lambda owed: minutes_owed(facts.stage, owed.hours))

    def value(day: date) -> Vector:
        """The figures of a day; the days are asked for in their order, and from today on all is known."""
        hear(events, day if day < today else EVERYTHING_KNOWN)
        counts = year.day_that_counts(day)
        if not facts.is_there(counts):
            return (0,) * len(YEARLY)
        return known.counted(there(day), minutes.on(day)).vector(facts.is_served(counts))

    return told_from(today, steps(past | {today} | coming, value, YEARLY))


def there_on(facts: Facts, year: Year, owing: ByDay[Owed], today: date) -> Callable[[date], There]:
    """The classes of a day.  Hardly any class ever moves: where none did, they are the same ones on every day."""
    if any(home.before for home in facts.homes.values()):
        return lambda day: There.on(facts, owing.on(day), year.day_that_counts(day))
    return owing.each(lambda owed: There.on(facts, owed, today)).on


def hear(events: list[Event], until: date) -> None:
    """Add up what is known by the end of a day; the first events stand last."""
    while events and events[-1][0] <= until:
        _, sums, key, by = events.pop()
        sums[key] += by


def in_year(facts: Facts, year: Year) -> Facts:
    """The facts of one year."""
    return replace(
        facts,
        taught=[row for row in facts.taught if year.first <= row.day <= year.last],
        claims=[row for row in facts.claims if year.first <= row.day <= year.last],
        scheduled=[row for row in facts.scheduled if year.first <= row.day <= year.last],
        reached=[row for row in facts.reached if year.first <= row.day <= year.last],
        waiting=[row for row in facts.waiting if year.first <= row.day <= year.last],
    )


def known_days(facts: Facts, year: Year) -> set[date]:
    """The days on which something became known of a year, or stood no more."""
    return {day for day, *_ in Known().events(in_year(facts, year))}
