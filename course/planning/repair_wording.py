"""The words of repairs: how far each way goes, why there is none, and what a notice says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from course.access.notice_wording import WORDINGS, Wording
from course.i18n import _, _l, ngettext, page_language
from course.planning.repair_actions import MOVED
from course.planning.solver.instance import Instance
from course.planning.solver.repair_options import Step
from course.planning.solver.repair_proof import Proof, Room
from course.schedule.lesson_page import said_place

STEPS = {
    Step.SAME_PERSON: _l("The same person at another time"),
    Step.COLLEAGUE: _l("Another vice-principal of the school"),
    Step.SUBSTITUTE: _l("A substitute from the same station"),
    Step.SWAP: _l("Another lesson gives way"),
}
MOST_ROOMS = 4


def proof_sentence(instance: Instance, proof: Proof) -> str:
    """Why a lesson cannot be kept, with the numbers that prove it."""
    if proof.places == 0 or (proof.lessons and not proof.room):
        return _("Nobody who may teach at this school has a free period left in this term.")
    if not proof.lessons:
        return ngettext(
            "The only period was tried, also with one other lesson giving way: it does not fit.",
            "All %(num)s periods were tried, also with one other lesson giving way: none fits.",
            proof.places,
        )
    said = [room_sentence(instance, room) for room in proof.rooms[:MOST_ROOMS]]
    if len(proof.rooms) > MOST_ROOMS:
        said.append(_("%(number)s others", number=len(proof.rooms) - MOST_ROOMS))
    given = {"rooms": separator().join(said), "room": proof.room, "lessons": proof.lessons}
    if proof.elsewhere_stays:
        return _(
            "%(rooms)s: at most %(room)s < %(lessons)s lessons that only they can give, this one among them, "
            "as long as their lessons at other schools stay where they are.",
            **given,
        )
    return _(
        "%(rooms)s: at most %(room)s < %(lessons)s lessons that only they can give, this one among them, "
        "however the coming lessons are arranged.",
        **given,
    )


def room_sentence(instance: Instance, room: Room) -> str:
    """What one person can still give."""
    given = {"name": instance.people[room.person].name, "weeks": room.weeks}
    if room.lessons == room.weeks * room.a_week:
        return _("%(name)s can still come in %(weeks)s weeks, %(a_week)s a week", a_week=room.a_week, **given)
    return _("%(name)s can still come in %(weeks)s weeks, %(lessons)s in all", lessons=room.lessons, **given)


def separator() -> str:
    """What stands between the parts of a list of half-sentences."""
    return "; " if page_language() == "en" else "；"


def moved_lesson(facts: Mapping[str, Any], lang: str) -> Wording:
    """A lesson was moved: to another time, to somebody else, or both."""
    named = {"theme": facts["theme"], "school": facts["school"], "name": facts["after"]["vice_principal"]}
    titles = {
        "given": _("You now give the lesson “%(theme)s” at %(school)s.", **named),
        "taken": _("%(name)s now gives your lesson “%(theme)s” at %(school)s.", **named),
        "moved": _("The lesson “%(theme)s” at %(school)s was moved.", **named),
    }
    lines = [
        _("Before: %(place)s", place=said_place(facts["before"])),
        _("Now: %(place)s", place=said_place(facts["after"])),
    ]
    return Wording(titles[facts["part"]], lines, _("To the lesson"))


WORDINGS[MOVED] = moved_lesson
