"""Turns of those who write into a SQLite file: one after the other, within a process and between processes.

SQLite lets waiters poll, and whoever has waited longest polls least often: one of many may starve, and all sleep past
the moment in which the file becomes free.  So the writers queue here first.  Between processes two files are locked:
whoever waits for the turn holds the place next to it, so nobody who comes later is served before.  The system opens
the locks of a process that dies, and where nobody queues the file itself still lets in one writer at a time.

Each who waits keeps one of the few threads that answer.  Where nobody gets in for a while, as when another program
holds the file, all but one of a process are told so, and the other threads go on showing pages.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from pathlib import Path

LOOK_EVERY = 0.0005
MOST_PATIENT, PATIENCE = 1, 5.0  # So many of a process wait to the end; others while somebody got in a moment ago.


class Turns:
    """The queue in front of one database file."""

    def __init__(self, database: Path) -> None:
        self.here, self.patient = threading.Lock(), threading.Semaphore(MOST_PATIENT)
        self.next, self.turn = (database.with_name(f"{database.name}.{name}") for name in ("next", "turn"))
        self.held: int | None = None
        self.went_on_at = 0.0

    def take(self, seconds: float) -> bool:
        """Wait for the turn, at most so long; whether it came."""
        until = time.monotonic() + seconds
        if not self.take_here(until):
            return False
        place = locked(self.next, until)
        self.held = locked(self.turn, until) if place is not None else None
        close(place)
        if self.held is None:
            self.here.release()
        return self.held is not None

    def take_here(self, until: float) -> bool:
        """Wait for the turn among the threads of this process."""
        if self.here.acquire(blocking=False):
            self.goes_on()
            return True
        is_patient = self.patient.acquire(blocking=False)
        try:
            while (left := (until if is_patient else min(until, self.went_on_at + PATIENCE)) - time.monotonic()) > 0:
                if self.here.acquire(timeout=left):
                    return True
            return False
        finally:
            if is_patient:
                self.patient.release()

    def goes_on(self) -> None:
        """Somebody got in, or nobody was in the way."""
        self.went_on_at = time.monotonic()

    @property
    def stands_still(self) -> bool:
        """Whether nobody has got in for a while."""
        return time.monotonic() - self.went_on_at >= PATIENCE

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
