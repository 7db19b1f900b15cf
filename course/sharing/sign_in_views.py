"""Single sign-on: to the other server and back; the second step and all rules of sessions stay as they are."""

from __future__ import annotations

from typing import Any

import structlog
from flask import abort, current_app, flash, redirect, url_for
from flask_security import login_user

from course import links
from course.access.guard import allow_anyone
from course.access.models import User
from course.access.sign_in import security
from course.db import records_reading, utc_now, without_lock
from course.i18n import _
from course.security import limiter
from course.sharing import identity_actions, identity_provider
from course.sharing.blueprint import bp
from course.sharing.identity_provider import NotSignedIn

MOST = "30 per minute"
log = structlog.get_logger()


@bp.app_template_global("signs_in_elsewhere")
def signs_in_elsewhere() -> bool:
    """Whether there is a single sign-on here."""
    return identity_provider.is_there(current_app.config)


@bp.get("/sign-in/elsewhere")
@allow_anyone
@limiter.limit(MOST)
def sign_in_elsewhere() -> Any:
    """To the server that knows who people are."""
    if not signs_in_elsewhere():
        abort(403)
    try:
        return identity_provider.send_there(links.address(url_for("sharing.came_back")))
    except NotSignedIn as error:
        return back_to_password(error)


@bp.get("/sign-in/elsewhere/back")
@allow_anyone
@records_reading
@limiter.limit(MOST)
def came_back() -> Any:
    """Back from there: whoever has an account here is signed in, after their second step if they have one."""
    if not signs_in_elsewhere():
        abort(403)
    try:
        with without_lock():
            claims = identity_provider.who_came_back()
    except NotSignedIn as error:
        return back_to_password(error)
    user = identity_actions.user_of(identity_provider.issuer(), claims, utc_now())
    if user is None:
        flash(_("There is no account here for you yet. Ask the bureau for one with your e-mail address."), "danger")
        return redirect(url_for("security.login"), code=303)
    return let_in(user)


def let_in(user: User) -> Any:
    """Sign the user in, or ask for the second step first."""
    second_step = security.two_factor_plugins.tf_enter(user, False, "oauth", next_loc=None)
    if second_step:
        return second_step
    login_user(user, remember=False, authn_via=["oauth"])
    return redirect(url_for("coverage.start"), code=303)


def back_to_password(error: NotSignedIn) -> Any:
    """Say that it did not work; why stands in the log of the server."""
    log.warning("single sign-on failed", error=str(error))
    flash(_("Single sign-on did not work. Try again, or sign in with your password."), "danger")
    return redirect(url_for("security.login"), code=303)
