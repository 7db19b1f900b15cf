"""Few file descriptors, little memory, processes that are killed while a file is written: slower, never wrong."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import sqlite3
import subprocess
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from course.access import audit
from course.schedule import actions as schedule
from tests import hostile
from tests.fleet import children, kill
from tests.race import BOOK, PATIENCE, ROOT, arena, post
from tests.test_hostile_forms import forms, send
from tests.test_machines_full import START

FEW, MANY, ROOM = 48, 120, 1024 * 1024
LITTLE = """
import re
from course.cases import decks

def fetch():
    decks.build.cache_clear()
    answer = world.client("vice_principal").get(f"/lessons/{world.home.lessons['scheduled']}/deck/zh")
    if answer.status_code == 200:
        zipfile.ZipFile(io.BytesIO(answer.data)).testzip()
    return answer.status_code

looked = world.client("school").get("/lessons").status_code
before, rows = kept(), hostile.fingerprint(app)
held = int(re.search("VmSize:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) * 1024
resource.setrlimit(resource.RLIMIT_AS, (held + int(sys.argv[3]) * 1024 * 1024, resource.RLIM_INFINITY))
status = fetch()
resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
same = status == 200 or hostile.fingerprint(app) == rows
tell(looked, status, same, status == 200 or kept() == before)
tell(fetch())
"""
KILLS = int(os.environ.get("DRILL_KILLS", "4"))
ANSWERED, REFUSED, BUSY, NONE = {302, 303}, {409, 422}, {503}, {0}


def test_more_people_than_file_descriptors(tmp_path: Path) -> None:
    with arena(tmp_path) as running:
        for pid in children(running.process.pid):
            resource.prlimit(pid, resource.RLIMIT_NOFILE, (FEW, FEW))
        statuses = running.storm(MANY)
        assert set(statuses) <= ANSWERED | REFUSED | BUSY | NONE, statuses
        held = running.history()
        assert held["overlaps"] == 0 and held["lessons"] <= 1 and held["broken_log"] is None
        running.clear()
        assert set(running.storm(1)) <= ANSWERED, "it is well again when there are fewer"


def test_processes_without_any_more_memory(tmp_path: Path) -> None:
    with arena(tmp_path) as running:
        assert set(running.storm(1)) <= ANSWERED
        running.clear()
        pids = children(running.process.pid)
        for pid in pids:
            room = kilobytes(pid) * 1024 + ROOM
            resource.prlimit(pid, resource.RLIMIT_AS, (room, resource.RLIM_INFINITY))
        statuses = running.storm(MANY)
        assert set(statuses) <= ANSWERED | REFUSED | BUSY | NONE, statuses
        held = running.history()
        assert held["overlaps"] == 0 and held["lessons"] <= 1 and held["broken_log"] is None
        for pid in set(pids) & set(children(running.process.pid)):
            resource.prlimit(pid, resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        running.clear()
        assert set(running.storm(1)) <= ANSWERED, "it is well again when there is memory"


def kilobytes(pid: int) -> int:
    """How much memory a process has been given."""
    return int(re.search(r"VmSize:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1])


@pytest.mark.parametrize("megabytes", [1, 64, 1024])
def test_a_process_with_little_memory_builds_a_deck_or_says_so(tmp_path: Path, megabytes: int) -> None:
    """What draws pictures ends its process where it gets no memory: then nobody is answered, and nothing is torn."""
    command = [sys.executable, "-c", START + LITTLE, str(tmp_path), "4", str(megabytes)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
    told = [json.loads(line.removeprefix("told ")) for line in done.stdout.splitlines() if line.startswith("told ")]
    if done.returncode == -signal.SIGABRT:
        with closing(sqlite3.connect(tmp_path / "course.db")) as file:
            assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert told == [] and not list((tmp_path / "uploads").glob("*.making"))
        return
    assert done.returncode == 0, done.stderr[-900:]
    (before, status, same, files), (after,) = told
    assert before == 200 and status in {200, 503} and same and files
    assert after == 200, "it is well again when there is memory"


def test_a_form_whose_work_wants_too_much_memory_is_told(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the very commit, too, where everything else has been done."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    world = hostile.populated(app)
    rule, before = (
        next(rule for rule in forms(world) if rule.endpoint == "schedule.book_period"),
        hostile.fingerprint(app),
    )

    def wants_more(*given: Any, **named: Any) -> None:
        raise MemoryError

    for owner, name in ((schedule, "write_change"), (audit, "entry_hash")):
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, wants_more)
            answer = send(world, rule)
        assert answer.status_code == 503 and int(answer.headers["Retry-After"]) > 0, name
        assert hostile.fingerprint(app) == before
    assert send(world, rule).status_code == 303


def test_processes_are_killed_while_forms_are_written_to_a_file(tmp_path: Path) -> None:
    with arena(tmp_path) as running:
        for turn in range(KILLS):
            form = {**running.fields, "classes": running.labels[0], "idempotency_key": uuid.uuid4().hex}
            with ThreadPoolExecutor() as hands:
                sent = hands.submit(insist, running.port, running.cookie, form)
                time.sleep(0.02 * turn)
                for pid in children(running.process.pid):
                    kill(pid)
            held = running.history()
            assert sent.result() in ANSWERED and (held["lessons"], held["overlaps"]) == (1, 0), (turn, held)
            running.clear()


def insist(port: int, cookie: str, form: dict[str, str]) -> int:
    """Send a form with its key until somebody answers, as the balancer and an impatient finger do."""
    while (status := post(HTTPConnection("127.0.0.1", port, timeout=PATIENCE), BOOK, cookie, form)) in {0, 503}:
        continue
    return status
