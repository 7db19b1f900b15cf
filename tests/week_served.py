"""The replayed week against a real server: gunicorn with two workers that read their clock from a file of the test."""

from __future__ import annotations

import http.client
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

import course.db
import course.i18n
from app import create_app
from course.access.models import User
from course.db import db
from tests import race, services
from tests.conftest import settings_for_tests
from tests.week_district import Clock

CLOCK = "WEEK_CLOCK"


class FileClock(Clock):
    """A clock that processes share: its time stands in a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__()

    @property
    def moment(self) -> datetime:
        """What the clock shows."""
        return datetime.fromisoformat(self.path.read_text())

    @moment.setter
    def moment(self, moment: datetime) -> None:
        # In one step: a worker that reads meanwhile reads the one or the other.
        unfinished = self.path.with_suffix(".new")
        unfinished.write_text(moment.isoformat())
        unfinished.replace(self.path)


class Follower(FileClock):
    """The same clock in a worker, which only reads it."""

    def __init__(self, path: Path) -> None:
        self.path = path


def timed() -> Flask:
    """The application for gunicorn, on the clock of the test."""
    told = Follower(Path(os.environ[CLOCK])).type()
    course.db.datetime = course.i18n.datetime = told  # type: ignore[attr-defined,misc]
    return race.guarded()


@dataclass(frozen=True)
class Answer:
    """An answer, with the names that the test client of Flask uses."""

    status_code: int
    headers: Any
    data: bytes

    def get_data(self, as_text: bool = False) -> Any:
        """The body."""
        return self.data.decode() if as_text else self.data


@dataclass(frozen=True)
class Browser:
    """A browser without JavaScript that talks to a port; the cookie says who is signed in, if anybody is."""

    port: int
    cookie: str = ""

    def get(self, path: str, query_string: Any = None) -> Answer:
        """Open a page."""
        return self.ask("GET", f"{path}?{urlencode(query_string, doseq=True)}" if query_string else path, None)

    def post(self, path: str, data: Any = None) -> Answer:
        """Send a form."""
        return self.ask("POST", path, urlencode(data or {}, doseq=True))

    def ask(self, method: str, path: str, body: str | None) -> Answer:
        """One request on a line of its own, so that any worker may take it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        if self.cookie:
            headers["Cookie"] = f"course={self.cookie}"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()


@contextmanager
def served(folder: Path, database: str, clock_file: Path) -> Iterator[tuple[Flask, int]]:
    """An application of this process, and the port of two workers on the same database."""
    app = create_app(**settings_for_tests(folder), DATABASE_URL=database)
    with app.app_context():
        db.create_all()
    port = services.free_port()
    environment = {race.FOLDER: str(folder), race.DATABASE: database, CLOCK: str(clock_file)}
    process = race.start_server(port, "timed", environment, module="tests.week_served")
    try:
        race.wait_for(port)
        yield app, port
    finally:
        process.terminate()
        process.wait(race.PATIENCE)
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def signing_in(app: Flask, port: int) -> Callable[[int], Browser]:
    """A function that gives a browser in which the user with this id is signed in."""
    sign = SecureCookieSessionInterface().get_signing_serializer(app)

    def signed_in(user_id: int) -> Browser:
        with app.app_context():
            key = db.session.get_one(User, user_id).fs_uniquifier
            db.session.remove()
        return Browser(port, sign.dumps({"_user_id": key, "_fresh": True}))

    return signed_in
