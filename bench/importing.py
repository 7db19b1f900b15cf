"""A process that imports a ledger twice and prints what each time took, apart from its own start.

``python -m bench.importing LEDGER`` runs the very command that people run; the start of Python and
of the application is told apart, because for a county it takes longer than the import.
``python -m bench.importing LEDGER look`` looks at the ledger once before, as a preview does.
"""

from __future__ import annotations

import time

STARTED = time.perf_counter()

import json  # noqa: E402
import re  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

from flask import Flask  # noqa: E402

from app import create_app  # noqa: E402
from course.ledger.commands import roster  # noqa: E402


def main() -> None:
    """Import the ledger twice and print the figures as JSON."""
    application = create_app()
    start = time.perf_counter() - STARTED
    ledger, looks = sys.argv[1], [["--dry-run"]] * (len(sys.argv) - 2)
    times = [once(application, ledger, *how) for how in (*looks, [], [])]
    print(json.dumps({"start": start, "times": times, "megabytes": most_held()}))


def most_held() -> float:
    """The most memory that this process has held, in MB; 0 where nobody says."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def once(application: Flask, ledger: str, *how: str) -> dict[str, Any]:
    """One import: its seconds, its exit code and the last line that it prints."""
    began, busy = time.perf_counter(), time.process_time()
    with application.app_context():
        result = application.test_cli_runner().invoke(roster, ["import", ledger, *how])
    seconds, busy = time.perf_counter() - began, time.process_time() - busy
    return {
        "seconds": seconds,
        "busy": busy,
        "code": result.exit_code,
        "sum": result.output.strip().rpartition("\n")[2],
    }


if __name__ == "__main__":
    main()
