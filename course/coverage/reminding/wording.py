"""The words in which a school is reminded that a report waits for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from course.access.notice_wording import WORDINGS, Wording
from course.coverage.reminding.actions import UNCONFIRMED
from course.delivery.unreported_wording import about, when
from course.i18n import _


def unconfirmed(facts: Mapping[str, Any], lang: str) -> Wording:
    """This lesson still waits for your confirmation."""
    title = _("Please confirm this lesson: %(when)s", when=when(facts))
    said = [about(facts, lang), _("It was reported as taught and counts once you have confirmed it.")]
    return Wording(title, said, _("Confirm"))


WORDINGS[UNCONFIRMED] = unconfirmed
