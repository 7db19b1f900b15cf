"""A file system of our own that is really full, or may only be read: told, nothing half done, and well again.

A limit on the size of files stops one file; here there is no room for any of them, the queue's and the locks' neither.
It is mounted in a room of the child's own (``unshare``), so nothing is left of it whatever happens to the child.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests import race, services
from tests.test_machines_full import START

MOUNT = """
import os, subprocess
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", os.environ["DISK"]], check=True)
"""
FULL = """
import os
rules = {rule.endpoint: rule for rule in forms(world)}
school, filler = world.client("school"), folder / "filler"
sent = ("schedule.book_period", "roster_import.upload", "photos.add", "masters.upload")
deck = f"/lessons/{world.home.lessons['scheduled']}/deck/zh"

def fill():
    with filler.open("wb", buffering=0) as file:
        for piece in (65536, 4096):
            try:
                while True:
                    file.write(b"x" * piece)
            except OSError:
                pass
    return filler.stat().st_size

def turn(room):
    said = {}
    for name in sent:
        before, rows = kept(), hostile.fingerprint(app)
        said[name] = send(world, rules[name]).status_code
        if said[name] == 503 and (before, rows) != (kept(), hostile.fingerprint(app)):
            said[name] = "half done"
    said["deck"] = world.client("vice_principal").get(deck).status_code
    tell(room, said, [school.get(path).status_code for path in ("/", "/lessons", "/no-such-page")])

size = fill()
for room in (0, 8192, 65536):
    os.truncate(filler, size - room)
    turn(room)
filler.unlink()
turn(-1)
with app.app_context():
    tell(db.session.execute(sa.text("PRAGMA integrity_check")).scalar())
"""


# The process dies with its files open, as where a disk has failed under it.
LEAVE = """
import os
from course.access.models import User
with app.app_context():
    key = db.session.get(User, world.home.users["school"]).fs_uniquifier
    (folder / "key").write_text(key)
    db.session.remove()
sys.stdout.flush()
os._exit(0)
"""
# Or it has ended in order, and SQLite has put its log away.
LEAVE_IN_ORDER = LEAVE.replace("db.session.remove()", "db.session.remove()\n    db.engine.dispose()")
MAY_ONLY_BE_READ = """
import os, subprocess
os.makedirs(os.environ["DISK"] + "/uploads", exist_ok=True)
subprocess.run(["mount", "-o", "remount,ro", os.environ["DISK"]], check=True)
"""
BEGIN_ANEW = """
import json, sys
from pathlib import Path
from app import create_app
from tests.conftest import settings_for_tests

folder = Path(sys.argv[1])
app = create_app(**settings_for_tests(folder))
app.config["PROPAGATE_EXCEPTIONS"] = False
school = app.test_client()
with school.session_transaction() as session:
    session.update({"_user_id": (folder / "key").read_text(), "_fresh": True})
looked = [school.get(path).status_code for path in ("/", "/lessons", "/no-such-page")]
health = app.test_client().get("/health")
print("told", json.dumps([looked, health.status_code, health.json["cause"], school.post("/language/en").status_code]))
"""
WELL_AGAIN = """
import os, subprocess
from course.db import db
subprocess.run(["mount", "-o", "remount,rw", os.environ["DISK"]], check=True)
written = school.post("/language/en").status_code
print("told", json.dumps([written, school.get("/").status_code, app.test_client().get("/health").status_code]))
"""
STORE = """
rules = {rule.endpoint: rule for rule in forms(world)}
health, rows = app.test_client().get("/health"), hostile.fingerprint(app)
uploaded = [send(world, rules[name]).status_code for name in ("roster_import.upload", "photos.add", "masters.upload")]
tell(health.status_code, health.json["cause"], uploaded)
tell(hostile.fingerprint(app) == rows, kept())
tell([send(world, rules[name]).status_code for name in ("schedule.book_period", "delivery.confirm")])
"""


def told(disk: Path, *scripts: str, home: Path | None = None, **environment: str) -> list[list]:
    """What each of these processes tells, one after the other, while a folder is a file system of its own."""
    unshare = services.need("unshare", shutil.which("unshare"))
    if os.geteuid() != 0 or subprocess.run([unshare, "--mount", "true"], capture_output=True, check=False).returncode:
        pytest.skip("not run: nothing may be mounted on this machine")
    disk.mkdir()
    parts = [["-c", script, str(home or disk), "4"] for script in (MOUNT, *scripts)]
    run = "import subprocess, sys; [subprocess.run([sys.executable, *part], check=True) for part in eval(sys.argv[1])]"
    done = subprocess.run(
        [unshare, "--mount", sys.executable, "-c", run, repr(parts)],
        cwd=race.ROOT,
        env={**os.environ, "DISK": str(disk), **environment},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-1500:]
    lines = [line.removeprefix("told ") for line in done.stdout.splitlines() if line.startswith("told ")]
    return [json.loads(line) for line in lines]


def test_a_file_system_that_is_full_to_the_last_byte(tmp_path: Path) -> None:
    *refused, (_, served, pages), sound = told(tmp_path / "disk", START + FULL)
    assert len(refused) == 3
    for room, answered, looked in refused:
        assert set(answered.values()) == {503} and looked == [200, 200, 404], room
    assert served.pop("deck") == 200 and set(served.values()) == {303}, "well again without a restart"
    assert (pages, sound) == ([200, 200, 404], ["ok"])


@pytest.mark.parametrize("leave", [LEAVE, LEAVE_IN_ORDER], ids=["died", "ended in order"])
def test_a_process_begins_on_a_file_system_that_may_only_be_read(tmp_path: Path, leave: str) -> None:
    (looked, health, cause, written), again = told(
        tmp_path / "disk", START + leave, MAY_ONLY_BE_READ, BEGIN_ANEW + WELL_AGAIN
    )
    assert looked == [200, 200, 404], "it begins, and reading goes on"
    assert (health, cause, written) == (503, "the folder of the database file cannot be written", 503)
    assert again == [303, 200, 200], "well again without a restart"


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_store_of_uploads_that_may_only_be_read(tmp_path: Path, database: str) -> None:
    disk, home = tmp_path / "disk", tmp_path / "home"
    with ExitStack() as rooms:
        given = {"COURSE_UPLOADS": str(disk / "uploads")}
        if database == "postgresql":
            given["COURSE_DATABASE_URL"] = rooms.enter_context(race.postgresql_database(f"course_store_{os.getpid()}"))
        (health, cause, refused), (same, files), others = told(
            disk, MAY_ONLY_BE_READ, START + STORE, home=home, **given
        )
    assert (health, cause, refused) == (503, "the folder of uploads cannot be written", [503] * 3)
    assert (same, files) == (True, []) and others == [[303, 303]], "nothing half done, and all others go on"
