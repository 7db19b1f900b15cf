"""Pages of waiting lists: wait for a taken time, see what one waits for, take an offer or take a place back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from course.access.guard import allow, current_scope, current_user_row
from course.access.models import Role
from course.db import utc_now
from course.errors import Problem, RuleBroken
from course.i18n import _, local_now
from course.roster.models import School, Theme, VicePrincipal
from course.schedule import queries
from course.schedule.blueprint import bp
from course.schedule.booking import page as booking_page
from course.schedule.booking.views import offer_others, school_that_asks, show_step, wish
from course.schedule.forms import AnswerlessForm, WaitForm
from course.schedule.models import WaitingPlace
from course.schedule.waiting import actions as waiting_actions
from course.schedule.waiting import jobs as waiting_jobs
from course.schedule.waiting import queries as waiting_queries
from course.schedule.waiting import wording as waiting_wording

__all__ = ["waiting_jobs", "waiting_wording"]
BOOKING = (Role.SCHOOL, Role.BUREAU, Role.ADMIN)
WAITING = "<int(max=2147483647):waiting_id>"


@dataclass(frozen=True)
class Line:
    """One place on a list with the rows that the page names."""

    place: WaitingPlace
    school: School
    person: VicePrincipal
    theme: Theme
    labels: str


@bp.get("/lessons/waiting")
@allow(*BOOKING)
def waiting() -> Any:
    """What my school waits for, and what is offered to it."""
    return show_waiting()


@bp.post("/lessons/waiting")
@allow(*BOOKING)
def wait() -> Any:
    """Wait for the taken period that was tapped."""
    form = WaitForm()
    asked = booking_page.asked(request.form, school_that_asks(form.school.data or "") or abort(404))
    if asked.problems or not (asked.theme and asked.classes):
        return show_step(asked, asked.problems, 422)
    if not form.validate_on_submit():
        return show_step(asked, [Problem("form", error) for errors in form.errors.values() for error in errors], 422)
    given = {"books_itself": form.how.data != "ask", "user": current_user_row(), "now": utc_now()}
    try:
        waiting_actions.wait(wish(asked, form.chosen), **given)
    except RuleBroken as broken:
        return offer_others(form, broken)
    flash(_("You are on the list. You are told as soon as the period comes free."), "success")
    return redirect(url_for("schedule.waiting"), code=303)


@bp.post(f"/lessons/waiting/{WAITING}/take")
@allow(*BOOKING)
def take_offer(waiting_id: int) -> Any:
    """Book what was offered."""
    place = place_to_change(waiting_id)
    try:
        lesson = waiting_actions.take(place, user=current_user_row(), now=utc_now())
    except RuleBroken as broken:
        return show_waiting(broken.problems, 409)
    flash(_("Your request was sent. The period is kept for you until it is answered."), "success")
    return redirect(url_for("schedule.lesson", lesson_id=lesson.id), code=303)


@bp.post(f"/lessons/waiting/{WAITING}/withdraw")
@allow(*BOOKING)
def leave_list(waiting_id: int) -> Any:
    """Take a place back."""
    place = place_to_change(waiting_id)
    try:
        waiting_actions.withdraw(place, user=current_user_row(), now=utc_now())
    except RuleBroken as broken:
        return show_waiting(broken.problems, 409)
    flash(_("Taken back."), "success")
    return redirect(url_for("schedule.waiting"), code=303)


def place_to_change(waiting_id: int) -> WaitingPlace:
    """A place of the scope, or 404; a form without its token changes nothing."""
    if not AnswerlessForm().validate_on_submit():
        abort(400)
    return waiting_queries.place_to_change(waiting_id, current_scope()) or abort(404)


def show_waiting(problems: Any = (), status: int = 200) -> Any:
    """The page of all that is waited for."""
    found = waiting_queries.places_in(current_scope(), local_now())
    labels = queries.class_labels({class_id for place, *_ in found for class_id in place.class_ids})
    lines = [
        Line(place, *rows, _(", ").join(labels[one] for one in place.class_ids if one in labels))
        for place, *rows in found
    ]
    given = {"lines": lines, "problems": problems, "scope": current_scope(), "now": utc_now()}
    return render_template("schedule/waiting.html", **given), status
