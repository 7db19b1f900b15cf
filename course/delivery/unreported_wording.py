"""The words in which both sides are asked whether a lesson took place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from course.access.notice_wording import WORDINGS, Wording
from course.delivery.unreported_actions import UNREPORTED
from course.i18n import _, day_and_time


def unreported(facts: Mapping[str, Any], lang: str) -> Wording:
    """Did this lesson take place?"""
    start, end = datetime.fromisoformat(facts["start"]), datetime.fromisoformat(facts["end"])
    title = _("Did this lesson take place? %(when)s", when=day_and_time(start, end, facts["period"]))
    classes = ("、" if lang == "zh" else ", ").join(facts["classes"])
    about = " · ".join(part for part in (facts["school"], classes, facts["theme"], facts["vice_principal"]) if part)
    return Wording(title, [about, _("Nobody has said so yet. One tap is enough.")], _("Say how it went"))


WORDINGS[UNREPORTED] = unreported
