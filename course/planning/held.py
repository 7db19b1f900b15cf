"""What the plans hold about people."""

from __future__ import annotations

from course.access.held import HELD, Held
from course.i18n import _l
from course.planning.models import Plan, PlannedLesson

HELD += [
    Held(Plan, _l("Plans asked for"), of_user=("created_by_id",)),
    Held(PlannedLesson, _l("Lessons in drafts"), of_person=("vice_principal_id",)),
]
