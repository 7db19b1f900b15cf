"""The calendar: a month or a week of a school, a vice-principal, a station or a region."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import abort, render_template, request

from course.access.guard import allow, current_scope
from course.access.models import Role
from course.i18n import local_now
from course.schedule.blueprint import bp
from course.schedule.calendars.page import WEEK_VIEW, asked_day, month, subject_of
from course.schedule.calendars.week_page import week
from course.schedule.lesson_list import BOOKING


@bp.get("/calendar")
@allow(*Role)
def calendar() -> Any:
    """My lessons in a month or in a week."""
    scope, now = current_scope(), local_now()
    subject = subject_of(request.args, scope) or abort(404)
    day = asked_day(request.args, now.date())
    weekly = request.args.get("view") == WEEK_VIEW
    page = week(subject, scope, day, now) if weekly else month(subject, scope, day, now.date())
    given = {name: request.args[name] for name in ("school", "vice_principal") if request.args.get(name)}
    page = replace(page, given=given, can_book=scope.role in BOOKING)
    return render_template(f"schedule/calendar_{page.view}.html", page=page)
