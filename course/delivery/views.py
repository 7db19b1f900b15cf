"""Pages of delivery: taught, confirmed, corrected, or not taken place."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from wtforms import SelectChoice

from course.access.guard import allow, allow_anyone, current_scope, current_user_or_none, current_user_row
from course.access.models import Role
from course.access.sign_in import csrf
from course.db import utc_now
from course.delivery import actions, queries, rules
from course.delivery.forms import MISSED_REASONS, AnswerForm, ConfirmedFiguresForm, FiguresForm, MissedForm
from course.delivery.link import read_token
from course.delivery.page import LessonPage, in_order, lesson_page
from course.errors import Problem, RuleBroken, refuse
from course.i18n import _, local_now
from course.schedule.models import Lesson, LessonState

bp = Blueprint("delivery", __name__)
LESSON = "/lessons/<int(max=2147483647):lesson_id>"


@bp.app_template_global("delivery_record")
def delivery_record(lesson: Lesson) -> LessonPage:
    """What both sides said about a lesson, and what the reader may do about it now."""
    scope = current_scope()
    colleague = scope.role is Role.VICE_PRINCIPAL and lesson.vice_principal_id not in scope.vice_principal_ids
    return lesson_page(lesson, Role.STATION if colleague else scope.role, local_now())


@bp.post(f"{LESSON}/taught")
@allow(Role.VICE_PRINCIPAL)
def report(lesson_id: int) -> Any:
    """Taught as planned: one tap, nothing to fill in."""
    lesson, form = lesson_to_change(lesson_id), AnswerForm()
    try:
        refuse([rules.seen_before_changed(form.seen, lesson.sequence)])
        actions.report(lesson, actions.planned(lesson), **by_me())
    except RuleBroken as broken:
        return refused(lesson_id, broken)
    return thanks(lesson, _("Reported. The school now confirms with one tap."))


@bp.get(f"{LESSON}/taught")
@allow(Role.VICE_PRINCIPAL)
def report_figures(lesson_id: int) -> Any:
    """Taught, but other than planned: change what was different."""
    lesson = lesson_to_show(lesson_id)
    form = FiguresForm(data={**vars(actions.planned(lesson)), "sequence": lesson.sequence})
    return render_template("delivery/report.html", form=form, lesson=lesson)


@bp.post(f"{LESSON}/taught/figures")
@allow(Role.VICE_PRINCIPAL)
def send_figures(lesson_id: int) -> Any:
    """Report a lesson with the figures as they really were."""
    lesson, form = lesson_to_change(lesson_id), FiguresForm()
    if form.validate_on_submit():
        try:
            refuse([rules.seen_before_changed(form.seen, lesson.sequence)])
            actions.report(lesson, form.figures(), **by_me())
            return thanks(lesson, _("Reported. The school now confirms with one tap."))
        except RuleBroken as broken:
            form.show(broken)
    return render_template("delivery/report.html", form=form, lesson=lesson_to_show(lesson_id)), 422


@bp.post(f"{LESSON}/taught/undo")
@allow(Role.VICE_PRINCIPAL)
def undo(lesson_id: int) -> Any:
    """Take a report back before the school has answered it."""
    lesson = lesson_to_change(lesson_id)
    try:
        actions.take_back(lesson, **by_me())
    except RuleBroken as broken:
        return refused(lesson_id, broken)
    return thanks(lesson, _("The report is taken back. Report again when the figures are right."))


@bp.post(f"{LESSON}/confirm")
@allow(Role.SCHOOL)
def confirm(lesson_id: int) -> Any:
    """It took place as reported: one tap."""
    lesson, form = lesson_to_change(lesson_id), AnswerForm()
    if lesson.state is LessonState.CONFIRMED:
        return thanks(lesson, _("This lesson was already confirmed."))
    try:
        refuse([rules.seen_before_changed(form.seen, lesson.sequence)])
        actions.confirm(lesson, *actions.as_reported(lesson), **by_me())
    except RuleBroken as broken:
        return refused(lesson_id, broken)
    return thanks(lesson, _("Confirmed. The lesson counts now."))


@bp.get(f"{LESSON}/confirm")
@allow(Role.SCHOOL, Role.BUREAU)
def confirm_figures(lesson_id: int) -> Any:
    """It took place, but not as reported: correct what was different."""
    lesson = lesson_to_show(lesson_id)
    page = delivery_record(lesson)
    form = with_classes(ConfirmedFiguresForm(data=page.school_form()), lesson)
    return render_template("delivery/confirm.html", form=form, lesson=lesson, page=page)


@bp.post(f"{LESSON}/confirm/figures")
@allow(Role.SCHOOL, Role.BUREAU)
def send_confirmed_figures(lesson_id: int) -> Any:
    """Confirm a lesson with the school's own figures, or correct what was confirmed."""
    lesson = lesson_to_change(lesson_id)
    form = with_classes(ConfirmedFiguresForm(), lesson)
    if form.validate_on_submit():
        try:
            refuse([rules.seen_before_changed(form.seen, lesson.sequence)])
            verb = actions.correct if lesson.state is LessonState.CONFIRMED else actions.confirm
            verb(lesson, form.figures(), form.classes.data, **by_me())
            return thanks(lesson, _("Saved. The school's figures count; the report stays beside them."))
        except RuleBroken as broken:
            form.show(broken)
    page = delivery_record(lesson_to_show(lesson_id))
    return render_template("delivery/confirm.html", form=form, lesson=page.lesson, page=page), 422


@bp.post(f"{LESSON}/confirm/undo")
@allow(Role.SCHOOL, Role.BUREAU)
def withdraw(lesson_id: int) -> Any:
    """Withdraw a confirmation that was a wrong tap, or came from a link in wrong hands."""
    lesson, form = lesson_to_change(lesson_id), AnswerForm()
    try:
        refuse([rules.seen_before_changed(form.seen, lesson.sequence)])
        actions.withdraw(lesson, **by_me())
    except RuleBroken as broken:
        return refused(lesson_id, broken)
    return thanks(lesson, _("The confirmation is withdrawn. The lesson does not count until it is confirmed again."))


@bp.get(f"{LESSON}/missed")
@allow(Role.VICE_PRINCIPAL, Role.SCHOOL)
def missed(lesson_id: int) -> Any:
    """It did not take place: say why."""
    lesson = lesson_to_show(lesson_id)
    return show_missed(MissedForm(data={"sequence": lesson.sequence}), lesson)


@bp.post(f"{LESSON}/missed")
@allow(Role.VICE_PRINCIPAL, Role.SCHOOL)
def send_missed(lesson_id: int) -> Any:
    """Keep the reason why a lesson did not take place; its time is free again."""
    lesson, form = lesson_to_change(lesson_id), MissedForm()
    if form.validate_on_submit():
        try:
            refuse([rules.seen_before_changed(form.seen, lesson.sequence)])
            actions.miss(lesson, form.reason.data, **by_me())
            return thanks(lesson, _("Noted: the lesson did not take place. Its time is free again."))
        except RuleBroken as broken:
            form.show(broken)
    return show_missed(form, lesson_to_show(lesson_id)), 422


def show_missed(form: MissedForm, lesson: Lesson) -> str:
    """The page with the usual reasons of the reader's side, each one tap."""
    reasons = MISSED_REASONS[current_scope().role]
    return render_template("delivery/missed.html", form=form, lesson=lesson, reasons=reasons)


@bp.get("/confirm/<token>")
@allow_anyone
def confirm_by_link(token: str) -> Any:
    """The school looks at a lesson through the link and confirms with one button, without signing in."""
    lesson = queries.linked_lesson(lesson_uid_in(token)) or abort(404)
    page = lesson_page(lesson, None, local_now())
    return render_template("delivery/link.html", lesson=lesson, page=page, token=token, own=own_link_problem())


# The token in the address is the permission, and nobody can guess it; a browser inside a message
# program that keeps no cookies is to work too.
@bp.post("/confirm/<token>")
@csrf.exempt
@allow_anyone
def send_confirm_by_link(token: str) -> Any:
    """The school confirms through the link."""
    uid = lesson_uid_in(token)
    lesson = queries.linked_lesson_to_change(uid) or abort(404)
    seen = AnswerForm(meta={"csrf": False}).seen
    here = url_for("delivery.confirm_by_link", token=token)
    if lesson.state is LessonState.CONFIRMED:
        return redirect(here, code=303)
    try:
        refuse([own_link_problem(), rules.seen_before_changed(seen, lesson.sequence)])
        actions.confirm(lesson, *actions.as_reported(lesson), user=None, now=utc_now(), local=local_now())
    except RuleBroken as broken:
        return link_refused(uid, token, broken)
    return redirect(here, code=303)


def lesson_uid_in(token: str) -> str:
    """The lesson that a token names; 404 for a forged one, 410 for an old one."""
    g.token_in_address = True
    link = read_token(token) or abort(404)
    if not rules.link_is_valid(link.until, local_now().date()):
        abort(410)
    return link.lesson_uid


def own_link_problem() -> Problem | None:
    """Why the person at this browser may not use the link, if they may not."""
    user = current_user_or_none()
    return rules.someone_else_confirms(user.role if user else None)


def link_refused(uid: str, token: str, broken: RuleBroken) -> Any:
    """The page of the link again, with the reason."""
    lesson = queries.linked_lesson(uid) or abort(404)
    page = lesson_page(lesson, None, local_now())
    return render_template("delivery/link.html", lesson=lesson, page=page, token=token, own=broken.problems[0]), 409


def lesson_to_show(lesson_id: int) -> Lesson:
    """The lesson as it stands; 404 outside the reader's scope."""
    return queries.lesson_to_show(lesson_id, current_scope()) or abort(404)


def lesson_to_change(lesson_id: int) -> Lesson:
    """The lesson, held until this request ends; 404 outside the reader's scope."""
    return queries.lesson_to_change(lesson_id, current_scope()) or abort(404)


def by_me() -> dict[str, Any]:
    """Who acts, and when."""
    return {"user": current_user_row(), "now": utc_now(), "local": local_now()}


def with_classes(form: ConfirmedFiguresForm, lesson: Lesson) -> ConfirmedFiguresForm:
    """The form with the classes of this lesson to tick."""
    form.classes.choices = [SelectChoice(row.id, row.label) for row in in_order(lesson)]
    return form


def thanks(lesson: Lesson, sentence: str) -> Any:
    """Back to the lesson, with a sentence that says what happened."""
    flash(sentence, "success")
    return redirect(url_for("schedule.lesson", lesson_id=lesson.id), code=303)


def refused(lesson_id: int, broken: RuleBroken) -> Any:
    """Why the button did nothing, and how the lesson stands now."""
    lesson = lesson_to_show(lesson_id)
    return render_template("delivery/refused.html", lesson=lesson, problems=broken.problems), 409
