"""Turns of those who write into a SQLite file: one after the other, within a process and between processes.

SQLite lets waiters poll, and whoever has waited longest polls least often: one of many may starve, and all sleep past
the moment in which the file becomes free.  So the writers queue here first.  Between processes two files are locked:
whoever waits for the turn holds the place next to it, so nobody who comes later is served before.  The system opens
the locks of a process that dies, and where nobody queues the file itself still lets in one writer at a time.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from pathlib import Path

LOOK_EVERY = 0.0005


class Turns:
    """The queue in front of one database file."""

    def __init__(self, database: Path) -> None:
        self.here = threading.Lock()
        self.next, self.turn = (database.with_name(f"{database.name}.{name}") for name in ("next", "turn"))
        self.held: int | None = None

    def take(self, seconds: float) -> bool:
        """Wait for the turn, at most so long; whether it came."""
        until = time.monotonic() + seconds
        if not self.here.acquire(timeout=seconds):
            return False
        place = locked(self.next, until)
        self.held = locked(self.turn, until) if place is not None else None
        close(place)
        if self.held is None:
            self.here.release()
        return self.held is not None

    def give_back(self) -> None:
        """Let the next one write."""
        held, self.held = self.held, None
        close(held)
        self.here.release()


def locked(path: Path, until: float) -> int | None:
    """A handle of the file that nobody else has locked; None where somebody keeps it too long.

    It is opened each time: a lock that was taken before a process forks would be everybody's.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    while time.monotonic() < until:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return handle
        except BlockingIOError:
            time.sleep(LOOK_EVERY)
    os.close(handle)
    return None


def close(handle: int | None) -> None:
    """Close a file, which opens its lock."""
    if handle is not None:
        os.close(handle)
