"""A real server that never falls silent and never comes to an end: from one moment on it says a byte at a time."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PAUSE, LONGEST = 0.05, 6
ANSWERS = {b"EHLO": b"250 here", b"DATA": b"354 go on", b"QUIT": b"221 bye"}


@contextmanager
def dripping(where: bytes) -> Iterator[int]:
    """The port of a server that drips after the command ``where``; with an empty one in its first line.

    It speaks as a mail server does, or, with an empty one, as none: to a browser it is a web server of that kind.
    """
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, args=(server, where), daemon=True)
        thread.start()
        yield server.getsockname()[1]
        # Closing alone does not wake a thread that waits for the next visitor.
        server.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def serve(server: socket.socket, where: bytes) -> None:
    """One visitor after the other."""
    with suppress(OSError):
        while True:
            visitor, _address = server.accept()
            with visitor, suppress(OSError):
                answer_all(visitor, where)


def answer_all(visitor: socket.socket, where: bytes) -> None:
    """Answer line by line until the moment has come; the lines of a mail have no answers of their own."""
    if not where:
        drip(visitor)
    visitor.sendall(b"220 here\r\n")
    in_mail = False
    for line in visitor.makefile("rb"):
        said = line.strip().upper()
        if said.startswith(where):
            drip(visitor)
        in_mail = in_mail and said != b"."
        if not in_mail:
            visitor.sendall(ANSWERS.get(said[:4], b"250 taken") + b"\r\n")
        in_mail = in_mail or said == b"DATA"


def drip(visitor: socket.socket) -> None:
    """Begin a line that has no end, until nobody listens any more; a test that fails ends all the same."""
    visitor.sendall(b"250-")
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        time.sleep(PAUSE)
        visitor.sendall(b"x")
