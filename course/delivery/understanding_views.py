"""Pages of what pupils understand: the codes that a class scans, and the figures beside the cases."""

from __future__ import annotations

import io
from datetime import datetime, time
from typing import Any

import segno
from flask import Blueprint, Response, abort, current_app, render_template

from course.access.guard import allow, current_scope
from course.access.models import Role
from course.cases.editor.desk_guard import reader
from course.cases.editor.draft_rules import WRITERS
from course.delivery import understanding_queries as queries
from course.delivery.models import Moment
from course.delivery.queries import lesson_to_show
from course.delivery.survey import FEWEST_SHOWN
from course.delivery.survey_link import survey_address
from course.delivery.survey_views import spoken
from course.i18n import local_now
from course.roster.rules import year_of, year_span

bp = Blueprint("understanding", __name__)


@bp.get("/lessons/<int(max=2147483647):lesson_id>/survey/<moment>.svg")
@allow(Role.VICE_PRINCIPAL, Role.SCHOOL)
def code(lesson_id: int, moment: str) -> Any:
    """The QR code of the questions before or after a lesson, for the class to scan."""
    lesson = lesson_to_show(lesson_id, current_scope())
    if lesson is None or moment not in set(Moment):
        abort(404)
    picture = io.BytesIO()
    segno.make(survey_address(lesson.id, Moment(moment)), error="m").save(
        picture, kind="svg", border=3, scale=6, dark="#12355b", light="#fff"
    )
    return Response(picture.getvalue(), mimetype="image/svg+xml")


@bp.get("/understanding")
@allow(*WRITERS)
def index() -> Any:
    """What pupils do not understand, by theme and case."""
    themes = queries.themes_understood(reader(), current_scope(), year_began(), spoken())
    return render_template("delivery/understanding.html", themes=themes, since=year_began(), fewest=FEWEST_SHOWN)


@bp.get("/understanding/<key>")
@allow(*WRITERS)
def case(key: str) -> Any:
    """What pupils do not understand of one case, question by question."""
    found = queries.case_understood(key, reader(), current_scope(), year_began(), spoken()) or abort(404)
    shown = {"since": year_began(), "fewest": FEWEST_SHOWN}
    return render_template("delivery/understanding_case.html", found=found, **shown)


def year_began() -> datetime:
    """The first moment of this year, as the setting counts years."""
    starts = current_app.config["YEAR_STARTS"]
    first, _last = year_span(year_of(local_now().date(), starts), starts)
    return datetime.combine(first, time())
