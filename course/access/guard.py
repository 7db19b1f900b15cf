"""The guard: the only reader of the session, and the gate in front of every route.

Each view says who may enter with ``@allow(...)`` or ``@allow_anyone``; a view that says nothing is
closed to everybody.  ``course/access/matrix.csv`` says the same thing a second time, and a test
compares the two with the route table.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, g, redirect, request, url_for
from flask_login import current_user

from course import kept_statements
from course.access.models import Role, User
from course.access.queries import scope_of
from course.access.scope import OF_REGIONS, Scope
from course.db import db
from course.i18n import local_now

View = TypeVar("View", bound=Callable[..., Any])
ANYONE = frozenset({"anyone"})
# Views of the packages we use: the sign-in pages guard themselves, static files are public.
OF_PACKAGES = ("security.", "bootstrap.", "htmx.", "static")


def allow(*roles: Role) -> Callable[[View], View]:
    """Let users of these roles in; all others are refused before the view runs."""

    def mark(view: View) -> View:
        view.allowed_roles = frozenset(role.value for role in roles)  # type: ignore[attr-defined]
        return view

    return mark


def allow_anyone(view: View) -> View:
    """Let everybody in, also without signing in."""
    view.allowed_roles = ANYONE  # type: ignore[attr-defined]
    return view


def allowed_roles(app: Flask, endpoint: str) -> frozenset[str]:
    """Who may enter a route; nobody, where its view does not say."""
    return getattr(app.view_functions.get(endpoint), "allowed_roles", frozenset())


def init_app(app: Flask) -> None:
    """Ask before every request."""
    app.before_request(check)
    app.template_global("may_enter")(may_enter)


def check() -> Response | None:
    """Refuse the request unless its view lets this user in."""
    if request.endpoint is None or request.endpoint.startswith(OF_PACKAGES):
        return None
    roles = allowed_roles(current_app, request.endpoint)
    if roles == ANYONE:
        return None
    if not current_user.is_authenticated:
        return redirect(url_for("security.login", next=request.full_path.rstrip("?")))
    if current_user.must_change_password:
        return redirect(url_for("security.change_password"))
    if current_user.role.value not in roles:
        abort(404)
    if current_user.role in OF_REGIONS:
        kept_statements.plan_each(db.session())
    return None


def may_enter(endpoint: str) -> bool:
    """Whether whoever looks at this page may open another one; where not, no link leads to it."""
    user = current_user_row()  # None in a job, where nobody looks.
    return lets_in(endpoint, user.role if user and user.is_authenticated else None)


def lets_in(endpoint: str, role: Role | None) -> bool:
    """Whether a route is open to this role; None is a visitor."""
    roles = allowed_roles(current_app, endpoint)
    return roles == ANYONE or (role is not None and role.value in roles)


def current_user_row() -> User:
    """The signed-in user."""
    return current_user._get_current_object()


def current_user_or_none() -> User | None:
    """The signed-in user, or None for a visitor."""
    user = current_user_row()
    return user if user.is_authenticated else None


def current_scope() -> Scope:
    """What the signed-in user may see, read once a request."""
    if "scope" not in g:
        g.scope = scope_of(current_user_row(), local_now().date())
    return g.scope
