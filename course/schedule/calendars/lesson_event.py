"""A lesson as an event of a calendar: the same lines in a feed and in an invitation.

Nothing is in it that is not for everybody's eyes who might look at a calendar: no telephone number, no pupils, no
note that somebody typed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from course import links
from course.i18n import _, page_language
from course.schedule.calendars.text import folded, moment, text
from course.schedule.lesson_deck import CLASS_NAMES, MOST_NAMED
from course.schedule.models import Lesson, LessonState, Place

STATUS = {
    LessonState.REQUESTED: "TENTATIVE",
    LessonState.SCHEDULED: "CONFIRMED",
    LessonState.DELIVERED: "CONFIRMED",
    LessonState.CONFIRMED: "CONFIRMED",
    LessonState.DECLINED: "CANCELLED",
    LessonState.CANCELLED: "CANCELLED",
    LessonState.MISSED: "CANCELLED",
}
# A lesson that may still come wakes people up; what is over or called off does not.
RINGING = frozenset({LessonState.REQUESTED, LessonState.SCHEDULED})
ALARMS = ("-P1D", "-PT1H")


@dataclass(frozen=True)
class LessonFacts:
    """What a calendar says of one lesson."""

    id: int
    uid: str
    sequence: int
    created_at: datetime
    changed_at: datetime
    start: datetime
    end: datetime
    period: int | None
    state: LessonState
    place: Place
    theme: str
    school: str
    vice_principal: str
    has_deck: bool
    # Grade and number, in order.
    classes: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True)
class Words:
    """The words around the facts in one language, looked up once for a whole calendar."""

    language: str
    called_off: str
    unanswered: str
    deck: str
    details: str
    person: str
    classes: str
    more_classes: str
    periods: str
    places: dict[Place, str]
    states: dict[LessonState, str]


def words_now() -> Words:
    """The words in the language that is in force."""
    return Words(
        language="en" if page_language() == "en" else "zh",
        called_off=_("[Off]"),
        unanswered=_("[Not yet agreed]"),
        deck=_("Deck"),
        details=_("Details"),
        person=_("Vice-principal"),
        classes=_("Classes"),
        more_classes=_("%(first)s and others, %(number)s classes", first="{first}", number="{number}"),
        periods=_("Period %(number)s", number="{number}"),
        places={place: str(place.label) for place in Place},
        states={state: str(state.label) for state in LessonState},
    )


def copy_of(uid: str, vice_principal_id: int | None) -> str:
    """The name of a lesson in the calendar of a vice-principal; the lesson's own where it is a school's.

    A lesson that is handed over ends in one calendar and begins in another.  Where both lie in one mailbox, as those
    of a station do, one name would let the two write over each other.
    """
    return uid if vice_principal_id is None else f"{uid}-{vice_principal_id}"


def facts_of(lesson: Lesson) -> LessonFacts:
    """The facts of a lesson whose school, vice-principal, theme and classes are loaded."""
    return LessonFacts(
        id=lesson.id,
        uid=lesson.uid,
        sequence=lesson.sequence,
        created_at=lesson.created_at,
        changed_at=lesson.changed_at,
        start=lesson.start,
        end=lesson.end,
        period=lesson.period,
        state=lesson.state,
        place=lesson.place,
        theme=lesson.theme.name,
        school=lesson.school.name,
        vice_principal=lesson.vice_principal.name,
        has_deck=lesson.case_id is not None,
        classes=sorted((row.grade, row.number) for row in lesson.classes),
    )


def as_it_stood(facts: LessonFacts, before: Mapping[str, Any]) -> LessonFacts:
    """The facts with the time and the person that the history of a move keeps."""
    return replace(
        facts,
        start=datetime.fromisoformat(before["start"]),
        end=datetime.fromisoformat(before["end"]),
        period=before["period"],
        vice_principal=before["vice_principal"],
    )


def class_words(classes: Sequence[tuple[int, int]], words: Words) -> str:
    """3年级2班、3年级3班; many are counted."""
    names = [CLASS_NAMES[words.language].format(grade=grade, number=number) for grade, number in classes]
    if len(names) > MOST_NAMED:
        return words.more_classes.format(first=names[0], number=len(names))
    return ("、" if words.language == "zh" else ", ").join(names)


def summary(facts: LessonFacts, words: Words) -> str:
    """防范校园欺凌 · 实验小学 3年级2班 · 赵晓明, with what stands against it in front."""
    mark = {"CANCELLED": words.called_off, "TENTATIVE": words.unanswered}.get(STATUS[facts.state], "")
    whom = f"{facts.school} {class_words(facts.classes, words)}".strip()
    return f"{mark} {facts.theme} · {whom} · {facts.vice_principal}".strip()


def description(facts: LessonFacts, words: Words) -> str:
    """How it stands, who comes to whom, and where the deck is."""
    page = address(facts.id)
    lines = [
        words.states[facts.state],
        words.periods.format(number=facts.period) if facts.period else "",
        f"{words.person}: {facts.vice_principal}",
        f"{words.classes}: {class_words(facts.classes, words)}" if facts.classes else "",
        f"{words.deck}: {page}/deck/{words.language}" if facts.has_deck and STATUS[facts.state] != "CANCELLED" else "",
        f"{words.details}: {page}",
    ]
    return "\n".join(line for line in lines if line)


def address(lesson_id: int) -> str:
    """The page of a lesson, for whoever may see it."""
    return links.address(f"/lessons/{lesson_id}")


def event_lines(
    facts: LessonFacts, words: Words, zone: str, stamp: datetime | None = None, people: Sequence[str] = ()
) -> str:
    """The lines of one event, folded.

    ``stamp`` is when an invitation was made, and ``people`` are the lines of those whom it names; in a feed an event
    is as old as the last change of its lesson.
    """
    status, title, changed = STATUS[facts.state], text(summary(facts, words)), moment(facts.changed_at)
    # What is written without folding is plain and short.
    lines = [
        "BEGIN:VEVENT",
        f"UID:{facts.uid}",
        f"SEQUENCE:{facts.sequence}",
        f"DTSTAMP:{moment(stamp) if stamp else changed}",
        f"CREATED:{moment(facts.created_at)}",
        f"LAST-MODIFIED:{changed}",
        f"DTSTART;TZID={zone}:{facts.start:%Y%m%dT%H%M%S}",
        f"DTEND;TZID={zone}:{facts.end:%Y%m%dT%H%M%S}",
        folded(f"SUMMARY:{title}"),
        folded(f"LOCATION:{text(facts.school)} · {words.places[facts.place]}"),
        folded(f"DESCRIPTION:{text(description(facts, words))}"),
        f"STATUS:{status}",
        f"TRANSP:{'TRANSPARENT' if status == 'CANCELLED' else 'OPAQUE'}",
        folded(f"URL:{address(facts.id)}"),
        *map(folded, people),
    ]
    if facts.state in RINGING:
        said = folded(f"DESCRIPTION:{title}")
        for before in ALARMS:
            lines += ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:{before}", said, "END:VALARM")
    return "\r\n".join([*lines, "END:VEVENT"])
