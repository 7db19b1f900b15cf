"""The check-in of a vice-principal at the school: four digits, once, on the day, and never needed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_limiter.util import get_remote_address

from course.access.guard import allow, current_scope, current_user_or_none, current_user_row
from course.access.models import Role
from course.db import utc_now
from course.delivery import check_in as actions
from course.delivery import check_in_rules as rules
from course.delivery import queries
from course.delivery.forms import CheckInForm
from course.errors import RuleBroken
from course.i18n import _, local_now
from course.schedule.models import Lesson
from course.security import limiter

bp = Blueprint("check_in", __name__)


@dataclass(frozen=True)
class CheckIn:
    """What the lesson's page shows: the digits to the school, a field to the vice-principal, or that it was done."""

    code: str = ""
    asks: bool = False
    at: datetime | None = None


@bp.app_template_global("check_in_record")
def check_in_record(lesson: Lesson) -> CheckIn:
    """The check-in of a lesson, as the reader may see it."""
    scope = current_scope()
    at = actions.checked_in_at(lesson.id)
    today = at is None and rules.may_check_in(lesson.state, lesson.start, local_now())
    shows = today and scope.role is Role.SCHOOL
    asks = today and scope.role is Role.VICE_PRINCIPAL and lesson.vice_principal_id in scope.vice_principal_ids
    return CheckIn(actions.code_of(lesson) if shows else "", asks, at)


def person_and_lesson() -> str:
    """Whose tries are counted: ten an hour for one lesson, so that nobody tries all ten thousand."""
    user = current_user_or_none()
    return f"{request.path} {user.id if user else get_remote_address()}"


@bp.post("/lessons/<int(max=2147483647):lesson_id>/check-in")
@allow(Role.VICE_PRINCIPAL)
@limiter.limit("10 per hour", key_func=person_and_lesson)
def check_in(lesson_id: int) -> Any:
    """Type in the four digits that the school's page shows today."""
    lesson, form = queries.lesson_to_change(lesson_id, current_scope()) or abort(404), CheckInForm()
    form.validate()
    try:
        actions.check_in(lesson, form.code.data or "", user=current_user_row(), now=utc_now(), local=local_now())
    except RuleBroken as broken:
        lesson = queries.lesson_to_show(lesson_id, current_scope()) or abort(404)
        return render_template("delivery/refused.html", lesson=lesson, problems=broken.problems), 422
    flash(_("Checked in. Thank you."), "success")
    return redirect(url_for("schedule.lesson", lesson_id=lesson.id), code=303)
