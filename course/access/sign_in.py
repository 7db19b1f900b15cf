"""Signing in with Flask-Security: argon2, TOTP for those who want it, sessions that end when they must."""

from __future__ import annotations

import hashlib
from typing import Any

import sqlalchemy as sa
from flask import Flask, Response, abort, g, request, session
from flask_login import current_user, user_logged_out
from flask_security import Security, SQLAlchemyUserDatastore, password_changed, user_authenticated
from flask_wtf import CSRFProtect
from sqlalchemy.orm import undefer

from course.access import audit
from course.access.models import User
from course.access.queries import failed_tries
from course.access.rules import session_goes_on, tries_are_left
from course.db import SAFE_METHODS, db, utc_now
from course.forms import clean_text
from course.i18n import _l
from course.security import asks_for_a_file

TRIED = {
    "security.login",
    "security.two_factor_token_validation",
    "security.mf_recovery",
    "security.verify",
    "security.change_password",
}
LONGEST_ADDRESS = 254

# Every request of somebody who is signed in asks this; made once.
OF_SESSION = sa.select(User).where(User.fs_uniquifier == sa.bindparam("fs_uniquifier")).options(undefer(User.unread))

security = Security()
csrf = CSRFProtect()


class Accounts(SQLAlchemyUserDatastore):
    """The package's way to users, with a shorter one to whoever a session belongs to."""

    def find_user(self, case_insensitive: bool = False, **given: Any) -> User | None:
        """The user with this value, if any."""
        if given.keys() == {"fs_uniquifier"} and not case_insensitive:
            return db.session.scalar(OF_SESSION, given)
        return super().find_user(case_insensitive, **given)


def init_app(app: Flask) -> None:
    """Configure the package and say when a session ends."""
    app.config.from_mapping(package_settings(app.config["SECRET_KEY"]))
    csrf.init_app(app)
    security.init_app(app, Accounts(db, User, None))
    # Answers to programs would say 400 to a wrong password, and what is answered so is not counted.
    security.want_json(lambda asked: False)
    security.principal.skip_static = True  # A file is the same for everybody, also without a database.
    app.before_request(end_old_sessions)
    app.before_request(refuse_too_many_tries)
    app.after_request(note_failed_try)
    user_authenticated.connect(note_sign_in, app)
    user_logged_out.connect(end_sessions_of, app)
    password_changed.connect(note_new_password, app)


def package_settings(secret: str) -> dict[str, Any]:
    """The settings of Flask-Security that differ from its defaults."""

    def derived(purpose: str) -> str:
        return hashlib.sha256(f"course.{purpose}:{secret}".encode()).hexdigest()

    return {
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SALT": derived("password"),
        "SECURITY_PASSWORD_LENGTH_MIN": 10,
        "SECURITY_LOGIN_URL": "/sign-in",
        "SECURITY_LOGOUT_URL": "/sign-out",
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_CHANGEABLE": True,
        "SECURITY_CHANGE_URL": "/account/password",
        "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_TWO_FACTOR_ALWAYS_VALIDATE": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_TOTP_SECRETS": {"1": derived("totp")},
        "SECURITY_TOTP_ISSUER": "Rule-of-law courses",
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_CACHE_CONTROL": {},  # Written as "no-store=True" by the package; ours is set for every answer.
        "SECURITY_POST_LOGIN_VIEW": "/",
        "SECURITY_POST_LOGOUT_VIEW": "/sign-in",
        "SECURITY_DEFAULT_REMEMBER_ME": False,
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False, "test_environment": True},
        "SECURITY_USER_IDENTITY_ATTRIBUTES": [{"email": {"mapper": clean_text, "case_insensitive": True}}],
        "SECURITY_MSG_PASSWORD_CHANGE": (_l("Your password is changed."), "success"),
        "SECURITY_MSG_INVALID_PASSWORD": (_l("The e-mail address and the password do not match."), "error"),
    }


def end_old_sessions() -> None:
    """A session ends after half an hour without a request, and after half a day in any case."""
    if asks_for_a_file() or not current_user.is_authenticated:
        return
    now = utc_now().timestamp()
    started, last = session.setdefault("started", now), session.get("last", now)
    if not session_goes_on(started, last, now):
        session.clear()
        # Who was signed in until now was looked up already; this very request is nobody's.
        g.pop("_login_user", None)
        return
    session["last"] = now
    if request.method not in SAFE_METHODS:
        session["acted"] = now
    g.account_locale = current_user.locale


def end_sessions_of(sender: Any, user: User, **extra: Any) -> None:
    """Signing out ends every session of the user, also a copied cookie's."""
    row = db.session.get(User, user.id)
    if row is not None:
        security.datastore.set_uniquifier(row)
        audit.note("sign_out", f"user:{row.id}", user=row, now=utc_now())


def is_try() -> bool:
    """Whether this request tries a password or a code."""
    return request.method == "POST" and request.endpoint in TRIED


def tried_account() -> str:
    """The account that is tried: as typed and cut short; for a code the one whose password was right."""
    if current_user.is_authenticated:
        return str(current_user.email)
    if request.endpoint == "security.login":
        return " ".join(clean_text(request.form.get("email")).split()).lower()[:LONGEST_ADDRESS]
    waiting = security.datastore.find_user(fs_uniquifier=session.get("tf_user_id", ""))
    return str(waiting.email) if waiting else ""


def refuse_too_many_tries() -> None:
    """Ten wrong tries in five minutes end the trying, for one account and for one address."""
    if is_try() and not tries_are_left(failed_tries(tried_account(), request.remote_addr or "", utc_now())):
        abort(429)


def note_failed_try(response: Response) -> Response:
    """A wrong password or code goes into the log; it is the log that counts the tries."""
    if is_try() and response.status_code == 200 and was_wrong():
        audit.note("sign_in.failed", tried_account(), user=None, now=utc_now())
    return response


def was_wrong() -> bool:
    """Whether a form that came back held a wrong password or code; a new password that is too weak is no guess."""
    if request.endpoint == "security.change_password":
        return not current_user.verify_and_update_password(request.form.get("password", ""))
    return request.endpoint == "security.verify" or not current_user.is_authenticated


def note_sign_in(sender: Any, user: User, **extra: Any) -> None:
    """A sign-in goes into the log."""
    session["started"] = session["last"] = utc_now().timestamp()
    audit.note("sign_in", f"user:{user.id}", user=user, now=utc_now())


def note_new_password(sender: Any, user: User, **extra: Any) -> None:
    """After the change nothing more is asked of the user."""
    user.must_change_password = False
    audit.note("password.change", f"user:{user.id}", user=user, now=utc_now())
