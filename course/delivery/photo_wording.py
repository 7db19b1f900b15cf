"""The words in which both sides are told that one photograph serves two lessons."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from course.access.notice_wording import WORDINGS, Wording
from course.delivery.photo_actions import TWICE
from course.i18n import _, long_date


def twice(facts: Mapping[str, Any], lang: str) -> Wording:
    """The same photograph is at two lessons."""
    own, other = (long_date(date.fromisoformat(facts[name])) for name in ("day", "other_day"))
    title = _("The lessons of %(own)s and %(other)s show the same photograph.", own=own, other=other)
    lines = [_("It may have been chosen by mistake. Look at it, and withdraw it where it does not belong.")]
    return Wording(title, lines, _("To the lesson"))


WORDINGS[TWICE] = twice
