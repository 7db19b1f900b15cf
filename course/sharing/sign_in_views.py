"""Single sign-on: to the other server and back; the second step and all rules of sessions stay as they are."""

from __future__ import annotations

from typing import Any

import structlog
from flask import Response, abort, current_app, flash, redirect, render_template, request, session, url_for
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
# What the session remembers of the other server: the proof of who signed in, and that they are on their way out.
PROOF, LEAVING = "elsewhere_proof", "elsewhere_leaving"
LONGEST_PROOF = 2_000
REDIRECTS = range(300, 400)
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
            came = identity_provider.who_came_back()
    except NotSignedIn as error:
        return back_to_password(error)
    user = identity_actions.user_of(identity_provider.issuer(), came.claims, utc_now())
    if user is None:
        flash(_("There is no account here for you yet. Ask the bureau for one with your e-mail address."), "danger")
        return redirect(url_for("security.login"), code=303)
    # Sessions are cookies, which hold little: without the proof the server asks once more.
    session[PROOF] = came.proof if len(came.proof) <= LONGEST_PROOF else ""
    return let_in(user)


@bp.after_app_request
def sign_out_there_too(response: Response) -> Response:
    """Whoever came from the other server and signs out here goes on to signing out there."""
    signed_out = request.endpoint == "security.logout" and response.status_code in REDIRECTS
    if signed_out and PROOF in session and signs_in_elsewhere():
        session[LEAVING] = session.pop(PROOF)
        response.location = url_for("sharing.sign_out_elsewhere")
    return response


@bp.get("/sign-in/elsewhere/out")
@allow_anyone
@limiter.limit(MOST)
def sign_out_elsewhere() -> Any:
    """The session here is over; the browser goes to the other server to end the one there, where it offers that.

    Browsers let no form lead to another site than this one, not even by a redirect, so a page leads there.
    """
    if not signs_in_elsewhere():
        abort(403)
    proof, login = session.pop(LEAVING, None), url_for("security.login")
    address = "" if proof is None else identity_provider.way_out(proof, links.address(login))
    if not address:
        return redirect(login, code=303)
    return render_template("sharing/signed_out.html", address=address)


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
