"""The words of notices about versions of cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from course.access.notice_wording import WORDINGS, Wording
from course.cases.editor.draft_notice_actions import APPROVED, RETURNED, SUBMITTED
from course.i18n import _


def submitted(facts: Mapping[str, Any], lang: str) -> Wording:
    """A version waits for somebody's approval."""
    title = _("The case “%(title)s” waits for approval.", title=title_of(facts, lang))
    return Wording(title, [_("Submitted by %(name)s", name=facts["who"])], _("Look through it"))


def returned(facts: Mapping[str, Any], lang: str) -> Wording:
    """A version came back to its writers."""
    title = _("The case “%(title)s” was returned to you.", title=title_of(facts, lang))
    return Wording(title, [f"{facts['who']}: {facts['remark']}"], _("Open the draft"))


def approved(facts: Mapping[str, Any], lang: str) -> Wording:
    """A version is taught from now on."""
    title = _("The case “%(title)s” was approved.", title=title_of(facts, lang))
    return Wording(title, [_("From now on version %(number)s is taught.", number=facts["number"])], _("The case"))


def title_of(facts: Mapping[str, Any], lang: str) -> str:
    """The title of the case in the reader's language."""
    return str(facts[f"title_{lang}"])


WORDINGS.update({SUBMITTED: submitted, RETURNED: returned, APPROVED: approved})
