"""What the rules of regions hold about people."""

from __future__ import annotations

from course.access.held import HELD, Held
from course.coverage.models import RegionRule
from course.i18n import _l

HELD += [
    Held(RegionRule, _l("Rules of regions"), of_user=("changed_by_id",)),
]
