"""A thousand notices through a real mail server that fails one time in five: each exactly once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app import create_app
from bench import places
from bench.table import Effort, Line, Say, not_run
from course.db import db
from tests import mail_server, outbox, services
from tests.conftest import settings_for_tests
from tests.mail_server import NOT_NOW, RESET, Mailbox

NOTICES, WORKERS, ONE_IN = 1_000, 2, 5
PATIENCE = 600
WHAT = f"{NOTICES:,} notices by SMTP, 1 in {ONE_IN} fails (451, reset), {WORKERS} workers"
ASKED = "each exactly once"


@dataclass(frozen=True)
class Posted:
    """What came out: how often each message was taken, what failed on the way, the seconds."""

    counts: list[int]
    refused: int
    broken: int
    seconds: float
    states: dict[str, int]

    @property
    def well(self) -> bool:
        """Every message was taken, and none twice."""
        return self.counts == [1] * NOTICES and self.states == {"sent": NOTICES}


def lines(effort: Effort, say: Say) -> Iterator[Line]:
    """The same on both databases."""
    for database in places.DATABASES:
        reason = places.missing(database)
        if reason:
            yield not_run(WHAT, database, reason)
            continue
        say(f"{WHAT} on {database}")
        with places.place(database) as place:
            yield line(database, post(place.folder, place.address))


def post(folder: Path, address: str) -> Posted:
    """Write the notices and let the workers send until nothing waits; pauses are shortened to 0.3 s."""
    app = create_app(**settings_for_tests(folder), **({"DATABASE_URL": address} if address else {}))
    box = Mailbox()
    box.then(mail_server.failing_one_in(ONE_IN))
    with app.app_context(), mail_server.serving(box, services.free_port()) as mail:
        db.create_all()
        outbox.fill(NOTICES)
        began = time.perf_counter()
        workers = [outbox.worker(folder, mail, address) for _ in range(WORKERS)]
        for worker in workers:
            worker.wait(PATIENCE)
        seconds, states = time.perf_counter() - began, outbox.states()
        db.session.remove()
        db.engine.dispose()
    return Posted(list(box.numbers().values()), box.asked[NOT_NOW], box.asked[RESET], seconds, states)


def line(database: str, posted: Posted) -> Line:
    """The line of the table."""
    once, more = posted.counts.count(1), sum(count > 1 for count in posted.counts)
    text = (
        f"{once:,} once, {more} more than once, {NOTICES - len(posted.counts)} never; "
        f"{posted.refused} × 451, {posted.broken} resets; {posted.seconds:.1f} s"
    )
    return Line(WHAT, database, text, ASKED, posted.well)
