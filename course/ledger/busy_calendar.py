"""Busy times out of a calendar file: zones, whole days and repetitions, for at most a year.

Runs in a process of its own with little time (``busy_process.py``): a rule of repetition may be made to count for ever.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Calendar, Event

from course.ledger.busy_times import (
    LAST_MINUTE,
    BusyFile,
    BusyTime,
    BusyUnreadable,
    Skipped,
    Window,
    collected,
    tidy,
    trouble_with,
)

# Duty rosters repeat by days; what repeats by the hour or oftener was made to fill a machine.
RHYTHMS = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
WITHIN_A_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")
MOST_STEPS, FIRST_YEAR, LONGEST_WHERE = 50_000, 1970, 60


class EntryUnfit(Exception):
    """An entry that is left out: the rule that it breaks."""


@dataclass(frozen=True)
class Reader:
    """How a file is read: in which zone the schools' clocks run, which times are of use, whether titles are kept."""

    zone: ZoneInfo
    window: Window
    titles: bool

    def local(self, moment: datetime) -> datetime:
        """A moment on the schools' clock; one without a zone is meant so."""
        return moment.astimezone(self.zone).replace(tzinfo=None) if moment.tzinfo else moment


def read_calendar(path: Path, reader: Reader) -> BusyFile:
    """All busy times of a calendar file."""
    try:
        calendars = Calendar.from_ical(path.read_bytes(), multiple=True)
    except Exception:
        raise BusyUnreadable("not_a_calendar") from None
    events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    names = [str(calendar.get(name, "")) for calendar in calendars for name in ("NAME", "X-WR-CALNAME")]
    return collected(next(filter(None, names), "").strip(), times_of(events, reader), reader.window)


def times_of(events: list[Event], reader: Reader) -> Iterator[BusyTime | Skipped]:
    """The times of every entry; one that was moved by itself stands for the one of its rule."""
    moved: dict[str, set[datetime]] = defaultdict(set)
    for event in events:
        if "RECURRENCE-ID" in event and "UID" in event:
            moved[str(event["UID"])] |= set(moments_of(event, "RECURRENCE-ID", reader))
    for event in events:
        if str(event.get("STATUS", "")).upper() == "CANCELLED" or str(event.get("TRANSP", "")).upper() == "TRANSPARENT":
            continue
        try:
            gone = set() if "RECURRENCE-ID" in event else moved[str(event.get("UID", ""))]
            yield from times_of_entry(event, gone, reader)
        except EntryUnfit as unfit:
            yield Skipped(title_of(event)[:LONGEST_WHERE], str(unfit))
        except (ValueError, OverflowError, AttributeError, TypeError, KeyError):
            yield Skipped(title_of(event)[:LONGEST_WHERE], "odd_entry")


def title_of(event: Event) -> str:
    """What an entry is called."""
    return " ".join(str(event.get("SUMMARY", "")).split())


def times_of_entry(event: Event, gone: set[datetime], reader: Reader) -> Iterator[BusyTime]:
    """The times of one entry, as often as it repeats."""
    begins = known(event, "DTSTART")
    length, whole = length_of(event, begins), not isinstance(begins, datetime)
    zone = begins.tzinfo if isinstance(begins, datetime) else None
    first = datetime.combine(begins, time()) if whole else begins.replace(tzinfo=None)
    reason = title_of(event) if reader.titles and str(event.get("CLASS", "PUBLIC")).upper() == "PUBLIC" else ""
    for begin in occurrences(event, first, zone, length, reader):
        start = reader.local(begin.replace(tzinfo=zone))
        if start in gone:
            continue
        end = start + length - timedelta(days=1) if whole else reader.local(after(begin, length, zone))
        end = datetime.combine(end, LAST_MINUTE) if whole else end
        rule = trouble_with(start, end)
        if rule:
            raise EntryUnfit(rule)
        yield tidy(start, end, reason)


def after(begin: datetime, length: timedelta, zone: tzinfo | None) -> datetime:
    """The end of an entry; its length is counted in real hours where its zone is known."""
    return (begin.replace(tzinfo=zone).astimezone(UTC) + length) if zone else begin + length


def known(event: Event, name: str) -> Any:
    """A day or a moment whose zone is known."""
    if name not in event:
        raise EntryUnfit("no_start")
    found = event[name]
    if isinstance(found.dt, datetime) and found.dt.tzinfo is None and "TZID" in found.params:
        raise EntryUnfit("unknown_zone")
    return found.dt


def length_of(event: Event, begins: date) -> timedelta:
    """How long an entry takes; a day without an end is one day."""
    if "DTEND" in event:
        ends = known(event, "DTEND")
        if isinstance(ends, datetime) is not isinstance(begins, datetime):
            raise EntryUnfit("odd_entry")
        return ends - begins
    if "DURATION" in event:
        return event["DURATION"].dt
    return timedelta(0) if isinstance(begins, datetime) else timedelta(days=1)


def occurrences(
    event: Event, first: datetime, zone: tzinfo | None, length: timedelta, reader: Reader
) -> Iterator[datetime]:
    """When an entry begins, on its own clock: once, or by its rule, its own list, and without what was taken out."""
    out = set(moments_of(event, "EXDATE", reader, zone))
    own = [first, *moments_of(event, "RDATE", reader, zone)]
    late = reader.window.last + timedelta(days=2)
    early = reader.window.first - max(length, timedelta(0)) - timedelta(days=2)
    for begin in [*own, *repeated(event, first, zone, late)]:
        if begin not in out and early <= begin <= late:
            yield begin


def repeated(event: Event, first: datetime, zone: tzinfo | None, late: datetime) -> Iterator[datetime]:
    """What the rule of an entry gives until late; a rule that was made to count for ever is refused."""
    if "RRULE" not in event:
        return
    rules = event["RRULE"] if isinstance(event["RRULE"], list) else [event["RRULE"]]
    for rule in rules:
        parts = {name.upper(): value for name, value in rule.items()}
        if parts["FREQ"][0] not in RHYTHMS or any(name in parts for name in WITHIN_A_DAY):
            raise BusyUnreadable("repeats_too_often", title=title_of(event)[:LONGEST_WHERE])
        if first.year < FIRST_YEAR:
            raise EntryUnfit("odd_entry")
        until = min(until_of(parts.pop("UNTIL", [late])[0], zone), late)
        text = ";".join(part for part in rule.to_ical().decode().split(";") if not part.upper().startswith("UNTIL="))
        yield from steps(rrulestr(text, dtstart=first), until, title_of(event))


def steps(rule: Any, until: datetime, title: str) -> Iterator[datetime]:
    """The steps of a rule until its last moment, and not for ever."""
    for number, begin in enumerate(rule):
        if number > MOST_STEPS:
            raise BusyUnreadable("repeats_too_often", title=title[:LONGEST_WHERE])
        if begin > until:
            return
        yield begin


def until_of(given: date, zone: tzinfo | None) -> datetime:
    """The last moment of a rule on the clock of its entry."""
    if not isinstance(given, datetime):
        return datetime.combine(given, LAST_MINUTE)
    return given.astimezone(zone).replace(tzinfo=None) if given.tzinfo and zone else given.replace(tzinfo=None)


def moments_of(event: Event, name: str, reader: Reader, zone: tzinfo | None = None) -> list[datetime]:
    """The moments of a list, on the clock of the entry, or on the schools' where none is given."""
    lists = event.get(name, [])
    found = []
    for one in lists if isinstance(lists, list) else [lists]:
        for given in getattr(one, "dts", [one]):
            moment = given.dt if isinstance(given.dt, datetime) else datetime.combine(given.dt, time())
            moment = moment.astimezone(zone or reader.zone) if moment.tzinfo else moment
            found.append(moment.replace(tzinfo=None))
    return found
