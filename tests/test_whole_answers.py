"""The head of an answer and its page go out together; a head alone, a file and a bare socket are not held up."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from gunicorn.config import Config
from gunicorn.http.wsgi import Response

from course.whole_answers import HeldSocket

PAGE = b"x" * 3000


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    """The two ends of a connection."""
    near, far = socket.socketpair()
    far.setblocking(False)
    with near, far:
        yield near, far


def come(far: socket.socket) -> bytes:
    """What has come until now."""
    try:
        return far.recv(1 << 16)
    except BlockingIOError:
        return b""


def response(held: HeldSocket, *headers: tuple[str, str]) -> Any:
    asked = SimpleNamespace(method="GET", version=(1, 1), should_close=lambda: True, headers=[])
    made = Response(asked, held, Config())
    made.start_response("200 OK", list(headers))
    return made


def test_a_page_comes_whole(ends: tuple[socket.socket, socket.socket]) -> None:
    near, far = ends
    made = response(HeldSocket(near), ("Content-Length", "3000"))
    made.send_headers()
    assert come(far) == b""
    made.write(PAGE)
    assert come(far).endswith(b"\r\n\r\n" + PAGE)


def test_a_page_in_pieces_comes_in_order(ends: tuple[socket.socket, socket.socket]) -> None:
    near, far = ends
    made = response(HeldSocket(near))
    for piece in (b"one", b"two"):
        made.write(piece)
    made.close()
    assert come(far).endswith(b"\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n")


def test_a_head_alone_is_sent_at_the_end(ends: tuple[socket.socket, socket.socket]) -> None:
    near, far = ends
    held = HeldSocket(near)
    response(held, ("Content-Length", "0")).close()
    held.flush()
    held.flush()
    assert come(far).count(b"HTTP/1.1 200 OK") == 1


def test_a_file_follows_its_head(ends: tuple[socket.socket, socket.socket], tmp_path: Any) -> None:
    near, far = ends
    held = HeldSocket(near)
    held.sendall(b"head")
    (tmp_path / "file").write_bytes(b"file")
    with (tmp_path / "file").open("rb") as file:
        held.sendfile(file)
    assert come(far) + come(far) == b"headfile"
