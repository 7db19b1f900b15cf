"""The words of the morning: the day at a glance, and what is said before a lesson."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from course.access.models import Role
from course.access.notice_wording import WORDINGS, Wording
from course.coverage.mornings.actions import BUREAU_DIGEST, DIGEST, REMINDER
from course.coverage.mornings.rules import LASTING, URGENT
from course.i18n import _, ngettext
from course.schedule.lesson_wording import class_words, deck, said, said_times, what

Facts = Mapping[str, Any]
# Links to decks at the end of a digest.
MOST_DECKS = 4


def digest(facts: Facts, lang: str) -> Wording:
    """What the day brings: first how much, then each lesson, then what waits."""
    waiting = facts["requests"] + facts["to_report"] + facts["to_confirm"]
    title = [
        ngettext("%(num)s lesson today", "%(num)s lessons today", len(facts["today"])) if facts["today"] else "",
        ngettext("%(num)s lesson tomorrow", "%(num)s lessons tomorrow", len(facts["tomorrow"]))
        if facts["tomorrow"]
        else "",
        ngettext("%(num)s thing waits for you", "%(num)s things wait for you", waiting) if waiting else "",
    ]
    between = "，" if lang == "zh" else ", "
    lessons = [
        *(line(_("Today"), one, facts, lang) for one in facts["today"]),
        *(line(_("Tomorrow"), one, facts, lang) for one in facts["tomorrow"]),
    ]
    return Wording(
        between.join(part for part in title if part),
        [*lessons, *waits(facts)],
        _("To the start page"),
        also=decks(facts, lang),
    )


def line(day: str, lesson: Facts, facts: Facts, lang: str) -> str:
    """今天 第3节 10:25–11:05 · 3年级2班 · 实验小学 · 防范校园欺凌; a school reads who comes."""
    side = lesson["school"] if facts["role"] == Role.VICE_PRINCIPAL.value else lesson["vice_principal"]
    if facts["role"] == Role.STATION.value:
        side = f"{lesson['vice_principal']} · {lesson['school']}"
    parts = [f"{day} {said_times(lesson)}", class_words(lesson["classes"], lang), side, lesson["theme"]]
    return " · ".join(part for part in parts if part)


def waits(facts: Facts) -> list[str]:
    """What waits for the reader, a sentence each."""
    number = facts["requests"]
    sentences = [ngettext("%(num)s request waits for an answer.", "%(num)s requests wait for an answer.", number)]
    reports = facts["to_report"]
    sentences += [
        ngettext("%(num)s lesson waits for your report.", "%(num)s lessons wait for your report.", reports),
    ]
    confirms = facts["to_confirm"]
    sentences += [
        ngettext("%(num)s lesson waits to be confirmed.", "%(num)s lessons wait to be confirmed.", confirms),
    ]
    return [text for text, count in zip(sentences, (number, reports, confirms), strict=True) if count]


def decks(facts: Facts, lang: str) -> list[tuple[str, str]]:
    """The decks of the next lessons, for whoever gives them."""
    found = []
    for lesson in (*facts["today"], *facts["tomorrow"]):
        for _label, path in deck({**lesson, "role": facts["role"]}, lang):
            found.append((_("Deck for %(what)s", what=what(lesson, lang)), path))
    return found[:MOST_DECKS]


def reminder(facts: Facts, lang: str) -> Wording:
    """A lesson comes soon."""
    if facts["left"] == 1:
        title = _("%(what)s: tomorrow", what=what(facts, lang))
    else:
        title = _("%(what)s: in %(days)s days", what=what(facts, lang), days=facts["left"])
    if facts["role"] == Role.SCHOOL.value:
        more = _("Is anything in the way? Say so on its page, so that somebody else can have the time.")
    else:
        more = _("Can you not come? Say so on its page as early as possible, so that somebody else can.")
    return said(facts, lang, title, more, also=deck(facts, lang))


def bureau_digest(facts: Facts, lang: str) -> Wording:
    """What waits in a region: a sentence each, in the order in which it is settled, and where."""
    lines = [(text, path) for number, text, path in bureau_lines(facts) if number]
    total = sum(facts[name] for name in (*URGENT, *LASTING))
    title = ngettext("%(num)s thing waits in your region", "%(num)s things wait in your region", total)
    return Wording(title, [], _("To the start page"), choices=lines)


def bureau_lines(facts: Facts) -> list[tuple[int, str, str]]:
    """How many there are of each kind, what is said of them, and the page where they are settled."""
    gone_up, unconfirmed, unreported, ending, vacant = (facts[name] for name in (*URGENT, *LASTING))
    asked = ngettext("%(num)s request: no answer for 6 days", "%(num)s requests: no answer for 6 days", gone_up)
    reports = ngettext(
        "%(num)s lesson waits too long for the school’s confirmation",
        "%(num)s lessons wait too long for the school’s confirmation",
        unconfirmed,
    )
    lessons = ngettext(
        "%(num)s lesson: not reported for 3 days", "%(num)s lessons: not reported for 3 days", unreported
    )
    return [
        (gone_up, asked, "/lessons?state=requested"),
        (unconfirmed, reports, "/lessons/unconfirmed"),
        (unreported, lessons, "/lessons/unreported"),
        (
            ending,
            ngettext("%(num)s appointment ends within 90 days", "%(num)s appointments end within 90 days", ending),
            "/plans/appointments/ending",
        ),
        (
            vacant,
            ngettext("%(num)s school has nobody", "%(num)s schools have nobody", vacant),
            "/coverage?missing=appointed",
        ),
    ]


WORDINGS[DIGEST] = digest
WORDINGS[BUREAU_DIGEST] = bureau_digest
WORDINGS[REMINDER] = reminder
