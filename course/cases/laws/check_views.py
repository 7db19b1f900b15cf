"""The page of the law check: which cases a change of the laws concerns, and how many decks are out."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from course.access.guard import allow, current_scope
from course.access.models import Role
from course.cases.laws import recall_queries
from course.cases.laws.recall_wording import case_lines
from course.cases.laws.views import asked_day
from course.i18n import local_now

bp = Blueprint("law_check", __name__, url_prefix="/laws/check")


@bp.get("")
@allow(Role.ADMIN, Role.BUREAU)
def index() -> Any:
    """The cases held against the laws of a day: what does not hold, on which slide, and who has decks of it."""
    day, today = asked_day(), local_now().date()
    checked = recall_queries.checked_library(day, current_scope())
    return render_template(
        "laws/check.html",
        day=day,
        today=today,
        concerned=[case for case in checked if case.problems],
        changed=[case for case in checked if case.changed and not case.problems],
        holding=[case for case in checked if not case.problems and not case.changed],
        coming=recall_queries.coming(today, current_scope()),
        total=len(checked),
        lines=case_lines,
    )
