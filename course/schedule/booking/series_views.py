"""Pages of a series: one theme for every class of a grade, looked at first, then booked in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from course.access.guard import allow, current_scope, current_user_row
from course.access.models import Role
from course.db import db, forget_writing, utc_now
from course.errors import Problem, RuleBroken
from course.forms import clean_code
from course.i18n import _, local_now, ngettext
from course.schedule import actions, queries
from course.schedule.blueprint import LESSON, bp
from course.schedule.booking import page as booking_page
from course.schedule.booking import series_actions, series_page
from course.schedule.booking.page import Asked
from course.schedule.booking.views import choose_school, school_that_asks, wish
from course.schedule.forms import SeriesForm, SeriesRefusalForm
from course.schedule.lesson_views import show_lesson

BOOKING = (Role.SCHOOL, Role.BUREAU, Role.ADMIN)


@bp.get("/lessons/series")
@allow(*BOOKING)
def series() -> Any:
    """Choose a theme and a grade, and look at a period for each of its classes."""
    school = school_that_asks(clean_code(request.args.get("school")))
    return show_series(asked_for(school)) if school else choose_school("schedule.series")


@bp.post("/lessons/series")
@allow(*BOOKING)
def book_series() -> Any:
    """Ask for all lessons of the series as the page showed them, or for none."""
    form = SeriesForm()
    asked = asked_for(school_that_asks(form.school.data or "") or abort(404))
    lines = series_page.lines_in(request.form, asked)
    if not form.validate_on_submit() or asked.theme is None or lines is None:
        return show_series(asked, [Problem("form", _("Look at the lessons below, then book them."))], 422)
    wishes = [wish_of(asked, line) for line in lines]
    try:
        lessons = series_actions.book_series(wishes, user=current_user_row(), now=utc_now())
    except RuleBroken as broken:
        db.session.rollback()
        forget_writing(None)
        return show_series(asked_for(school_that_asks(form.school.data or "") or abort(404)), broken.problems, 409)
    sent = ngettext("%(num)s request was sent.", "%(num)s requests were sent.", len(lessons))
    flash(f"{sent} {_('The periods are kept for you until they are answered.')}", "success")
    return redirect(url_for("schedule.lesson", lesson_id=lessons[0].id), code=303)


@bp.post(f"/lessons/{LESSON}/series/cancel")
@allow(*BOOKING)
def cancel_series(lesson_id: int) -> Any:
    """Call off all lessons of this series that still lie ahead."""
    form, scope = SeriesRefusalForm(), current_scope()
    row = queries.lesson_in_scope(lesson_id, scope) or abort(404)
    if not form.validate_on_submit():
        return show_lesson(lesson_id, form=form, status=422)
    rest = queries.lessons_to_change([one.id for one in queries.rest_of_series(row, scope, local_now())], scope)
    given = {"user": current_user_row(), "now": utc_now()}
    try:
        series_actions.cancel_rest(rest, form.mark.data or "", form.reason.data or "", **given)
    except RuleBroken as broken:
        return show_lesson(lesson_id, problems=broken.problems, status=409)
    flash(ngettext("%(num)s lesson was cancelled.", "%(num)s lessons were cancelled.", len(rest)), "success")
    return redirect(url_for("schedule.lesson", lesson_id=lesson_id), code=303)


def asked_for(school: Any) -> Asked:
    """What the address or the form asks for, for all classes of a grade."""
    asked = booking_page.asked(request.values, school)
    return replace(asked, classes=(), place=series_page.place_in(request.values))


def wish_of(asked: Asked, line: series_page.SeriesLine) -> actions.Wish:
    """One lesson of the series as a wish."""
    return wish(replace(asked, classes=line.classes), line.choice)


def show_series(asked: Asked, problems: Sequence[Problem] = (), status: int = 200) -> Any:
    """The form, and the lessons that it asks for."""
    page = series_page.series_page(asked, request.values, local_now())
    given = {"page": page, "asked": asked, "scope": current_scope(), "problems": [*asked.problems, *problems]}
    return render_template("schedule/series.html", **given), 422 if asked.problems else status
