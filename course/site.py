"""What belongs to no feature: the language switch, health, metrics, the packages' own files."""

from __future__ import annotations

import importlib.util
import uuid
from functools import lru_cache, partial
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    g,
    get_template_attribute,
    jsonify,
    redirect,
    request,
    send_from_directory,
    session,
    url_for,
)
from markupsafe import Markup
from prometheus_client import CONTENT_TYPE_LATEST
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from course import folders
from course.access.guard import allow_anyone, current_user_or_none, lets_in
from course.access.models import Role
from course.db import SAFE_METHODS, utc_now
from course.i18n import LOCALES, _l, page_language
from course.metrics import exposition
from course.schema import problem
from course.security import limiter

bp = Blueprint("site", __name__)
BARS_KEPT = 512
ICON_KEPT = 86_400  # Its address has no version, so that a new picture is seen on the next day.


def init_app(app: Flask) -> None:
    """Register the pages and the htmx package's file."""
    folder = Path(importlib.util.find_spec("js_lib_htmx").origin).parent / "static" / "htmx"
    app.register_blueprint(Blueprint("htmx", __name__, static_folder=str(folder), static_url_path="/static/htmx"))
    app.register_blueprint(bp)
    app.url_defaults(partial(add_version, app))
    app.template_global("navigation")(navigation)
    app.template_global("here")(here)
    app.template_global("new_key")(lambda: uuid.uuid4().hex)


def add_version(app: Flask, endpoint: str, values: dict[str, Any]) -> None:
    """Put the time of a static file into its address, so that browsers may keep it for a year."""
    if not endpoint.endswith("static") or "v" in values:
        return
    owner = app.blueprints[endpoint.rpartition(".")[0]] if "." in endpoint else app
    path = Path(owner.static_folder or "") / values.get("filename", "")
    if path.is_file():
        values["v"] = int(path.stat().st_mtime)


# What stands in the main navigation, in this order; each is shown to those whom its guard lets in.
# What is used daily is one tap away on a phone too, the next are on a wide screen, and the rest is under "More".
PAGES = (
    ("coverage.start", _l("Start"), "daily"),
    ("schedule.book", _l("Book a lesson"), "daily"),
    ("schedule.lessons", _l("Lessons"), "daily"),
    ("schedule.calendar", _l("Calendar"), "daily"),
    ("planning.index", _l("Plans"), "wide"),
    ("coverage.index", _l("Coverage"), "wide"),
    ("duties.index", _l("Duties"), "wide"),
    ("report_files.index", _l("Reports"), "wide"),
    ("roster.schools", _l("Schools"), "wide"),
    ("roster.vice_principals", _l("Vice-principals"), "wide"),
    ("cases.library", _l("Cases"), "wide"),
    ("laws.index", _l("Laws"), "wide"),
    ("roster_import.upload", _l("Import"), "more"),
    ("access.users", _l("Users"), "more"),
    ("messages.index", _l("Outbox"), "more"),
    ("jobs.index", _l("Stopped work"), "more"),
    ("access.audit_log", _l("Log"), "more"),
)


def navigation() -> dict[str, Any]:
    """The links at the top of the page for whoever looks at it."""
    user = current_user_or_none()
    if user is None:
        return {"bar": "", "signed_in": False}
    bar = bar_of(user.role, page_language(), request.script_root, current_page(request.endpoint or ""))
    waiting = {"notices": url_for("notices.index"), "unread": user.unread}
    account = {"account": url_for("access.account"), "name": user.name or user.email}
    return {"bar": bar, "signed_in": True, **account, **waiting}


@lru_cache(BARS_KEPT)
def bar_of(role: Role, language: str, root: str, current: str | None) -> Markup:
    """The links of a role in a language with one of them highlighted; put together once, as every page shows them.

    Everything that differs is an argument: ``root`` is where the site is mounted.
    """
    links = [
        {"href": url_for(endpoint), "label": label, "place": place, "current": endpoint == current}
        for endpoint, label, place in PAGES
        if lets_in(endpoint, role)
    ]
    return get_template_attribute("_navigation.html", "bar")(links)


# Where a page stands that is not in the navigation itself: the first of these that its name begins with.
STANDS_UNDER = (
    ("roster.vice_principal", "roster.vice_principals"),
    ("roster.", "roster.schools"),
    ("classes.", "roster.schools"),
    ("school_changes.", "roster.schools"),
    ("training.", "roster.vice_principals"),
    ("leaving.", "roster.vice_principals"),
    ("busy.", "roster.vice_principals"),
    ("roster_import.", "roster_import.upload"),
    ("schedule.feeds", "schedule.calendar"),
    ("schedule.term", "schedule.calendar"),
    ("schedule.wish", "schedule.book"),
    ("schedule.series", "schedule.book"),
    ("schedule.", "schedule.lessons"),
    ("delivery.", "schedule.lessons"),
    ("unreported.", "schedule.lessons"),
    ("reminding.", "schedule.lessons"),
    ("plan", "planning.index"),
    ("appointing.", "planning.index"),
    ("repairing.", "planning.index"),
    ("coverage", "coverage.index"),
    ("region_rules.", "coverage.index"),
    ("understanding.", "coverage.index"),
    ("duties.", "duties.index"),
    ("evaluations.", "duties.index"),
    ("reports.", "duties.index"),
    ("report_files.", "report_files.index"),
    ("cases.", "cases.library"),
    ("masters.", "cases.library"),
    ("law", "laws.index"),
    ("messages.message", "messages.index"),
    ("access.add_user", "access.users"),
    ("access.change_role", "access.users"),
)


def current_page(endpoint: str) -> str | None:
    """The page of the navigation to highlight: this very page, or the one it stands under."""
    if any(page[0] == endpoint for page in PAGES):
        return endpoint
    return next((page for start, page in STANDS_UNDER if endpoint.startswith(start)), None)


def here() -> str:
    """The address of this page, for coming back to it; the start page where it holds a secret or only takes a form."""
    if g.get("token_in_address"):
        return "/"
    if request.method in SAFE_METHODS:
        return request.full_path.rstrip("?")
    try:
        current_app.url_map.bind("").match(request.path, method="GET")
    except (HTTPException, RequestRedirect):
        return "/"
    return request.path


@bp.post("/language/<locale>")
@allow_anyone
def language(locale: str) -> Any:
    """Change the language of the pages, here and for the account."""
    if locale not in LOCALES:
        abort(404)
    session["locale"] = locale
    user = current_user_or_none()
    if user is not None:
        user.locale = locale
    return redirect(local_address(request.form.get("next", "/")), code=303)


@bp.get("/favicon.ico")
@allow_anyone
@limiter.exempt
def icon() -> Response:
    """The picture of this site, for what asks for it by the name that it has everywhere."""
    return send_from_directory(current_app.static_folder or "", "icon.svg", max_age=ICON_KEPT)


@bp.get("/health")
@allow_anyone
@limiter.exempt
def health() -> Any:
    """Whether folders can be written and the database answers with the schema of this code, and the cause where not."""
    try:
        cause = folders.problem() or problem()
    except sa.exc.SQLAlchemyError as error:
        cause = type(error).__name__
    return (jsonify(status="down", cause=cause), 503) if cause else jsonify(status="ok")


@bp.get("/metrics")
@allow_anyone
@limiter.exempt
def metrics() -> Response:
    """Counters for the monitoring; only from the loopback or with the token."""
    token = current_app.config["METRICS_TOKEN"]
    bearer = request.headers.get("Authorization", "") == f"Bearer {token}"
    if not (token and bearer) and not (request.remote_addr and ip_address(request.remote_addr).is_loopback):
        abort(404)
    return Response(exposition(utc_now()), content_type=CONTENT_TYPE_LATEST)


def local_address(address: str) -> str:
    """The address where it is a plain path on this site, else the start page."""
    plain = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address if plain and address.isprintable() else "/"
