"""Reads a calendar or a duty roster; run as a process of its own, with little memory and little time.

Usage: ``python -I course/ledger/busy_process.py FILE KIND FIRST ZONE TITLES``.  Prints one JSON object: what the file
says, or the rule that it breaks and the facts.
"""

import json
import resource
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

MEBIBYTE = 1024 * 1024
MOST_MEMORY, MOST_SECONDS = 768 * MEBIBYTE, 10


def limit_this_process() -> None:
    """Little memory, little time, no writing."""
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def main(file: str, kind: str, first: str, zone: str, titles: str) -> None:
    """Read the file and print what it says."""
    limit_this_process()
    sys.path.insert(0, str(Path(__file__).parents[2]))
    from course.ledger.busy_times import BusyUnreadable, Window

    window = Window(datetime.fromisoformat(first))
    try:
        if kind == "xlsx":
            from course.ledger.busy_sheet import read_sheet

            said = read_sheet(Path(file), window).as_json()
        else:
            from course.ledger.busy_calendar import Reader, read_calendar

            said = read_calendar(Path(file), Reader(ZoneInfo(zone), window, titles == "titles")).as_json()
    except BusyUnreadable as unreadable:
        said = {"rule": unreadable.rule, "facts": unreadable.facts}
    print(json.dumps(said))


if __name__ == "__main__":
    main(*sys.argv[1:])
