"""The words of the notice about a request that nobody has answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from course.access.notice_wording import WORDINGS, Wording
from course.i18n import _, day_and_time
from course.schedule.unanswered_actions import UNANSWERED


def unanswered(facts: Mapping[str, Any], lang: str) -> Wording:
    """Somebody has not answered; whoever reads this can."""
    title = _("%(school)s has waited for an answer for %(days)s days", school=facts["school"], days=facts["days"])
    start, end = (datetime.fromisoformat(facts[name]) for name in ("start", "end"))
    line = f"{day_and_time(start, end, facts['period'])} · {facts['theme']} · {facts['name']}"
    return Wording(title, [line, _("Answer in their place, or ask them to.")], _("To the request"))


WORDINGS[UNANSWERED] = unanswered
