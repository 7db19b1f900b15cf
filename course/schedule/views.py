"""Pages of the schedule: the list of lessons, and the answers to a request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from course.access.guard import allow, current_scope, current_user_row
from course.access.models import Role
from course.db import utc_now
from course.errors import RuleBroken
from course.i18n import _, local_now
from course.schedule import actions, deck_views, lesson_wording, queries, unanswered_jobs
from course.schedule.agreement import Agreement
from course.schedule.blueprint import LESSON, bp
from course.schedule.booking import instead_views, series_views, wish_views
from course.schedule.booking import views as booking_views
from course.schedule.calendars import feed_views, sheet_views
from course.schedule.calendars import views as calendar_views
from course.schedule.forms import AgreementForm, AnswerForm, RefusalForm
from course.schedule.lesson_list import lesson_list
from course.schedule.lesson_views import show_lesson
from course.schedule.moving import views as move_views
from course.schedule.waiting import views as waiting_views

__all__ = [
    "booking_views",
    "bp",
    "calendar_views",
    "deck_views",
    "feed_views",
    "instead_views",
    "lesson_wording",
    "move_views",
    "series_views",
    "sheet_views",
    "unanswered_jobs",
    "waiting_views",
    "wish_views",
]
ANSWERING = (Role.VICE_PRINCIPAL, Role.STATION, Role.BUREAU, Role.ADMIN)


@bp.get("/lessons")
@allow(*Role)
def lessons() -> Any:
    """The lessons that concern me: what waits for an answer first, then the next ones."""
    page = lesson_list(request.args, current_scope(), local_now())
    return render_template("schedule/lessons.html", page=page)


@bp.post(f"/lessons/{LESSON}/accept")
@allow(*Role)
def accept(lesson_id: int) -> Any:
    """Take the lesson on, or as a school the time that was proposed."""
    return answer(lesson_id, AnswerForm(), actions.accept, _("Accepted. The lesson is now in your calendar."))


@bp.post(f"/lessons/{LESSON}/agree")
@allow(*ANSWERING)
def agree(lesson_id: int) -> Any:
    """Agree to a lesson that a plan has put into my calendar."""
    return answer(lesson_id, AnswerForm(), actions.agree, _("Agreed. The school counts on you."))


@bp.post("/lessons/agree")
@allow(Role.VICE_PRINCIPAL)
def agree_to_all() -> Any:
    """Agree to all lessons that were planned for me, as my page showed them."""
    form = AgreementForm()
    if not form.validate_on_submit():
        abort(400)
    planned = Agreement(queries.lessons_to_agree(current_scope(), local_now()))
    if not planned.lessons or planned.mark != form.mark.data:
        flash(_("Your planned lessons changed while your page was open. Look at them again."), "warning")
        return redirect(url_for("schedule.lessons"), code=303)
    for lesson in planned.lessons:
        actions.agree(lesson, user=current_user_row(), now=utc_now())
    flash(_("Agreed to %(number)s lessons. The schools count on you.", number=len(planned.lessons)), "success")
    return redirect(url_for("schedule.lessons"), code=303)


@bp.post(f"/lessons/{LESSON}/decline")
@allow(*ANSWERING)
def decline(lesson_id: int) -> Any:
    """Say no to a request, with a reason that the school reads."""
    return answer(lesson_id, RefusalForm(), actions.decline, _("Declined. The school sees your reason."))


@bp.post(f"/lessons/{LESSON}/cancel")
@allow(*Role)
def cancel(lesson_id: int) -> Any:
    """Call a lesson off, with a reason that the other side reads."""
    return answer(lesson_id, RefusalForm(), actions.cancel, _("Cancelled. The other side sees your reason."))


def answer(lesson_id: int, form: Any, action: Callable[..., None], done: str) -> Any:
    """Do what a button of a lesson says, or show the lesson with what stands against it."""
    row = queries.lesson_to_change(lesson_id, current_scope()) or abort(404)
    if not form.validate_on_submit():
        return show_lesson(lesson_id, form=form, status=422)
    given = {"user": current_user_row(), "now": utc_now(), "sequence": form.sequence.data}
    try:
        action(row, **given, **({"reason": form.reason.data} if "reason" in form else {}))
    except RuleBroken as broken:
        return show_lesson(lesson_id, problems=broken.problems, status=409, seen=form.sequence.data)
    flash(done, "success")
    return redirect(url_for("schedule.lesson", lesson_id=lesson_id), code=303)
