"""A data folder that may only be read, a folder for temporary files that is gone: /health names it, reading goes on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.race import ROOT
from tests.test_machines_full import START

# What follows runs in a child that is nobody's, or whose folder for temporary files goes away.
NOT_OURS = """
import os
school, bureau = world.client("school"), world.client("bureau")
looked = ("/", "/lessons", "/no-such-page", "/language/en")
tell(app.test_client().get("/health").status_code, [school.get(path).status_code for path in looked])
for path in (folder, *folder.rglob("*")):
    os.chmod(path, 0o555 if path.is_dir() else 0o444)
if os.geteuid() == 0:
    os.setuid(65534)
health = app.test_client().get("/health")
tell(health.status_code, health.json["cause"])
tell([school.get(path).status_code for path in looked])
tell(school.post("/language/en").status_code)
"""
NO_TEMPORARY = """
import tempfile
school, bureau = world.client("school"), world.client("bureau")
body = b"--x\\r\\nContent-Disposition: form-data; name=\\"file\\"; filename=\\"themes.csv\\"\\r\\n\\r\\n"
body += b"code,name\\n" + b"x" * 2_000_000 + b"\\r\\n--x--\\r\\n"

def send_much():
    return bureau.post("/roster/import", data=body, content_type="multipart/form-data; boundary=x").status_code

tempfile.tempdir = str(folder / "gone")
health = app.test_client().get("/health")
tell(health.status_code, health.json["cause"])
tell([school.get(path).status_code for path in ("/", "/lessons")])
tell(send_much())
tempfile.tempdir = None
tell(app.test_client().get("/health").status_code)
tell(send_much())
"""


def told(tmp_path: Path, script: str) -> list[list]:
    command = [sys.executable, "-c", START + script, str(tmp_path), "4"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-900:]
    return [json.loads(line.removeprefix("told ")) for line in done.stdout.splitlines() if line.startswith("told ")]


def test_a_data_folder_that_may_only_be_read(tmp_path: Path) -> None:
    (healthy, before), (health, cause), looked, (written,) = told(tmp_path, NOT_OURS)
    assert healthy == 200 and (health, cause) == (503, "the folder of the database file cannot be written")
    assert looked == [before] and before[:2] == [200, 200], "reading goes on"
    assert written == 503


def test_the_folder_for_temporary_files_is_gone(tmp_path: Path) -> None:
    (health, cause), looked, (refused,), (healthy,), (taken,) = told(tmp_path, NO_TEMPORARY)
    assert (health, cause) == (503, "the folder for temporary files cannot be written")
    assert looked == [[200, 200]] and refused == 503
    assert (healthy, taken) == (200, 303), "well again without a restart"
