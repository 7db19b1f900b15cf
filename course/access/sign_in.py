"""Signing in with Flask-Security: argon2, TOTP for those who want it, sessions that end when they must."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Flask, g, session
from flask_login import current_user, user_logged_out
from flask_security import Security, SQLAlchemyUserDatastore
from flask_wtf import CSRFProtect

from course.access.models import User
from course.db import db, utc_now
from course.i18n import _l
from course.settings import SESSION_IDLE, SESSION_LONGEST

security = Security()
csrf = CSRFProtect()


def init_app(app: Flask) -> None:
    """Configure the package and say when a session ends."""
    app.config.from_mapping(package_settings(app.config["SECRET_KEY"]))
    csrf.init_app(app)
    datastore = SQLAlchemyUserDatastore(db, User, None)
    security.init_app(app, datastore)
    app.before_request(end_old_sessions)
    user_logged_out.connect(end_sessions_of, app)


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
        "SECURITY_POST_LOGIN_VIEW": "/",
        "SECURITY_POST_LOGOUT_VIEW": "/sign-in",
        "SECURITY_DEFAULT_REMEMBER_ME": False,
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False, "test_environment": True},
        "SECURITY_USER_IDENTITY_ATTRIBUTES": [{"email": {"mapper": str.strip, "case_insensitive": True}}],
        "SECURITY_MSG_INVALID_PASSWORD": (_l("The e-mail address and the password do not match."), "error"),
    }


def end_old_sessions() -> None:
    """A session ends after half an hour without a request, and after half a day in any case."""
    if not current_user.is_authenticated:
        return
    now = utc_now().timestamp()
    started, last = session.setdefault("started", now), session.get("last", now)
    if now - last > SESSION_IDLE.total_seconds() or now - started > SESSION_LONGEST.total_seconds():
        session.clear()
        return
    session["last"] = now
    g.account_locale = current_user.locale


def end_sessions_of(sender: Any, user: User, **extra: Any) -> None:
    """Signing out ends every session of the user, also a copied cookie's."""
    row = db.session.get(User, user.id)
    if row is not None:
        security.datastore.set_uniquifier(row)
