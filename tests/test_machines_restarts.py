"""Several hosts behind the balancer of ``deploy/``: new code and restarts while people work, nobody is turned away."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from app import create_app
from course.db import db
from tests import services, traffic
from tests.conftest import settings_for_tests
from tests.fleet import PATIENCE, Fleet, HeldHost, answer, fleet
from tests.race import ROOT, postgresql_database, wait_for

# The drill takes its time and asks as often as two free cores can answer; the test is short and leaves room for others.
SECONDS = float(os.environ.get("DRILL_SECONDS", "8"))
RATE = float(os.environ.get("DRILL_RATE", "10"))
LONGEST_STOP, LONGER_THAN_HONCHO_WAITS = 30, 7


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    """Two hosts and two workers on PostgreSQL and Redis."""
    with postgresql_database(f"course_fleet_{os.getpid()}") as address:
        folder = tmp_path_factory.mktemp("fleet")
        with fleet(folder, address, workers=2) as found:
            yield found


@pytest.fixture(scope="module")
def people(running: Fleet) -> traffic.People:
    """The users of many schools."""
    return traffic.people(running)


def meanwhile(people: traffic.People, acts: list[Callable[[], object]]) -> traffic.Said:
    """People work, and these things happen in their time, each when the one before is over."""
    running = people.running

    def act() -> None:
        for one in acts:
            time.sleep(SECONDS / (len(acts) + 1))
            one()
            time.sleep(1)
            running.wait_until_whole()

    thread = threading.Thread(target=act)
    thread.start()
    said = people.work(SECONDS, RATE)
    thread.join()
    print(f"\n{said.told()}")
    return said


def test_host_after_host_is_restarted_and_no_answer_is_lost(running: Fleet, people: traffic.People) -> None:
    took: list[float] = []
    said = meanwhile(people, [lambda host=host: took.append(host.restart()) for host in running.hosts])
    assert said.failed == 0 and said.promised, said.told()
    assert len(took) == len(running.hosts) and max(took) <= LONGEST_STOP
    assert traffic.history(running, said)["lost"] == []


def test_one_host_alone_loads_new_code_and_is_restarted(tmp_path: Path) -> None:
    with (
        postgresql_database(f"course_alone_{os.getpid()}") as address,
        fleet(tmp_path, address, kinds=(HeldHost,)) as alone,
    ):
        host = alone.hosts[0]
        said = meanwhile(traffic.people(alone), [host.reload, host.restart])
        assert said.failed == 0 and said.promised, said.told()
        assert traffic.history(alone, said) == traffic.SOUND


def test_what_make_run_has_started_answers_before_it_ends(tmp_path: Path) -> None:
    app, port = create_app(**settings_for_tests(tmp_path)), services.free_port()
    with app.app_context():
        db.create_all()
        db.engine.dispose()
    given = {f"COURSE_{name}": str(app.config[name]) for name in ("INSTANCE", "SECRET_KEY", "DATA_KEY")}
    given |= {"PORT": str(port), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    command = [sys.executable, "-m", "course.side_by_side", "start"]
    running = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **given}, stdout=subprocess.DEVNULL)
    try:
        wait_for(port)
        told: list[int] = []
        sending = threading.Thread(target=lambda: told.append(send_a_form(port)))
        with closing(sqlite3.connect(tmp_path / "course.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            sending.start()
            time.sleep(1)
            running.terminate()
            began = time.monotonic()
            time.sleep(LONGER_THAN_HONCHO_WAITS)
        sending.join()
        running.wait(LONGEST_STOP)
    finally:
        running.kill()
    assert told == [303] and time.monotonic() - began < LONGEST_STOP


def send_a_form(port: int) -> int:
    """A visitor chooses a language; the key of the form is written, so it waits for the lock."""
    page = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    page.request("GET", "/sign-in")
    came = page.getresponse()
    token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', came.read().decode())
    cookie = came.headers["Set-Cookie"].split(";")[0]
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    fields = {"csrf_token": token[1] if token else "", "idempotency_key": "d" * 32}
    return answer(page, "POST", "/language/en", headers, urlencode(fields))[0]


def test_the_figures_of_a_host_count_all_its_processes(running: Fleet) -> None:
    host = running.hosts[0]

    def figures() -> dict[str, float]:
        with urlopen(f"http://127.0.0.1:{host.port}/metrics", timeout=PATIENCE) as answer:
            lines = [line.rsplit(" ", 1) for line in answer.read().decode().splitlines() if line[0] != "#"]
        return {name: float(number) for name, number in lines}

    before = figures()
    for _ in range(20):
        urlopen(f"http://127.0.0.1:{host.port}/sign-in", timeout=PATIENCE).close()
    after, shown = figures(), 'course_answer_seconds_count{endpoint="security.login"}'
    assert after[shown] - before.get(shown, 0) == 20
    assert after["course_job_oldest_seconds"] >= 0 and 'course_jobs{state="waiting"}' in after


def test_nginx_keeps_files_and_hides_what_only_the_host_may_tell(running: Fleet) -> None:
    connection = running.connection()
    assert answer(connection, "GET", "/metrics", {})[0] == 404
    connection.request("GET", "/static/course.css", headers={})
    kept = connection.getresponse()
    kept.read()
    assert kept.status == 200 and kept.headers["X-Content-Type-Options"] == "nosniff"
    assert list((running.folder / "course").rglob("*")), "nothing is kept"
    connection.request("GET", "/sign-in", headers={})
    page = connection.getresponse()
    page.read()
    assert "max-age" in page.headers["Strict-Transport-Security"] and page.headers["Cache-Control"] == "no-store"
    assert all("; Secure" in cookie for cookie in page.headers.get_all("Set-Cookie", []))
