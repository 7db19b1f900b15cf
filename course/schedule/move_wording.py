"""The words of the notice about a lesson that was moved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from course.access.notice_wording import WORDINGS, Wording
from course.i18n import _
from course.schedule.lesson_page import said_place
from course.schedule.models import LessonState
from course.schedule.move_notices import MOVED


def moved_lesson(facts: Mapping[str, Any], lang: str) -> Wording:
    """A lesson was moved: to another time, to somebody else, or both."""
    named = {"theme": facts["theme"], "school": facts["school"], "name": facts["after"]["vice_principal"]}
    titles = {
        "given": _("You now give the lesson “%(theme)s” at %(school)s.", **named),
        "taken": _("%(name)s now gives your lesson “%(theme)s” at %(school)s.", **named),
        "moved": _("The lesson “%(theme)s” at %(school)s was moved.", **named),
    }
    asks = facts["after"].get("state") == LessonState.REQUESTED.value
    lines = [
        _("Before: %(place)s", place=said_place(facts["before"])),
        _("Now: %(place)s", place=said_place(facts["after"])),
        *([_("Its period is kept until the vice-principal has answered.")] if asks else []),
    ]
    return Wording(titles[facts["part"]], lines, _("To the lesson"))


WORDINGS[MOVED] = moved_lesson
