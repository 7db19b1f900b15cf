"""The funnel of a school and a person: from all periods of the term to the lessons that limits leave of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from course.planning.solver.reasons_offers import Serving, rooms

# What takes periods away, in this order; the names are those of the stored figures.
STEPS = ("closed", "blackouts", "appointment", "duty", "agreed")


def funnel(serving: Serving, person: int, school: int, given: Mapping[tuple[int, int], int]) -> dict[str, Any]:
    """How many periods each step takes away, how many lessons the limits leave, and where the plan uses them."""
    times, facts = serving.times, serving.instance.people[person]
    everything = times.grid(school).everything
    takes = (
        times.closed(school),
        times.blacked_out(school),
        everything & ~serving.bits(person, school),
        times.away(person, school),
        times.busy(person, school),
    )
    left, lost = everything, {}
    for name, bits in zip(STEPS, takes, strict=True):
        lost[name] = (left & bits).bit_count()
        left &= ~bits
    weeks = [room for _, room, _ in rooms(serving, person, [school], serving.free)]
    return {
        "person": facts.code,
        "appointed": serving.is_appointed(person, school),
        "periods": everything.bit_count(),
        **lost,
        "free": left.bit_count(),
        "weeks": len(weeks),
        "most": sum(weeks),
        "week_limit": facts.max_lessons_week,
        "day_limit": facts.max_lessons_day,
        "here": given[person, school],
        "elsewhere": sum(count for (who, where), count in given.items() if who == person and where != school),
    }


def given_by(lessons: Any) -> Counter[tuple[int, int]]:
    """How many lessons each person gives at each school."""
    return Counter((one.person, one.school) for one in lessons)
