"""Reads of schools of which something was entered for days that have passed: their figures of those days move."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from course.coverage.by_day import ByDay
from course.coverage.models import SchoolTally
from course.coverage.past_days.plan_queries import with_plans
from course.coverage.rules import Year
from course.coverage.tallies import backdated_rules
from course.coverage.tallies import rules as tally_rules
from course.coverage.tallies.facts import Facts, Owed
from course.coverage.tallies.rules import NO_YEAR, Timeline


def backdated(
    facts: Mapping[int, Facts],
    stored: Mapping[tuple[int, int], SchoolTally],
    years: Mapping[int, Sequence[Year]],
    owing: Callable[[Facts, Year], ByDay[Owed]],
    today: date,
) -> Iterator[tuple[str, int, Timeline]]:
    """By how much the figures of which regions and years move on which past days."""
    before = {number: tally_rules.read(row.timeline) for (number, year), row in stored.items() if year == NO_YEAR}
    changed = [one for one, was in before.items() if backdated_rules.is_backdated(facts[one], was, today)]
    then = with_plans({one: facts[one] for one in changed if years[one]}) if changed else {}
    for number, one in then.items():
        for year in (year for year in years[number] if year.first < today):
            moved = backdated_rules.moved(one, before[number], year, owing(one, year), today)
            path, left = one.place_in(year.last, today), tally_rules.moves_within(one.before, year)
            for place, part in tally_rules.by_place(moved, left, path).items():
                yield place, year.number, tally_rules.changes([], part, date.min)
