"""What was said of a lesson before something else took its place: each word for the days on which it stood."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from course.coverage.past_days.as_of_queries import Told, end_of
from course.coverage.past_days.story_rules import Stood, Story
from course.coverage.tallies.count_queries import DayOf
from course.coverage.tallies.facts import Claim, Facts, Reached, Taught
from course.delivery.models import Form, Manner
from course.schedule.models import LessonState

# How a lesson stood of which something was said, and from which day on and until which one.
Word = tuple[Stood, Mapping[str, Any], date, date | None]


def retold(stories: Mapping[int, Story]) -> dict[int, Story]:
    """Those of these stories in which a report or a confirmation was replaced; of the others the rows tell all."""
    return {lesson_id: story for lesson_id, story in stories.items() if any(map(Story.takes_back, story.changes))}


@dataclass(frozen=True)
class Standing:
    """What the rows say of such lessons now: their minutes, and the classes that were there."""

    taught: Mapping[int, Taught]
    reached: Mapping[int, set[int]]

    @classmethod
    def of(cls, lessons: Collection[int], found: Mapping[int, Facts]) -> Standing:
        """The rows of these lessons, of their own school and of those of their classes."""
        taught = {row.lesson_id: row for one in found.values() for row in one.taught if row.lesson_id in lessons}
        reached: dict[int, set[int]] = {}
        for one in found.values():
            for row in one.reached:
                if row.lesson_id in lessons:
                    reached.setdefault(row.lesson_id, set()).add(row.class_id)
        return cls(taught, reached)


def tell_words(own: Facts | None, owners: Mapping[int, Sequence[Facts]], told: Told, word: Word, now: Standing) -> None:
    """Put one word into the facts of the school of its lesson, and of the schools of its classes."""
    stood, said, since, until = word
    if stood.state == LessonState.DELIVERED.value and own is not None:
        own.claims.append(Claim(told.id, stood.start.date(), since, said["minutes"], until))
    if stood.state != LessonState.CONFIRMED.value:
        return
    if own is not None:
        own.taught.append(taught(told.id, word, now))
    facts = told.story.facts
    # What stands now is told by the rows: classes may have other names since.
    there = now.reached.get(told.id, set()) if until is None else told.classes_there(own, said)
    for class_id in there:
        row = Reached(told.id, class_id, stood.start.date(), since, facts["theme_id"], facts["code"], until)
        for owner in owners.get(class_id, ()):
            owner.reached.append(row)


def taught(lesson_id: int, word: Word, now: Standing) -> Taught:
    """The minutes of a lesson that was confirmed, as long as the word stood."""
    stood, said, since, until = word
    if until is None and lesson_id in now.taught:
        return replace(now.taught[lesson_id], known_on=since)
    organised, practice = said["manner"] == Manner.ORGANISED.value, said["form"] == Form.PRACTICE.value
    return Taught(lesson_id, stood.start.date(), since, organised, practice, said["minutes"], until)


def words(story: Story, day_of: DayOf) -> Iterator[Word]:
    """What was said of a lesson, as it stood at the end of each day on which something changed."""
    days = sorted({day_of(at) for at, _ in story.versions()} | {day_of(row.at) for row in story.changes})
    for since, until in pairwise([*days, None]):
        if since is not None:
            end = end_of(since)
            stood, said = story.at(end), story.said_by(end)
            if stood is not None and "minutes" in said:
                yield stood, said, since, until
