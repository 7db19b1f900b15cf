"""Pages of the booking: a theme, the classes, a free period; three taps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from course.access.guard import allow, current_scope, current_user_row
from course.access.models import Role
from course.db import db, forget_writing, utc_now
from course.errors import Problem, RuleBroken
from course.forms import clean_code
from course.i18n import _, local_now
from course.roster.models import School
from course.schedule import actions, queries, rules
from course.schedule.blueprint import bp
from course.schedule.booking import page as booking_page
from course.schedule.booking import period_page
from course.schedule.booking.page import Asked
from course.schedule.forms import BookForm, Choice

NOBODY = 0


@bp.get("/lessons/new")
@allow(Role.SCHOOL, Role.BUREAU, Role.ADMIN)
def book() -> Any:
    """Book a lesson: choose the theme, then the classes, then a free period."""
    school = school_that_asks(clean_code(request.args.get("school")))
    if school is None:
        return choose_school()
    asked = booking_page.asked(request.args, school)
    return show_step(asked, asked.problems, 422 if asked.problems else 200)


@bp.post("/lessons/new")
@allow(Role.SCHOOL, Role.BUREAU, Role.ADMIN)
def book_period() -> Any:
    """Ask for the lesson in the period that was tapped."""
    form = BookForm()
    asked = booking_page.asked(request.form, school_that_asks(form.school.data or "") or abort(404))
    if asked.problems or not (asked.theme and asked.classes):
        return show_step(asked, asked.problems, 422)
    if not form.validate_on_submit():
        return show_step(asked, [Problem("form", error) for errors in form.errors.values() for error in errors], 422)
    try:
        lesson = actions.book(wish(asked, form.chosen), user=current_user_row(), now=utc_now())
    except RuleBroken as broken:
        return offer_others(form, broken)
    flash(_("Your request was sent. The period is kept for you until it is answered."), "success")
    return redirect(url_for("schedule.lesson", lesson_id=lesson.id), code=303)


def offer_others(form: BookForm, broken: RuleBroken) -> Any:
    """Say what stands against the period, and offer those that are free now; everything chosen is kept.

    A refused request writes nothing more, so others may write while this page is made.
    """
    db.session.rollback()
    forget_writing(None)
    asked = booking_page.asked(request.form, school_that_asks(form.school.data or "") or abort(404))
    if broken.names() == {rules.USUAL_THEME}:
        return show_tick(asked, form, broken.problems)
    against = [problem for problem in broken.problems if problem.rule != rules.USUAL_THEME]
    return show_step(asked, against, 409 if broken.names() & rules.TAKEN else 422)


def show_tick(asked: Asked, form: BookForm, problems: Sequence[Problem]) -> Any:
    """Ask once whether somebody shall teach what they do not usually teach; the period that was tapped is kept."""
    scope, chosen = current_scope(), form.chosen
    given = {"scope": scope, "address": asked.address(scope), "choice": form.choice.data, "rule": rules.USUAL_THEME}
    return render_template("schedule/book_tick.html", asked=asked, problems=problems, chosen=chosen, **given), 422


def school_that_asks(code: str) -> School | None:
    """The user's own school, or the one that the bureau names; 404 outside the scope."""
    scope = current_scope()
    if code:
        return queries.school_in_scope(code, scope) or abort(404)
    return queries.own_school(scope) if scope.role is Role.SCHOOL else None


def choose_school(page: str = "schedule.book") -> str:
    """The bureau books on behalf of a school of its region, on one of the pages that do so."""
    wanted = clean_code(request.args.get("q"))
    found = queries.schools_named(wanted, current_scope())
    return render_template("schedule/book_school.html", schools=found, wanted=wanted, most=queries.PAGE, page=page)


def wish(asked: Asked, chosen: Choice) -> actions.Wish:
    """The choices of the three steps as one wish; a person who never served the school is nobody."""
    person = queries.vice_principal_of_school(chosen.vice_principal, asked.school.id) or NOBODY
    cases = period_page.suitable_cases(asked)
    case = next((case for case in cases if case.key == asked.case_key), next(iter(cases), None))
    known = {"accepted": asked.accepted, "asks_first": True}
    return actions.Wish(asked.question, person, chosen.day, chosen.period, case.id if case else None, **known)


def show_step(asked: Asked, problems: Sequence[Problem], status: int) -> Any:
    """The first step that is not yet done; from the last one, the free periods."""
    now, given = local_now(), {"asked": asked, "problems": problems, "address": asked.address, "scope": current_scope()}
    if asked.theme is None:
        cards = booking_page.theme_cards(asked, now)
        return render_template("schedule/book_theme.html", cards=cards, **given), status
    if not asked.classes:
        had = booking_page.had_by_class(asked, now)
        grades = booking_page.grades(asked, had)
        return render_template("schedule/book_classes.html", had=had, grades=grades, **given), status
    page = period_page.period_page(asked, now)
    # What may be accepted stands beside its tick and not among what is refused.
    given["problems"] = [one for one in problems if one.rule not in page.acceptable]
    status = 422 if page.found.problems and status == 200 else status
    return render_template("schedule/book_period.html", page=page, taken=status == 409, **given), status
