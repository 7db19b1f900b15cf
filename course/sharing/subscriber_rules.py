"""Rules of programs that are told what happens: which events there are, and what a program must say of itself."""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import ip_address
from urllib.parse import urlsplit

from course.errors import Problem
from course.i18n import _l
from course.sharing.destination_rules import may_be_posted_to, url_fault

MOST_SUBSCRIBERS = 10
TEST = "test"
EVENTS = {
    "lesson.requested": _l("A lesson was asked for"),
    "lesson.scheduled": _l("A lesson was scheduled"),
    "lesson.changed": _l("A lesson was moved, corrected, or given to somebody else"),
    "lesson.declined": _l("A lesson was declined"),
    "lesson.cancelled": _l("A lesson was called off"),
    "lesson.delivered": _l("A lesson was taught and reported"),
    "lesson.confirmed": _l("The school has confirmed a lesson"),
    "lesson.missed": _l("A lesson did not take place"),
    "appointment.changed": _l("A vice-principal was appointed, or an appointment ended"),
}
# The event that is told of what was done; what is not named is told to nobody.
EVENT_OF = {
    "lesson.request": "lesson.requested",
    "lesson.schedule": "lesson.scheduled",
    "lesson.accept": "lesson.scheduled",
    "lesson.agree": "lesson.changed",
    "lesson.move": "lesson.changed",
    "lesson.classes": "lesson.changed",
    "lesson.correct": "lesson.changed",
    "lesson.take_back": "lesson.changed",
    "lesson.withdraw": "lesson.changed",
    "lesson.decline": "lesson.declined",
    "lesson.cancel": "lesson.cancelled",
    "lesson.report": "lesson.delivered",
    "lesson.confirm": "lesson.confirmed",
    "lesson.miss": "lesson.missed",
    "appointment.made": "appointment.changed",
    "appointment.ended": "appointment.changed",
    "appointment.imported": "appointment.changed",
}
FAULTS = {
    "letters": _l("Write an address of at most 500 plain letters, such as https://example.com/events."),
    "scheme": _l("The address must begin with https:// or http:// and name a host."),
    "credentials": _l("Leave user and password out of the address; the signature shows who is speaking."),
    "fragment": _l("Leave the part behind # out of the address."),
}


def url_may_be_posted_to(url: str, networks: Collection[str]) -> Problem | None:
    """An address that can be posted to; a name is looked up only when something is posted."""
    if fault := url_fault(url):
        return Problem("url_may_be_posted_to", FAULTS[fault], "url")
    try:
        address = ip_address(urlsplit(url).hostname or "")
    except ValueError:
        return None
    if may_be_posted_to(str(address), networks):
        return None
    text = _l("Nothing is posted to this network. Whoever runs this server can allow it: COURSE_WEBHOOKS_TO_PRIVATE.")
    return Problem("url_may_be_posted_to", text, "url")


def wants_something(events: Collection[str]) -> Problem | None:
    """A program that wants to know nothing need not be told anything."""
    if events and set(events) <= set(EVENTS):
        return None
    return Problem("wants_something", _l("Tick at least one event."), "events")


def programs_are_few(number: int) -> Problem | None:
    """Nobody keeps track of more than a few programs."""
    if number < MOST_SUBSCRIBERS:
        return None
    text = _l("You already tell %(most)s programs. Switch one off that is no longer needed.", most=MOST_SUBSCRIBERS)
    return Problem("programs_are_few", text)


def regions_above(path: str) -> list[str]:
    """The paths of a region and of all above it; the empty one stands above all."""
    parts = path.split("/") if path else []
    return ["", *("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))]
