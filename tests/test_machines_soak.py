"""Hours of ordinary work: what a process holds does not grow."""

from __future__ import annotations

import os
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.fleet import children
from tests.race import PATIENCE, Arena, arena

SECONDS = float(os.environ.get("DRILL_SECONDS", "6"))
PAGES = ("/", "/lessons", "/calendar", "/lessons/new", "/cases", "/coverage")
# A process takes what it needs while it warms up, for as long as it is looked at; the short test allows for that.
MOST_GROWTH, MOST_FILES = float(os.environ.get("DRILL_GROWTH", "1.25")), 4


def held(running: Arena) -> dict[int, tuple[int, int]]:
    """For each process its memory in kilobytes and its open files."""
    found = {}
    for pid in children(running.process.pid):
        status = Path(f"/proc/{pid}/status").read_text()
        memory = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
        found[pid] = memory, len(os.listdir(f"/proc/{pid}/fd"))
    return found


def lying_in(folder: Path) -> set[str]:
    """All files that lie in a folder."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def look(running: Arena, turn: int) -> int:
    """One page, on a connection of its own."""
    connection = HTTPConnection("127.0.0.1", running.port, timeout=PATIENCE)
    connection.request("GET", PAGES[turn % len(PAGES)], headers={"Cookie": f"course={running.cookie}"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def work(running: Arena, seconds: float) -> set[int]:
    """Pages one after the other, and a storm of forms now and then; the statuses."""
    statuses, turn, until = set(), 0, time.monotonic() + seconds
    while time.monotonic() < until:
        statuses.add(look(running, turn))
        turn += 1
        if turn % 50 == 0:
            statuses |= set(running.storm(8))
            running.clear()
    return statuses


def test_memory_and_open_files_do_not_grow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    with arena(tmp_path / "home") as running:
        work(running, SECONDS)
        before, lying = held(running), lying_in(tmp_path)
        statuses = work(running, SECONDS)
        after = held(running)
        assert lying_in(tmp_path) == lying, "no file is left behind"
    print(f"\nmemory and files of each process: {before} before, {after} after {SECONDS:g} s")
    assert statuses <= {200, 302, 303, 409}, statuses
    assert before.keys() == after.keys(), "no process had to be replaced"
    for pid, (memory, files) in before.items():
        assert after[pid][0] <= memory * MOST_GROWTH and after[pid][1] <= files + MOST_FILES
