"""The words of an appointment that ends soon."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from course.access.notice_wording import WORDINGS, Wording
from course.i18n import _, long_date

ENDING = "appointment.ending"


def ending(facts: Mapping[str, Any], lang: str) -> Wording:
    """An appointment, or several of a county, end on a day and are not renewed."""
    day, number = long_date(date.fromisoformat(facts["end"])), facts.get("number", 1)
    if number > 1:
        title = _("%(number)s appointments end on %(day)s and are not renewed yet.", number=number, day=day)
        return Wording(title, [_("Renew them in time, so that no school is left without anybody.")], _("Look"))
    title = _(
        "The appointment of %(person)s to %(school)s ends on %(day)s and is not renewed yet.",
        person=facts["person"],
        school=facts["school"],
        day=day,
    )
    return Wording(title, [], _("Look"))


WORDINGS[ENDING] = ending
