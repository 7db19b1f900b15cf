"""A calendar feed: the lessons of a person or a school as a calendar file."""

from __future__ import annotations

from collections.abc import Iterable

from course.i18n import _
from course.schedule.calendars.feed_queries import OpenFeed
from course.schedule.calendars.lesson_event import LessonFacts, event_lines, words_now
from course.schedule.calendars.text import calendar_file, text

# How often a calendar should ask again; asking is cheap where nothing has changed.
ASK_AGAIN = "PT1H"
CONTENT_TYPE = "text/calendar; charset=utf-8"


def feed_file(feed: OpenFeed, lessons: Iterable[LessonFacts], zone: str) -> str:
    """The file in the language that is in force."""
    # No METHOD: a feed is a copy of a calendar and asks nothing (RFC 5545, 3.7.2); PUBLISH would ask for organizers.
    name = text(_("Rule-of-law lessons · %(name)s", name=feed.name))
    head = (
        f"NAME:{name}",
        f"X-WR-CALNAME:{name}",
        f"X-WR-TIMEZONE:{zone}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{ASK_AGAIN}",
        f"X-PUBLISHED-TTL:{ASK_AGAIN}",
    )
    words = words_now()
    return calendar_file(head, zone, (event_lines(facts, words, zone) for facts in lessons))
