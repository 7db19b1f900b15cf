"""What people may choose to be told outside of the application: topics, and what each kind of notice belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from course.access.models import Channel, Role
from course.db import Labelled
from course.i18n import _l


class Topic(Labelled):
    """A sort of news that somebody wants, or does not want, in their mail."""

    REQUESTS = "requests", _l("A lesson was asked for, accepted or declined")
    CHANGES = "changes", _l("A lesson was planned, moved, given to somebody else or called off")
    OWN_CALENDAR = "own_calendar", _l("Calendar entries: of what I changed myself, and of each lesson of a plan")
    TAUGHT = "taught", _l("A lesson was taught and waits to be confirmed")
    CONFIRMED = "confirmed", _l("A lesson was confirmed, or its figures corrected")
    REMINDERS = "reminders", _l("Reminders 3 days and 1 day before a lesson, with the deck")
    DIGEST = "digest", _l("Each morning: the lessons of today and tomorrow, and what waits for me")
    LAWS = "laws", _l("A law changes, or a deck should no longer be used")
    CASES = "cases", _l("A case waits for approval, or what became of it")
    OTHER = "other", _l("Everything else")


# By the beginning of a kind; the first that fits.
TOPIC_OF = (
    ("lesson.requested", Topic.REQUESTS),
    ("lesson.accepted", Topic.REQUESTS),
    ("lesson.declined", Topic.REQUESTS),
    ("lesson.unanswered", Topic.REQUESTS),
    ("lesson.own_calendar", Topic.OWN_CALENDAR),
    ("lesson.reminder", Topic.REMINDERS),
    ("lesson.taught", Topic.TAUGHT),
    ("lesson.report", Topic.TAUGHT),
    ("lesson.missed", Topic.TAUGHT),
    ("lesson.confirm", Topic.CONFIRMED),
    ("lesson.corrected", Topic.CONFIRMED),
    ("lesson.", Topic.CHANGES),
    ("plan.entry", Topic.OWN_CALENDAR),
    ("plan.", Topic.CHANGES),
    ("digest", Topic.DIGEST),
    ("deck.", Topic.LAWS),
    ("law.", Topic.LAWS),
    ("case_", Topic.CASES),
)
OF_LESSONS = (Topic.REQUESTS, Topic.CHANGES, Topic.OWN_CALENDAR)
TOPICS: dict[Role, tuple[Topic, ...]] = {
    Role.ADMIN: (Topic.LAWS, Topic.CASES, Topic.OTHER),
    Role.BUREAU: (Topic.REQUESTS, Topic.CHANGES, Topic.DIGEST, Topic.LAWS, Topic.CASES, Topic.OTHER),
    Role.STATION: (Topic.REQUESTS, Topic.CHANGES, Topic.DIGEST, Topic.OTHER),
    Role.VICE_PRINCIPAL: (
        *OF_LESSONS,
        *(Topic.TAUGHT, Topic.CONFIRMED, Topic.REMINDERS, Topic.DIGEST, Topic.LAWS, Topic.CASES, Topic.OTHER),
    ),
    Role.SCHOOL: (
        *OF_LESSONS,
        *(Topic.TAUGHT, Topic.CONFIRMED, Topic.REMINDERS, Topic.DIGEST, Topic.LAWS, Topic.CASES, Topic.OTHER),
    ),
}
# What somebody who has chosen nothing gets: nearly everything by mail, and by telephone only what cannot wait.
BY_MAIL = frozenset(Topic) - {Topic.CONFIRMED}
BY_GATEWAY = frozenset({Topic.CHANGES})
# What one click in a mail stops: nobody waits for an answer to it, and all of it stands on the pages anyway.
FOR_CONVENIENCE = frozenset({Topic.REMINDERS, Topic.DIGEST, Topic.CONFIRMED})


def may_be_stopped(kind: str) -> Topic | None:
    """The topic that one click stops; None for what somebody must hear of to do their part."""
    topic = topic_of(kind)
    return topic if topic in FOR_CONVENIENCE else None


def topic_of(kind: str) -> Topic:
    """What a kind of notice belongs to."""
    return next((topic for beginning, topic in TOPIC_OF if kind.startswith(beginning)), Topic.OTHER)


def wants(preferences: Mapping[str, Any], channel: Channel, topic: Topic) -> bool:
    """Whether somebody wants this kind of news this way: what they chose, else what is usual."""
    usual = BY_MAIL if channel is Channel.MAIL else BY_GATEWAY
    chosen = preferences.get(channel.value)
    return bool(chosen.get(topic.value, topic in usual)) if isinstance(chosen, dict) else topic in usual
