"""The application behind gunicorn as it is run for people, on a free port, ended by its own number."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.commands import ROOT, CommandFailed
from bench.places import Place

LONGEST_START, LONGEST_STOP = 60.0, 15.0
WORKERS = 2

# Where the system keeps a process's time, and that of its children that have ended (proc(5), stat, after the name).
OWN, OF_ENDED = slice(11, 13), slice(13, 15)


@dataclass(frozen=True)
class Server:
    """A running server: where it answers, and the number of the process that watches over the others."""

    address: str
    pid: int

    def busy(self) -> float:
        """The seconds of processor time that its workers have used so far; 0 where the system does not say."""
        try:
            children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
            # A worker is replaced after so many answers: what those before have used is known of their maker.
            return sum(processor_seconds(pid, OWN) for pid in children) + processor_seconds(str(self.pid), OF_ENDED)
        except OSError:
            return 0.0


def processor_seconds(pid: str, columns: slice) -> float:
    """What one process has used, or those that it has made and that have ended, and the system's work on its behalf."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[columns])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def server(place: Place) -> Iterator[Server]:
    """Two processes with the threads of ``deploy/``, on a free port; ended afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "deploy" / "gunicorn.conf.py")]
    environment = {**place.environment, "COURSE_BASE_URL": address, "COURSE_BIND": f"127.0.0.1:{port}"}
    environment["COURSE_WEB_PROCESSES"] = str(WORKERS)
    with (place.folder / "server.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            wait_until_it_answers(process, address, place)
            yield Server(address, process.pid)
        finally:
            stop(process)


def wait_until_it_answers(process: subprocess.Popen[bytes], address: str, place: Place) -> None:
    """Ask for its health until it is well."""
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise CommandFailed(f"the server does not answer: {(place.folder / 'server.log').read_text()[-600:]}")


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask it to end, and make it end where it does not."""
    process.terminate()
    try:
        process.wait(LONGEST_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
