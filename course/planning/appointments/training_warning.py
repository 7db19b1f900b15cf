"""A word of warning when somebody is appointed with too few hours of training; it holds nobody up."""

from __future__ import annotations

from collections.abc import Iterable

from flask import flash

from course.i18n import _, ngettext
from course.roster.models import VicePrincipal
from course.roster.training_queries import hours_of
from course.roster.vacancy_rules import TRAINING_OWED, hours_missing


def warn_of_training(people: Iterable[VicePrincipal]) -> None:
    """Say who of those just appointed still needs training before taking office."""
    named = {person.id: person.name for person in people}
    had = hours_of(named)
    short = [name for number, name in named.items() if hours_missing(had.get(number, 0))]
    if short:
        text = ngettext(
            "%(names)s has fewer than %(owed)s hours of training on record. The rule asks for them first.",
            "%(names)s have fewer than %(owed)s hours of training on record. The rule asks for them first.",
            len(short),
            names=_(", ").join(short[:5]) + ("…" if len(short) > 5 else ""),
            owed=TRAINING_OWED,
        )
        flash(text, "warning")
