"""The import of a ledger: the first time, and again with nothing new."""

from __future__ import annotations

import json
import re
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import ledgers, places
from bench.commands import LONGEST, CommandFailed, flask, watch
from bench.places import Place
from bench.table import Effort, Line, Say, median, not_run

ACCEPTED = (0, 1)
COUNTED = ("added", "changed", "unchanged", "repaired", "refused")


@dataclass(frozen=True)
class Goal:
    """What is asked for: seconds, megabytes, and the share of the first, or of its limit, that the second may take."""

    seconds: float
    megabytes: float | None = None
    share: float = 0.5


@dataclass(frozen=True)
class Both:
    """The first import of a ledger and the second one of the same, without the start of the process."""

    start: float
    first: float
    second: float
    busy: tuple[float, float]
    megabytes: float
    counts: tuple[dict[str, int], dict[str, int]]

    @property
    def whole(self) -> float:
        """What a person waits for the first import."""
        return self.start + self.first

    @property
    def changed(self) -> int:
        """Rows that the second import added or changed: none, where it is right."""
        return self.counts[1]["added"] + self.counts[1]["changed"]


@dataclass(frozen=True)
class Ledger:
    """A ledger that is imported, what is asked for, and why it cannot be (empty where it can)."""

    name: str
    folder: Path
    goal: Goal
    runs: int
    reason: str


COUNTY = Goal(seconds=3)
PROVINCE = Goal(seconds=90, megabytes=700)


def lines(effort: Effort, say: Say) -> Iterator[Line]:
    """The county on both databases, then the province on both."""
    yield from of_ledger(Ledger("county", ledgers.COUNTY, COUNTY, effort.imports, ledgers.missing_county()), say)
    if not effort.province:
        yield not_run("roster import, province", "both", "left out by --quick")
        return
    with tempfile.TemporaryDirectory(prefix="course-bench-province-") as folder:
        reason = ledgers.missing_province()
        if not reason:
            say("making a province")
            ledgers.make_province(Path(folder))
        yield from of_ledger(Ledger("province", Path(folder), PROVINCE, 1, reason), say)


def of_ledger(ledger: Ledger, say: Say) -> Iterator[Line]:
    """The lines of one ledger on both databases."""
    for database in places.DATABASES:
        reason = ledger.reason or places.missing(database)
        if reason:
            yield not_run(f"roster import, {ledger.name}", database, reason)
            continue
        found = []
        for number in range(ledger.runs):
            say(f"importing the {ledger.name} into {database}, {number + 1} of {ledger.runs}")
            with places.place(database) as place:
                found.append(import_twice(place, ledger.folder))
        yield from told(ledger, database, found)


def import_twice(place: Place, folder: Path) -> Both:
    """Import a ledger into an empty database, and then again, in a process of its own."""
    flask(place, "init")
    ran = watch([sys.executable, "-m", "bench.importing", str(folder)], place, LONGEST)
    if ran.code:
        raise CommandFailed(f"the import ended with {ran.code}: {ran.output.strip()[-600:]}")
    said = json.loads(ran.output.strip().splitlines()[-1])
    first, second = said["times"]
    for once in (first, second):
        if once["code"] not in ACCEPTED:
            raise CommandFailed(f"roster import ended with {once['code']}: {once['sum']}")
    counts = counted(first["sum"]), counted(second["sum"])
    busy = first["busy"], second["busy"]
    return Both(said["start"], first["seconds"], second["seconds"], busy, ran.megabytes, counts)


def told(ledger: Ledger, database: str, found: list[Both]) -> Iterator[Line]:
    """The two lines of a ledger on a database."""
    goal, counts = ledger.goal, found[-1].counts[0]
    memory = max(both.megabytes for both in found)
    whole, start = [both.whole for both in found], statistics.median(both.start for both in found)
    share = statistics.median(both.second / both.first for both in found)
    fits = statistics.median(whole) <= goal.seconds and (goal.megabytes is None or memory <= goal.megabytes)
    busy = [statistics.median(both.busy[turn] for both in found) for turn in (0, 1)]
    yield Line(
        f"roster import, {ledger.name}, {ledgers.rows_in(ledger.folder):,} rows",
        database,
        f"{median(whole, ' s')}, of which start {start:.1f} s; {busy[0]:.1f} s CPU, {memory:.0f} MB; "
        f"{counts['added']:,} added, {counts['refused']:,} refused",
        f"{goal.seconds:g} s" + (f", {goal.megabytes:g} MB" if goal.megabytes else ""),
        fits,
    )
    changed, second = max(both.changed for both in found), statistics.median(both.second for both in found)
    yield Line(
        "the same again",
        database,
        f"{median([both.second for both in found], ' s', 2)} without the start, {busy[1]:.1f} s CPU, "
        f"{share:.2f} of the first; "
        f"{changed:,} rows changed",
        f"0 rows, {goal.share:g} of the first or {goal.share * goal.seconds:g} s",
        changed == 0 and (share <= goal.share or second <= goal.share * goal.seconds),
    )


def counted(text: str) -> dict[str, int]:
    """The figures of the sum that an import prints last, whatever its language."""
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    return dict(zip(COUNTED, numbers[-len(COUNTED) :], strict=True))
