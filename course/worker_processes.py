"""The processes that do the jobs: copies of one that has loaded everything, each replaced when it dies.

A copy is there at once, where a new process loads the application for seconds; and a job that takes its process with
it, for want of memory or by a fault, takes no other job.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess, parent_process
from typing import Any

from course.processes import FORK

# Seconds that a copy is expected to live: one that cannot even begin is not made anew without a breath.
SHORTEST_LIFE = 1.0
TOLD = (signal.SIGINT, signal.SIGTERM)


class Copies:
    """So many copies of this process at ``work``, until this one is told to stop."""

    def __init__(self, number: int, work: Callable[[], None]) -> None:
        self.number, self.work = number, work
        self.running: list[BaseProcess] = []
        self.made_at, self.told = -SHORTEST_LIFE, False

    def keep(self) -> None:
        """Make the copies, and another for each that dies; return when all have ended after the word to stop."""
        gc.freeze()  # What is loaded is not looked through again, so the copies go on sharing it.
        for signum in TOLD:
            signal.signal(signum, self.tell)
        self.fill_up()
        while self.running:
            wait([copy.sentinel for copy in self.running])
            self.running = [copy for copy in self.running if copy.is_alive()]
            self.fill_up()

    def fill_up(self) -> None:
        """Make the copies that are missing, unless told to stop."""
        time.sleep(max(self.made_at + SHORTEST_LIFE - time.monotonic(), 0))
        # A word to stop that comes in between would reach this process and not its newest copy.
        signal.pthread_sigmask(signal.SIG_BLOCK, TOLD)
        while len(self.running) < self.number and not self.told:
            copy = multiprocessing.get_context(FORK).Process(target=begin, args=(self.work,))
            copy.start()
            self.running.append(copy)
            self.made_at = time.monotonic()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, TOLD)

    def tell(self, signum: int, frame: Any) -> None:
        """Pass the word to stop on to every copy."""
        self.told = True
        for copy in self.running:
            if copy.is_alive() and copy.pid:
                os.kill(copy.pid, signum)


def begin(work: Callable[[], None]) -> None:
    """In a copy: work, listening to its maker alone, and not for longer than that lives."""
    os.setpgid(0, 0)  # A terminal tells a whole group to stop, and who is told twice drops the job in hand.
    for signum in TOLD:
        signal.signal(signum, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, TOLD)
    threading.Thread(target=end_with_maker, daemon=True).start()
    work()


def end_with_maker() -> None:
    """Finish the job in hand and stop, when the process that made this one is gone."""
    if maker := parent_process():
        maker.join()
    os.kill(os.getpid(), signal.SIGINT)
