"""The list of lessons whose confirmation is late, and the tap that reminds those who owe a word."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from course.access.guard import allow, current_scope, current_user_row
from course.access.models import Role
from course.coverage.reminding import actions, queries, wording
from course.db import utc_now
from course.forms import clean_code
from course.i18n import _, local_now, ngettext
from course.pages import Page, page_number
from course.roster.naming_queries import names_then
from course.schedule.blueprint import LESSON
from course.schedule.models import Lesson, LessonState
from course.schedule.queries import lesson_in_scope, part_of

__all__ = ["bp", "wording"]
bp = Blueprint("reminding", __name__)
OFFICES = (Role.ADMIN, Role.BUREAU, Role.STATION)


@bp.get("/lessons/unconfirmed")
@allow(*OFFICES)
def index() -> Any:
    """Lessons that were reported and wait too long for the school, the oldest first."""
    local, number = local_now(), page_number()
    scope, region = part_of(current_scope(), clean_code(request.args.get("region")))
    lessons, total = queries.unconfirmed(scope, local, number)
    if number > 1 and not lessons:
        abort(404)
    keys = {row.id: actions.key_of(row, local.date()) for row in lessons}
    told = queries.told_of(list(keys.values()), lessons)
    return render_template(
        "coverage/unconfirmed.html",
        lessons=lessons,
        total=total,
        page=Page.of(number, total, queries.ON_A_PAGE),
        region=region,
        today=local.date(),
        reminded={lesson_id for lesson_id, key in keys.items() if key in told},
        names=names_then((row.school, row.start.date()) for row in lessons),
    )


@bp.post(f"/lessons/{LESSON}/remind")
@allow(*OFFICES)
def remind(lesson_id: int) -> Any:
    """Remind those who owe a word on a lesson."""
    lesson = lesson_in_scope(lesson_id, current_scope()) or abort(404)
    local = local_now()
    if queries.waiting_lesson(lesson_id, current_scope(), local) is None:
        flash(_("Nobody needs to be reminded of this lesson any more."), "warning")
        return redirect(url_for("schedule.lesson", lesson_id=lesson_id), code=303)
    done = actions.remind(lesson, user=current_user_row(), today=local.date(), now=utc_now())
    flash(*what_became(done))
    return redirect(where_from(lesson), code=303)


def what_became(done: actions.Reminded) -> tuple[str, str]:
    """What became of the reminder, and how it is shown."""
    if done.told:
        return ngettext("%(num)s person is reminded.", "%(num)s people are reminded.", done.told), "success"
    if done.people:
        return _("They were reminded today already. Call them if it is urgent."), "warning"
    return _("Nobody there has an account that is open. Call them, or add a user."), "warning"


def where_from(lesson: Lesson) -> str:
    """The page on which the button stood."""
    if request.form.get("page") == "start":
        return url_for("coverage.start")
    endpoint = "reminding.index" if lesson.state is LessonState.DELIVERED else "unreported.index"
    return url_for(endpoint, region=clean_code(request.form.get("region")) or None)
