"""The words of notices about lessons: the point first, then where, what, why, and whom to ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from course.access.models import Role
from course.access.notice_wording import WORDINGS, Wording
from course.db import member_of
from course.i18n import _, clock, day_and_time, long_date
from course.schedule import lesson_notices as notices
from course.schedule.calendars.invitation import Method
from course.schedule.lesson_deck import BETWEEN, CLASS_NAMES, MANY
from course.schedule.models import LessonState, Place

Facts = Mapping[str, Any]
# A subject is read on a telephone.
MOST_NAMED = 2
FIGURES = ("minutes", "pupils")


def what(facts: Facts, lang: str) -> str:
    """11月30日 周一 第5节 3年级2班."""
    start = datetime.fromisoformat(facts["start"])
    period = _("Period %(number)s", number=facts["period"]) if facts["period"] else clock(start)
    return f"{long_date(start)} {period} {class_words(facts['classes'], lang)}".strip()


def said_times(facts: Facts) -> str:
    """第3节 10:25–11:05."""
    start, end = (datetime.fromisoformat(facts[name]) for name in ("start", "end"))
    period = _("Period %(number)s", number=facts["period"]) if facts["period"] else ""
    return f"{period} {clock(start)}–{clock(end)}".strip()


def class_words(classes: Sequence[Sequence[int]], lang: str) -> str:
    """3年级2班; more than two are counted."""
    names = [CLASS_NAMES[lang].format(grade=grade, number=number) for grade, number in classes]
    if len(names) > MOST_NAMED:
        return MANY[lang].format(first=names[0], number=len(names))
    return BETWEEN[lang].join(names)


def where(facts: Facts, lang: str) -> str:
    """实验小学 · 防范校园欺凌 · 赵晓明 · 14:10–14:50 · 教室."""
    start, end = (datetime.fromisoformat(facts[name]) for name in ("start", "end"))
    place = str(member_of(Place, facts["place"]).label)
    return " · ".join([facts["school"], facts["theme"], facts["vice_principal"], f"{clock(start)}–{clock(end)}", place])


def whom_to_ask(facts: Facts) -> str:
    """Whom the reader asks: the other side, by name."""
    if facts["role"] == Role.SCHOOL.value:
        return _("Questions: ask %(name)s.", name=f"{facts['vice_principal']} · {facts['station']}")
    who, school = facts["who"], facts["school"]
    if not who or who == facts["vice_principal"]:
        return _("Questions: ask %(name)s.", name=school)
    # The account of a school often carries its name.
    return _("Questions: ask %(name)s.", name=who if school in who else f"{school} · {who}")


def reason(facts: Facts) -> list[str]:
    """Why, where somebody said so."""
    return [_("Reason: %(reason)s", reason=facts["reason"])] if facts["reason"] else []


def deck(facts: Facts, lang: str) -> list[tuple[str, str]]:
    """The link to the deck, for whoever gives the lesson."""
    if not facts["has_deck"] or facts["role"] != Role.VICE_PRINCIPAL.value:
        return []
    return [(_("Download the deck"), f"/lessons/{facts['lesson']}/deck/{lang}")]


def said(facts: Facts, lang: str, title: Any, *lines: str, **more: Any) -> Wording:
    """The words of one lesson: title, where, what more there is to say, whom to ask."""
    return Wording(title, [where(facts, lang), *lines, whom_to_ask(facts)], _("To the lesson"), **more)


def requested(facts: Facts, lang: str) -> Wording:
    """Somebody asks for a lesson; a school whose bureau asked reads that it was asked for."""
    if facts["role"] == Role.SCHOOL.value:
        title = _("%(what)s: asked for on your behalf", what=what(facts, lang))
        return said(facts, lang, title, _("You get an answer here; the period is kept for you until then."))
    title = _("%(what)s: please answer", what=what(facts, lang))
    return said(facts, lang, title, _("The school waits for an answer. Its period is kept until then."))


def accepted(facts: Facts, lang: str) -> Wording:
    """The lesson is fixed."""
    title = _("%(what)s: scheduled", what=what(facts, lang))
    if facts["role"] == Role.SCHOOL.value:
        after = _(
            "%(name)s comes to you. After the lesson you confirm it here with one tap.", name=facts["vice_principal"]
        )
    else:
        after = _("Download the deck, teach the lesson, and report it here as taught with one tap.")
    return said(facts, lang, title, after, also=deck(facts, lang))


def declined(facts: Facts, lang: str) -> Wording:
    """The vice-principal cannot come."""
    return with_choices(facts, lang, _("%(what)s: cannot be taught then", what=what(facts, lang)))


def cancelled(facts: Facts, lang: str) -> Wording:
    """The lesson is called off."""
    return with_choices(facts, lang, _("%(what)s: called off", what=what(facts, lang)))


def with_choices(facts: Facts, lang: str, title: Any) -> Wording:
    """A lesson that will not take place, and right above the periods that are free instead what to do with them."""
    words = said(facts, lang, title, *reason(facts), choices=instead(facts))
    return replace(words, lines=[*words.lines, free_again(facts)])


def free_again(facts: Facts) -> str:
    """What a school, or anybody else, can do now."""
    if instead(facts):
        return _("These periods are free instead. Open one, and one tap asks for it.")
    return _("The period is free again. Another one can be chosen.")


def instead(facts: Facts) -> list[tuple[str, str]]:
    """The periods that a school is offered: day, period and person, and the page that asks for it."""
    if facts["role"] != Role.SCHOOL.value:
        return []
    return [(said_offer(one), offer_address(facts["lesson"], one)) for one in facts.get("instead", ())]


def said_offer(one: Mapping[str, Any]) -> str:
    """12月3日 周四 第3节 10:25–11:05 · 赵晓明."""
    start, end = (datetime.fromisoformat(f"{one['day']}T{one[name]}") for name in ("start", "end"))
    return f"{day_and_time(start, end, one['period'])} · {one['vice_principal']}"


def offer_address(lesson_id: int, one: Mapping[str, Any]) -> str:
    """The page on which one tap asks for a period that was offered."""
    choice = f"{one['day']}/{one['period']}/{one['code']}"
    return f"/lessons/{lesson_id}/instead?{urlencode({'choice': choice})}"


def moved(facts: Facts, lang: str) -> Wording:
    """The lesson has another time, another vice-principal, or both."""
    named = {"what": what(facts, lang), "name": facts["vice_principal"]}
    titles = {
        "given": _("%(what)s: you now teach it", what=named["what"]),
        "taken": _("%(what)s: %(name)s teaches it instead of you", **named),
        "moved": _("%(what)s: this is the new time", what=named["what"]),
    }
    if facts["part"] == "moved" and facts["before"]["start"] == facts["after"]["start"]:
        titles["moved"] = _("%(what)s: %(name)s teaches it now", **named)
    lines = [_("Before: %(place)s", place=place(facts["before"])), _("Now: %(place)s", place=place(facts["after"]))]
    if asked_of(facts):
        return asked_anew(facts, lang, *lines)
    if facts["part"] == "taken":
        # Somebody else's lesson may be out of sight.
        return Wording(titles["taken"], [where(facts, lang), *lines], None)
    return said(facts, lang, titles[facts["part"]], *lines, also=deck(facts, lang))


def asked_of(facts: Facts) -> str:
    """Whose answer a lesson waits for in its new place; empty where it waits for none."""
    after = facts["after"]
    if after.get("state") != LessonState.REQUESTED.value:
        return ""
    return Role.SCHOOL.value if after.get("agreed") else Role.VICE_PRINCIPAL.value


def asked_anew(facts: Facts, lang: str, *lines: str) -> Wording:
    """The lesson has another time, and one of the two sides is asked whether it suits."""
    named, asked = {"what": what(facts, lang), "name": facts["vice_principal"]}, asked_of(facts)
    if asked == Role.SCHOOL.value != facts["role"]:
        return said(facts, lang, _("%(what)s: proposed to the school", **named), *lines)
    if asked == Role.SCHOOL.value:
        more = _("%(name)s proposes this time. Accept it, or propose another one; it is kept until then.", **named)
    elif facts["role"] == Role.SCHOOL.value:
        return said(facts, lang, _("%(what)s: %(name)s is asked", **named), *lines)
    else:
        more = _("The school waits for an answer. Its period is kept until then.")
    return said(facts, lang, _("%(what)s: please answer", what=named["what"]), *lines, more)


def place(kept: Mapping[str, Any]) -> str:
    """When and by whom, as a change keeps it."""
    start, end = (datetime.fromisoformat(kept[name]) for name in ("start", "end"))
    return f"{day_and_time(start, end, kept.get('period'))} {kept.get('vice_principal', '')}".strip()


def taught(facts: Facts, lang: str) -> Wording:
    """The vice-principal says that it was taught."""
    title = _("%(what)s: taught, please confirm", what=what(facts, lang))
    return said(facts, lang, title, _("One tap on its page is enough. It counts as soon as you have confirmed it."))


def taken_back(facts: Facts, lang: str) -> Wording:
    """The report was taken back."""
    title = _("%(what)s: the report was taken back", what=what(facts, lang))
    return said(facts, lang, title, _("You need not confirm anything now."))


def missed(facts: Facts, lang: str) -> Wording:
    """The lesson did not take place."""
    title = _("%(what)s: did not take place", what=what(facts, lang))
    return said(facts, lang, title, *reason(facts), _("It does not count. Another time can be chosen."))


def confirmed(facts: Facts, lang: str) -> Wording:
    """The school has confirmed it."""
    title = _("%(what)s: confirmed by the school", what=what(facts, lang))
    return said(facts, lang, title, _("All done: the school has confirmed this lesson, and it counts."))


def corrected(facts: Facts, lang: str) -> Wording:
    """The confirmed figures were corrected; both values are shown."""
    title = _("%(what)s: the figures were corrected", what=what(facts, lang))
    before, after = facts["before"], facts["after"]
    named = {"minutes": _("Minutes"), "pupils": _("Pupils")}
    changed = [
        _("%(label)s: %(value)s", label=named[name], value=f"{before[name]} → {after[name]}")
        for name in FIGURES
        if before.get(name) != after.get(name)
    ]
    return said(facts, lang, title, *changed)


def withdrawn(facts: Facts, lang: str) -> Wording:
    """The confirmation was taken away."""
    title = _("%(what)s: the confirmation was withdrawn", what=what(facts, lang))
    return said(facts, lang, title, _("It does not count until it is confirmed again."))


def own_calendar(facts: Facts, lang: str) -> Wording:
    """The entry for the calendar of whoever changed the lesson."""
    if facts["method"] == Method.REQUEST.value:
        title = _("%(what)s: the entry for your calendar", what=what(facts, lang))
        return said(facts, lang, title, _("Open the attached entry, and it stands there."), also=deck(facts, lang))
    title = _("%(what)s: takes the entry out of your calendar", what=what(facts, lang))
    return said(facts, lang, title, *reason(facts))


WORDS: dict[str, Callable[[Facts, str], Wording]] = {
    notices.REQUESTED: requested,
    notices.ACCEPTED: accepted,
    notices.DECLINED: declined,
    notices.CANCELLED: cancelled,
    notices.MOVED: moved,
    notices.TAUGHT: taught,
    notices.TAKEN_BACK: taken_back,
    notices.MISSED: missed,
    notices.CONFIRMED: confirmed,
    notices.CORRECTED: corrected,
    notices.WITHDRAWN: withdrawn,
    notices.OWN_CALENDAR: own_calendar,
}
WORDINGS.update(WORDS)
