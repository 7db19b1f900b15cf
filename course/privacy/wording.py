"""The words of a wish for correction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from course.access.notice_wording import WORDINGS, Wording
from course.i18n import _
from course.privacy.actions import WISHED


def wished(facts: Mapping[str, Any], lang: str) -> Wording:
    """Somebody says that something held about them is wrong."""
    return Wording(_("%(who)s asks for a correction of their data.", who=facts["who"]), [facts["wish"]])


WORDINGS[WISHED] = wished
