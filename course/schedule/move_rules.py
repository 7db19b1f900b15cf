"""What must hold before an agreed lesson is moved: the rules of its new period, and a colleague may stand in.

Theme, classes and place of a lesson stay as they are, so nothing is asked about them again.
"""

from __future__ import annotations

from course.errors import Problem
from course.i18n import _l
from course.schedule import rules
from course.schedule.proposal import Proposal
from course.schedule.wording import said_day


def is_tomorrow_or_later(proposal: Proposal) -> Problem | None:
    """Those concerned hear of a new time at least on the day before."""
    if proposal.day > proposal.situation.now.date():
        return None
    text = _l("A lesson can only be moved to tomorrow or later, not to %(day)s.", day=said_day(proposal.day))
    return Problem("is_tomorrow_or_later", text, "period")


def vice_principal_serves_or_stands_in(proposal: Proposal) -> Problem | None:
    """Appointed to the school on that day or, where the term allows it, of the same station as one who is."""
    term = proposal.situation.term_of(proposal.day)
    spans = proposal.person.standing_in if term and term.substitutes else ()
    if any(first <= proposal.day <= last for first, last in spans):
        return None
    return rules.vice_principal_is_appointed(proposal)


INSTEAD = {
    rules.is_not_in_the_past: is_tomorrow_or_later,
    rules.vice_principal_is_appointed: vice_principal_serves_or_stands_in,
}
MOVE_RULES: tuple[rules.PeriodRule, ...] = tuple(INSTEAD.get(rule, rule) for rule in rules.PERIOD_RULES)


def problems(proposal: Proposal) -> list[Problem]:
    """Everything that stands against a lesson in its new place, all at once."""
    return [problem for problem in (rule(proposal) for rule in MOVE_RULES) if problem]
