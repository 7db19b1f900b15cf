"""A browser's line to the balancer that costs little: who asks often must leave the machine to those who answer."""

from __future__ import annotations

import re
import socket
import ssl
from typing import Any

LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
ENDS = re.compile(rb"\r\nconnection: close", re.IGNORECASE)
WITHOUT_BODY = frozenset({204, 304})


class Line:
    """One line, opened when it is first used and again when it was closed."""

    def __init__(self, port: int, context: ssl.SSLContext, patience: float) -> None:
        self.port, self.context, self.patience = port, context, patience
        self.open: Any = None

    def answer(
        self, method: str, path: str, headers: dict[str, str], body: str = "", *, told: str = "Location"
    ) -> tuple[int, str]:
        """The status of an answer, and one of its headers; 0 where none came, or half of one."""
        said = {"Host": f"127.0.0.1:{self.port}", **headers} | ({"Content-Length": str(len(body))} if body else {})
        words = "".join(f"{name}: {value}\r\n" for name, value in said.items())
        try:
            self.open = self.open or self.connect()
            self.open.sendall(f"{method} {path} HTTP/1.1\r\n{words}\r\n{body}".encode())
            return self.read(told)
        except OSError:
            self.close()
            return 0, ""

    def connect(self) -> ssl.SSLSocket:
        """A new connection."""
        plain = socket.create_connection(("127.0.0.1", self.port), self.patience)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self.context.wrap_socket(plain, server_hostname="127.0.0.1")

    def read(self, told: str) -> tuple[int, str]:
        """The whole of an answer."""
        came = b""
        while b"\r\n\r\n" not in came:
            came += self.more()
        head, _, body = came.partition(b"\r\n\r\n")
        status, length = int(head[9:12]), LENGTH.search(head)
        if length is None and status not in WITHOUT_BODY:
            raise ConnectionError("an answer without a length")
        left = int(length[1]) - len(body) if length and status not in WITHOUT_BODY else 0
        while left > 0:
            left -= len(self.more())
        if ENDS.search(head):
            self.close()
        found = re.search(rb"\r\n%s: ([^\r]*)" % told.encode(), head, re.IGNORECASE)
        return status, found[1].decode() if found else ""

    def more(self) -> bytes:
        """What has come meanwhile; an end is a fault here."""
        if not (came := self.open.recv(65536)):
            raise ConnectionError("the line was closed")
        return came

    def close(self) -> None:
        """Let the line go."""
        if self.open is not None:
            self.open.close()
        self.open = None
