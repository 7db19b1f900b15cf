"""The words of appointments: why one is proposed, why a school is left without anybody, what a notice says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from course.access.notice_wording import WORDINGS, Wording
from course.i18n import _, long_date, ngettext
from course.planning.appointments.actions import ENDED, MADE
from course.planning.solver.proposal import Why, WhyVacant


def why_renewed(facts: Mapping[str, Any]) -> str:
    """The appointment ends soon, or has ended."""
    return _("The appointment until %(day)s is renewed.", day=long_date(date.fromisoformat(facts["ended"])))


def why_first(facts: Mapping[str, Any]) -> str:
    """The school has nobody."""
    if not facts["nearer"]:
        return _("The school has nobody; this is the nearest person.")
    return ngettext(
        "The school has nobody; %(num)s person who is nearer serves elsewhere.",
        "The school has nobody; %(num)s people who are nearer serve elsewhere.",
        facts["nearer"],
    )


def why_for_lessons(facts: Mapping[str, Any]) -> str:
    """The school is short of lessons."""
    return _(
        "The school needs %(lessons)s lessons a term; beside their other schools its people can give %(given)s.",
        lessons=facts["lessons"],
        given=facts["given"],
    )


def why_spare(facts: Mapping[str, Any]) -> str:
    """Somebody without a school goes to a large one."""
    return ngettext(
        "Has no school yet. This one needs %(lessons)s lessons a term and has %(num)s vice-principal.",
        "Has no school yet. This one needs %(lessons)s lessons a term and has %(num)s vice-principals.",
        facts["people"],
        lessons=facts["lessons"],
    )


SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    Why.RENEWED: why_renewed,
    Why.FIRST: why_first,
    Why.LESSONS: why_for_lessons,
    Why.SPARE: why_spare,
}


def reason(facts: Mapping[str, Any]) -> str:
    """Why an appointment is proposed, in a sentence."""
    return SENTENCES[facts["why"]](facts)


def reason_vacant(why: str) -> str:
    """Why a school is left without anybody, and what helps."""
    if why == WhyVacant.NO_PEOPLE:
        return _("The county has no vice-principals yet. Add people to the ledger, or appoint somebody from elsewhere.")
    return _("Everybody serves as many schools as the limit allows. Add people, or appoint by hand with a reason.")


def made(facts: Mapping[str, Any], lang: str) -> Wording:
    """Somebody was appointed."""
    start, end = (long_date(date.fromisoformat(facts[name])) for name in ("start", "end"))
    title = _("%(person)s is appointed to %(school)s.", person=facts["person"], school=facts["school"])
    return Wording(title, [_("From %(start)s to %(end)s.", start=start, end=end)], _("Look"))


def ended(facts: Mapping[str, Any], lang: str) -> Wording:
    """An appointment ends, or was taken back."""
    day = long_date(date.fromisoformat(facts["end"]))
    title = _(
        "The appointment of %(person)s to %(school)s ends on %(day)s.",
        person=facts["person"],
        school=facts["school"],
        day=day,
    )
    return Wording(title, [], _("Look"))


WORDINGS[MADE] = made
WORDINGS[ENDED] = ended
