"""Booking through the form of the page: eight people at once, each another lesson, each form with its own key."""

from __future__ import annotations

import http.client
import queue
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode, urlsplit

from flask import Flask

from app import create_app
from bench import ledgers, places, rows
from bench.commands import flask
from bench.ground import Ground, read_ground
from bench.places import POSTGRESQL, Place
from bench.rows import Drawn
from bench.server import Server, server
from bench.statements import counted
from bench.table import Effort, Line, Say, not_run, percentile
from bench.visitor import TOKEN, Visitor, add_user
from course.access.models import Role
from course.db import db
from course.schedule.calendars.teaching_days import TeachingDays
from course.schedule.models import HOLDING

PAGE = "/lessons/new"
# What stands in the term already, who books at once, and how many lessons each of them asks for to warm up.
LESSONS, CONNECTIONS, WARMING = 1_000, 8, 5
RATES, SLOWEST, SERVED, LONGEST = {POSTGRESQL: 100, places.SQLITE: 60}, 150, 303, 60
WHAT = f"booking through the form, {CONNECTIONS} at once"


@dataclass(frozen=True)
class Asked:
    """A form as a school sends it: the address of the account that sends it, and what was tapped."""

    email: str
    fields: dict[str, str]


@dataclass
class Sent:
    """What came of the forms: the milliseconds of each answer, and the answers by status; 0 is a broken connection."""

    took: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)


def lines(effort: Effort, say: Say) -> Iterator[Line]:
    """The bookings on both databases."""
    for database in places.DATABASES:
        reason = ledgers.missing_county() or places.missing(database)
        if reason:
            yield not_run(WHAT, database, reason)
            continue
        with places.place(database) as place:
            yield on(place, effort, say)


def on(place: Place, effort: Effort, say: Say) -> Line:
    """The bookings on one database: a few to warm up, those that are measured, and one whose statements are counted."""
    warming, wanted = WARMING * CONNECTIONS, effort.bookings
    say(f"filling {place.database} with a county and {LESSONS} lessons")
    flask(place, "init")
    flask(place, "roster", "import", str(ledgers.COUNTY))
    app = create_app(**place.settings)
    with app.app_context():
        forms = fill(warming + wanted + 1, datetime.now(UTC).date())
        db.session.remove()
    if len(forms) <= warming + wanted:
        return not_run(WHAT, place.database, f"only {len(forms)} lessons can still be booked in the term of the county")
    statements = statements_of(app, forms.pop())
    with server(place) as running:
        say(f"signing in to {place.database}")
        visitors = {email: Visitor(running.address, email) for email in {form.email for form in forms}}
        requests = [request_of(form, visitors[form.email], token_of(visitors[form.email])) for form in forms]
        send(running, requests[:warming])
        say(f"{WHAT} on {place.database}")
        return measured(place, running, requests[warming:], statements)


def fill(count: int, today: date) -> list[Asked]:
    """A term with lessons up to this week, somebody for each school and each person, and what can still be booked."""
    ground, monday = read_ground(), today + timedelta(days=7 - today.weekday())
    past, coming = (within(ground, side) for side in ((date.min, monday), (monday, date.max)))
    standing = [lesson for lesson in rows.draw(past, LESSONS, today) if lesson.state in HOLDING]
    rows.write(standing, datetime.combine(ground.term.start, datetime.min.time(), UTC))
    had = {key for lesson in standing for key in had_by(lesson)}
    free = (lesson for lesson in rows.draw(coming, 4 * count, today) if lesson.state in HOLDING)
    chosen = [lesson for lesson in free if not had & set(had_by(lesson))][:count]
    emails = {id_: add_user(Role.SCHOOL, id_).email for id_ in sorted({lesson.pair.school.id for lesson in chosen})}
    for person_id in sorted({pair.person.id for pair in ground.pairs}):
        add_user(Role.VICE_PRINCIPAL, person_id)
    return [Asked(emails[lesson.pair.school.id], fields_of(lesson)) for lesson in chosen]


def within(ground: Ground, side: tuple[date, date]) -> Ground:
    """The same ground on those of its days that schools teach and that lie on one side of a day."""
    days, (first, last) = TeachingDays(), side
    return replace(ground, days=tuple(day for day in ground.days if first <= day < last and days.taught_as(day)))


def had_by(lesson: Drawn) -> list[tuple[int, int]]:
    """Which class has which theme after this lesson."""
    return [(row.id, lesson.theme.id) for row in lesson.classes]


def fields_of(lesson: Drawn) -> dict[str, str]:
    """What the page sends when its period is tapped."""
    return {
        "theme": lesson.theme.code,
        "classes": ";".join(row.label for row in lesson.classes),
        "place": lesson.place.value,
        "choice": f"{lesson.start:%Y-%m-%d}/{lesson.period}/{lesson.pair.person.code}",
    }


def statements_of(app: Flask, form: Asked) -> int:
    """How many statements one booking sends, once what is kept between two requests is there."""
    browser = app.test_client()
    with app.app_context():
        key = db.session.scalars(
            db.select(db.metadata.tables["user"].c.fs_uniquifier).filter_by(email=form.email)
        ).one()
        db.session.remove()
    with browser.session_transaction() as session:
        session.update({"_user_id": key, "_fresh": True})
    token = TOKEN.search(browser.get(PAGE, query_string=form.fields).text)
    with counted(app) as sent:
        status = browser.post(PAGE, data=body_of(form, token[1] if token else "")).status_code
    if status != SERVED:
        raise LookupError(f"{PAGE} answers {status}")
    return len(sent)


def token_of(visitor: Visitor) -> str:
    """The token of the page on which somebody books; the page is asked for once."""
    token = TOKEN.search(visitor.page(PAGE))
    if token is None:
        raise LookupError(f"{PAGE} has no token")
    return token[1]


def body_of(form: Asked, token: str) -> dict[str, str]:
    """The whole form."""
    return {**form.fields, "csrf_token": token, "idempotency_key": uuid.uuid4().hex}


def request_of(form: Asked, visitor: Visitor, token: str) -> tuple[str, dict[str, str]]:
    """The form as it goes over the wire, and its headers."""
    headers = {"Cookie": visitor.cookie, "Content-Type": "application/x-www-form-urlencoded"}
    return urlencode(body_of(form, token)), headers


def send(running: Server, requests: list[tuple[str, dict[str, str]]]) -> Sent:
    """Send every form once, over so many connections; those that have not left after a minute stay."""
    waiting: queue.SimpleQueue[tuple[str, dict[str, str]]] = queue.SimpleQueue()
    for request in requests:
        waiting.put(request)
    sent, until = Sent(), time.monotonic() + LONGEST
    threads = [threading.Thread(target=keep_sending, args=(running, waiting, until, sent)) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sent


def keep_sending(
    running: Server, waiting: queue.SimpleQueue[tuple[str, dict[str, str]]], until: float, sent: Sent
) -> None:
    """One person: take the next form, send it, wait for the answer."""
    parts = urlsplit(running.address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=LONGEST)
    with suppress(queue.Empty):
        while time.monotonic() < until:
            body, headers = waiting.get_nowait()
            began = time.perf_counter()
            try:
                connection.request("POST", PAGE, body, headers)
                answer = connection.getresponse()
                answer.read()
                status = answer.status
            except (OSError, http.client.HTTPException):
                status = 0
                connection.close()
            sent.took.append(1000 * (time.perf_counter() - began))
            sent.statuses[status] += 1
    connection.close()


def measured(place: Place, running: Server, requests: list[tuple[str, dict[str, str]]], statements: int) -> Line:
    """The line of the table."""
    busy, began = running.busy(), time.monotonic()
    sent = send(running, requests)
    rate, served = len(sent.took) / (time.monotonic() - began), sent.statuses[SERVED]
    cpu = 1000 * (running.busy() - busy) / max(len(sent.took), 1)
    half, slow = (percentile(sent.took, share) for share in (0.5, 0.95))
    text = f"{rate:.0f}/s, p50 {half:.0f} ms, p95 {slow:.0f} ms, {cpu:.1f} ms CPU, {statements} statements"
    text += f"; {served} of {len(requests)} served"
    well = served == len(requests) and rate >= RATES[place.database] and slow <= SLOWEST
    goal = f"≥ {RATES[place.database]}/s, p95 ≤ {SLOWEST} ms, all served"
    return Line(WHAT, place.database, text, goal, well)
