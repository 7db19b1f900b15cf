"""The search at the top of each page: a school, a region or a vice-principal, and what can be done there."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from course.access.guard import allow, current_scope
from course.access.models import Role
from course.coverage import find_queries
from course.forms import clean_text
from course.i18n import local_now
from course.roster.models import Region, School

bp = Blueprint("find", __name__)
LONGEST_WORD = 100


@bp.get("/find")
@allow(Role.ADMIN, Role.BUREAU, Role.STATION)
def index() -> Any:
    """Schools, regions and vice-principals by name or code; the exact code leads straight there."""
    word, today = clean_text(request.args.get("q", ""))[:LONGEST_WORD], local_now().date()
    exact = find_queries.with_code(word, current_scope()) if word else None
    if exact is not None:
        return redirect(page_of(exact))
    found = find_queries.found_by(word, current_scope(), today) if word else None
    return render_template("coverage/find.html", word=word, found=found, today=today)


def page_of(row: Any) -> str:
    """The page to which a code leads."""
    if isinstance(row, Region):
        return url_for("coverage.region", code=row.code)
    return url_for("coverage.school" if isinstance(row, School) else "roster.vice_principal", code=row.code)
