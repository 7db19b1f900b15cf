"""The lessons of a plan as a calendar file; the one module that knows how such files are written.

A draft's lesson has a name of its own that stays the same as long as the draft does; a published one goes by
the name, the time and the person of its lesson, and is left out where that no longer takes place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import current_app
from icalendar import Calendar, Event, Timezone

from course.db import db
from course.i18n import _
from course.planning.models import PlannedLesson, PlanPart
from course.planning.reading_queries import Entry, Reading, planned_entries
from course.planning.selections import Condition
from course.roster.models import VicePrincipal
from course.schedule.models import HOLDING, Lesson

CONTENT_TYPE = "text/calendar; charset=utf-8"
MAKER = "-//Rule-of-law courses//Plan//EN"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Dated:
    """A lesson with the name by which calendars know it, and how often it was changed."""

    entry: Entry
    uid: str
    sequence: int = 0


def as_calendar(reading: Reading, title: str, lessons: Sequence[Dated]) -> bytes:
    """A calendar of these lessons, in the time of the schools."""
    zone = ZoneInfo(current_app.config["TIMEZONE"])
    calendar = Calendar()
    for name, value in (("prodid", MAKER), ("version", "2.0"), ("x-wr-calname", title)):
        calendar.add(name, value)
    first, last = reading.term.start - DAY, reading.term.end + DAY
    calendar.add_component(Timezone.from_tzid(zone.key, first_date=first, last_date=last))
    stamps = {part.region_id: stamp_of(reading, part) for part in reading.parts}
    for one in lessons:
        calendar.add_component(event_of(one, zone, stamps[one.entry.region_id]))
    return calendar.to_ical()


def stamp_of(reading: Reading, part: PlanPart) -> datetime:
    """When the lessons of a county became what they are."""
    return part.published_at or part.made_at or reading.plan.created_at


def event_of(one: Dated, zone: ZoneInfo, stamp: datetime) -> Event:
    """One lesson."""
    entry, event = one.entry, Event()
    values: dict[str, Any] = {
        "uid": one.uid,
        "sequence": one.sequence,
        "dtstamp": stamp,
        "dtstart": entry.start.replace(tzinfo=zone),
        "dtend": entry.end.replace(tzinfo=zone),
        "summary": " · ".join((entry.theme, f"{entry.school} {', '.join(entry.classes)}".strip(), entry.person)),
        "location": f"{entry.school} · {entry.place.label}",
        "description": words_of(entry),
        "status": "CONFIRMED" if entry.lesson_id else "TENTATIVE",
    }
    for name, value in values.items():
        event.add(name, value)
    return event


def words_of(entry: Entry) -> str:
    """What else one should know of a lesson."""
    lines = [f"{_('Vice-principal')}: {entry.person} · {entry.station}"]
    if entry.period:
        lines.append(_("Period %(number)s", number=entry.period))
    if entry.substitute:
        lines.append(_("As a substitute"))
    if not entry.lesson_id:
        lines.append(_("This is a draft; it may still change."))
    return "\n".join(lines)


def dated_lessons(reading: Reading, condition: Condition) -> list[Dated]:
    """The lessons of a plan that meet the condition, the published ones as they stand now."""
    entries = planned_entries(reading, condition)
    lessons = published_lessons(reading, condition)
    found = []
    for entry in entries:
        if entry.lesson_id is None:
            found.append(Dated(entry, f"{entry.code}.plan-{reading.plan.id}"))
        elif row := lessons.get(entry.lesson_id):
            now = replace(entry, start=row.start, end=row.end, period=row.period, person=row.name, person_id=row.person)
            found.append(Dated(now, row.uid, row.sequence))
    return found


def published_lessons(reading: Reading, condition: Condition) -> dict[int, Any]:
    """The lessons that came of a plan and still hold their time."""
    columns = (Lesson.id, Lesson.uid, Lesson.sequence, Lesson.start, Lesson.end, Lesson.period)
    chosen = (
        sa.select(*columns, VicePrincipal.id.label("person"), VicePrincipal.name)
        .join(PlannedLesson, PlannedLesson.lesson_id == Lesson.id)
        .join(VicePrincipal, VicePrincipal.id == Lesson.vice_principal_id)
        .where(reading.planned, condition, Lesson.state.in_(HOLDING))
    )
    return {row.id: row for row in db.session.execute(chosen)}
