"""What a plan costs beyond its coverage: the wishes that it does not keep, each with its weight.

The weights are those of the independent verifier of plans, so that its sum and ours are the same number.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from course.planning.solver.instance import Instance, Taught

SUBSTITUTE = 5.0
OUTSIDE_THEMES = 3.0
MOST_FOR_A_FAR_DAY = 8.0
DAYS_A_POINT = 7
NOT_PREFERRED = 1.0
FAIRNESS = 0.1
VISIT = 2.0
EMPTY_QUARTER = 3.0
QUARTERS = 4
CONSTITUTION = "T01"
CONSTITUTION_DAY = (12, 4)
CONSTITUTION_DAYS = timedelta(days=10)
NO_CONSTITUTION_WEEK = 5.0
PARTS = (
    "substitute",
    "outside_themes",
    "far_from_special_day",
    "weekday",
    "period",
    "fairness",
    "visits",
    "empty_quarters",
    "constitution_week",
)


def soft_cost(instance: Instance, lessons: Sequence[Taught]) -> dict[str, float]:
    """The parts of the cost of all lessons of a term, those that are held among them, by name."""
    found = dict.fromkeys(PARTS, 0.0)
    found["substitute"] = SUBSTITUTE * sum(one.substitute for one in lessons)
    found["outside_themes"] = OUTSIDE_THEMES * sum(
        one.theme not in instance.people[one.person].themes for one in lessons
    )
    distances = (days_from_special_day(instance, one.theme, one.day) for one in lessons)
    found["far_from_special_day"] = sum(far_cost(days) for days in distances)
    for one in lessons:
        school = instance.schools[one.school]
        if school.preferred_weekdays and one.day.isoweekday() not in school.preferred_weekdays:
            found["weekday"] += NOT_PREFERRED
        if school.preferred_periods and one.period not in school.preferred_periods:
            found["period"] += NOT_PREFERRED
    found["fairness"] = FAIRNESS * sum(load**2 for load in Counter(one.person for one in lessons).values())
    found["visits"] = VISIT * len({(one.person, one.day, one.school) for one in lessons})
    found.update(cost_of_schools(instance, lessons))
    return {part: round(cost, 1) for part, cost in found.items()}


def days_from_special_day(instance: Instance, theme: str, day: date) -> int | None:
    """The days between a lesson and its theme's special day; None where that day is not in the term."""
    special = instance.special_days.get(theme)
    return min(abs((one - day).days) for one in special) if special else None


def far_cost(days: int | None) -> float:
    """What it costs to teach a theme so many days from its own day."""
    return 0.0 if days is None else min(MOST_FOR_A_FAR_DAY, days / DAYS_A_POINT)


def cost_of_schools(instance: Instance, lessons: Sequence[Taught]) -> dict[str, float]:
    """Lessons spread over the term, and one in the week of the constitution."""
    hours: Counter[int] = Counter(one.school for one in lessons)
    quarters: dict[int, set[int]] = defaultdict(set)
    constitution: set[int] = set()
    for one in lessons:
        quarters[one.school].add(quarter_of(instance, one.day))
        if one.theme == CONSTITUTION and in_constitution_week(instance, one.day):
            constitution.add(one.school)
    empty = sum(min(QUARTERS, count) - len(quarters[school]) for school, count in hours.items())
    missing = sum(school not in constitution for school in hours)
    return {"empty_quarters": EMPTY_QUARTER * empty, "constitution_week": NO_CONSTITUTION_WEEK * missing}


def quarter_of(instance: Instance, day: date) -> int:
    """The quarter of the term in which a day lies, 0 to 3."""
    term = instance.term
    return min(QUARTERS - 1, (day - term.start).days * QUARTERS // ((term.end - term.start).days + 1))


def in_constitution_week(instance: Instance, day: date) -> bool:
    """Whether a day lies within ten days of Constitution Day, 4 December, of the year in which the term begins."""
    return abs(date(instance.term.start.year, *CONSTITUTION_DAY) - day) <= CONSTITUTION_DAYS
