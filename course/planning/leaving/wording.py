"""The words of a departure: somebody leaves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from course.access.notice_wording import WORDINGS, Wording
from course.i18n import _, long_date
from course.planning.leaving.actions import LEFT


def left(facts: Mapping[str, Any], lang: str) -> Wording:
    """Somebody leaves; some schools then have nobody."""
    day = long_date(date.fromisoformat(facts["day"]))
    title = _("%(person)s leaves; the last day is %(day)s.", person=facts["person"], day=day)
    lines = [_("Reason: %(reason)s", reason=facts["why"])]
    if facts["number"]:
        names = _(", ").join(facts["vacant"]) + ("…" if facts["number"] > len(facts["vacant"]) else "")
        lines.append(_("Then without anybody: %(schools)s", schools=names))
    return Wording(title, lines, _("Look"))


WORDINGS[LEFT] = left
