"""Pages under load: a county with a thousand lessons, signed in, eight connections, two processes."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from flask import Flask, url_for

from app import create_app
from bench import ledgers, places, rows
from bench.commands import flask
from bench.load import Load, client, load
from bench.places import Place
from bench.server import Server, server
from bench.table import Effort, Line, Say, median, not_run
from bench.visitor import Visitor, add_user
from course.access.models import Role, User
from course.db import db
from course.roster.models import Level, Region, School, Term
from course.schedule.models import Lesson

LESSONS, WARMING = 1_000, 1
RATE, SLOWEST, MOST_STATEMENTS = 100, 120, 12
NOT_ASKING = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")


@dataclass(frozen=True)
class Page:
    """A page, who looks at it, and whether it must be fast (all must be sparing)."""

    name: str
    role: Role
    path: str
    fast: bool = False


def lines(effort: Effort, say: Say) -> Iterator[Line]:
    """The pages on both databases."""
    for database in places.DATABASES:
        reason = ledgers.missing_county() or places.missing(database)
        if reason:
            yield not_run("pages", database, reason)
            continue
        with places.place(database) as place:
            yield from on(place, effort, say)


def on(place: Place, effort: Effort, say: Say) -> Iterator[Line]:
    """The pages on one database."""
    say(f"filling {place.database} with a county and {LESSONS} lessons")
    flask(place, "init")
    flask(place, "roster", "import", str(ledgers.COUNTY))
    app = create_app(**place.settings)
    with app.app_context():
        count = rows.fill(LESSONS, datetime.now(UTC).date())
        users = add_users()
        pages = pages_to_measure(app)
        emails = {role: user.email for role, user in users.items()}
        keys = {role: user.fs_uniquifier for role, user in users.items()}
    statements = {page: statements_of(app, keys[page.role], page.path) for page in pages}
    with app.app_context():
        db.engine.dispose()
    with server(place) as running:
        visitors = {role: Visitor(running.address, email) for role, email in emails.items()}
        for page in pages:
            say(f"{page.name} on {place.database}, {count} lessons, by {client()}")
            yield measured(page, (place.database, visitors[page.role], running, statements[page]), effort)


def measured(page: Page, where: tuple[str, Visitor, Server, int], effort: Effort) -> Line:
    """One page: loads of some seconds after a moment of warming up; it must be the page before and after."""
    database, visitor, running, statements = where
    address, size = f"{running.address}{page.path}", len(visitor.page(page.path).encode()) / 1024
    load(address, visitor.cookie, WARMING)
    busy, found = running.busy(), []
    for _ in range(effort.loads):
        found.append(load(address, visitor.cookie, effort.load_seconds))
    processor = 1000 * (running.busy() - busy) / max(sum(one.requests for one in found), 1)
    visitor.page(page.path)
    return line(page, database, found, f"{processor:.0f} ms CPU, {statements} statements, {size:.0f} KB", statements)


def line(page: Page, database: str, found: list[Load], costs: str, statements: int) -> Line:
    """What the loads of a page came to."""
    failed = sum(one.failed for one in found)
    rate, half, slowest = (statistics.median(getattr(one, name) for one in found) for name in ("rate", "p50", "p95"))
    text = f"{median([one.rate for one in found], '/s', 0)}, p50 {half:.0f} ms, p95 {slowest:.0f} ms, {costs}"
    text += f", {failed} failed" if failed else ""
    well = statements <= MOST_STATEMENTS and not failed
    if not page.fast:
        return Line(page.name, database, text, f"≤ {MOST_STATEMENTS} statements", well)
    asked = f"≥ {RATE}/s, p95 ≤ {SLOWEST} ms, ≤ {MOST_STATEMENTS} statements"
    return Line(page.name, database, text, asked, well and rate >= RATE and slowest <= SLOWEST)


def add_users() -> dict[Role, User]:
    """A school, a vice-principal and a bureau: those with the most lessons, and the county."""
    county = sa.select(Region.id).where(Region.level == Level.COUNTY).order_by(Region.code)
    scopes = {
        Role.SCHOOL: busiest(Lesson.school_id),
        Role.VICE_PRINCIPAL: busiest(Lesson.vice_principal_id),
        Role.BUREAU: db.session.scalars(county).first(),
    }
    return {role: add_user(role, scope_id) for role, scope_id in scopes.items()}


def busiest(column: Any) -> Any:
    """The value of a column of the lessons that most of them have."""
    counted = sa.select(column).select_from(Lesson).group_by(column).order_by(sa.func.count().desc(), column)
    return db.session.scalars(counted.limit(1)).one()


def pages_to_measure(app: Flask) -> list[Page]:
    """The pages by their endpoints: the address of a page may change."""
    school = db.session.get_one(School, busiest(Lesson.school_id))
    county = db.session.scalars(sa.select(Region).where(Region.level == Level.COUNTY).order_by(Region.code)).first()
    term = db.session.scalars(sa.select(Term).order_by(Term.start.desc())).first()
    month, year = busiest_month(school.id), term.start.year
    with app.test_request_context():
        calendar = url_for("schedule.calendar", view="month", day=month)
        coverage = url_for("coverage.region", code=county.code, year=year)
        lessons, start = url_for("schedule.lessons"), url_for("coverage.start")
        schools = url_for("roster.schools")
    return [
        Page("month calendar, school", Role.SCHOOL, calendar, fast=True),
        Page("coverage of the county", Role.BUREAU, coverage, fast=True),
        Page("lessons, bureau", Role.BUREAU, lessons),
        Page("lessons, vice-principal", Role.VICE_PRINCIPAL, lessons),
        Page("start page, school", Role.SCHOOL, start),
        Page("start page, bureau", Role.BUREAU, start),
        Page("month calendar, bureau", Role.BUREAU, calendar),
        Page("schools, bureau", Role.BUREAU, schools),
    ]


def busiest_month(school_id: int) -> date:
    """The first day of the month in which the school has the most lessons."""
    starts = db.session.scalars(sa.select(Lesson.start).where(Lesson.school_id == school_id))
    return statistics.mode(sorted(start.date().replace(day=1) for start in starts))


def statements_of(app: Flask, key: str, path: str) -> int:
    """How many SQL statements the page sends, the second time that it is asked for."""
    browser = app.test_client()
    with browser.session_transaction() as session:
        session.update({"_user_id": key, "_fresh": True})
    browser.get(path)
    with counted(app) as sent:
        status = browser.get(path).status_code
    if status != 200:
        raise LookupError(f"{path} answers {status}")
    return len(sent)


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements that ask or change something, as they are sent."""
    sent: list[str] = []

    def remember(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if not statement.startswith(NOT_ASKING):
            sent.append(statement)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", remember)
    try:
        yield sent
    finally:
        sa.event.remove(engine, "before_cursor_execute", remember)
