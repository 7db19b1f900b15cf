"""Two hundred people book one period at once: one gets it; and what happens where nothing holds them back."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bench import places
from bench.places import POSTGRESQL, SQLITE
from bench.table import Effort, Line, Say, median, not_run
from tests import race as driver

REQUESTS = 200
SERVED, REFUSED = 303, 409
CLEAN = {"lessons": 1, "overlaps": 0, "changes": 1, "broken_log": None}
ASKED = f"1 served, {REQUESTS - 1} refused, no 5xx"
WHAT = f"{REQUESTS} bookings of one period at once"


@dataclass(frozen=True)
class Round:
    """One storm: the answers by status, what the database held afterwards, the seconds."""

    statuses: Counter[int]
    held: dict[str, Any]
    seconds: float

    @property
    def failed(self) -> int:
        """Answers that are no answer: server errors, and connections that broke."""
        return sum(number for status, number in self.statuses.items() if status >= 500 or status == 0)

    @property
    def well(self) -> bool:
        """Exactly one was served, all others were refused, and the database holds one lesson."""
        return self.statuses == {SERVED: 1, REFUSED: REQUESTS - 1} and self.held == CLEAN


def lines(effort: Effort, say: Say) -> Iterator[Line]:
    """The storm on both databases, then once without the lock and the database's refusal."""
    for database in places.DATABASES:
        yield guarded(database, effort, say)
    for database in places.DATABASES:
        yield changing(database, effort, say)
    yield unguarded(say)


def guarded(database: str, effort: Effort, say: Say) -> Line:
    """The application as it is."""
    what = f"{WHAT}, {effort.rounds} rounds"
    reason = places.missing(database)
    if reason:
        return not_run(what, database, reason)
    say(f"{what} on {database}")
    rounds = storms(database, effort.rounds, "guarded")
    text = f"{told(rounds)} in each; {median([one.seconds for one in rounds], ' s')}"
    return Line(what, database, text, ASKED, all(one.well for one in rounds))


def changing(database: str, effort: Effort, say: Say) -> Line:
    """Bookings, moves, exchanges and hand-overs of one lesson and one period at once."""
    what = f"{REQUESTS} bookings, moves, exchanges and hand-overs at once, {effort.rounds} rounds"
    reason = places.missing(database)
    if reason:
        return not_run(what, database, reason)
    say(f"{what} on {database}")
    with places.place(database) as place, driver.arena(place.folder, place.address) as arena:
        rounds = [change_storm(arena) for _ in range(effort.rounds)]
    overlaps = sum(one.held["overlaps"] for one in rounds)
    well = overlaps == 0 and all(set(one.statuses) == {SERVED, REFUSED} and one.statuses[SERVED] <= 2 for one in rounds)
    text = f"{told(rounds)} in each, {overlaps} double bookings; {median([one.seconds for one in rounds], ' s')}"
    return Line(what, database, text, "1 or 2 served, no 5xx, 0 double bookings", well)


def unguarded(say: Say) -> Line:
    """Without its guards the same storm must do harm, or it would prove nothing."""
    what = "the same with the lock and the refusal off, once"
    reason = places.missing(POSTGRESQL)
    if reason:
        return not_run(what, POSTGRESQL, f"{reason}, and {SQLITE} lets one writer in at a time")
    say(what)
    rounds = storms(POSTGRESQL, 1, "unguarded")
    overlaps = rounds[0].held["overlaps"]
    text = f"{told(rounds)}; {overlaps:,} pairs of overlapping slots; {rounds[0].seconds:.1f} s"
    return Line(what, POSTGRESQL, text, "more than 1 served", rounds[0].statuses[SERVED] > 1 and overlaps > 0)


def storms(database: str, rounds: int, factory: str) -> list[Round]:
    """So many storms, one after the other, on one server."""
    with places.place(database) as place, driver.arena(place.folder, place.address, factory=factory) as arena:
        return [storm(arena) for _ in range(rounds)]


def storm(arena: driver.Arena) -> Round:
    """One storm on an empty calendar."""
    arena.clear()
    began = time.perf_counter()
    statuses = arena.storm(REQUESTS)
    seconds = time.perf_counter() - began
    return Round(statuses, arena.history(), seconds)


def change_storm(arena: driver.Arena) -> Round:
    """One storm around two agreed lessons."""
    arena.clear()
    began = time.perf_counter()
    statuses = arena.changes(REQUESTS)
    seconds = time.perf_counter() - began
    return Round(statuses, arena.history(), seconds)


def told(rounds: list[Round]) -> str:
    """How many were served, refused, and failed: one number where it was the same in every round."""
    served, refused = ([one.statuses[status] for one in rounds] for status in (SERVED, REFUSED))
    failed = [one.failed for one in rounds]
    return f"{span(served)} served, {span(refused)} refused, {span(failed)} × 5xx"


def span(numbers: list[int]) -> str:
    """``199``, or ``190–199``."""
    return f"{min(numbers)}" if min(numbers) == max(numbers) else f"{min(numbers)}–{max(numbers)}"
