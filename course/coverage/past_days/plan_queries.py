"""Reads of what was planned on every day: from when until when each lesson was scheduled, or waited for an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise

from course.coverage.past_days.as_of_queries import Told
from course.coverage.past_days.story_queries import stories_of
from course.coverage.past_days.story_rules import Stood, Story
from course.coverage.tallies.facts import Facts, Planned, Waiting
from course.i18n import local_days
from course.schedule.models import LessonState

Spell = tuple[Stood, date, date | None]


def with_plans(found: Mapping[int, Facts]) -> dict[int, Facts]:
    """The same schools with what was planned of their lessons on every day, in place of what is planned now."""
    stories = stories_of(found)
    facts = {number: replace(one, scheduled=[], waiting=[]) for number, one in found.items()}
    for lesson_id, story in stories.items():
        own = facts.get(story.facts["school_id"])
        for stood, since, until in spells(story):
            add(facts, own, Told(lesson_id, stood, story), (since, until))
    return facts


def spells(story: Story) -> Iterator[Spell]:
    """How a lesson stood, from which day on and until which one; a day ends with what was said last on it."""
    day_of, versions = local_days(), story.versions()
    days = [day_of(moment) for moment, _ in versions]
    for (since, until), (_, stood) in zip(pairwise([*days, None]), versions, strict=True):
        if since is not None and since != until:
            yield stood, since, until


def add(facts: Mapping[int, Facts], own: Facts | None, told: Told, spell: tuple[date, date | None]) -> None:
    """Put one spell of a lesson into the facts of its school, and of the schools of its classes."""
    since, until = spell
    stood, day = told.stood, told.stood.start.date()
    if stood.state == LessonState.SCHEDULED.value:
        rows = {one: Waiting(told.id, one, day, since=since, until=until) for one in told.classes(own)}
        if own is not None:
            own.scheduled.append(Planned(told.id, day, stood.minutes, since, until))
    elif stood.state == LessonState.DELIVERED.value:
        rows = {one: Waiting(told.id, one, day, since, until) for one in told.classes(own)}
    else:
        return
    for one in facts.values():
        one.waiting += [rows[class_id] for class_id in one.homes.keys() & rows.keys()]
