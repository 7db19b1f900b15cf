"""What must hold before an agreed lesson is moved: the rules of its new period, and a colleague may stand in.

Theme, classes and place of a lesson stay as they are, so nothing is asked about them again.
"""

from __future__ import annotations

from datetime import datetime

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
# Where only the person changes nobody has to learn of a new time: a colleague stands in on the same morning.
HAND_OVER_RULES: tuple[rules.PeriodRule, ...] = tuple(
    vice_principal_serves_or_stands_in if rule is rules.vice_principal_is_appointed else rule
    for rule in rules.PERIOD_RULES
)


def rules_from(start: datetime, proposal: Proposal) -> tuple[rules.PeriodRule, ...]:
    """What is asked of a lesson that began at ``start`` until now."""
    return HAND_OVER_RULES if proposal.start == start else MOVE_RULES


def problems(proposal: Proposal, start: datetime) -> list[Problem]:
    """Everything that stands against a lesson in its new place, all at once; ``start`` is when it is given now."""
    return [problem for problem in (rule(proposal) for rule in rules_from(start, proposal)) if problem]
