"""What the case library holds about people."""

from __future__ import annotations

from course.access.held import HELD, Held
from course.cases.models import CaseVersion, Deck, LawVersion, Master
from course.i18n import _l

HELD += [
    Held(CaseVersion, _l("Cases written or approved"), of_user=("author_id", "approver_id"), hidden=("text",)),
    Held(Deck, _l("Decks downloaded"), of_user=("user_id",), hidden=("cited",)),
    Held(Master, _l("Designs uploaded"), of_user=("uploaded_by_id",), hidden=("content", "mapping", "report")),
    Held(LawVersion, _l("Laws imported"), of_user=("imported_by_id",)),
]
