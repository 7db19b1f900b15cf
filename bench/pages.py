"""Pages under load: a county with a thousand lessons, signed in, eight connections, two processes."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Flask

from app import create_app
from bench import ledgers, looks, places, rows
from bench.commands import flask
from bench.load import Load, client, load
from bench.looks import Page
from bench.places import Place
from bench.server import Server, server
from bench.statements import statements_of
from bench.table import Effort, Line, Say, median, not_run
from bench.visitor import Visitor
from course.access.models import Role

LESSONS, WARMING = 1_000, 1
MOST_STATEMENTS = 12
SPARING = f"≤ {MOST_STATEMENTS} statements"


@dataclass(frozen=True)
class Stand:
    """All that a page is measured with: the server, its visitors, and the same application in this process."""

    database: str
    app: Flask
    running: Server
    visitors: dict[Role, Visitor]
    keys: dict[Role, str]


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
        rows.fill(LESSONS, datetime.now(UTC).date())
        users, pages = looks.add_users(), looks.pages(app)
        keys = {role: user.fs_uniquifier for role, user in users.items()}
        emails = {role: user.email for role, user in users.items()}
    with server(place) as running:
        visitors = {role: Visitor(running.address, email) for role, email in emails.items()}
        stand = Stand(place.database, app, running, visitors, keys)
        for page in pages:
            say(f"{page.name} on {place.database}, by {client()}")
            yield measured(page, stand, effort)


def measured(page: Page, stand: Stand, effort: Effort) -> Line:
    """One page: what it asks the database, then its loads; a page that is not shown is told as that."""
    try:
        statements = statements_of(stand.app, stand.keys[page.role], page.path)
        return under_load(page, stand, effort, statements)
    except (LookupError, OSError) as error:
        return Line(page.name, stand.database, f"failed: {error}", goal(page), False)


def under_load(page: Page, stand: Stand, effort: Effort, statements: int) -> Line:
    """Loads of some seconds after a moment of warming up; it must be the page before and after them."""
    visitor, address = stand.visitors[page.role], f"{stand.running.address}{page.path}"
    size = len(visitor.page(page.path).encode()) / 1024
    load(address, visitor.cookie, WARMING)
    busy = stand.running.busy()
    found = [load(address, visitor.cookie, effort.load_seconds) for _ in range(effort.loads)]
    processor = 1000 * (stand.running.busy() - busy) / max(sum(one.requests for one in found), 1)
    visitor.page(page.path)
    failed = sum(one.failed for one in found)
    text = f"{told(found)}, {processor:.0f} ms CPU, {statements} statements, {size:.0f} KB"
    well = statements <= MOST_STATEMENTS and not failed and is_fast(page, found)
    return Line(
        page.name,
        stand.database,
        text + (f", {failed} failed" if failed else ""),
        goal(page),
        well,
    )


def told(found: list[Load]) -> str:
    """The loads of a page in their medians."""
    half, slowest = (statistics.median(getattr(one, name) for one in found) for name in ("p50", "p95"))
    return f"{median([one.rate for one in found], '/s', 0)}, p50 {half:.0f} ms, p95 {slowest:.0f} ms"


def goal(page: Page) -> str:
    """What is asked of a page, in words."""
    rate = f"≥ {page.rate}/s, " if page.rate else ""
    return rate + (f"p95 ≤ {page.slowest} ms, " if page.slowest else "") + SPARING


def is_fast(page: Page, found: list[Load]) -> bool:
    """Whether the medians reach what is asked for."""
    rate, slowest = (statistics.median(getattr(one, name) for one in found) for name in ("rate", "p95"))
    return rate >= page.rate and (not page.slowest or slowest <= page.slowest)
