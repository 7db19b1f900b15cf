"""Several hosts on one machine, as ``deploy/`` sets them up: nginx, gunicorn masters, workers, PostgreSQL, Redis.

A host closes its address while it does not run, or has a socket that stays open, as systemd holds it.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPSConnection
from pathlib import Path
from random import Random
from typing import Any

from flask import Flask

from app import create_app
from course.db import db
from tests import services
from tests.conftest import settings_for_tests
from tests.line import Line
from tests.race import DATABASE, FOLDER, ROOT

DEPLOY = ROOT / "deploy"
REDIS_DATABASE = 11
PATIENCE = 180  # Several processes load the application at once.
PROCESSES = os.environ.get("DRILL_PROCESSES", "2")  # Of each host.
# Hands an open socket to the program that takes this one's place.
LIKE_SYSTEMD = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
os.execv(sys.argv[2], sys.argv[2:])
"""
WITHIN = "user root;\n" if os.geteuid() == 0 else ""


@dataclass
class Host:
    """One gunicorn master at an address of its own, which is closed while it does not run."""

    folder: Path
    environment: dict[str, str]
    port: int
    process: Any = field(default=None, repr=False)

    def start(self) -> None:
        """Start it."""
        self.run([sys.executable, "-m", *self.gunicorn], COURSE_BIND=f"127.0.0.1:{self.port}")

    @property
    def gunicorn(self) -> list[str]:
        """The command, as in course-web.service."""
        return ["gunicorn", "--config", str(DEPLOY / "gunicorn.conf.py"), "tests.race:guarded()"]

    def run(self, command: list[str], *, handed: tuple[int, ...] = (), **settings: str) -> None:
        """Run the command with these open files and settings."""
        figures = self.folder / f"figures-{self.port}"
        figures.mkdir(exist_ok=True)
        environment = {**self.environment, "PROMETHEUS_MULTIPROC_DIR": str(figures), **settings}
        with (self.folder / f"host-{self.port}.log").open("ab") as log:
            given = {"cwd": ROOT, "env": environment, "pass_fds": handed}
            self.process = subprocess.Popen(command, **given, stdout=log, stderr=log)

    def restart(self) -> float:
        """Stop it and start it again; the seconds until it had ended."""
        began = time.monotonic()
        self.process.terminate()
        self.process.wait(PATIENCE)
        self.start()
        return time.monotonic() - began

    def fall(self) -> None:
        """The machine loses its power: its processes and its address are gone at once."""
        for pid in [self.process.pid, *self.processes()]:
            kill(pid)
        self.process.wait(PATIENCE)

    def reload(self) -> None:
        """Tell it that there is new code."""
        self.process.send_signal(signal.SIGHUP)

    def processes(self) -> list[int]:
        """The processes that answer."""
        return children(self.process.pid)

    def ready(self) -> list[int]:
        """Those of them that have loaded the application and wait for requests."""
        return [pid for pid in self.processes() if waits_for_requests(pid)]

    def kill_one(self, chance: Random) -> None:
        """End any one of the processes that answer, without a word."""
        if ready := self.ready():
            kill(chance.choice(ready))


@dataclass
class HeldHost(Host):
    """The same with a socket that somebody else holds, so that what comes while it is restarted waits a moment."""

    listener: socket.socket | None = None

    def start(self) -> None:
        """Start it as systemd does, with the open socket as its third file."""
        self.listener = self.listener or socket.create_server(("127.0.0.1", self.port), backlog=2048)
        number = self.listener.fileno()
        self.run(
            [sys.executable, "-c", LIKE_SYSTEMD, str(number), sys.executable, "-m", *self.gunicorn], handed=(number,)
        )


@dataclass
class Fleet:
    """All of it, running: the hosts, the workers, the balancer, and the same application in this process."""

    folder: Path
    app: Flask
    hosts: list[Host]
    port: int
    environment: dict[str, str] = field(repr=False)
    workers: list[Any] = field(default_factory=list, repr=False)

    def start_worker(self) -> None:
        """One more worker, behind the web as in course-worker@.service; it does one job at a time."""
        command = ["nice", "-n", "10", sys.executable, "-m", "flask", "--app", "app", "worker", "--workers", "1"]
        with (self.folder / "worker.log").open("ab") as log:
            started = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        self.workers.append(started)

    def kill_worker(self, chance: Random) -> None:
        """End the process of a worker that does the jobs, without a word; its maker makes the next one."""
        kill(chance.choice([pid for worker in self.workers for pid in children(worker.pid)]))

    @property
    def is_whole(self) -> bool:
        """Whether every process of every host waits for requests, and every worker has one for its jobs."""
        work = all(children(worker.pid) for worker in self.workers)
        return work and all(len(host.ready()) >= int(PROCESSES) for host in self.hosts)

    def wait_until_whole(self) -> None:
        """Return when it is."""
        until = time.monotonic() + PATIENCE
        while not self.is_whole:
            if time.monotonic() > until:
                raise TimeoutError("a host does not start")
            time.sleep(0.1)

    def connection(self) -> HTTPSConnection:
        """A way to the balancer, as a browser takes it."""
        return HTTPSConnection("127.0.0.1", self.port, timeout=PATIENCE, context=self.trust())

    def line(self) -> Line:
        """The same for those who ask often."""
        return Line(self.port, self.trust(), PATIENCE)

    def trust(self) -> ssl.SSLContext:
        """Trust in the certificate of the balancer."""
        return ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))


@contextmanager
def fleet(
    folder: Path, database: str, *, kinds: tuple[type[Host], ...] = (Host, Host), workers: int = 0, redis_url: str = ""
) -> Iterator[Fleet]:
    """Hosts and workers on a prepared empty database; all end with the block."""
    folder.mkdir(parents=True, exist_ok=True)
    port = services.free_port()
    given = {"DATABASE_URL": database, "REDIS_URL": redis_url or redis(), "PROXIES": "1"}
    given["BASE_URL"] = f"https://127.0.0.1:{port}"
    app = create_app(**{**settings_for_tests(folder), **given})
    with app.app_context():
        db.create_all()
        app.extensions["queue"].flush()
    environment = {**os.environ, FOLDER: str(folder), DATABASE: database, "COURSE_WEB_PROCESSES": PROCESSES}
    names = ("INSTANCE", "SECRET_KEY", "DATA_KEY", *given)
    environment |= {f"COURSE_{name}": str(app.config[name]) for name in names}
    with ExitStack() as ending:
        made = [kind(folder, environment, services.free_port()) for kind in kinds]
        running = Fleet(folder, app, made, port, environment)
        ending.callback(end, running)
        for host in made:
            host.start()
        for _ in range(workers):
            running.start_worker()
        ending.enter_context(balancer(running))
        wait_until_all_answer(running)
        yield running


def end(running: Fleet) -> None:
    """End everything that was started, the hosts first."""
    for process in [*(host.process for host in running.hosts), *running.workers]:
        process.terminate()
    for process in [*(host.process for host in running.hosts), *running.workers]:
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)
        process.kill()
    with running.app.app_context():
        db.session.remove()
        db.engine.dispose()


@contextmanager
def balancer(running: Fleet) -> Iterator[None]:
    """The nginx of ``deploy/``, with these hosts, this port and a certificate of its own."""
    nginx, folder = services.nginx(), running.folder
    make_certificate(folder)
    (folder / "nginx.conf").write_text(nginx_configuration(running))
    command = [nginx, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "nginx.log")]
    process = subprocess.Popen(command)
    try:
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


def nginx_configuration(running: Fleet) -> str:
    """The file of ``deploy/`` with only its addresses and folders changed, inside what Debian's own file has around."""
    folder = running.folder
    text = (DEPLOY / "nginx.conf").read_text()
    server = re.compile(r"^    server 10\.0\.0\.\d+:8000(.*)$", re.MULTILINE)
    options = server.search(text)[1]
    lines = "\n".join(f"    server 127.0.0.1:{host.port}{options}" for host in running.hosts)
    text = server.sub("", text).replace("zone course_hosts 64k;", f"zone course_hosts 64k;\n{lines}")
    for ours, theirs in (
        ("listen 80;", f"listen 127.0.0.1:{services.free_port()};"),
        ("listen 443 ssl", f"listen 127.0.0.1:{running.port} ssl"),
        ("/etc/ssl/course", str(folder)),
        ("/var/cache/nginx", str(folder)),
    ):
        assert ours in text, f"deploy/nginx.conf has lost its {ours}"
        text = text.replace(ours, theirs)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = "\n".join(f"{kind}_temp_path {folder}/nginx-{kind};" for kind in kinds)
    outside = (
        f"{WITHIN}daemon off;\npid {folder}/nginx.pid;\nworker_processes 1;\nevents {{ worker_connections 1024; }}"
    )
    return f"{outside}\nhttp {{\n{folders}\n{text}}}\n"


def make_certificate(folder: Path) -> None:
    """A certificate for the loopback."""
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
    command += ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run(command, check=True, capture_output=True)


def wait_until_all_answer(running: Fleet) -> None:
    """Return when each host and the balancer answer."""
    for port in [*(host.port for host in running.hosts), running.port]:
        until = time.monotonic() + PATIENCE
        while not services.listening(port):
            if time.monotonic() > until:
                raise TimeoutError((running.folder / "nginx.log").read_text())
            time.sleep(0.05)
    running.wait_until_whole()


def answer(
    connection: Any, method: str, path: str, headers: dict[str, str], body: str = "", *, told: str = "Location"
) -> tuple[int, str]:
    """The status of an answer, and one of its headers: where it leads; 0 where none came, or half of one."""
    try:
        connection.request(method, path, body or None, headers)
        came = connection.getresponse()
        came.read()
        return came.status, came.headers.get(told, "")
    except (OSError, HTTPException):
        connection.close()
        return 0, ""


def redis() -> str:
    """A Redis database of the fleet's own."""
    return f"{services.redis().rpartition('/')[0]}/{REDIS_DATABASE}"


def children(pid: int) -> list[int]:
    """The processes that a process has started and that still run."""
    with suppress(OSError):
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def waits_for_requests(pid: int) -> bool:
    """Whether a process of gunicorn has told the system which sockets it waits for: the last thing that it does."""
    with suppress(OSError):
        return any("tfd:" in path.read_text() for path in Path(f"/proc/{pid}/fdinfo").iterdir())
    return False


def kill(pid: int) -> None:
    """End a process without a word."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
