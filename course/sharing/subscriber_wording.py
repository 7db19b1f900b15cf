"""The words about programs that are told what happens: why one was switched off, and the notice of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from course.access.notice_wording import WORDINGS, Wording
from course.i18n import _
from course.sharing.subscriber_actions import BY_HAND, STOPPED


def reason_label(reason: str) -> str:
    """Why a program is told nothing any more."""
    return _("by you") if reason == BY_HAND else _("because it could not be told: %(error)s", error=reason)


def error_label(error: str) -> str:
    """Why an event was not delivered; what the other program or the network said stays as it is."""
    return _("The program was switched off before.") if error == STOPPED else error


def stopped(facts: Mapping[str, Any], lang: str) -> Wording:
    """A program could not be told for three days, or must not be."""
    title = _("“%(name)s” is no longer told what happens", name=facts["name"])
    lines = [
        _("Its last answer: %(error)s", error=facts["error"]),
        _("Once the reason is gone, switch it on again; what happened meanwhile can be read with a key."),
    ]
    return Wording(title, lines, _("To the program"))


WORDINGS[STOPPED] = stopped
