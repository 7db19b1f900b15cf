"""Tiny instances for tests of the solver: two schools, two people, one term; every fact can be given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any

from course.planning.solver.instance import (
    Bell,
    ClassFacts,
    Instance,
    PersonFacts,
    SchoolFacts,
    Service,
    Spans,
    Taught,
    TermFacts,
    ThemeFacts,
    moment_of,
)

START, END = date(2026, 9, 1), date(2027, 1, 22)
STAGES = ("primary", "junior", "senior")
BELLS = (Bell(1, 510, 550), Bell(2, 560, 600), Bell(3, 625, 665), Bell(4, 675, 715))
NEAR, FAR = (32.98, 105.84), (33.20, 106.10)
THEMES = tuple(
    ThemeFacts(number, f"T0{number}", f"主题{number}", day, STAGES)
    for number, day in ((1, "12-04"), (2, ""), (3, ""), (4, ""), (5, ""))
)
ids = count(1)


def weekdays(start: date = START, end: date = END) -> tuple[date, ...]:
    """All weekdays from a day to another."""
    days = (start + timedelta(days=number) for number in range((end - start).days + 1))
    return tuple(day for day in days if day.isoweekday() <= 5)


def school(classes: int = 4, **given: Any) -> SchoolFacts:
    """A primary school whose first classes are of grade 1, two a grade, 40 pupils each."""
    number = next(ids)
    rows = tuple(ClassFacts(number * 100 + at, 1 + at // 2, 1 + at % 2, 40) for at in range(classes))
    facts = {"code": f"S{number:03d}", "name": f"学校{number}", "stage": "primary", "region_path": "P0/C00/R000"}
    return SchoolFacts(id=number, **{**facts, "coordinates": NEAR, "bells": BELLS, "classes": rows, **given})


def person(**given: Any) -> PersonFacts:
    """A vice-principal who may teach one lesson a week and knows all themes."""
    number = next(ids)
    facts = {"code": f"V{number:03d}", "name": f"民警{number}", "station_id": number, "region_path": "P0/C00/R000"}
    limits = {"max_lessons_week": 1, "max_lessons_day": 2, "themes": tuple(one.code for one in THEMES)}
    return PersonFacts(id=number, **{**facts, **limits, "coordinates": NEAR, **given})


def instance(
    schools: Sequence[SchoolFacts], people: Sequence[PersonFacts], serving: Sequence[tuple[int, int]], **given: Any
) -> Instance:
    """An instance in which these pairs of places (person, school) serve in the whole term."""
    days = given.pop("days", None) or weekdays(given.pop("start", START), given.pop("end", END))
    term = TermFacts(1, "2026-2027-1", days[0], days[-1], substitutes=False)
    facts = {
        "term": replace(term, **given.pop("term", {})),
        "days": days,
        "schools": tuple(schools),
        "people": tuple(people),
        "services": tuple(Service(*pair, term.start, term.end) for pair in serving),
        "themes": THEMES,
        "planned_schools": tuple(range(len(schools))),
    }
    return Instance(**{**facts, **given})


def spans(*times: tuple[int, date, int, date, int]) -> Spans:
    """Times as columns: whose, first day and minute, last day and minute."""
    rows = [(owner, moment_of(first, begin), moment_of(last, end)) for owner, first, begin, last, end in times]
    return Spans(*([row[column] for row in rows] for column in range(3)))


def lesson(of: Instance, who: int, where: int, day: date, period: int = 1, **given: Any) -> Taught:
    """A lesson of the school's first class in its classroom about law in general."""
    bell = next(bell for bell in of.schools[where].bells if bell.period == period)
    facts = {"classes": (of.schools[where].classes[0].id,), "theme": "T02", "place": "classroom"}
    at = {"start": moment_of(day, bell.start), "end": moment_of(day, bell.end), "period": period}
    return Taught(person=who, school=where, **{**facts, **at, **given})
