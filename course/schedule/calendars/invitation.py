"""One lesson as a calendar object that is sent by mail (iTIP, RFC 5546): an invitation, its update, its cancellation.

The UID stays that of the lesson in this calendar and SEQUENCE grows with each change of it, so whichever mail arrives
last, a calendar ends in the right state.  Nobody has to answer: ``RSVP=FALSE``, and who was asked answers on the
lesson's page.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import current_app

from course.schedule.calendars.lesson_event import as_it_stood, copy_of, event_lines, facts_of, words_now
from course.schedule.calendars.text import calendar_file, mail_address, parameter
from course.schedule.models import Lesson, LessonState


class Method(enum.StrEnum):
    """What the object asks a calendar to do."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class Mailbox:
    """A person or an office with its one mail address."""

    address: str
    name: str = ""


def invitation(
    lesson: Lesson,
    method: Method,
    attendee: Mailbox,
    organizer: Mailbox,
    now: datetime,
    *,
    of: int | None = None,
    before: Mapping[str, Any] | None = None,
) -> str:
    """The object for one receiver, in the language that is in force; ``of`` is the vice-principal whose calendar it is.

    The lesson's school, vice-principal, theme and classes are loaded.  ``CANCEL`` is also for somebody who was
    replaced while the lesson itself goes on: it says cancelled whatever the state of the lesson is, and names the time
    and the person that their calendar shows, as ``before`` keeps them.
    """
    facts, zone = facts_of(lesson), current_app.config["TIMEZONE"]
    facts = replace(facts, uid=copy_of(facts.uid, of))
    cancels = method is Method.CANCEL
    if cancels and facts.state in (LessonState.REQUESTED, LessonState.SCHEDULED):
        facts = replace(facts, state=LessonState.CANCELLED)
    if cancels and before and "start" in before:
        facts = as_it_stood(facts, before)
    # Stamped when it is made: of two with one sequence the later counts (RFC 5546, 2.1.5).
    asked = facts.state is LessonState.REQUESTED or (of is not None and lesson.accepted_at is None and not cancels)
    part = "NEEDS-ACTION" if asked else "ACCEPTED"
    event = event_lines(facts, words_now(), zone, now, people_lines(attendee, organizer, part))
    return calendar_file([f"METHOD:{method.value}"], zone, [event])


def people_lines(attendee: Mailbox, organizer: Mailbox, part: str) -> list[str]:
    """Who invites, and who is invited; once the lesson is agreed nothing is left to answer."""
    return [
        f"ORGANIZER{common_name(organizer)}:{mail_address(organizer.address)}",
        f"ATTENDEE{common_name(attendee)};CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={part};RSVP=FALSE:"
        f"{mail_address(attendee.address)}",
    ]


def common_name(box: Mailbox) -> str:
    """The name as a parameter; none where there is no name."""
    return f";CN={parameter(box.name)}" if box.name else ""
