"""New code under the old number: nobody is turned away, broken code changes nothing, a dead process is copied."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from tests import services
from tests.fleet import DEPLOY, LIKE_SYSTEMD, children, kill
from tests.race import ROOT

PATIENCE = 60
# An application that says what it is, once it has been loaded for a while.
CODE = """
import os, time
time.sleep(0.5)

def application(environ, start_response):
    if environ["PATH_INFO"] == "/slow":
        time.sleep(2)
    body = "{word}".encode()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]
"""


@dataclass
class Web:
    """A master with the settings of ``deploy/``, and the file that it has loaded."""

    file: Path
    port: int
    process: Any

    def say(self, word: str) -> None:
        """New code is there; the clock of files may be coarse, so nothing of the old is kept."""
        self.file.write_text(CODE.replace("{word}", word))

    def hears(self, path: str = "/") -> str:
        """What it answers."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        line.request("GET", path)
        heard = line.getresponse().read().decode()
        line.close()
        return heard

    def reload(self) -> None:
        """Tell it that there is new code."""
        self.process.send_signal(signal.SIGHUP)


@pytest.fixture(params=["own socket", "socket of systemd"])
def web(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Web]:
    """It runs with two processes, and has ended after the test with all of them."""
    port, file = services.free_port(), tmp_path / "said.py"
    given = {"PYTHONPATH": f"{tmp_path}", "COURSE_BIND": f"127.0.0.1:{port}", "COURSE_WEB_PROCESSES": "2"}
    environment = {**os.environ, **given, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "gunicorn", "--config", str(DEPLOY / "gunicorn.conf.py"), "said:application"]
    running = Web(file, port, None)
    running.say("old")
    handed = held_socket(port) if request.param == "socket of systemd" else None
    if handed:
        command = [sys.executable, "-c", LIKE_SYSTEMD, str(handed.fileno()), *command]
    sockets = (handed.fileno(),) if handed else ()
    with (tmp_path / "log").open("wb") as log:
        running.process = subprocess.Popen(command, cwd=ROOT, env=environment, pass_fds=sockets, stderr=log)
    try:
        soon(lambda: services.listening(port) and len(running_processes(running)) == 2)
        yield running
    finally:
        left = running_processes(running)
        running.process.terminate()
        assert running.process.wait(PATIENCE) == 0
        assert not any(Path(f"/proc/{pid}").exists() for pid in left)
        if handed:
            handed.close()


def held_socket(port: int) -> socket.socket:
    """A socket that somebody else holds open."""
    return socket.create_server(("127.0.0.1", port), backlog=64)


def running_processes(web: Web) -> list[int]:
    """The processes that answer."""
    return children(web.process.pid)


def soon(holds: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Wait until this holds."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_new_code_answers_under_the_old_number_and_nobody_is_turned_away(web: Web) -> None:
    for word in ("new", "newer"):
        before = set(running_processes(web))
        web.say(word)
        web.reload()
        heard = [web.hears()]
        while heard[-1] != word:
            heard.append(web.hears())
        soon(lambda before=before: not before & set(running_processes(web)) and len(running_processes(web)) == 2)
        assert len(heard) > 2 and len(set(heard)) == 2
        assert web.process.poll() is None
        assert {web.hears() for _ in range(10)} == {word}


def test_who_is_being_answered_is_answered_to_the_end(web: Web) -> None:
    line = HTTPConnection("127.0.0.1", web.port, timeout=PATIENCE)
    line.request("GET", "/slow")
    web.say("new")
    web.reload()
    soon(lambda: web.hears() == "new")
    assert line.getresponse().read() == b"old"
    line.close()


def test_code_that_cannot_be_loaded_leaves_the_old_at_work(web: Web) -> None:
    web.file.write_text("this is no code")
    web.reload()
    log = web.file.parent / "log"
    soon(lambda: "The new code cannot be loaded; the old goes on answering." in log.read_text())
    assert "SyntaxError" in log.read_text()
    soon(lambda: len(running_processes(web)) == 2)
    assert {web.hears() for _ in range(10)} == {"old"}
    web.say("mended")
    web.reload()
    soon(lambda: web.hears() == "mended")


@pytest.mark.parametrize("seconds", [0.3, 0.9, 1.5])
def test_a_word_to_end_that_comes_while_code_is_loaded_is_heard(web: Web, seconds: float) -> None:
    web.say("new")
    web.reload()
    time.sleep(seconds)
    web.process.terminate()
    assert web.process.wait(PATIENCE) == 0


def test_a_process_that_dies_is_replaced_by_a_copy_that_loads_nothing(web: Web) -> None:
    web.file.write_text("this is no code")
    for _ in range(3):
        died = running_processes(web)[0]
        kill(died)
        soon(lambda died=died: died not in running_processes(web) and len(running_processes(web)) == 2)
        assert {web.hears() for _ in range(10)} == {"old"}
