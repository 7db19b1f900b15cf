"""What stands around every answer: headers, the rate limiter, refused hosts, error pages."""

from __future__ import annotations

import errno
import sqlite3
from functools import partial
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, abort, g, render_template, request, session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import AnonymousUserMixin
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import BadHost, HTTPException, InternalServerError
from werkzeug.middleware.proxy_fix import ProxyFix

from course import limits
from course.db import db, forget_writing
from course.folders import misses_temporary
from course.form_again import FormAgain, form_again
from course.i18n import _
from course.problem_json import has_body, is_for_programs, problem

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
}
# What SQLite and PostgreSQL answer where a page of a file or of an index is damaged, or is no page at all.
DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, "XX001", "XX002"})
# What holds nothing of anybody and may be kept: the files of packages and ours, and the picture of the site.
FILES = ("static", "site.icon")
ONE_YEAR = 31_536_000
EXHAUSTED = frozenset(
    {errno.EMFILE, errno.ENFILE, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.ENOMEM}
    | {errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO}
)
# Bytes of a form without a file; ours have a few thousand, and a million empty fields keep a machine busy.
LARGEST_FORM = 256 * 1024
TO_COME_AGAIN = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})

limiter = Limiter(key_func=get_remote_address, headers_enabled=True, strategy=limits.STRATEGY)


def init_app(app: Flask) -> None:
    """Register headers, limits and error pages."""
    proxies = int(app.config["PROXIES"])
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    app.after_request(let_nobody_wait_in_vain)  # What is named first runs last: after the limits have said theirs.
    limiter.init_app(app)
    if limiter.enabled:  # Asked before the limiter leaves its own memory again.
        limiter.storage.check = partial(limits.takes_writes, limiter.storage)  # type: ignore[method-assign]
    app.before_request(refuse_odd_requests)
    app.after_request(add_headers)
    app.register_error_handler(HTTPException, show_error)
    app.register_error_handler(OperationalError, show_busy)
    app.register_error_handler(OSError, show_exhausted)
    app.register_error_handler(MemoryError, show_busy)
    app.register_error_handler(Exception, show_crash)


def refuse_odd_requests() -> None:
    """Refuse what no page of ours sends: NUL, which PostgreSQL cannot even look for, JSON, or a huge form."""
    if isinstance(request.routing_exception, BadHost):
        raise request.routing_exception
    if "\x00" in request.path or b"%00" in request.query_string:
        abort(404)
    # Many programs name the kind of a body that they do not send; what has one is nothing that can only be read.
    if has_body() if is_for_programs() else request.is_json:
        abort(415)
    if request.mimetype != "multipart/form-data":
        request.max_content_length = LARGEST_FORM


def let_nobody_wait_in_vain(response: Response) -> Response:
    """Say when to come again only where somebody is to come again: the limits say it with every answer."""
    if response.status_code not in TO_COME_AGAIN:
        response.headers.pop("Retry-After", None)
    return response


def add_headers(response: Response) -> Response:
    """The same strict headers on every answer; pages of a signed-in person are not stored."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if g.get("token_in_address"):
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
    is_file = asks_for_a_file() and response.status_code < 400
    if not is_file and not response.headers.get("Cache-Control", "").startswith("private"):
        response.headers["Cache-Control"] = "no-store"
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR}"
    return response


def asks_for_a_file() -> bool:
    """Whether this request is for what holds nothing of anybody; it neither begins nor prolongs a session."""
    return (request.endpoint or "").endswith(FILES)


def error_page(status: int, title: str, advice: str, again: FormAgain | None = None) -> tuple[Any, int]:
    """One page for every refusal: what happened, and what to do next; a document where a program asked."""
    db.session.rollback()
    if is_for_programs():
        return problem(status), status
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        # The good news of a view whose work was thrown away are not true, and who reads this is not
        # looked up again (nor read again, after the rollback) where that may be what failed.
        session.pop("_flashes", None)
        g._login_user = AnonymousUserMixin()
    return render_template("error.html", status=status, title=title, advice=advice, again=again), status


def show_error(error: HTTPException) -> Any:
    """A refusal in the user's language; redirects, prepared answers, and what has no host to link to, pass."""
    if isinstance(error, BadHost) or error.response is not None or error.code is None or error.code < 400:
        return error
    if isinstance(error, InternalServerError) and error.original_exception is not None:
        return show_late(error.original_exception)
    title, advice = sentences().get(error.code, (_("That did not work"), _("Go back and try again.")))
    answer = error_page(error.code, title, advice)
    extra = [(name, value) for name, value in error.get_headers() if name in {"Allow", "Retry-After"}]
    return (*answer, extra)


def show_late(error: BaseException) -> Any:
    """What went wrong after the view, such as at the commit."""
    if isinstance(error, OSError):
        return show_exhausted(error)
    return show_busy(error) if isinstance(error, OperationalError | MemoryError) else show_crash(error)


def show_exhausted(error: OSError) -> Any:
    """Files, room, memory or rights are wanting for the moment: as if the database were busy; else an error of ours."""
    return show_busy(error) if error.errno in EXHAUSTED or misses_temporary(error) else show_crash(error)


def show_busy(error: BaseException) -> Any:
    """The database could not be written in time: nothing was changed, trying again is safe."""
    forget_writing(None)  # The page of the refusal only reads; it must not wait for the lock once more.
    again = form_again()
    if again is not None:
        advice = _("Nothing was changed, and what you filled in is kept here. Wait a few seconds, then send it again.")
    elif request.method == "POST":
        advice = _("Nothing was changed. Wait a few seconds, go back and send the form again.")
    else:
        advice = _("Wait a few seconds, then load this page again.")
    return (*error_page(503, _("The system is busy"), advice, again), {"Retry-After": "5"})


def show_crash(error: BaseException) -> Any:
    """An error of ours, or damaged data: logged with its number, shown without its insides."""
    from course.logs import log_crash  # The log needs the application, which needs this module.

    number = log_crash(error)
    if is_damage(error):
        advice = _(
            "Nothing was changed. Ask the administrator to run doctor, and tell this number: %(number)s", number=number
        )
        return error_page(503, _("Part of the data cannot be read"), advice)
    return error_page(
        500, _("Something went wrong here"), _("Nothing was changed. Tell us this number: %(number)s", number=number)
    )


def is_damage(error: BaseException) -> bool:
    """Whether the database says that what it holds is damaged: no error of ours, and trying again is no help."""
    cause = getattr(error, "orig", None)
    # SQLite tells the kind in the last byte, and more of it before.
    return bool(DAMAGED & {getattr(cause, "sqlite_errorcode", 0) & 0xFF, getattr(cause, "sqlstate", None)})


def sentences() -> dict[int, tuple[str, str]]:
    """The title and the advice for each status."""
    return {
        400: (_("This form has expired"), _("Go back, load the page again and send the form once more.")),
        403: (_("Not allowed"), _("Ask the bureau if you need this page.")),
        404: not_found(),
        405: (_("This page cannot be used that way"), _("Go back and use the buttons on the page.")),
        409: (_("Someone was faster"), _("Load the page again to see how things stand now.")),
        410: (_("This link has expired"), _("Ask the sender for a new one, or sign in.")),
        413: (_("The file is too large"), _("Send a smaller file, or split it.")),
        415: (_("Only forms are taken here"), _("Go back, load the page again and send the form once more.")),
        422: (_("This form was already used for something else"), _("Load the page again and fill in a new form.")),
        429: (_("Too many tries"), _("Wait a few minutes, then try again.")),
        503: (_("The system is being brought up to date"), _("Nothing was changed. Try again in a minute.")),
    }


def not_found() -> tuple[str, str]:
    """What is told where nothing is; of a link that was sent, what may have happened to it."""
    if g.get("token_in_address"):
        advice = _("It may have been cut short. Scan the code or open the message once more.")
        return _("This link does not work"), advice
    return _("Page not found"), _("It may have been moved, or it lies outside what you may see.")
