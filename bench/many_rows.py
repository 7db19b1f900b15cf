"""Ledgers of very many rows in each kind of file: looked at, imported, and imported again, in one process."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import places
from bench.commands import CommandFailed, flask, watch
from bench.imports import counted
from bench.large_files import WRITERS
from bench.table import Effort, Line, Say, not_run

LONGEST = 3_600.0
FEW, MANY = 100_000, 1_000_000
# What a process may hold in all; that which looks at the file first holds 20 MB, and ends before.
MOST_MEGABYTES = 300
DONE = ("looked at", "imported", "again")


def lines(effort: Effort, say: Say) -> Iterator[Line]:
    """A hundred thousand rows, then a million, of each kind on both databases."""
    with tempfile.TemporaryDirectory(prefix="course-bench-rows-") as folder:
        for rows in (FEW, MANY) if effort.province else (FEW,):
            for kind, write in WRITERS.items():
                say(f"writing {rows:,} rows of {kind}")
                ledger = write(Path(folder) / f"{kind}-{rows}", rows)
                for database in places.DATABASES:
                    say(f"importing {rows:,} rows of {kind} into {database}")
                    yield of_file(kind, rows, ledger, database)


def of_file(kind: str, rows: int, ledger: Path, database: str) -> Line:
    """The line of one file on one database."""
    what, reason = f"roster import, {kind}, {rows:,} rows", places.missing(database)
    if reason:
        return not_run(what, database, reason)
    with places.place(database) as place:
        flask(place, "init")
        ran = watch([sys.executable, "-m", "bench.importing", str(ledger), "look"], place, LONGEST)
    if ran.code:
        raise CommandFailed(f"the import ended with {ran.code}: {ran.output.strip()[-600:]}")
    said = json.loads(ran.output.strip().splitlines()[-1])
    times, held = said["times"], said["megabytes"]
    sums = [counted(once["sum"]) for once in times]
    right = sums[0] == sums[1] and not sums[2]["added"] + sums[2]["changed"] + sums[1]["refused"]
    told = "; ".join(f"{done} {took(once)}" for done, once in zip(DONE, times, strict=True))
    return Line(
        what,
        database,
        f"{told}; {held:.0f} MB; {sums[1]['added']:,} added",
        f"{MOST_MEGABYTES} MB, 0 refused, 0 changed by the second",
        right and held <= MOST_MEGABYTES,
    )


def took(once: dict[str, Any]) -> str:
    """The seconds of one run, and how many of them a processor was busy."""
    return f"{once['seconds']:.1f} s ({once['busy']:.1f} s CPU)"
