"""A process with few file descriptors, and processes killed while a file database is written: slower, never wrong."""

from __future__ import annotations

import os
import resource
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

from tests.fleet import children, kill
from tests.race import BOOK, PATIENCE, arena, post

FEW, MANY = 48, 120
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
