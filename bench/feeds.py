"""Calendar feeds: how long one of 300 lessons takes, made anew, as it was, and not at all; and many of them at once."""

from __future__ import annotations

import http.client
import random
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import Flask

from app import create_app
from bench import ledgers, places
from bench.commands import flask
from bench.ground import Pair, read_ground
from bench.places import Place
from bench.server import Server, server
from bench.table import Effort, Line, Say, not_run, percentile
from bench.visitor import add_user
from course.access.models import Role
from course.db import db
from course.schedule.calendars import feed_actions
from course.schedule.models import Lesson, LessonClass, LessonState
from course.schedule.models import Place as Taught

LESSONS, FEEDS, TRIES, CONNECTIONS = 300, 40, 200, 8
SLOWEST, SLOWEST_UNCHANGED, RATE = 30, 5, 300


def lines(effort: Effort, say: Say) -> Iterator[Line]:
    """The feeds on both databases."""
    for database in places.DATABASES:
        reason = ledgers.missing_county() or places.missing(database)
        if reason:
            yield not_run("feeds", database, reason)
            continue
        with places.place(database) as place:
            yield from on(place, effort, say)


def on(place: Place, effort: Effort, say: Say) -> Iterator[Line]:
    """The feeds on one database."""
    say(f"filling {place.database} with {FEEDS} feeds of {LESSONS} lessons")
    flask(place, "init")
    flask(place, "roster", "import", str(ledgers.COUNTY))
    app = create_app(**place.settings)
    with app.app_context():
        paths = fill(datetime.now(UTC).date())
    with server(place) as running:
        # Often enough that each of its processes has made each of them.
        for path in paths * 4:
            seconds_of(running, path)
        say(f"asking for feeds on {place.database}")
        made = [seconds_after_change(app, running, paths[0]) for _ in range(TRIES)]
        yield line(f"feed of {LESSONS} lessons after a change", place, made, SLOWEST)
        kept = [seconds_of(running, paths[0]) for _ in range(TRIES)]
        yield line("the same again", place, kept, SLOWEST)
        mark = mark_of(running, paths[0])
        unchanged = [seconds_of(running, paths[0], mark) for _ in range(TRIES)]
        yield line("the same, unchanged (304)", place, unchanged, SLOWEST_UNCHANGED)
        yield many(running, paths, place, effort)


def fill(today: date) -> list[str]:
    """As many lessons for each of some vice-principals, and the addresses of their feeds."""
    pairs = {pair.person.id: pair for pair in read_ground().pairs}
    return [feed_of(pair, today) for pair in list(pairs.values())[:FEEDS]]


def feed_of(pair: Pair, today: date) -> str:
    """The lessons of one person, one a day, and the address of their feed."""
    now, midnight = datetime.now(UTC), datetime.combine(today, datetime.min.time())
    whose = {"vice_principal_id": pair.person.id, "school_id": pair.school.id, "region_path": pair.school.region_path}
    stands = {"place": Taught.CLASSROOM, "period": 3, "created_at": now, "changed_at": now, "sequence": 1}
    for offset in range(LESSONS):
        start = midnight + timedelta(days=offset - LESSONS // 2, hours=10)
        row = Lesson(uid=str(uuid.uuid4()), theme_id=pair.themes[offset % len(pair.themes)].id, **whose, **stands)
        row.start, row.end = start, start + timedelta(minutes=40)
        row.state = LessonState.SCHEDULED if start > midnight else LessonState.CONFIRMED
        db.session.add(row)
        db.session.flush()
        of = pair.classes[offset % len(pair.classes)]
        db.session.add(LessonClass(lesson_id=row.id, class_id=of.id, region_path=row.region_path))
    token = feed_actions.make_feed(add_user(Role.VICE_PRINCIPAL, pair.person.id), now=now)
    db.session.commit()
    return f"/calendar/{token}.ics"


def seconds_after_change(app: Flask, running: Server, path: str) -> float:
    """How long the feed takes after one of its lessons was changed."""
    with app.app_context():
        first = db.session.scalar(sa.select(sa.func.min(Lesson.id)))
        grown = {"sequence": Lesson.sequence + 1, "changed_at": datetime.now(UTC)}
        db.session.execute(sa.update(Lesson).where(Lesson.id == first).values(**grown))
        db.session.commit()
        db.session.remove()
    return seconds_of(running, path)


def ask(connection: http.client.HTTPConnection, path: str, mark: str = "") -> http.client.HTTPResponse:
    """One answer, read to its end."""
    connection.request("GET", path, headers={"If-None-Match": mark} if mark else {})
    answer = connection.getresponse()
    answer.read()
    if answer.status != (304 if mark else 200):
        raise LookupError(f"a feed answered {answer.status}")
    return answer


def connected(running: Server) -> http.client.HTTPConnection:
    """A connection to the server."""
    parts = urlsplit(running.address)
    return http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)


def seconds_of(running: Server, path: str, mark: str = "") -> float:
    """How long one answer takes."""
    connection = connected(running)
    began = time.monotonic()
    ask(connection, path, mark)
    connection.close()
    return time.monotonic() - began


def mark_of(running: Server, path: str) -> str:
    """The ETag of a feed."""
    return ask(connected(running), path).headers["ETag"]


def line(what: str, place: Place, seconds: Sequence[float], most: int) -> Line:
    """How long one answer takes, one after the other."""
    half, slow = (1000 * percentile(seconds, share) for share in (0.5, 0.95))
    return Line(what, place.database, f"p50 {half:.1f} ms, p95 {slow:.1f} ms", f"p95 ≤ {most} ms", slow <= most)


def many(running: Server, paths: list[str], place: Place, effort: Effort) -> Line:
    """All feeds in any order, over eight connections."""
    end, counts, busy = time.monotonic() + effort.load_seconds, [0] * CONNECTIONS, running.busy()

    def keep_asking(number: int) -> None:
        connection, chance = connected(running), random.Random(number)
        while time.monotonic() < end:
            ask(connection, chance.choice(paths))
            counts[number] += 1

    began = time.monotonic()
    threads = [threading.Thread(target=keep_asking, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rate = sum(counts) / (time.monotonic() - began)
    cpu = 1000 * (running.busy() - busy) / max(sum(counts), 1)
    what = f"{FEEDS} feeds in any order, {CONNECTIONS} connections"
    return Line(what, place.database, f"{rate:.0f}/s, {cpu:.1f} ms CPU", f"≥ {RATE}/s", rate >= RATE)
