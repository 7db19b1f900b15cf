"""Reads of what was known of schools on a day that has passed: the rows, and for what changed since, the history."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import current_app

from course.coverage.past_days.rules import classes_named
from course.coverage.past_days.story_queries import stories_since
from course.coverage.past_days.story_rules import Stood, Story
from course.coverage.region_rules.queries import held_in
from course.coverage.region_rules.rules import hours_asked
from course.coverage.rules import Year, hours_owed
from course.coverage.tallies.count_queries import facts_of, hours_of_years
from course.coverage.tallies.facts import Claim, Counted, Facts, Owed, Planned, Reached, Taught, Waiting
from course.coverage.tallies.rules import classes_there, count
from course.db import db
from course.delivery.models import Form, Manner
from course.roster.models import SchoolClass
from course.schedule.models import LessonState

AT_ONCE = 100


def counted_as_of(school_ids: Collection[int], year: Year, known: date) -> Iterator[tuple[int, Counted, Facts]]:
    """What was counted of these schools in a year, as it was known at the end of a day."""
    ids = sorted(school_ids)
    hours = hours_owed(hours_of_years([year])[year.number])
    for first in range(0, len(ids), AT_ONCE):
        found = facts_known(ids[first : first + AT_ONCE], known)
        held = held_in({path for facts in found.values() for path in facts.places()})
        for school_id, facts in found.items():
            rule = held[facts.place_on(year.day_that_counts(known))].on(year.day_of_rules(known))
            owed = Owed(hours_asked(rule, hours), rule.required)
            yield school_id, count(facts, year, owed, known, known), facts


def facts_known(school_ids: Collection[int], known: date) -> dict[int, Facts]:
    """The facts of these schools as they were known at the end of a day."""
    return told_back(facts_of(school_ids), known)


def told_back(now: Mapping[int, Facts], known: date) -> dict[int, Facts]:
    """The same facts of a day; a lesson whose story went on after it is told anew up to it."""
    end = end_of(known)
    stories = stories_since(now, end)
    found = {number: without(facts, stories.keys()) for number, facts in now.items()}
    for lesson_id, story in stories.items():
        stood = story.at(end)
        if stood is not None:
            tell(found, Told(lesson_id, stood, story), known)
    return found


def without(facts: Facts, lessons: Collection[int]) -> Facts:
    """The facts of a school without what is said of some lessons."""
    return replace(
        facts,
        taught=[row for row in facts.taught if row.lesson_id not in lessons],
        claims=[row for row in facts.claims if row.lesson_id not in lessons],
        reached=[row for row in facts.reached if row.lesson_id not in lessons],
        waiting=[row for row in facts.waiting if row.lesson_id not in lessons],
        scheduled=[row for row in facts.scheduled if row.lesson_id not in lessons],
    )


@dataclass(frozen=True)
class Told:
    """A lesson as it stood on a day, with its story."""

    id: int
    stood: Stood
    story: Story

    def classes(self, own: Facts | None) -> dict[int, str]:
        """The classes for which it was planned then, with their names: also those that were taken out of it since."""
        by_name = self.stood.left_by_name - {*self.story.planned.values()}
        homes = own.homes.items() if own and by_name else ()
        left = dict.fromkeys(sorted(self.stood.left), "")
        return {**left, **self.story.planned, **{one: home.label for one, home in homes if home.label in by_name}}

    def classes_there(self, own: Facts | None, said: Mapping[str, Any]) -> set[int]:
        """Those of which it was said that they were there; by name where numbers were not written down yet."""
        return set(said["class_ids"]) if "class_ids" in said else classes_named(self.classes(own), said["classes"])


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


def tell(found: dict[int, Facts], told: Told, known: date) -> None:
    """Put what a lesson was on a day into the facts of its school, and of the schools of its classes."""
    said, own = told.story.said_by(end_of(known)), found.get(told.story.facts["school_id"])
    if told.stood.state == LessonState.CONFIRMED.value and "minutes" in said:
        tell_confirmed(found, told, said, known)
    elif told.stood.state == LessonState.DELIVERED.value and "minutes" in said:
        if own is not None:
            own.claims.append(Claim(told.id, told.stood.start.date(), known, said["minutes"]))
        tell_waiting(found, told, own, known)
    elif told.stood.state == LessonState.SCHEDULED.value:
        if own is not None:
            own.scheduled.append(Planned(told.id, told.stood.start.date(), told.stood.minutes))
        tell_waiting(found, told, own, None)


def tell_confirmed(found: dict[int, Facts], told: Told, said: Mapping[str, Any], known: date) -> None:
    """A lesson that was confirmed: its minutes for its school, the classes that were there for theirs."""
    day, facts, own = told.stood.start.date(), told.story.facts, found.get(told.story.facts["school_id"])
    if own is not None:
        organised, practice = said["manner"] == Manner.ORGANISED.value, said["form"] == Form.PRACTICE.value
        own.taught.append(Taught(told.id, day, known, organised, practice, said["minutes"]))
    there = told.classes_there(own, said)
    for one in found.values():
        classes = one.homes.keys() & there
        one.reached += [Reached(told.id, each, day, known, facts["theme_id"], facts["code"]) for each in classes]


def tell_waiting(found: dict[int, Facts], told: Told, own: Facts | None, reported_on: date | None) -> None:
    """The classes of a lesson that was reported, or that was still to come."""
    day, classes = told.stood.start.date(), told.classes(own)
    for facts in found.values():
        facts.waiting += [Waiting(told.id, one, day, reported_on) for one in facts.homes.keys() & classes.keys()]
