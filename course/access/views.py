"""Pages of access: my account, the users, the log."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from course.access import actions, audit, queries
from course.access.forms import RoleForm, UserForm
from course.access.guard import allow, current_scope, current_user_row
from course.access.models import Role, User
from course.access.wording import action_label
from course.db import utc_now
from course.errors import RuleBroken
from course.i18n import _
from course.pages import Page, page_number

bp = Blueprint("access", __name__)
bp.add_app_template_global(action_label)
OFFICES = (Role.ADMIN, Role.BUREAU)


@bp.get("/account")
@allow(*Role)
def account() -> Any:
    """My name here, my password, and the second step at sign-in."""
    user = current_user_row()
    return render_template("access/account.html", user=user, second_step=user.role in OFFICES)


@bp.post("/account/end-sessions")
@allow(*Role)
def end_sessions() -> Any:
    """Sign me out everywhere, also here."""
    user = current_user_row()
    actions.end_sessions(user)
    audit.note("sessions.end", f"user:{user.id}", user=user, now=utc_now())
    flash(_("You are signed out on every device. Please sign in again."), "success")
    return redirect(url_for("security.login"), code=303)


@bp.get("/users")
@allow(*OFFICES)
def users() -> Any:
    """The users of my region."""
    word, number = request.args.get("word", "").strip(), page_number()
    lines, total = queries.users_in(current_scope(), word, number)
    page = Page.of(number, total, queries.USERS_ON_A_PAGE)
    return render_template("access/users.html", lines=lines, total=total, word=word, page=page)


@bp.route("/users/new", methods=["GET", "POST"])
@allow(*OFFICES)
def add_user() -> Any:
    """Add a user; their one-time password is shown once."""
    form = UserForm(role=Role.SCHOOL.value)
    if form.validate_on_submit():
        try:
            return show_password(*save_user(form), done=_("The account is ready."))
        except RuleBroken as broken:
            form.show(broken)
    return render_template("access/user_form.html", form=form), 422 if form.is_submitted() else 200


def save_user(form: UserForm) -> tuple[User, str]:
    """The new user and their password."""
    return actions.add_user(
        email=form.email.data,
        name=form.name.data,
        role=Role(form.role.data),
        scope_code=form.scope_code.data,
        by=current_user_row(),
        scope=current_scope(),
        now=utc_now(),
    )


def show_password(user: User, password: str, *, done: str) -> str:
    """The page that shows a one-time password, once."""
    return render_template("access/password.html", user=user, password=password, done=done)


@bp.route("/users/<int(max=2147483647):user_id>/role", methods=["GET", "POST"])
@allow(*OFFICES)
def change_role(user_id: int) -> Any:
    """Make a user something else, or of something else; they have to sign in again."""
    user = user_or_404(user_id)
    form = RoleForm(role=user.role.value)
    if form.validate_on_submit():
        try:
            save_role(user, form)
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("%(email)s is now: %(role)s.", email=user.email, role=user.role.label), "success")
            return redirect(url_for("access.users"), code=303)
    page = render_template("access/role_form.html", form=form, user=user)
    return page, 422 if form.is_submitted() else 200


def save_role(user: User, form: RoleForm) -> None:
    """Change the user as the form says."""
    actions.change_role(
        user,
        role=Role(form.role.data),
        scope_code=form.scope_code.data,
        by=current_user_row(),
        scope=current_scope(),
        now=utc_now(),
    )


@bp.post("/users/<int(max=2147483647):user_id>/password")
@allow(*OFFICES)
def new_password(user_id: int) -> Any:
    """Give a user a new one-time password."""
    user = user_or_404(user_id)
    password = actions.give_new_password(user, by=current_user_row(), now=utc_now())
    return show_password(user, password, done=_("The old password no longer works."))


@bp.post("/users/<int(max=2147483647):user_id>/disable")
@allow(*OFFICES)
def disable(user_id: int) -> Any:
    """Close an account at once."""
    user = user_or_404(user_id)
    try:
        actions.disable(user, by=current_user_row(), now=utc_now())
    except RuleBroken as broken:
        flash(str(broken.problems[0]), "danger")
    else:
        flash(_("%(email)s can no longer sign in.", email=user.email), "success")
    return redirect(url_for("access.users"), code=303)


@bp.post("/users/<int(max=2147483647):user_id>/enable")
@allow(*OFFICES)
def enable(user_id: int) -> Any:
    """Open a closed account again."""
    user = user_or_404(user_id)
    actions.enable(user, by=current_user_row(), now=utc_now())
    flash(_("%(email)s can sign in again.", email=user.email), "success")
    return redirect(url_for("access.users"), code=303)


@bp.get("/log")
@allow(*OFFICES)
def audit_log() -> Any:
    """Who did what in my region, newest first."""
    word, before = request.args.get("word", "").strip(), page_number("before", default=0)
    lines = queries.audit_lines(current_scope(), word=word, before=before)
    page, more = lines[: queries.LINES_ON_A_PAGE], len(lines) > queries.LINES_ON_A_PAGE
    shown = {"lines": page, "actors": queries.actors(page), "before": page[-1].id if more else None}
    return render_template("access/log.html", word=word, **shown)


def user_or_404(user_id: int) -> User:
    """The user, where it lies in my scope."""
    return queries.user_in(current_scope(), user_id) or abort(404)
