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
    title = _("Did this lesson take place? %(when)s", when=when(facts))
    said = [about(facts, lang), _("Nobody has said so yet. One tap is enough.")]
    return Wording(title, said, _("Say how it went"))


def when(facts: Mapping[str, Any]) -> str:
    """The day and the time of the lesson that is asked about."""
    start, end = datetime.fromisoformat(facts["start"]), datetime.fromisoformat(facts["end"])
    return str(day_and_time(start, end, facts["period"]))


def about(facts: Mapping[str, Any], lang: str) -> str:
    """Its school, classes, theme and vice-principal."""
    classes = ("、" if lang == "zh" else ", ").join(facts["classes"])
    return " · ".join(part for part in (facts["school"], classes, facts["theme"], facts["vice_principal"]) if part)


WORDINGS[UNREPORTED] = unreported
