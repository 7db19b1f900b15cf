"""Reads of what was known of schools on a day that has passed: the rows, and for what changed since, the history."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import current_app

from course.coverage.past_days.rules import classes_named
from course.coverage.region_rules.queries import rules_of
from course.coverage.region_rules.rules import hours_asked
from course.coverage.rules import Year, hours_owed
from course.coverage.tallies.count_queries import facts_of, hours_of_years
from course.coverage.tallies.facts import Claim, Counted, Facts, Owed, Reached, Taught, Waiting
from course.coverage.tallies.rules import classes_there, count
from course.db import db
from course.delivery.models import Form, Manner
from course.delivery.rules import Step
from course.roster.models import SchoolClass, Theme
from course.schedule.models import Lesson, LessonChange, LessonClass, LessonState

AT_ONCE = 100
STEPS = [step.value for step in Step]


def counted_as_of(school_ids: Collection[int], year: Year, known: date) -> Iterator[tuple[int, Counted, Facts]]:
    """What was counted of these schools in a year, as it was known at the end of a day."""
    ids = sorted(school_ids)
    hours = hours_owed(hours_of_years([year])[year.number])
    for first in range(0, len(ids), AT_ONCE):
        found = facts_known(ids[first : first + AT_ONCE], known)
        rules = rules_of({path for facts in found.values() for path in facts.places()})
        for school_id, facts in found.items():
            rule = rules[facts.place_on(year.day_that_counts(known))]
            owed = Owed(hours_asked(rule, hours), rule.required)
            yield school_id, count(facts, year, owed, known, known), facts


def facts_known(school_ids: Collection[int], known: date) -> dict[int, Facts]:
    """The facts of these schools as they were known at the end of a day."""
    return told_back(facts_of(school_ids), known)


def told_back(now: Mapping[int, Facts], known: date) -> dict[int, Facts]:
    """The same facts of a day; a lesson whose story went on after it is told anew up to it."""
    end = end_of(known)
    stories = stories_going_on(now, end)
    found = {number: without(facts, stories.keys()) for number, facts in now.items()}
    planned = planned_classes(stories.keys())
    for lesson_id, story in stories.items():
        past = [row for row in story if row.at < end]
        if past:
            tell(found, past[-1], known, Said(planned[lesson_id], past[-1].after | report_standing(past)))
    return found


def without(facts: Facts, lessons: Collection[int]) -> Facts:
    """The facts of a school without what is said of some lessons."""
    return replace(
        facts,
        taught=[row for row in facts.taught if row.lesson_id not in lessons],
        claims=[row for row in facts.claims if row.lesson_id not in lessons],
        reached=[row for row in facts.reached if row.lesson_id not in lessons],
        waiting=[row for row in facts.waiting if row.lesson_id not in lessons],
    )


def report_standing(past: Sequence[Any]) -> dict[str, int]:
    """The minutes that were reported of a lesson whose confirmation was withdrawn: the report stands again."""
    if past[-1].action != Step.WITHDRAW.value:
        return {}
    reports = [row.after["minutes"] for row in past if row.action == Step.REPORT.value]
    return {"minutes": reports[-1]} if reports else {}


@dataclass(frozen=True)
class Said:
    """What was said of a lesson by a day, and the classes for which it is planned, with their names, in order."""

    planned: dict[int, str]
    words: Mapping[str, Any]


def planned_classes(lesson_ids: Collection[int]) -> dict[int, dict[int, str]]:
    """The classes for which each of these lessons is planned, with their names, in order."""
    found: dict[int, dict[int, str]] = {lesson_id: {} for lesson_id in lesson_ids}
    if not found:
        return found
    chosen = sa.select(LessonClass.lesson_id, SchoolClass).join(SchoolClass, SchoolClass.id == LessonClass.class_id)
    chosen = chosen.where(LessonClass.lesson_id.in_(lesson_ids)).order_by(SchoolClass.grade, SchoolClass.number)
    for lesson_id, row in db.session.execute(chosen):
        found[lesson_id][row.id] = row.label
    return found


def end_of(day: date) -> datetime:
    """The end of a day, by the schools' clock."""
    zone = ZoneInfo(current_app.config["TIMEZONE"])
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


def unreached_as_of(school_ids: Collection[int], year: Year, known: date) -> dict[int, tuple[str, ...]]:
    """The classes of these schools that no lesson had reached, as it was known at the end of a day."""
    missing: dict[int, int] = {}
    for school_id, _counted, facts in counted_as_of(school_ids, year, known):
        within = (row for row in facts.reached if row.known_on <= known and year.first <= row.day <= year.last)
        there = classes_there(facts, year.day_that_counts(known))
        missing |= dict.fromkeys(there.keys() - {row.class_id for row in within}, school_id)
    found: dict[int, tuple[str, ...]] = {}
    for class_id, label in labels_of(missing):
        found[missing[class_id]] = (*found.get(missing[class_id], ()), label)
    return found


def labels_of(class_ids: Collection[int]) -> Iterator[tuple[int, str]]:
    """These classes by their names, in order."""
    ids = sorted(class_ids)
    rows: list[SchoolClass] = []
    for first in range(0, len(ids), AT_ONCE):
        rows += db.session.scalars(sa.select(SchoolClass).where(SchoolClass.id.in_(ids[first : first + AT_ONCE])))
    return ((row.id, row.label) for row in sorted(rows, key=lambda one: (one.grade, one.number)))


def stories_going_on(found: Mapping[int, Facts], end: datetime) -> dict[int, list[Any]]:
    """What was said, in order, of each lesson of which somebody said something after a moment.

    These are lessons of the schools, and lessons elsewhere in which a class of theirs was before or after it moved.
    """
    lessons: Any = sa.select(Lesson.id).where(Lesson.school_id.in_(found))
    moved = {class_id for facts in found.values() for class_id, home in facts.homes.items() if home.before}
    if moved:
        lessons = lessons.union(sa.select(LessonClass.lesson_id).where(LessonClass.class_id.in_(moved)))
    said = LessonChange.action.in_(STEPS)
    after = sa.select(LessonChange.lesson_id).where(said, LessonChange.at >= end, LessonChange.lesson_id.in_(lessons))
    columns = (LessonChange.at, LessonChange.action, LessonChange.after)
    chosen = sa.select(Lesson.id, Lesson.school_id, Lesson.start, Lesson.theme_id, Theme.code, *columns)
    chosen = chosen.join(Lesson, Lesson.id == LessonChange.lesson_id).join(Theme, Theme.id == Lesson.theme_id)
    chosen = chosen.where(said, LessonChange.lesson_id.in_(after)).order_by(LessonChange.at, LessonChange.id)
    stories: dict[int, list[Any]] = {}
    for row in db.session.execute(chosen):
        stories.setdefault(row.id, []).append(row)
    return stories


def tell(found: dict[int, Facts], row: Any, known: date, told: Said) -> None:
    """Put what was said of a lesson last into the facts of its school, and of the schools of its classes."""
    day, said, own = row.start.date(), told.words, found.get(row.school_id)
    if said["state"] == LessonState.CONFIRMED.value:
        if own is not None:
            organised, practice = said["manner"] == Manner.ORGANISED.value, said["form"] == Form.PRACTICE.value
            own.taught.append(Taught(row.id, day, known, organised, practice, said["minutes"]))
        there = classes_named(told.planned, said["classes"])
        for facts in found.values():
            classes = facts.homes.keys() & there
            facts.reached += [Reached(row.id, one, day, known, row.theme_id, row.code) for one in classes]
    elif said["state"] == LessonState.DELIVERED.value and "minutes" in said:
        if own is not None:
            own.claims.append(Claim(row.id, day, known, said["minutes"]))
        for facts in found.values():
            facts.waiting += [Waiting(row.id, one, day, known) for one in facts.homes.keys() & told.planned.keys()]
