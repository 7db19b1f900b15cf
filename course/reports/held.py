"""What reports hold about people."""

from __future__ import annotations

from course.access.held import HELD, Held
from course.i18n import _l
from course.reports.models import ReportFile, ReportSubscription

HELD += [
    Held(
        ReportFile,
        _l("Reports asked for"),
        of_user=("user_id",),
        of_person=("vice_principal_id",),
        hidden=("stored_as",),
        emptied={"name": ""},
    ),
    Held(ReportSubscription, _l("Reports sent regularly"), of_user=("user_id",), removed=True),
]
