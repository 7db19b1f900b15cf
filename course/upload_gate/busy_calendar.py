"""Calendar files: they begin and end as one, and hold no more than can be read."""

from __future__ import annotations

import re
from typing import IO

from archive import Refused

MEBIBYTE = 1024 * 1024
MOST_BYTES, MOST_EVENTS = 5 * MEBIBYTE, 5_000
BEGINNING = re.compile(rb"^(\xef\xbb\xbf)?\s*BEGIN:VCALENDAR\s", re.IGNORECASE)
END = re.compile(rb"END:VCALENDAR\s*$", re.IGNORECASE)
EVENT = re.compile(rb"^BEGIN:VEVENT", re.IGNORECASE | re.MULTILINE)


def judge_calendar(file: IO[bytes], size: int) -> None:
    """Refuse what is called a calendar and is none, is cut off, or has too many entries."""
    if size > MOST_BYTES:
        raise Refused("large_calendar", most=MOST_BYTES // MEBIBYTE)
    file.seek(0)
    content = file.read()
    if not BEGINNING.match(content):
        raise Refused("not_a_calendar")
    if not END.search(content):
        raise Refused("broken_archive")
    found = len(EVENT.findall(content))
    if found > MOST_EVENTS:
        raise Refused("too_many_events", found=found, most=MOST_EVENTS)
