"""Tiny random instances in which everything can be tried, for the solver's tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from random import Random

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
from course.planning.solver.verify import faults

MONDAY = date(2026, 11, 23)
THEMES = tuple(
    ThemeFacts(number, f"T{number:02d}", "", day, ("primary",)) for number, day in enumerate(("12-04", "", "11-25"), 1)
)
BELLS = (Bell(1, 480, 520), Bell(2, 530, 570))


def small_instance(random: Random) -> Instance:
    """Two schools, up to four people of two stations, a few days, and lessons that break no rule."""
    offsets = sorted(random.sample((0, 1, 2, 7, 8), random.randint(2, 4)))
    days = tuple(MONDAY + timedelta(days=offset) for offset in offsets)
    schools = tuple(school(number, random) for number in range(2))
    people = tuple(person(number, random) for number in range(random.randint(2, 4)))
    pairs = [pair for pair in product(range(len(people)), range(2)) if random.random() < 0.4] or [(0, 0)]
    term = TermFacts(1, "now", date(2026, 9, 1), date(2027, 1, 22), substitutes=random.random() < 0.5)
    instance = Instance(
        term=term,
        days=days,
        schools=schools,
        people=people,
        services=tuple(Service(*pair, date(2025, 9, 1), date(2028, 8, 31)) for pair in pairs),
        themes=THEMES,
        absences=spans(random, len(people), days),
        blackouts=spans(random, 2, days[:1]),
        planned_schools=(0, 1),
    )
    return replace(instance, held=tuple(lessons(instance, random)))


def school(number: int, random: Random) -> SchoolFacts:
    """A school with two classes and a small hall, near or far."""
    classes = tuple(ClassFacts(number * 10 + index, 3, index, 30) for index in (1, 2))
    wishes = {"preferred_weekdays": random.choice(((), (1, 3))), "preferred_periods": random.choice(((), (2,)))}
    at = (31.0, 121.0 + number * random.choice((0.001, 0.2)))
    return SchoolFacts(number + 1, f"S{number}", "", "primary", "R", at, 80, (), **wishes, bells=BELLS, classes=classes)


def person(number: int, random: Random) -> PersonFacts:
    """Somebody of one of two stations with narrow limits."""
    limits = {"max_lessons_week": random.choice((1, 1, 2)), "max_lessons_day": random.choice((1, 2))}
    themes = tuple(random.sample(("T01", "T02", "T03"), 2))
    return PersonFacts(number + 1, f"V{number}", "", random.randint(1, 2), "R", **limits, themes=themes)


def spans(random: Random, owners: int, days: tuple[date, ...]) -> Spans:
    """Whole days that are closed, for some owners."""
    closed = [(owner, moment_of(day)) for owner in range(owners) for day in days if random.random() < 0.25]
    return Spans([owner for owner, _ in closed], [at for _, at in closed], [at + 1440 for _, at in closed])


def lessons(instance: Instance, random: Random) -> list[Taught]:
    """Up to four lessons that keep every rule among themselves."""
    held: list[Taught] = []
    for _ in range(random.randint(1, 4)):
        at = random.randrange(2)
        classes = instance.schools[at].classes
        group = random.choice(((classes[0].id,), (classes[1].id,), tuple(one.id for one in classes)))
        wish = Taught(0, at, 0, 0, 1, group, random.choice(THEMES).code, "classroom" if len(group) == 1 else "hall")
        free = [one for one in everywhere(instance, wish) if keeps_rules(instance, held, [one])]
        held += random.sample(free, min(1, len(free)))
    return held


def everywhere(instance: Instance, lesson: Taught) -> Iterator[Taught]:
    """The lesson with every person, on every day, in every period."""
    for who, day, bell in product(range(len(instance.people)), instance.days, BELLS):
        serves = any((one.person, one.school) == (who, lesson.school) for one in instance.services)
        times = {"start": moment_of(day, bell.start), "end": moment_of(day, bell.end), "period": bell.period}
        yield replace(lesson, person=who, **times, substitute=not serves)


def keeps_rules(instance: Instance, held: list[Taught], new: list[Taught]) -> bool:
    """Whether lessons keep every hard rule beside those that are held, as the verifier says."""
    found = faults(replace(instance, held=tuple(held)), new)
    return not [fault for fault in found if fault.rule != "theme_is_new_to_the_classes"]


def can_all_be_held(instance: Instance, held: list[Taught], wanted: list[Taught]) -> bool:
    """Whether these lessons find places, wherever each of them has to go."""
    if not wanted:
        return True
    free = (one for one in everywhere(instance, wanted[0]) if keeps_rules(instance, held, [one]))
    return any(can_all_be_held(instance, [*held, one], wanted[1:]) for one in free)
