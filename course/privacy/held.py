"""Everything that is held about people, of all features together."""

from __future__ import annotations

from course.access.held import HELD, Held
from course.cases import held as of_cases
from course.coverage import held as of_coverage
from course.delivery import held as of_delivery
from course.i18n import _l
from course.jobs import Job
from course.planning import held as of_planning
from course.reports import held as of_reports
from course.roster import held as of_roster
from course.schedule import held as of_schedule
from course.sharing import held as of_sharing

__all__ = ["HELD", "of_cases", "of_coverage", "of_delivery", "of_planning"]
__all__ += ["of_reports", "of_roster", "of_schedule", "of_sharing"]

HELD.append(Held(Job, _l("Long work asked for"), of_user=("user_id",), hidden=("arguments", "result")))
