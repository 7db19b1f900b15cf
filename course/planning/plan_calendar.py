"""The lessons of a plan as a calendar file; the one module that knows how such files are written.

A draft's lesson has a name of its own that stays the same as long as the draft does; a published one goes by the
name of its lesson.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app
from icalendar import Calendar, Event, Timezone

from course.i18n import _
from course.planning.models import PlanPart
from course.planning.reading.queries import Entry, Reading

CONTENT_TYPE = "text/calendar; charset=utf-8"
MAKER = "-//Rule-of-law courses//Plan//EN"
DAY = timedelta(days=1)


def as_calendar(reading: Reading, title: str, lessons: Iterable[Entry]) -> bytes:
    """A calendar of these lessons, in the time of the schools."""
    zone = ZoneInfo(current_app.config["TIMEZONE"])
    calendar = Calendar()
    for name, value in (("prodid", MAKER), ("version", "2.0"), ("x-wr-calname", title)):
        calendar.add(name, value)
    first, last = reading.term.start - DAY, reading.term.end + DAY
    calendar.add_component(Timezone.from_tzid(zone.key, first_date=first, last_date=last))
    stamps = {part.region_id: stamp_of(reading, part) for part in reading.parts}
    for one in lessons:
        calendar.add_component(event_of(one, f"{one.code}.plan-{reading.plan.id}", zone, stamps[one.region_id]))
    return calendar.to_ical()


def stamp_of(reading: Reading, part: PlanPart) -> datetime:
    """When the lessons of a county became what they are."""
    return part.published_at or part.made_at or reading.plan.created_at


def event_of(entry: Entry, name: str, zone: ZoneInfo, stamp: datetime) -> Event:
    """One lesson; ``name`` is what it goes by as long as it is a draft."""
    event = Event()
    values: dict[str, Any] = {
        "uid": entry.uid or name,
        "sequence": entry.sequence,
        "dtstamp": stamp,
        "dtstart": entry.start.replace(tzinfo=zone),
        "dtend": entry.end.replace(tzinfo=zone),
        "summary": " · ".join((entry.theme, f"{entry.school} {_(', ').join(entry.classes)}".strip(), entry.person)),
        "location": f"{entry.school} · {entry.place.label}",
        "description": words_of(entry),
        "status": "CONFIRMED" if entry.lesson_id else "TENTATIVE",
    }
    for property_name, value in values.items():
        event.add(property_name, value)
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
