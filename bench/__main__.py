"""``python -m bench``: measure what was asked for and print the table."""

from __future__ import annotations

import argparse
import importlib
import signal
import sys
import time
from datetime import UTC, datetime

from bench.table import QUICK, Bench, Effort, Line, machine, table

# The names that can be asked for, and the modules that measure them, in the order of the table.
BENCHES = {
    "import": "imports",
    "many-rows": "many_rows",
    "race": "race",
    "booking": "booking",
    "pages": "pages",
    "feeds": "feeds",
    "decks": "decks",
    "drawing": "drawing",
    "showing": "showing",
    "library": "library",
    "masters": "masters",
    "laws": "laws",
    "planning": "planning",
    "messages": "messages",
    "appointing": "appointing",
    "repairing": "repairing",
    "models": "planning_models",
    "survey": "survey",
    "reports": "reports",
    "country": "country",
}
# Take long, and the first 10 GB of disk: measured where they are asked for by their names.
ONLY_BY_NAME = {"country", "many-rows"}


def main() -> None:
    """Read the arguments, measure one thing after the other, print."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure, and print one table.")
    parser.add_argument("names", nargs="*", metavar="LINES", help=f"of {', '.join(BENCHES)}; all by default")
    parser.add_argument("--quick", action="store_true", help="less of everything, and no province")
    given = parser.parse_args()
    unknown = sorted(set(given.names) - set(BENCHES))
    if unknown:
        parser.error(f"no such lines: {', '.join(unknown)}; known: {', '.join(BENCHES)}")
    # Ended from outside, it still ends its servers and drops its databases.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    heading = machine(datetime.now(UTC).date())
    lines = measured(
        given.names or [name for name in BENCHES if name not in ONLY_BY_NAME], QUICK if given.quick else Effort()
    )
    print(f"{heading}\n\n{table(lines)}")


def measured(names: list[str], effort: Effort) -> list[Line]:
    """All lines of these names, in the order of the table."""
    return [line for name in BENCHES if name in names for line in bench_of(name)(effort, say)]


def bench_of(name: str) -> Bench:
    """What measures this; loaded when its turn comes, so that importing a ledger need not wait for decks."""
    return importlib.import_module(f"bench.{BENCHES[name]}").lines


def say(text: str) -> None:
    """Tell the waiting person what is being done."""
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
