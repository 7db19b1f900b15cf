"""The words of notices about hazards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from course.access.notice_wording import WORDINGS, Wording
from course.duties.actions import HAZARD_CLOSED, HAZARD_FOUND
from course.duties.evaluation_actions import EVALUATED
from course.i18n import _, long_date


def found(facts: Mapping[str, Any], lang: str) -> Wording:
    """A vice-principal has found a hazard at the school."""
    due = long_date(date.fromisoformat(facts["due"]))
    line = _("%(unit)s is to mend it by %(due)s. Close it once it is mended.", unit=facts["unit"], due=due)
    return Wording(
        _("%(who)s has found a hazard: %(note)s", who=facts["who"], note=facts["note"]), [line], _("To the hazards")
    )


def closed(facts: Mapping[str, Any], lang: str) -> Wording:
    """A hazard that the reader found is mended."""
    title = _("A hazard that you found is mended: %(note)s", note=facts["note"])
    return Wording(title, [_("%(who)s: %(how)s", who=facts["who"], how=facts["how"])], _("To your duties"))


WORDINGS[HAZARD_FOUND] = found
WORDINGS[HAZARD_CLOSED] = closed


def evaluated(facts: Mapping[str, Any], lang: str) -> Wording:
    """A school has evaluated a vice-principal."""
    title = _("%(school)s has evaluated %(person)s.", school=facts["school"], person=facts["person"])
    return Wording(title, [], _("To the evaluations"))


WORDINGS[EVALUATED] = evaluated
