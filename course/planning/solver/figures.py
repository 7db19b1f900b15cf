"""The figures of a draft: what it covers, what could be covered at most, and what it costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from course.planning.solver.demand import CLASS_GAIN, HOUR_GAIN
from course.planning.solver.instance import Bounds, ClassFacts, Instance, Taught
from course.planning.solver.soft_cost import soft_cost


@dataclass(frozen=True)
class Figures:
    """What a plan covers and costs, counted from its lessons and those that are held.

    ``gain`` is 1,000 for each hour that a school is owed and 100 for each class reached, by appointees only;
    ``gain_bound`` what no plan can exceed.  Classes and hours count everybody's lessons.  ``weeks`` says for each week
    with a lesson, by its Monday, how many classes are reached by its end; the week before it, how many were already.
    """

    schools: int = 0
    schools_with_hours: int = 0
    hours: int = 0
    hours_wanted: int = 0
    classes: int = 0
    classes_reached: int = 0
    classes_bound: int = 0
    lessons: int = 0
    lessons_by_substitutes: int = 0
    gain: int = 0
    gain_bound: int = 0
    soft_bound: float = 0.0
    soft: Mapping[str, float] = field(default_factory=dict)
    weeks: Sequence[tuple[str, int]] = ()

    @property
    def soft_total(self) -> float:
        """The sum of the parts of the soft cost."""
        return round(sum(self.soft.values()), 1)

    def as_json(self) -> dict[str, Any]:
        """The figures as they are stored."""
        return asdict(self)

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Figures:
        """The figures as they were stored."""
        return cls(**kept)


def figures_of(instance: Instance, lessons: Sequence[Taught], bounds: Bounds) -> Figures:
    """Count a plan: its own lessons; hours and classes also those that the schools had before."""
    planned = [instance.schools[place] for place in instance.planned_schools]
    given, appointed = Counter(one.school for one in lessons), [one for one in lessons if not one.substitute]
    wanted = {place: instance.hours_wanted(place) for place in instance.planned_schools}
    hours = {place: instance.schools[place].hours_had + given[place] for place in instance.planned_schools}
    classes = [one for school in planned for one in school.classes]
    reached = {name for one in lessons for name in one.classes} | {one.id for one in classes if one.reached}
    return Figures(
        schools=len(planned),
        schools_with_hours=sum(count >= wanted[place] for place, count in hours.items()),
        hours=sum(min(wanted[place], count) for place, count in hours.items()),
        hours_wanted=sum(wanted.values()),
        classes=len(classes),
        classes_reached=sum(one.id in reached for one in classes),
        classes_bound=bounds.classes,
        lessons=len(lessons),
        lessons_by_substitutes=len(lessons) - len(appointed),
        gain=gain_of(instance, appointed),
        gain_bound=bounds.gain,
        soft_bound=bounds.soft,
        soft=soft_cost(instance, lessons),
        weeks=weeks_of(classes, lessons),
    )


def weeks_of(classes: Sequence[ClassFacts], lessons: Sequence[Taught]) -> list[tuple[str, int]]:
    """By the Mondays of the weeks with lessons, how many of these classes are reached by the end of each."""
    new = {one.id for one in classes if not one.reached}
    before, by_week = len(classes) - len(new), Counter[date]()
    for lesson in sorted(lessons, key=lambda one: one.start):
        monday = lesson.day - timedelta(days=lesson.day.weekday())
        by_week[monday] += len(new.intersection(lesson.classes))
        new.difference_update(lesson.classes)
    counted = accumulate((by_week[monday] for monday in sorted(by_week)), initial=before)
    mondays = [min(by_week) - timedelta(days=7), *sorted(by_week)] if by_week else []
    return [(monday.isoformat(), number) for monday, number in zip(mondays, counted, strict=False)]


def gain_of(instance: Instance, appointed: Sequence[Taught]) -> int:
    """What the lessons of appointees are worth: hours that were owed, and classes that had not been reached."""
    given = Counter(one.school for one in appointed)
    owed = {place: max(0, instance.hours_wanted(place) - instance.schools[place].hours_had) for place in given}
    new = {name for one in appointed for name in one.classes if not instance.class_of[name].reached}
    return HOUR_GAIN * sum(min(owed[place], count) for place, count in given.items()) + CLASS_GAIN * len(new)


def together(parts: Sequence[Figures]) -> Figures:
    """The figures of several counties as one."""
    names = [name for name in Figures.__dataclass_fields__ if name not in {"soft", "weeks"}]
    sums = {name: sum(getattr(part, name) for part in parts) for name in names}
    soft: Counter[str] = Counter()
    for part in parts:
        soft.update(part.soft)
    return Figures(**sums, soft={name: round(cost, 1) for name, cost in soft.items()})
