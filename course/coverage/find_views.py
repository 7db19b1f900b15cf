"""The search at the top of each page: a school, a region or a vice-principal, and what can be done there."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from course import kept_statements
from course.access.guard import allow, current_scope
from course.access.models import Role
from course.coverage import find_queries
from course.coverage.find_statements import Spelling
from course.db import db
from course.forms import clean_text
from course.i18n import local_now

bp = Blueprint("find", __name__)
LONGEST_WORD = 100
# The page to which a code leads, by the table that knows it.
PAGES = {"school": "coverage.school", "region": "coverage.region", "vice_principal": "roster.vice_principal"}


@bp.get("/find")
@allow(Role.ADMIN, Role.BUREAU, Role.STATION)
def index() -> Any:
    """Schools, regions and vice-principals by name or code; the exact code leads straight there."""
    word, today = clean_text(request.args.get("q", ""))[:LONGEST_WORD], local_now().date()
    if not Spelling.of(word).has_case:
        # Most codes may begin with one letter and few with another: only a word without letters needs one plan.
        kept_statements.plan_once(db.session())
    kind = find_queries.kind_of(word, current_scope()) if word else ""
    if kind:
        return redirect(url_for(PAGES[kind], code=word))
    found = find_queries.found_by(word, current_scope(), today) if word else None
    return render_template("coverage/find.html", word=word, found=found, today=today)
