"""The end of a talk with another server: a timeout is for each silence, and one byte a second is no silence."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

# How long until an end that came in the middle of connecting is tried again.
AGAIN_SECONDS = 0.5


@contextmanager
def ended_after(seconds: float, line: Callable[[], socket.socket | None]) -> Iterator[None]:
    """End the talk that goes over ``line`` when its time is over, whatever the other side is doing."""
    over = threading.Event()
    watch = threading.Thread(target=hang_up, args=(seconds, line, over), daemon=True, name="end of a talk")
    watch.start()
    try:
        yield
    finally:
        over.set()


def hang_up(seconds: float, line: Callable[[], socket.socket | None], over: threading.Event) -> None:
    """Close the line in both directions, again and again until nobody talks: there may be another by then."""
    while not over.wait(seconds):
        found, seconds = line(), AGAIN_SECONDS
        with suppress(OSError):
            if found is not None:
                # As a plain socket: who closes an encrypted one says good-bye first, and would wait for an answer.
                socket.socket.shutdown(found, socket.SHUT_RDWR)
