"""What came of a row, and what there is to say about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from course.db import Labelled
from course.i18n import _l


class Outcome(Labelled):
    """What came of a row, or of one cell of it."""

    ADDED = "added", _l("Added")
    CHANGED = "changed", _l("Changed")
    UNCHANGED = "unchanged", _l("Unchanged")
    REPAIRED = "repaired", _l("Repaired")
    REFUSED = "refused", _l("Refused")
    NOTICE = "notice", _l("Notice")


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say about a row: which column, what stood there, and the rule with its facts."""

    row: int
    column: str
    value: str
    outcome: Outcome
    rule: str
    facts: dict[str, Any] = field(default_factory=dict)
