"""Sentences about gaps: why a school lacks what it lacks, what proves it, and what would help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from course.i18n import _, _l, ngettext

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Reason:
    """A kind of reason: a short name for lists and filters, and what it means."""

    title: Any
    text: Any


REASONS: dict[str, Reason] = {
    "nobody": Reason(_l("Nobody is appointed"), _l("Nobody is appointed to this school on the days that are planned.")),
    "no_classes": Reason(_l("No classes"), _l("The ledger holds no class of this school, so nobody can be taught.")),
    "no_bells": Reason(_l("No bells"), _l("The ledger holds no bells for this school, so no lesson has a time.")),
    "all_closed": Reason(_l("All periods closed"), _l("The school takes no lesson in any of its periods.")),
    "no_days": Reason(_l("No days left"), _l("No teaching day of the term is left to plan.")),
    "no_theme": Reason(_l("No theme for the stage"), _l("No theme was written for the stage of this school.")),
    "themes_used": Reason(_l("Themes used up"), _l("Some classes have had every theme for their stage.")),
    "blacked_out": Reason(_l("Closed all the time"), _l("Exams, holidays and other closings take every period.")),
    "no_limit": Reason(_l("Nobody may teach"), _l("All who could come have a limit of no lesson a week or a day.")),
    "away": Reason(_l("Away all the time"), _l("Duty and leave take every period of all who could come.")),
    "week_limit": Reason(_l("Weekly limit"), _l("The limits of lessons a week are too low for what is needed.")),
    "duty": Reason(_l("Duty"), _l("Without duty and leave there would be enough time.")),
    "closings": Reason(_l("School closings"), _l("Without closed periods and closings there would be enough time.")),
    "appointees": Reason(
        _l("Appointees are full"),
        _l("Its appointees can give no more, and its substitutes are needed at their own schools, which come first."),
    ),
    "times": Reason(
        _l("Times do not fit"),
        _l("There are enough lessons, but not at times that fit: the way between schools, or one hall for all."),
    ),
}


def missing(gap: Facts) -> str:
    """What a school lacks."""
    hours, classes = gap["hours"], len(gap["classes"])
    return said_missing(hours, classes)


def said_missing(hours: int, classes: int) -> str:
    """So many hours and classes."""
    said_hours = ngettext("%(num)s lesson-hour", "%(num)s lesson-hours", hours) if hours else ""
    said_classes = ngettext("%(num)s class", "%(num)s classes", classes) if classes else ""
    if said_hours and said_classes:
        return _("%(hours)s and %(classes)s", hours=said_hours, classes=said_classes)
    return said_hours or said_classes


def proof(gap: Facts, names: Mapping[str, str]) -> str:
    """The numbers that prove it, in a sentence; empty where a look at the data is enough."""
    cut = gap["cut"] or gap["appointees"]
    if not cut:
        return ""
    people = cut["people"]
    if not people:
        return _("Nobody can give these schools a lesson; %(needed)s are needed.", needed=cut["needed"])
    return alone(cut, names) if len(people) == 1 else together(cut)


def alone(cut: Facts, names: Mapping[str, str]) -> str:
    """The proof where everything hangs on one person."""
    one = cut["people"][0]
    facts = {"weeks": one["weeks"], "most": cut["most"], "needed": cut["needed"], "person": names[one["person"]]}
    each, rest = divmod(one["most"], one["weeks"])
    if rest:
        said = _("%(person)s can come in %(weeks)s weeks and give at most %(most)s lessons", **facts)
    else:
        said = _("%(person)s can come in %(weeks)s weeks × %(each)s a week = %(most)s lessons", each=each, **facts)
    return said + needed(cut)


def together(cut: Facts) -> str:
    """The proof where several people share."""
    substitutes = sum(not one["appointed"] for one in cut["people"])
    facts = {"people": len(cut["people"]), "most": cut["most"], "substitutes": substitutes}
    if substitutes:
        said = _("%(people)s people, %(substitutes)s of them substitutes, can give at most %(most)s lessons", **facts)
    else:
        said = _("%(people)s people can give at most %(most)s lessons", **facts)
    return said + needed(cut)


def needed(cut: Facts) -> str:
    """The end of a proof: what is needed by whom."""
    schools, lessons = len(cut["schools"]), cut["needed"]
    if schools == 1:
        return _("; this school needs %(needed)s.", needed=lessons)
    return _("; the %(schools)s schools that share them need %(needed)s.", schools=schools, needed=lessons)


def loose(gap: Facts) -> str:
    """The lessons that are not impossible by the numbers; empty where there are none."""
    number = gap["loose"]
    if not number or gap["kind"] == "times":
        return ""
    if gap["appointees"]:
        return ngettext(
            "%(num)s lesson more would be possible if substitutes took lessons over from appointees.",
            "%(num)s lessons more would be possible if substitutes took lessons over from appointees.",
            number,
        )
    return ngettext(
        "%(num)s lesson more would be possible by the numbers, but no time fits.",
        "%(num)s lessons more would be possible by the numbers, but no times fit.",
        number,
    )


def remedy(facts: Facts, names: Mapping[str, str]) -> str:
    """What would be changed."""
    person = names.get(facts.get("person", ""), "")
    sentences = {
        "plan_again": lambda: _("Plan again: as the data is now, there is room."),
        "more_a_week": lambda: _(
            "%(person)s gives up to %(limit)s lessons a week", person=person, limit=facts["limit"]
        ),
        "open_period": lambda: _("The school opens period %(period)s", period=facts["period"]),
        "hall": lambda: _("A place for %(seats)s pupils, so that classes sit together", seats=facts["seats"]),
        "more_by_substitutes": lambda: ngettext(
            "Substitutes take over lessons of appointees: %(num)s lesson more by substitutes",
            "Substitutes take over lessons of appointees: %(num)s lessons more by substitutes",
            facts["lessons"],
        ),
        "stand_in": lambda: _("Others of the same station may stand in this term"),
        "one_more": lambda: _("Appoint %(person)s besides, %(km)s km away", person=person, km=facts["km"]),
    }
    return sentences[facts["kind"]]()


def gain(facts: Facts) -> str:
    """What a remedy gains here, and what is missing then."""
    gained = said_missing(facts["hours"], facts["classes"])
    left = said_missing(facts["hours_left"], facts["classes_left"])
    if left:
        return _("Gains %(gained)s; %(left)s are missing still.", gained=gained, left=left)
    return _("Gains %(gained)s; then nothing is missing.", gained=gained)


def gain_elsewhere(facts: Facts) -> str:
    """What the schools gain that share the people; empty where nothing."""
    more = said_missing(max(0, facts["hours_elsewhere"]), max(0, facts["classes_elsewhere"]))
    return _("Other schools gain %(gained)s besides.", gained=more) if more else ""
