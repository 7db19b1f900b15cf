"""The survey page behind the QR code on the last slide: no sign-in, no name, one tap."""

from __future__ import annotations

import re
import secrets
from typing import Any

from flask import Blueprint, abort, g, make_response, render_template, request
from flask_limiter.util import get_remote_address

from course.access.guard import allow_anyone
from course.access.sign_in import csrf
from course.db import db
from course.delivery.models import Face
from course.delivery.survey import answer, is_open
from course.i18n import local_now
from course.schedule.models import Lesson
from course.schedule.survey_link import surveyed_lesson
from course.security import limiter

bp = Blueprint("survey", __name__, url_prefix="/s")
COOKIE, KEPT_SECONDS = "survey", 14 * 24 * 3600
NONCE = re.compile(r"[A-Za-z0-9_-]{22}")


@bp.get("/<token>")
@allow_anyone
def survey(token: str) -> Any:
    """Did you understand the lesson? Two faces to tap."""
    lesson = lesson_or_error(token)
    known = request.cookies.get(COOKIE, "")
    nonce = known if NONCE.fullmatch(known) else secrets.token_urlsafe(16)
    page = make_response(render_template("delivery/survey.html", lesson=lesson, faces=list(Face), nonce=nonce))
    page.set_cookie(
        COOKIE, nonce, max_age=KEPT_SECONDS, path="/s/", httponly=True, samesite="Lax", secure=request.is_secure
    )
    return page


@bp.post("/<token>")
@allow_anyone
@csrf.exempt  # Nobody is signed in here: the number in the page must equal the one in the cookie instead.
@limiter.limit("30 per minute", key_func=lambda: f"{request.path} {get_remote_address()}:{request.cookies.get(COOKIE)}")
def send_survey(token: str) -> Any:
    """Keep the tap, once for each browser."""
    lesson, nonce = lesson_or_error(token), request.form.get("nonce", "")
    if not NONCE.fullmatch(nonce) or nonce != request.cookies.get(COOKIE) or request.form.get("face") not in set(Face):
        abort(400)
    kept = answer(lesson, Face(request.form["face"]), nonce, today=local_now().date())
    return render_template("delivery/survey_thanks.html", kept=kept)


def lesson_or_error(token: str) -> Lesson:
    """The lesson of a token: 404 for a forged one, 410 before the lesson and two weeks after it."""
    g.token_in_address = True
    lesson = db.session.get(Lesson, surveyed_lesson(token) or abort(404)) or abort(404)
    if not is_open(lesson, local_now().date()):
        abort(410)
    return lesson
