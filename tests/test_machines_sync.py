"""A disk that reports an error when it is asked to write through: the form is told so, and nothing is promised falsely.

Only the kernel knows when that happens, so a watcher stands between it and the program (strace): it writes down when
files are written through, and answers in the kernel's place that it did not work.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from app import create_app
from course.access.models import IdempotencyKey
from course.db import db
from course.schedule.models import Lesson
from tests import race, services
from tests.cluster import Cluster, cluster
from tests.conftest import settings_for_tests

CALLS, FAILS = "fsync,fdatasync", "inject=fsync,fdatasync:error=EIO"
PREPARE = """
import json, sys
from pathlib import Path
from app import create_app
from course.db import db
from tests import race
from tests.conftest import settings_for_tests
app = create_app(**settings_for_tests(Path(sys.argv[1])))
with app.app_context():
    db.create_all()
    fields, labels, key, _ = race.prepare()
    db.session.remove()
print(json.dumps([{**fields, "classes": labels[0]}, key]))
"""
# Looks at a page, sends the form, and looks again; then says what it was told and how many lessons it sees.
SEND = """
import json, os, sys
from pathlib import Path
import sqlalchemy as sa
from app import create_app
from course.db import db
from course.schedule.models import Lesson
from tests import race
from tests.conftest import settings_for_tests
app = create_app(**settings_for_tests(Path(sys.argv[1])))
app.config["PROPAGATE_EXCEPTIONS"] = False
form, key = json.loads(sys.argv[2])
browser = app.test_client()
with browser.session_transaction() as session:
    session.update({"_user_id": key, "_fresh": True})
pages = [browser.get("/lessons").status_code]
status = browser.post(race.BOOK, data=form).status_code
os.write(1, b"told " + str(status).encode() + bytes([10]))
pages.append(browser.get("/lessons").status_code)
with app.app_context():
    lessons = db.session.scalar(sa.select(sa.func.count()).select_from(Lesson))
    db.session.remove()
print(json.dumps([status, pages, lessons]))
"""


@pytest.fixture
def watcher() -> str:
    """The program that stands between, where it is there and may."""
    program = services.strace()
    probe = subprocess.run([program, "-o", os.devnull, "true"], capture_output=True, check=False)
    if probe.returncode:
        pytest.skip("not run: processes may not be watched on this machine")
    return program


def child(script: str, *given: str, under: tuple[str, ...] = ()) -> Any:
    """What a process says last."""
    command = [*under, sys.executable, "-c", script, *given]
    done = subprocess.run(command, cwd=race.ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-900:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def form(tmp_path: Path) -> str:
    """A form with its key and its user, for a school in a SQLite file."""
    fields, key = child(PREPARE, str(tmp_path))
    return json.dumps([{**fields, "idempotency_key": uuid.uuid4().hex}, key])


def test_a_promise_is_given_after_it_was_written_through(tmp_path: Path, form: str, watcher: str) -> None:
    seen = tmp_path / "seen"
    under = (watcher, "-f", "-y", "-e", f"trace={CALLS},write", "-o", str(seen))
    status, _, lessons = child(SEND, str(tmp_path), form, under=under)
    assert (status, lessons) == (303, 1)
    lines = seen.read_text(errors="replace").splitlines()
    told = next(number for number, line in enumerate(lines) if '"told 303' in line)
    through = [n for n, line in enumerate(lines) if re.search(r"f(data)?sync\(\d+<[^>]*course\.db-wal>\)\s+= 0", line)]
    written = [n for n, line in enumerate(lines[:told]) if "course.db-wal>" in line and " write(" in line]
    assert through and through[0] < told
    assert not written or max(n for n in through if n < told) > max(written)


def test_a_disk_that_does_not_write_through_is_told_and_nothing_is_promised(
    tmp_path: Path, form: str, watcher: str
) -> None:
    files = [word for name in ("course.db", "course.db-wal") for word in ("-P", str(tmp_path / name))]
    under = (watcher, "-f", *files, "-e", f"trace={CALLS}", "-e", FAILS, "-o", str(tmp_path / "seen"))
    status, pages, lessons = child(SEND, str(tmp_path), form, under=under)
    assert "EIO" in (tmp_path / "seen").read_text(), "the disk was asked, and refused"
    assert (status, pages, lessons) == (503, [200, 200], 0)
    status, _, lessons = child(SEND, str(tmp_path), form)
    assert (status, lessons) == (303, 1), "the same form goes through as soon as the disk is well, once"


@contextmanager
def refusing(server: Cluster, watcher: str) -> Iterator[None]:
    """No process of the server can write through."""
    number = (server.folder / "data" / "postmaster.pid").read_text().split()[0]
    command = [watcher, "-f", "-e", f"trace={CALLS}", "-e", FAILS, "-o", os.devnull]
    ours = subprocess.run(["pgrep", "-P", number], capture_output=True, text=True, check=False).stdout.split()
    pids = [word for pid in (number, *ours) for word in ("-p", pid)]
    process = subprocess.Popen([*command, *pids], stderr=subprocess.PIPE, text=True)
    try:
        until = time.monotonic() + 20
        while not is_watched(number):
            if process.poll() is not None or time.monotonic() > until:
                pytest.skip("not run: other processes may not be watched on this machine")
            time.sleep(0.05)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)


def is_watched(pid: str) -> bool:
    """Whether somebody stands between this process and the kernel."""
    return bool(re.search(r"TracerPid:\s+[1-9]", Path(f"/proc/{pid}/status").read_text()))


def start_where_it_ended(server: Cluster) -> None:
    """Start the server, unless it has got well by itself."""
    with suppress(subprocess.CalledProcessError):
        server.control("start")


def test_postgresql_that_cannot_write_through_promises_nothing(tmp_path: Path, watcher: str) -> None:
    with cluster() as server:
        app = create_app(**settings_for_tests(tmp_path), DATABASE_URL=server.address)
        app.config["PROPAGATE_EXCEPTIONS"] = False
        with app.app_context():
            db.create_all()
            fields, labels, key, _ = race.prepare()
            db.session.remove()
            db.engine.dispose()
        browser, number = app.test_client(), uuid.uuid4().hex
        with browser.session_transaction() as session:
            session.update({"_user_id": key, "_fresh": True})
        form = {**fields, "classes": labels[0], "idempotency_key": number}
        with refusing(server, watcher):
            assert browser.post(race.BOOK, data=form).status_code == 503
        start_where_it_ended(server)
        until = time.monotonic() + race.PATIENCE
        while (status := browser.post(race.BOOK, data=form).status_code) == 503 and time.monotonic() < until:
            time.sleep(0.2)
        assert [status, browser.post(race.BOOK, data=form).status_code] == [303, 303]
        with app.app_context():
            assert db.session.scalar(sa.select(sa.func.count()).select_from(Lesson)) == 1
            assert db.session.scalar(sa.select(IdempotencyKey.location).where(IdempotencyKey.key == number))
            db.session.remove()
            db.engine.dispose()
