"""Limits of the work in the background: how long a job may say nothing, how much memory a worker may take.

A thread cannot be ended from outside, but it can be made to raise: a job that computes for ever without a word then
fails as any other does, is tried again, and is given up, and its worker does the next one.  Only the part of a job
that reads is watched, so nothing that was written is torn apart.
"""

from __future__ import annotations

import ctypes
import resource
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

LONGEST_SILENCE = 115.0  # Seconds; a little less than a lease, so nobody else has taken the job up.
LOOK_EVERY = 1.0


class Overdue(Exception):
    """Raised in a job that has not said for too long how far it is."""


class Report(Protocol):
    """Says how many of how many steps of a job are done, and of which part of it where it has several."""

    def __call__(self, done: int, total: int, part: str = "") -> None:
        """Say it."""


class Watch:
    """Looks at the job of one thread from another thread, until the job has prepared."""

    def __init__(self) -> None:
        self.thread, self.heard_at = threading.get_ident(), time.monotonic()
        self.lock, self.over = threading.Lock(), threading.Event()

    def hear(self) -> None:
        """The job has said something."""
        self.heard_at = time.monotonic()

    def look(self) -> None:
        """Make the job raise where it says nothing for too long."""
        while not self.over.wait(min(LOOK_EVERY, LONGEST_SILENCE)):
            with self.lock:
                if not self.over.is_set() and time.monotonic() - self.heard_at > LONGEST_SILENCE:
                    self.over.set()
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self.thread), ctypes.py_object(Overdue))

    def end(self) -> None:
        """From here on the job is left alone."""
        with self.lock:
            self.over.set()


def in_time(
    prepare: Callable[[dict[str, Any], Report], Any],
    arguments: dict[str, Any],
    report: Report,
) -> Any:
    """What ``prepare`` makes; raises ``Overdue`` in it where it says nothing for too long."""
    watch = Watch()

    def say(done: int, total: int, part: str = "") -> None:
        watch.hear()
        report(done, total, part)

    threading.Thread(target=watch.look, daemon=True).start()
    try:
        return prepare(arguments, say)
    finally:
        watch.end()


def limit_memory(megabytes: int) -> None:
    """Let a job that wants more than this fail for want of memory, before the machine itself runs out; 0: no limit."""
    if megabytes:
        _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024 * 1024, hard))
