"""Answers in one piece: a web process that is ended has sent a page or nothing, and the balancer asks the next.

gunicorn hands its head to the system first and the page afterwards; a process that is ended in between, while its other
threads have their turn, would leave somebody with the head alone, which no balancer can make good.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from gunicorn.workers.gthread import ThreadWorker


class HeldSocket:
    """A socket that keeps the first thing it is given until a second comes, or anything else is asked of it."""

    def __init__(self, sock: Any) -> None:
        self.sock = sock
        self.head: bytes | None = None

    def sendall(self, data: bytes) -> None:
        """Keep the head of an answer; send it with what follows."""
        if self.head is None:
            self.head = data
            return
        head, self.head = self.head, b""
        self.sock.sendall(head + data)

    def flush(self) -> None:
        """Send what is kept."""
        if self.head:
            head, self.head = self.head, b""
            self.sock.sendall(head)

    def __getattr__(self, name: str) -> Any:
        """Whatever else is done with a socket comes after what is kept."""
        self.flush()
        return getattr(self.sock, name)


class WholeAnswers(ThreadWorker):
    """gunicorn's threads, with answers in one piece."""

    def handle_request(self, req: Any, conn: Any) -> bool:
        """Answer, and send an answer that was a head alone."""
        sock, held = conn.sock, HeldSocket(conn.sock)
        conn.sock = held
        try:
            return super().handle_request(req, conn)
        finally:
            conn.sock = sock
            with suppress(OSError):
                held.flush()
