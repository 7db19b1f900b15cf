"""Small instances of a term as plain values, drawn by a seed: schools, people, absences, odd limits."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from course.planning.solver.instance import (
    Bell,
    ClassFacts,
    Instance,
    PersonFacts,
    SchoolFacts,
    Service,
    Spans,
    TermFacts,
    ThemeFacts,
    moment_of,
)

FIRST = date(2026, 11, 16)
BELLS = tuple(
    Bell(number, start, start + 40) for number, start in enumerate((510, 560, 625, 675, 850, 900, 950), start=1)
)
THEMES = tuple(
    ThemeFacts(number, f"T{number:02d}", f"Theme {number}", day, ("primary", "junior", "senior"))
    for number, day in enumerate(("12-04", "", "09-21", "", "12-02", "", "", ""), start=1)
)


def term(weeks: int = 4, **given: Any) -> TermFacts:
    """A short term around Constitution Day."""
    facts = {"id": 1, "name": "2026", "start": FIRST, "end": FIRST + timedelta(days=7 * weeks - 1), **given}
    return TermFacts(**facts)


def days_of(facts: TermFacts) -> tuple[date, ...]:
    """Its weekdays."""
    days = (facts.start + timedelta(days=number) for number in range((facts.end - facts.start).days + 1))
    return tuple(day for day in days if day.isoweekday() <= 5)


def school(place: int, classes: int = 5, **given: Any) -> SchoolFacts:
    """A primary school with so many classes of 40 in grade 3."""
    own = tuple(ClassFacts(100 * place + number, 3, number, 40) for number in range(1, classes + 1))
    facts = {"id": place + 1, "code": f"S{place:02d}", "name": f"School {place}", "stage": "primary"}
    return SchoolFacts(**{**facts, "region_path": "R1", "bells": BELLS, "classes": own, **given})


def person(place: int, **given: Any) -> PersonFacts:
    """A police officer who teaches two lessons a week."""
    facts = {"id": place + 1, "code": f"P{place:02d}", "name": f"Person {place}", "station_id": 1, "region_path": "R1"}
    return PersonFacts(**{**facts, "themes": ("T01", "T02", "T04"), **given})


def instance(schools: tuple, people: tuple, serving: tuple[tuple[int, int], ...], **given: Any) -> Instance:
    """An instance in which these people serve these schools all the time."""
    facts = given.pop("term", None) or term()
    services = tuple(Service(who, where, date(2025, 9, 1), date(2028, 8, 31)) for who, where in serving)
    known = {"days": days_of(facts), "themes": THEMES, "planned_schools": tuple(range(len(schools)))}
    return Instance(term=facts, schools=schools, people=people, services=services, **{**known, **given})


def drawn(seed: int, *, weeks: int = 4, schools: int = 3, people: int = 4) -> Instance:
    """A random instance: halls, closed periods, wishes, duty, several schools a person, several people a school."""
    draw = Random(seed)
    facts = term(weeks, substitutes=draw.random() < 0.7)
    hosts = tuple(drawn_school(draw, place) for place in range(draw.randint(1, schools)))
    staff = tuple(
        person(
            place,
            station_id=draw.randint(1, 2),
            max_lessons_week=draw.choice((1, 1, 2, 3, 6)),
            max_lessons_day=draw.choice((1, 2, 3, 5)),
            themes=tuple(sorted(draw.sample([one.code for one in THEMES], draw.randint(1, 5)))),
        )
        for place in range(draw.randint(1, people))
    )
    serving = {(draw.randrange(len(staff)), place) for place in range(len(hosts))}
    serving |= {(place, draw.randrange(len(hosts))) for place in range(len(staff)) if draw.random() < 0.7}
    absences = [drawn_span(draw, facts, draw.randrange(len(staff))) for _ in range(draw.randint(0, 12))]
    blackouts = [drawn_span(draw, facts, draw.randrange(-1, len(hosts))) for _ in range(draw.randint(0, 3))]
    times = {"absences": columns(absences), "blackouts": columns(blackouts)}
    return instance(hosts, staff, tuple(sorted(serving)), term=facts, **times)


def drawn_school(draw: Random, place: int) -> SchoolFacts:
    """A random school."""
    at = (30.0 + draw.random() / 10, 110.0 + draw.random() / 10) if draw.random() < 0.8 else (None, None)
    return school(
        place,
        draw.randint(1, 8),
        hall_seats=draw.choice((0, 0, 90, 200)),
        coordinates=at,
        closed_periods=tuple(range(1, draw.randint(1, 5))),
        preferred_weekdays=tuple(sorted(draw.sample(range(1, 6), draw.randint(0, 3)))),
        preferred_periods=tuple(sorted(draw.sample(range(4, 8), draw.randint(0, 2)))),
    )


def drawn_span(draw: Random, facts: TermFacts, owner: int) -> tuple[int, int, int]:
    """A time of some hours to some days."""
    first = facts.start + timedelta(days=draw.randrange((facts.end - facts.start).days))
    start = moment_of(first, draw.choice((0, 480, 810)))
    return owner, start, start + draw.choice((240, 600, 1440, 3 * 1440))


def columns(rows: list[tuple[int, int, int]]) -> Spans:
    """Rows as columns."""
    return Spans(*([row[column] for row in rows] for column in range(3)))
