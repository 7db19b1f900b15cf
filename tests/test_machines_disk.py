"""A disk that is full at any write, and a file that was damaged: told, nothing half done, and well again afterwards."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from course.access.guard import ANYONE
from course.access.models import Role
from course.db import db
from tests import make, race
from tests.conftest import settings_for_tests

NAME = "很长的校名"
STEP = int(os.environ.get("DRILL_STEP", "16384"))
# Books lessons while its files may grow by so much and no further, for more and more of it; then without a limit.
FULL = """
import resource, sys, uuid
from pathlib import Path
import sqlalchemy as sa
from app import create_app
from course.db import db
from course.schedule.models import Lesson, Slot
from tests import race
from tests.conftest import settings_for_tests

folder, step = Path(sys.argv[1]), int(sys.argv[2])
app = create_app(**settings_for_tests(folder))
app.config["PROPAGATE_EXCEPTIONS"] = False
with app.app_context():
    db.create_all()
    fields, labels, key, _ = race.prepare()
    db.session.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))
    db.session.remove()
browser = app.test_client()
with browser.session_transaction() as session:
    session.update({"_user_id": key, "_fresh": True})

def counted():
    with app.app_context():
        numbers = [db.session.scalar(sa.select(sa.func.count()).select_from(table)) for table in (Lesson, Slot)]
        db.session.remove()
    return numbers

def book():
    form = {**fields, "classes": labels[0], "idempotency_key": uuid.uuid4().hex}
    return browser.post(race.BOOK, data=form).status_code

def limit(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

for size in range(step, 100 * step, step):
    limit(size)
    status = book()
    looked = browser.get("/lessons").status_code
    limit(resource.RLIM_INFINITY)
    numbers = counted()
    print(size, status, looked, *numbers, flush=True)
    if status != 503:
        break
with app.app_context():
    print(db.session.execute(sa.text("PRAGMA integrity_check")).scalar())
"""


def test_a_disk_that_is_full_at_any_write_of_a_booking(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FULL, str(tmp_path), str(STEP)]
    done = subprocess.run(command, cwd=race.ROOT, capture_output=True, text=True, timeout=300)
    *tries, sound = [line for line in done.stdout.splitlines() if not line.startswith("{")]
    assert done.returncode == 0 and sound == "ok", done.stderr[-600:]
    refused, (_, status, _, lessons, slots) = [line.split() for line in tries[:-1]], tries[-1].split()
    assert len(refused) >= 2 and status in {"302", "303"} and int(lessons) == 1 and int(slots) == 2
    for _, answered, looked, *numbers in refused:
        assert (answered, numbers) == ("503", ["0", "0"])
        assert looked in {"200", "503"}


@pytest.fixture
def school(tmp_path: Path) -> Flask:
    """An application on a file with enough rows to fill many pages."""
    app = create_app(**settings_for_tests(tmp_path))
    with app.app_context():
        db.create_all()
        place = make.region()
        for _ in range(60):
            make.school(place, name=NAME * 40)
        db.session.execute(db.text("PRAGMA wal_checkpoint(TRUNCATE)"))
        db.session.remove()
        db.engine.dispose()
    return app


def test_the_doctor_finds_a_page_of_the_file_that_was_damaged(school: Flask) -> None:
    assert school.test_cli_runner().invoke(args=["doctor"]).output == "0 problems\n"
    damage(school, pages=1)
    answer = school.test_cli_runner().invoke(args=["doctor"])
    assert answer.exit_code == 1
    assert re.search(r"database file: .*\n(.*\n)*\d+ problems", answer.output), answer.output


def test_what_needs_a_damaged_page_says_so_and_the_rest_goes_on(school: Flask) -> None:
    school.config["PROPAGATE_EXCEPTIONS"] = False
    browser = school.test_client()
    with school.app_context():
        key = make.user(Role.ADMIN).fs_uniquifier
        db.session.execute(db.text("PRAGMA wal_checkpoint(TRUNCATE)"))
        db.session.remove()
    with browser.session_transaction() as session:
        session.update({"_user_id": key, "_fresh": True})
    assert browser.get("/schools").status_code == 200
    damage(school, pages=1000)
    answer = browser.get("/schools")
    assert answer.status_code == 503 and "有一部分数据读不出来" in answer.text and "doctor" in answer.text
    assert [browser.get(path).status_code for path in ("/lessons", "/users")] == [200, 200]


def damage(app: Flask, pages: int) -> None:
    """Write over the head of so many pages that hold names of schools."""
    with app.app_context():
        db.engine.dispose()
    path = Path(app.config["INSTANCE"]) / "course.db"
    content = bytearray(path.read_bytes())
    holding = [at for at in range(0, len(content), 4096) if NAME.encode() in content[at : at + 4096]]
    for at in holding[:pages]:
        content[at : at + 64] = b"\xff" * 64
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("cause", "status"),
    [("XX001", 503), ("XX002", 503), ("XX000", 500), (None, 500)],
)
def test_damage_in_postgresql_is_told_as_well(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, cause: str | None, status: int
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    told = Exception("invalid page in block 3 of relation base/1/2")
    told.sqlstate = cause

    def broken() -> None:
        raise sa.exc.InternalError("SELECT 1", {}, told)

    broken.allowed_roles = ANYONE
    monkeypatch.setitem(app.view_functions, "site.metrics", broken)
    answer = client.get("/metrics")
    assert answer.status_code == status and "base/1/2" not in answer.text
