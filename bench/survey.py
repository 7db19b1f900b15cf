"""Five hundred phones answer the questions of one lesson within a minute: how long they wait, and what is lost."""

from __future__ import annotations

import http.client
import random
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

import sqlalchemy as sa

from app import create_app
from bench import places
from bench.commands import flask
from bench.places import Place
from bench.server import server
from bench.table import Effort, Line, Say, not_run, percentile
from course.cases.models import Case
from course.db import db
from course.delivery.models import Moment, QuizAnswer, SurveyAnswer
from course.delivery.survey_link import survey_address
from course.delivery.survey_queries import asked_about, surveyed_lesson
from course.i18n import local_now
from course.roster.models import Theme
from tests import make, make_delivery

PHONES, MINUTE, SLOWEST = 500, 60.0, 1_000
WHAT = f"{PHONES} phones answer a survey within {MINUTE:.0f} s"
ASKED = f"p95 ≤ {SLOWEST} ms, no answer lost"
MOST_PAGES = 12
SEED = 5
NONCE, QUESTION = re.compile(r'name="nonce" value="([^"]+)"'), re.compile(r'name="question" value="(\d+)"')


@dataclass
class Crowd:
    """What the phones have seen: the milliseconds of each answer, and what went wrong."""

    took: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def lines(effort: Effort, say: Say) -> Iterator[Line]:
    """The crowd on both databases."""
    for database in places.DATABASES:
        reason = places.missing(database)
        if reason:
            yield not_run(WHAT, database, reason)
            continue
        with places.place(database) as place:
            yield on(place, say)


def on(place: Place, say: Say) -> Line:
    """One minute on one database, and a count of what it holds afterwards."""
    flask(place, "init")
    app = create_app(**place.settings)
    with app.app_context():
        lesson_id, questions = lesson_of_a_case()
        path = urlsplit(survey_address(lesson_id, Moment.AFTER)).path
        db.session.remove()
    say(f"{WHAT} on {place.database}")
    with server(place) as running:
        crowd = crowd_at(running.address, path)
    with app.app_context():
        kept = [db.session.scalar(sa.select(sa.func.count()).select_from(kind)) for kind in (QuizAnswer, SurveyAnswer)]
        db.session.remove()
        db.engine.dispose()
    lost = PHONES * questions - kept[0] + PHONES - kept[1]
    p95 = percentile(crowd.took, 0.95)
    told = f"{len(crowd.took)} pages, p50 {percentile(crowd.took, 0.5):.0f} ms, p95 {p95:.0f} ms, {lost} lost"
    text = told + (f", {len(crowd.failed)} failed: {crowd.failed[0]}" if crowd.failed else "")
    return Line(WHAT, place.database, text, ASKED, p95 <= SLOWEST and not lost and not crowd.failed)


def lesson_of_a_case() -> tuple[int, int]:
    """A lesson of this morning on bullying, and how many questions it asks."""
    case = db.session.scalars(sa.select(Case).where(Case.key == "bullying")).one()
    school = make.school()
    classes = (make.school_class(school, 3, 1, pupils=PHONES),)
    start, theme = local_now().replace(microsecond=0), db.session.get_one(Theme, case.theme_id)
    lesson = make_delivery.lesson(make.vice_principal(), school, start, classes, theme=theme)
    lesson.case_id = case.id
    db.session.commit()
    known = surveyed_lesson(lesson.id)
    return lesson.id, len(asked_about(known, "zh").questions) if known else 0


def crowd_at(address: str, path: str) -> Crowd:
    """Every phone begins at a moment of its own; all are done when this returns."""
    crowd, chance = Crowd(), random.Random(SEED)
    began = time.monotonic()
    phones = []
    for starts in sorted(chance.uniform(0, MINUTE) for _ in range(PHONES)):
        time.sleep(max(0.0, began + starts - time.monotonic()))
        phone = threading.Thread(target=answer_all, args=(address, path, crowd))
        phone.start()
        phones.append(phone)
    for phone in phones:
        phone.join(MINUTE)
    return crowd


def answer_all(address: str, path: str, crowd: Crowd) -> None:
    """One phone: open the page, tap, read, go on, until nothing is asked any more."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    cookie = ""
    try:
        for _ in range(MOST_PAGES):
            page, given = ask(connection, crowd, "GET", path, cookie)
            cookie = cookie or given
            nonce, question = NONCE.search(page), QUESTION.search(page)
            if nonce is None:
                return
            form = {"nonce": nonce[1], **({"question": question[1], "chosen": "0"} if question else {"face": "clear"})}
            ask(connection, crowd, "POST", path, cookie, urlencode(form))
    except (OSError, http.client.HTTPException) as error:
        crowd.failed.append(repr(error))
    finally:
        connection.close()


def ask(
    connection: http.client.HTTPConnection, crowd: Crowd, method: str, path: str, cookie: str, body: str = ""
) -> tuple[str, str]:
    """One page and the cookie that came with it; its time is written down."""
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    headers |= {"Cookie": cookie} if cookie else {}
    began = time.perf_counter()
    connection.request(method, path, body or None, headers)
    answer = connection.getresponse()
    page = answer.read().decode()
    crowd.took.append((time.perf_counter() - began) * 1000)
    if answer.status != 200:
        crowd.failed.append(f"{method} {answer.status}")
    jar = SimpleCookie(answer.headers.get("Set-Cookie", ""))
    return page, "; ".join(f"{name}={morsel.value}" for name, morsel in jar.items())
