"""The words of repairs: how far each way goes, and why there is none."""

from __future__ import annotations

from course.i18n import _, _l, ngettext, page_language
from course.planning.solver.instance import Instance
from course.planning.solver.repair_options import Step
from course.planning.solver.repair_proof import Proof, Room

STEPS = {
    Step.SAME_PERSON: _l("The same person at another time"),
    Step.COLLEAGUE: _l("Another vice-principal of the school"),
    Step.SUBSTITUTE: _l("A substitute from the same station"),
    Step.SWAP: _l("Another lesson gives way"),
}
MOST_ROOMS = 4
# Points of the soft cost; less is no difference to anybody.
LEAST_COST = 0.05


def effect_on_plan(cost: float) -> str:
    """What a way does to the wishes of schools and the even load of the whole plan."""
    if abs(cost) < LEAST_COST:
        return _("the plan as a whole stays as good")
    return _("better for the plan as a whole") if cost < 0 else _("worse for the plan as a whole")


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
