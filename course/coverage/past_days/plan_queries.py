"""Reads of what was known on every day: from when until when each lesson was scheduled, or waited for an answer.

What was said of a lesson and replaced later is told for the days on which it stood, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise

from course.coverage.past_days.as_of_queries import Told, without
from course.coverage.past_days.retold_queries import Standing, retold, tell_words, words
from course.coverage.past_days.story_queries import stories_of
from course.coverage.past_days.story_rules import Stood, Story
from course.coverage.tallies.count_queries import DayOf
from course.coverage.tallies.facts import Facts, Planned, Waiting
from course.i18n import local_days
from course.schedule.models import LessonState

Spell = tuple[Stood, date, date | None]


def with_plans(found: Mapping[int, Facts]) -> dict[int, Facts]:
    """The same schools with what was planned and said of their lessons on every day, in place of what is so now."""
    stories = stories_of(found)
    again = retold(stories)
    facts = {number: replace(without(one, again), scheduled=[], waiting=[]) for number, one in found.items()}
    owners, day_of, now = owners_of(facts), local_days(), Standing.of(again, found)
    for lesson_id, story in again.items():
        own = facts.get(story.facts["school_id"])
        for word in words(story, day_of):
            tell_words(own, owners, Told(lesson_id, word[0], story), word, now)
    for lesson_id, story in stories.items():
        own = facts.get(story.facts["school_id"])
        for stood, since, until in spells(story, day_of):
            for class_id, row in planned(own, Told(lesson_id, stood, story), since, until).items():
                for owner in owners.get(class_id, ()):
                    owner.waiting.append(row)
    return facts


def owners_of(found: Mapping[int, Facts]) -> dict[int, list[Facts]]:
    """The schools that each class belongs or belonged to."""
    owners: dict[int, list[Facts]] = {}
    for facts in found.values():
        for class_id in facts.homes:
            owners.setdefault(class_id, []).append(facts)
    return owners


def spells(story: Story, day_of: DayOf) -> Iterator[Spell]:
    """How a lesson stood, from which day on and until which one; a day ends with what was said last on it."""
    versions = story.versions()
    days = [day_of(moment) for moment, _ in versions]
    for (since, until), (_, stood) in zip(pairwise([*days, None]), versions, strict=True):
        if since is not None and since != until:
            yield stood, since, until


def planned(own: Facts | None, told: Told, since: date, until: date | None) -> dict[int, Waiting]:
    """What its classes wait for in one spell of a lesson; one that is scheduled goes into the facts of its school."""
    stood, day = told.stood, told.stood.start.date()
    if stood.state == LessonState.SCHEDULED.value:
        if own is not None:
            own.scheduled.append(Planned(told.id, day, stood.minutes, since, until))
        return {one: Waiting(told.id, one, day, since=since, until=until) for one in told.classes(own)}
    if stood.state == LessonState.DELIVERED.value:
        return {one: Waiting(told.id, one, day, since, until) for one in told.classes(own)}
    return {}
