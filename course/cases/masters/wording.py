"""The words for kinds of slides, for faults of a sample, and for remarks on an uploaded master."""

from __future__ import annotations

from typing import Any

from course.cases.masters.rules import Group
from course.i18n import _l

KINDS: dict[str, Any] = {
    "cover": _l("Cover"),
    "section": _l("Section"),
    "goals": _l("Goals"),
    "points": _l("Points"),
    "story": _l("Story"),
    "quote": _l("Quote"),
    "discussion": _l("Discussion"),
    "timeline": _l("Timeline"),
    "right-and-wrong": _l("Right and wrong"),
    "chart": _l("Chart"),
    "law": _l("Law"),
    "table": _l("Table slide"),
    "quiz": _l("Quiz"),
    "answer": _l("Answer"),
    "help": _l("Where to get help"),
    "summary": _l("Summary"),
    "qr": _l("Survey code"),
}
BUILT_IN: dict[str, Any] = {
    "primary": _l("Warm sun"),
    "junior": _l("Upwards"),
    "senior": _l("A page of a book"),
}
PLACES: dict[str, Any] = {
    "title": _l("The title"),
    "lead": _l("The line below the title"),
    "facts": _l("The line with school and class"),
    "footer": _l("The footer"),
    "number": _l("The slide number"),
    "picture": _l("The picture"),
    "chart": _l("The chart"),
    "table": _l("The table"),
    "text": _l("A text"),
}
FAULTS: dict[str, Any] = {
    "text_over_box": _l("%(place)s fills %(found)s%% of its room; %(limit)s%% at most."),
    "no_room_for_longest": _l(
        "%(place)s has no room for the longest text that a case may hold: %(found)s%% of it, at most %(limit)s%%."
    ),
    "word_broken": _l("%(place)s: a word is wider than its room."),
    "table_over_box": _l("%(place)s is higher than its room."),
    "text_too_small": _l("%(place)s would be set in %(found)s points; pupils of this stage need %(limit)s."),
    "text_unclear": _l("%(place)s does not stand out from what is behind it: %(found)s : 1, at least %(limit)s : 1."),
    "off_slide": _l("%(place)s reaches over the edge of the slide."),
    "empty_place": _l("%(place)s is empty."),
    "overlap": _l("Two texts lie on each other."),
    "no_alt": _l("%(place)s has no description."),
}
REMARKS: dict[str, Any] = {
    "face": _l(
        "The typeface %(fact)s is replaced by Arial: its letters are wider than the room that texts are fitted to."
    ),
    "chinese_face": _l(
        "The Chinese typeface %(fact)s is replaced by Microsoft YaHei, because many computers in schools lack it."
    ),
    "more_masters": _l("The file has %(fact)s slide masters; the first one is used."),
    "more_layouts": _l("Only the first %(fact)s layouts are used."),
}


def fault_sentence(group: Group) -> str:
    """What is wrong, in the reader's language."""
    figures = {"found": f"{group.found:.3g}", "limit": f"{group.limit:.3g}"}
    return str(FAULTS[group.rule]) % {"place": PLACES[group.place], **figures}


def remark_sentence(rule: str, fact: str) -> str:
    """What was changed when the file was taken in."""
    return str(REMARKS[rule]) % {"fact": fact}
