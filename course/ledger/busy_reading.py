"""A calendar or a duty roster read by a process of its own, so that a file made to keep a machine busy ends alone."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from course.ledger.busy_times import BusyFile, BusyUnreadable

PROCESS = Path(__file__).with_name("busy_process.py")
KINDS = ("ics", "xlsx")
LONGEST_WAIT = 20


def read_busy(path: Path, kind: str, first: datetime, zone: str, titles: str) -> BusyFile:
    """What a file says of the year from ``first`` on; raises ``BusyUnreadable``. Titles are kept for ``titles``."""
    command = [sys.executable, "-I", str(PROCESS), str(path), kind, first.isoformat(), zone, titles]
    try:
        done = subprocess.run(command, capture_output=True, timeout=LONGEST_WAIT, stdin=subprocess.DEVNULL, env={})
    except subprocess.TimeoutExpired:
        raise BusyUnreadable("took_too_long") from None
    try:
        said = json.loads(done.stdout)
    except ValueError:
        raise BusyUnreadable("took_too_long" if done.returncode < 0 else "broken_archive") from None
    if "rule" in said:
        raise BusyUnreadable(said["rule"], **said["facts"])
    return BusyFile.from_json(said)
