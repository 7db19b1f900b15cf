"""A whole country in one PostgreSQL database, and provinces in either: rows, size, pages, confirmations."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import sqlalchemy as sa

from app import create_app
from bench import country_shape, filling, places
from bench.commands import flask
from bench.looks import Page
from bench.pages import Stand, measured
from bench.places import POSTGRESQL, SQLITE, Place
from bench.server import server
from bench.table import Effort, Line, Say, not_run, percentile
from bench.visitor import Visitor, add_user
from course.access.models import Role, User
from course.db import db, one_transaction, utc_now
from course.delivery import actions, queries
from course.i18n import local_now
from course.schedule.models import Lesson, LessonState

CONFIRMATIONS, LONGEST_CONFIRMATION = 200, 20
LONGEST_REBUILD = 600.0
# What is waited for before a measurement is given up.
PATIENCE = 3_600.0
PROVINCE, LARGEST, COUNTRY = "province", "largest province", "country"
# The longest that a dashboard, the way down from it and a search may take, in ms.
SLOWEST = {PROVINCE: 100, LARGEST: 100, COUNTRY: 200}
SCHOOL_IN_THE_MIDDLE = 2  # Half-way through the schools.


@dataclass(frozen=True)
class Size:
    """What is filled, where, and what it is called."""

    name: str
    database: str
    shape: country_shape.Shape


def lines(effort: Effort, say: Say) -> Iterator[Line]:
    """The country, and unless little is asked for the provinces."""
    today = datetime.now(UTC).date()
    sizes = [Size(COUNTRY, POSTGRESQL, country_shape.country(today))]
    if effort.province:
        sizes = [*provinces(today), *sizes]
    for size in sizes:
        if reason := places.missing(size.database):
            yield not_run(size.name, size.database, reason)
            continue
        with places.place(size.database) as place:
            yield from on(place, size, effort, say)


def provinces(today: date) -> list[Size]:
    """A usual one on both databases, the largest on the one that so many should use."""
    usual = [Size(PROVINCE, kind, country_shape.province(today)) for kind in (SQLITE, POSTGRESQL)]
    return [*usual, Size(LARGEST, POSTGRESQL, country_shape.largest_province(today))]


def on(place: Place, size: Size, effort: Effort, say: Say) -> Iterator[Line]:
    """Fill, count, look, confirm, and count everything again."""
    flask(place, "db", "upgrade")
    app = create_app(**place.settings)
    with app.app_context():
        began = time.perf_counter()
        filling.fill(app.config["SQLALCHEMY_DATABASE_URI"], size.shape, say)
        seconds = time.perf_counter() - began
        yield Line(
            f"{size.name}, filled", place.database, f"{told(size.shape)}; {megabytes():,.0f} MB; {seconds:.0f} s"
        )
        # What was read of a file must be let go before somebody else writes into it and we do.
        db.session.rollback()
        yield rebuilt(place, size)
        keys, emails = add_users(size.shape)
    with server(place) as running:
        visitors = {role: Visitor(running.address, email) for role, email in emails.items()}
        stand = Stand(place.database, app, running, visitors, keys)
        for page in pages(size):
            say(f"{page.name} on {place.database}")
            yield measured(page, stand, effort)
    with app.app_context():
        yield confirmed(place, size)
        db.session.remove()
        db.engine.dispose()


def told(shape: country_shape.Shape) -> str:
    """How much there is."""
    tables = ("school", "school_class", "appointment", "lesson", "confirmation")
    counted = [db.session.scalar(sa.select(sa.func.count()).select_from(sa.table(name))) for name in tables]
    return f"{shape.counties:,} counties, " + ", ".join(
        f"{number:,} {name}" for number, name in zip(counted, tables, strict=True)
    )


def megabytes() -> float:
    """How large the database is on the disk."""
    if db.engine.dialect.name == "sqlite":
        return Path(db.engine.url.database or "").stat().st_size / 2**20
    return db.session.scalar(sa.select(sa.func.pg_database_size(sa.func.current_database()))) / 2**20


def rebuilt(place: Place, size: Size) -> Line:
    """Counting all tallies anew."""
    what = f"{size.name}, all tallies counted anew"
    ran = flask(place, "doctor", "--rebuild-tallies", codes=(0, 1), longest=PATIENCE)
    text, reached = f"{ran.seconds:.0f} s, {ran.megabytes:.0f} MB", ran.seconds <= LONGEST_REBUILD
    return Line(what, place.database, text, f"{LONGEST_REBUILD:.0f} s", reached)


def add_users(shape: country_shape.Shape) -> tuple[dict[Role, str], dict[Role, str]]:
    """Somebody for everything, the bureau of a province, a school in the middle; their keys and addresses."""
    users: dict[Role, User] = {
        Role.ADMIN: add_user(Role.ADMIN, None),
        Role.BUREAU: add_user(Role.BUREAU, 1),
        Role.SCHOOL: add_user(Role.SCHOOL, shape.schools // SCHOOL_IN_THE_MIDDLE),
    }
    return {role: user.fs_uniquifier for role, user in users.items()}, {
        role: user.email for role, user in users.items()
    }


def pages(size: Size) -> list[Page]:
    """The dashboard and the way down from it, searching, and the daily pages of a school."""
    county, city, top = country_shape.paths(0)
    school = f"SC{size.shape.schools // SCHOOL_IN_THE_MIDDLE:06d}"
    looks = (
        ("dashboard", Role.ADMIN, "/coverage"),
        ("province", Role.BUREAU, f"/coverage/regions/{top}"),
        ("city", Role.BUREAU, f"/coverage/regions/{city}"),
        ("county", Role.BUREAU, f"/coverage/regions/{county}"),
        ("school", Role.ADMIN, f"/coverage/schools/{school}"),
        ("schools by hours missing", Role.BUREAU, f"/coverage/regions/{top}?view=schools&sort=hours"),
        ("search for a school", Role.ADMIN, f"/find?q={school[2:6]}"),
    )
    daily = (
        ("start page, bureau", Role.BUREAU, "/"),
        ("start page, school", Role.SCHOOL, "/"),
        ("lessons, school", Role.SCHOOL, "/lessons"),
    )
    fast = [Page(f"{size.name}, {name}", *rest, slowest=SLOWEST[size.name]) for name, *rest in looks]
    return fast + [Page(f"{size.name}, {name}", *rest) for name, *rest in daily]


def confirmed(place: Place, size: Size) -> Line:
    """Lessons confirmed one after the other, each in a transaction of its own with all that it changes."""
    chosen = sa.select(Lesson.uid).where(Lesson.state == LessonState.DELIVERED).order_by(Lesson.uid)
    uids, took = db.session.scalars(chosen.limit(CONFIRMATIONS)).all(), []
    for uid in uids:
        began = time.perf_counter()
        with one_transaction():
            confirm(uid)
        took.append(1000 * (time.perf_counter() - began))
    half, slowest = (percentile(took, share) for share in (0.5, 0.95))
    text, goal = f"p50 {half:.0f} ms, p95 {slowest:.0f} ms of {len(took)}", f"p95 ≤ {LONGEST_CONFIRMATION} ms"
    what = f"{size.name}, a confirmation"
    return Line(what, place.database, text, goal, slowest <= LONGEST_CONFIRMATION)


def confirm(uid: str) -> None:
    """What the button behind the school's link does."""
    lesson = queries.linked_lesson_to_change(uid)
    if lesson is None:
        raise LookupError(uid)
    actions.confirm(lesson, *actions.as_reported(lesson), user=None, now=utc_now(), local=local_now())
