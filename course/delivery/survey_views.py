"""The survey page behind the QR codes: no sign-in, no name, one question and one tap at a time."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, abort, g, make_response, render_template, request
from flask_limiter.util import get_remote_address
from werkzeug.exceptions import HTTPException

from course import links
from course.access.guard import allow_anyone, current_scope
from course.access.sign_in import csrf
from course.cases.quiz import Question
from course.db import without_lock
from course.delivery.models import Face, Moment
from course.delivery.survey import Surveyed, answer, answer_question, is_open, is_open_before
from course.delivery.survey_link import read_survey_token
from course.delivery.survey_page import SurveyPage, survey_page
from course.delivery.survey_queries import Asked, answered_by, asked_about, surveyed_lesson
from course.i18n import _, local_now, page_language, speak
from course.schedule.models import Lesson
from course.security import limiter

bp = Blueprint("survey", __name__, url_prefix="/s")
COOKIE, KEPT_SECONDS = "survey", 14 * 24 * 3600
PAGE = "survey.page"
NONCE = re.compile(r"[A-Za-z0-9_-]{22}")
SMALL_NUMBER = re.compile(r"[0-9]{1,6}")
LOCALES = {"zh": "zh_Hans_CN", "en": "en"}


@bp.app_template_global("survey_record")
def survey_record(lesson: Lesson) -> SurveyPage | None:
    """The codes and the figures of a lesson's survey, as the reader may see them."""
    return survey_page(lesson.id, current_scope(), spoken(), local_now())


def spoken() -> str:
    """The language of this page, as cases name it."""
    return "en" if page_language() == "en" else "zh"


@dataclass(frozen=True)
class Survey:
    """What one address asks: which lesson, before or after it, and with which questions."""

    lesson: Surveyed
    moment: Moment
    asked: Asked

    @property
    def after(self) -> bool:
        """Whether the lesson is over; only then the answers are given away, and the faces are asked for."""
        return self.moment is Moment.AFTER


@bp.get("/<token>")
@allow_anyone
def survey(token: str) -> Any:
    """The next thing to tap: a question, then the two faces, then thanks."""
    asking = survey_or_error(token)
    known = request.cookies.get(COOKIE, "")
    nonce = known if NONCE.fullmatch(known) else secrets.token_urlsafe(16)
    page = make_response(next_page(asking, nonce))
    page.set_cookie(
        COOKIE, nonce, max_age=KEPT_SECONDS, path="/s/", httponly=True, samesite="Lax", secure=request.is_secure
    )
    return page


def next_page(asking: Survey, nonce: str, just_answered: int | None = None, advice: str = "") -> str:
    """What this browser has not answered yet."""
    number = {"nonce": sealed(asking, nonce), "advice": advice}
    answered = answered_by(asking.lesson.id, asking.moment, nonce)
    questions = asking.asked.questions
    for place, question in enumerate(questions, 1):
        if question.number not in answered.options and question.number != just_answered:
            shown = {"question": question, "place": place, "total": len(questions), "moment": asking.moment}
            return render_template("delivery/survey_question.html", **number, **shown)
    if asking.after and not answered.face:
        return render_template("delivery/survey.html", faces=list(Face), **number)
    return render_template("delivery/survey_thanks.html", kept=bool(questions), after=asking.after)


@bp.post("/<token>")
@allow_anyone
@csrf.exempt  # Nobody is signed in here: the page carries a number that we sealed, the same as in the cookie.
@limiter.limit("30 per minute", key_func=lambda: f"{request.path} {get_remote_address()}:{request.cookies.get(COOKIE)}")
def send_survey(token: str) -> Any:
    """Keep the tap, once for each browser and question.

    The next page is made before the answer is written: five hundred phones wait for one another only while
    something is written.
    """
    with without_lock():
        asking = survey_or_error(token)
        nonce = nonce_sent(asking)
        known = request.cookies.get(COOKIE, "")
        if NONCE.fullmatch(known) and known != nonce:
            # Two pages that were opened at once: the number that came last is the one that this browser keeps.
            return next_page(asking, known, advice=_("Please tap once more.")), 409
        if "next" in request.form:
            return next_page(asking, nonce)
        tap = tap_sent(asking)
        page = page_after(asking, tap, nonce)
    if tap.keep(asking, nonce):
        return page
    return page_of_second_try(asking, tap, nonce)


def sealed(asking: Survey, nonce: str) -> str:
    """The number of a browser as its page carries it: whoever keeps no cookies is known by nothing else."""
    return links.sign(PAGE, [asking.lesson.id, asking.moment.value, nonce])


def nonce_sent(asking: Survey) -> str:
    """The number that a page of this survey was given; 400 for anything else, and for a form on a page of others."""
    known = links.read(PAGE, request.form.get("nonce", ""))
    ours = isinstance(known, list) and known[:2] == [asking.lesson.id, asking.moment.value]
    if not ours or request.headers.get("Sec-Fetch-Site") == "cross-site":
        abort(400)
    return str(known[2])


@dataclass(frozen=True)
class Tap:
    """What somebody tapped: an option of a question, or a face."""

    question: Question | None = None
    chosen: int = 0
    face: Face | None = None

    def keep(self, asking: Survey, nonce: str) -> bool:
        """Write it down; false where this browser has answered before."""
        today = local_now().date()
        if self.question is None:
            return answer(asking.lesson, self.face or Face.UNCLEAR, nonce, today=today)
        return answer_question(asking.lesson, asking.moment, self.question, self.chosen, nonce, today=today)


def tap_sent(asking: Survey) -> Tap:
    """What the form says; 400 for what no page of ours sends."""
    if "question" not in request.form:
        face = request.form.get("face")
        return Tap(face=Face(face)) if asking.after and face in set(Face) else abort(400)
    question, chosen = asking.asked.question(number_sent("question")), number_sent("chosen")
    if question is None or chosen >= len(question.options):
        abort(400)
    return Tap(question, chosen)


def page_after(asking: Survey, tap: Tap, nonce: str) -> str:
    """What is shown once a tap is kept: the right answer after the lesson, the next question before it, or thanks."""
    if tap.question is None:
        return render_template("delivery/survey_thanks.html", kept=True, after=True)
    if asking.after:
        number = "" if COOKIE in request.cookies else sealed(asking, nonce)
        return render_template("delivery/survey_answer.html", question=tap.question, chosen=tap.chosen, nonce=number)
    return next_page(asking, nonce, tap.question.number)


def page_of_second_try(asking: Survey, tap: Tap, nonce: str) -> str:
    """What was answered first stays, and is shown."""
    if tap.question is None:
        return render_template("delivery/survey_thanks.html", kept=False, after=True)
    first = answered_by(asking.lesson.id, asking.moment, nonce).options.get(tap.question.number, tap.chosen)
    return page_after(asking, replace(tap, chosen=first), nonce)


def number_sent(name: str) -> int:
    """A small whole number of the form; 400 for anything else."""
    typed = request.form.get(name, "")
    return int(typed) if SMALL_NUMBER.fullmatch(typed) else abort(400)


def survey_or_error(token: str) -> Survey:
    """What a token asks, in the language of the lesson: 404 for a forged one, 410 where it is closed."""
    g.token_in_address = True
    lesson_id, moment = read_survey_token(token) or abort(404)
    lesson = surveyed_lesson(lesson_id) or abort(404)
    now = local_now()
    if not (is_open(lesson, now.date()) if moment is Moment.AFTER else is_open_before(lesson, now)):
        abort(410)
    if lesson.deck_language:
        # The pages speak the language of the lesson, unless somebody chose another one in this browser.
        speak(LOCALES[lesson.deck_language])
    return Survey(lesson, moment, asked_about(lesson, spoken()))


@bp.errorhandler(400)
@bp.errorhandler(404)
@bp.errorhandler(410)
@bp.errorhandler(429)
def refused(error: HTTPException) -> Any:
    """A refusal in words for pupils; nothing on it leads to pages on which somebody must sign in."""
    title, advice = {
        400: (_("That did not work"), _("Scan the code once more.")),
        404: (_("This code does not work"), _("Ask your teacher to show you the code again.")),
        410: (_("There is nothing to answer now"), _("It has not begun, or it is over. Ask your teacher.")),
        429: (_("A little slower"), _("Wait a minute, then tap again.")),
    }[error.code or 400]
    page = render_template("delivery/survey_refused.html", title=title, advice=advice)
    return page, error.code, [(name, value) for name, value in error.get_headers() if name == "Retry-After"]
