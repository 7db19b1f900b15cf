"""What belongs to no feature: the language switch, health, metrics, the packages' own files."""

from __future__ import annotations

import importlib.util
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Flask, Response, abort, current_app, jsonify, redirect, request, session
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from course.access.guard import allow_anyone, current_user_or_none
from course.db import db
from course.i18n import LOCALES
from course.security import limiter

bp = Blueprint("site", __name__)


def init_app(app: Flask) -> None:
    """Register the pages and the htmx package's file."""
    folder = Path(importlib.util.find_spec("js_lib_htmx").origin).parent / "static" / "htmx"
    app.register_blueprint(Blueprint("htmx", __name__, static_folder=str(folder), static_url_path="/static/htmx"))
    app.register_blueprint(bp)


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


@bp.get("/health")
@allow_anyone
@limiter.exempt
def health() -> Any:
    """Whether the database answers, and the cause where it does not."""
    try:
        db.session.execute(sa.text("SELECT version_num FROM alembic_version"))
    except sa.exc.SQLAlchemyError as error:
        return jsonify(status="down", cause=type(error).__name__), 503
    return jsonify(status="ok")


@bp.get("/metrics")
@allow_anyone
@limiter.exempt
def metrics() -> Response:
    """Counters for the monitoring; only from the loopback or with the token."""
    token = current_app.config["METRICS_TOKEN"]
    bearer = request.headers.get("Authorization", "") == f"Bearer {token}"
    if not (token and bearer) and not (request.remote_addr and ip_address(request.remote_addr).is_loopback):
        abort(404)
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def local_address(address: str) -> str:
    """The address where it is a plain path on this site, else the start page."""
    plain = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address if plain and address.isprintable() else "/"
