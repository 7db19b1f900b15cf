"""The list of lessons that are over and of which nobody has said how they went."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template

from course.access.guard import allow, current_scope
from course.access.models import Role
from course.delivery import unreported_jobs, unreported_queries
from course.delivery.rules import REPORT_DAYS
from course.i18n import local_now
from course.pages import Page, page_number
from course.roster.naming_queries import names_then

__all__ = ["bp", "unreported_jobs"]
bp = Blueprint("unreported", __name__)


@bp.get("/lessons/unreported")
@allow(Role.ADMIN, Role.BUREAU, Role.STATION)
def index() -> Any:
    """Lessons that ended more than three days ago without a word, the oldest first."""
    local, number = local_now(), page_number()
    lessons, total = unreported_queries.unreported(current_scope(), local, number)
    page = Page.of(number, total, unreported_queries.ON_A_PAGE)
    shown = {"lessons": lessons, "total": total, "page": page, "today": local.date(), "days": REPORT_DAYS}
    shown["names"] = names_then((row.school, row.start.date()) for row in lessons)
    return render_template("delivery/unreported.html", **shown) if number == 1 or lessons else abort(404)
