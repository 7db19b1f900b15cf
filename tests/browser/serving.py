"""The application as it is served: gunicorn and a worker on a free port, with the demo district."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from app import create_app
from tests import services

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60
WEB = ("gunicorn", "--workers", "2", "--threads", "4", "--no-control-socket", "--log-level", "warning")
WORKER = ("flask", "--app", "app", "worker")
PREPARE = ("flask", "--app", "app", "prepare")


@dataclass(frozen=True)
class Login:
    """How somebody of the demo signs in."""

    email: str
    password: str


@dataclass(frozen=True)
class Site:
    """A running server, its folder and its database."""

    address: str
    folder: Path
    database: str

    @cached_property
    def logins(self) -> dict[str, Login]:
        """The demo's logins by role."""
        with (self.folder / "demo-logins.csv").open(encoding="utf-8") as file:
            return {row["role"]: Login(row["email"], row["password"]) for row in csv.DictReader(file)}

    @cached_property
    def app(self) -> Flask:
        """The same application in this process, for looking at the database and at the routes."""
        return create_app(INSTANCE=str(self.folder), DATABASE_URL=self.database, BASE_URL=self.address)


@contextmanager
def running_site(folder: Path, database: str = "") -> Iterator[Site]:
    """A server with the demo district on this database (empty: SQLite in the folder)."""
    port = services.free_port()
    site = Site(f"http://127.0.0.1:{port}", folder, database)
    folder.mkdir(parents=True, exist_ok=True)
    own = {"COURSE_INSTANCE": str(folder), "COURSE_DATABASE_URL": database, "COURSE_BASE_URL": site.address}
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("COURSE_")}
    environment = {**inherited, **own}
    prepare(environment)
    with (folder / "server.log").open("w") as log:
        web = command(*WEB, "--bind", f"127.0.0.1:{port}", "app:create_app()")
        started = [
            subprocess.Popen(line, cwd=ROOT, env=environment, stdout=log, stderr=log) for line in (web, worker())
        ]
        try:
            wait_for(site, started[0])
            yield site
        finally:
            stop(started)


def prepare(environment: dict[str, str]) -> None:
    """The database and the demo district, as `make run` does it."""
    done = subprocess.run(command(*PREPARE), cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def command(program: str, *arguments: str) -> list[str]:
    """A program of this Python's environment, as a module, so that no PATH is needed."""
    return [sys.executable, "-m", program, *arguments]


def worker() -> list[str]:
    """The process that does what takes long."""
    return command(*WORKER)


def wait_for(site: Site, web: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers, or say what it wrote instead."""
    for _ in range(PATIENCE * 10):
        try:
            with urllib.request.urlopen(f"{site.address}/health", timeout=5):
                return
        except OSError:
            assert web.poll() is None, (site.folder / "server.log").read_text()
            time.sleep(0.1)
    raise AssertionError("the server does not answer\n" + (site.folder / "server.log").read_text())


def stop(processes: list[subprocess.Popen[bytes]]) -> None:
    """End the processes that were started here."""
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def own_postgresql_database() -> Iterator[str]:
    """The address of a new database, dropped afterwards."""
    server = sa.create_engine(services.postgresql(), isolation_level="AUTOCOMMIT")
    name = f"course_browser_{os.getpid()}"
    with server.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    yield sa.make_url(services.POSTGRESQL).set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    server.dispose()
