"""A process that imports a ledger twice and prints what each time took, apart from its own start.

``python -m bench.importing FOLDER`` runs the very command that people run; the start of Python and
of the application is told apart, because for a county it takes longer than the import.
"""

from __future__ import annotations

import time

STARTED = time.perf_counter()

import json  # noqa: E402
import sys  # noqa: E402
from typing import Any  # noqa: E402

from flask import Flask  # noqa: E402

from app import create_app  # noqa: E402
from course.ledger.commands import roster  # noqa: E402


def main() -> None:
    """Import the folder twice and print the figures as JSON."""
    application = create_app()
    start = time.perf_counter() - STARTED
    print(json.dumps({"start": start, "times": [once(application, sys.argv[1]) for _ in range(2)]}))


def once(application: Flask, folder: str) -> dict[str, Any]:
    """One import: its seconds, its exit code and the last line that it prints."""
    began, busy = time.perf_counter(), time.process_time()
    with application.app_context():
        result = application.test_cli_runner().invoke(roster, ["import", folder])
    seconds, busy = time.perf_counter() - began, time.process_time() - busy
    return {
        "seconds": seconds,
        "busy": busy,
        "code": result.exit_code,
        "sum": result.output.strip().rpartition("\n")[2],
    }


if __name__ == "__main__":
    main()
