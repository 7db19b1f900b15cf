"""The list of lessons that are over and of which nobody has said how they went."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request

from course.access.guard import allow, current_scope
from course.access.models import Role
from course.delivery import unreported_jobs, unreported_queries
from course.delivery.rules import REPORT_DAYS
from course.forms import clean_code
from course.i18n import local_now
from course.pages import Page, page_number
from course.roster.naming_queries import names_then
from course.schedule.queries import part_of

__all__ = ["bp", "unreported_jobs"]
bp = Blueprint("unreported", __name__)


@bp.get("/lessons/unreported")
@allow(Role.ADMIN, Role.BUREAU, Role.STATION)
def index() -> Any:
    """Lessons that ended more than three days ago without a word, the oldest first."""
    local, number = local_now(), page_number()
    scope, region = part_of(current_scope(), clean_code(request.args.get("region")))
    lessons, total = unreported_queries.unreported(scope, local, number)
    page = Page.of(number, total, unreported_queries.ON_A_PAGE)
    shown = {"lessons": lessons, "total": total, "page": page, "today": local.date(), "days": REPORT_DAYS}
    names = names_then((row.school, row.start.date()) for row in lessons)
    if number > 1 and not lessons:
        abort(404)
    return render_template("delivery/unreported.html", region=region, names=names, **shown)
