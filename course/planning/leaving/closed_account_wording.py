"""The words about accounts whose school is no more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from course.access.notice_wording import WORDINGS, Wording
from course.i18n import _, ngettext
from course.planning.leaving.closed_account_actions import ENDED


def ended(facts: Mapping[str, Any], lang: str) -> Wording:
    """The accounts of a closed school were ended."""
    number = facts["number"]
    title = _("%(school)s is closed, so its accounts were ended.", school=facts["school"])
    said = ngettext("%(num)s account was ended.", "%(num)s accounts were ended.", number)
    advice = _("Whoever works at another school now needs a new role. Under Users an account can be enabled again.")
    return Wording(title, [said, advice], _("Users"))


WORDINGS[ENDED] = ended
