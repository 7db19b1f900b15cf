"""The queue in front of a SQLite file: who waits longest writes next, and nobody waits for the dead."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from course import turns as turns_module
from course.turns import Turns, close, locked

LONG, SHORT = 20.0, 0.05
TAKES_AND_STAYS = """
import sys, time
from pathlib import Path
from course import turns as turns_module
from course.turns import Turns

turns = Turns(Path(sys.argv[1]))
print(turns.take(20), flush=True)
time.sleep(600)
"""


def write_next(turns: Turns, who: str, order: list[str]) -> threading.Thread:
    """Somebody who waits for the turn, uses it and gives it back; each ``Turns`` stands for a process."""

    def wait() -> None:
        assert turns.take(LONG)
        order.append(who)
        turns.give_back()

    thread = threading.Thread(target=wait)
    thread.start()
    return thread


def wait_until_somebody_is_next(turns: Turns) -> None:
    """Return when somebody holds the place next to the turn."""
    until = time.monotonic() + LONG
    while time.monotonic() < until:
        place = locked(turns.next, time.monotonic() + SHORT)
        if place is None:
            return
        close(place)
    raise TimeoutError("nobody waits")


def test_who_waits_longest_is_served_first(tmp_path: Path) -> None:
    one, other, third = (Turns(tmp_path / "course.db") for _ in range(3))
    order: list[str] = []
    assert one.take(LONG)
    first = write_next(other, "first", order)
    wait_until_somebody_is_next(one)
    # Of the same process as whoever has the turn, and so the nearest to it.
    later = [write_next(one, "later", order), write_next(third, "later", order)]
    time.sleep(SHORT)
    assert order == []
    one.give_back()
    for thread in (first, *later):
        thread.join(LONG)
    assert order == ["first", "later", "later"]


def test_who_waits_too_long_is_told(tmp_path: Path) -> None:
    one, other = Turns(tmp_path / "course.db"), Turns(tmp_path / "course.db")
    assert one.take(LONG)
    assert not other.take(SHORT)
    assert not one.take(SHORT)
    one.give_back()
    assert other.take(LONG)
    other.give_back()


def test_where_nobody_gets_in_one_of_a_process_waits_and_the_others_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns_module, "PATIENCE", 1)
    turns, told = Turns(tmp_path / "course.db"), []
    assert turns.take(LONG) and not turns.stands_still

    def wait() -> None:
        told.append(turns.take(LONG))

    threads = [threading.Thread(target=wait) for _ in range(5)]
    for thread in threads:
        thread.start()
    time.sleep(2)
    assert told == [False] * 4 and turns.stands_still
    began = time.monotonic()
    wait()
    assert told.pop() is False and time.monotonic() - began < 1, "whoever comes later is told at once"
    turns.give_back()
    for thread in threads:
        thread.join(LONG)
    assert told == [False] * 4 + [True]
    turns.give_back()


def test_where_others_get_in_all_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns_module, "PATIENCE", 0.4)
    turns, told = Turns(tmp_path / "course.db"), []

    def write() -> None:
        told.append(turns.take(LONG))
        turns.goes_on()
        time.sleep(0.2)
        turns.give_back()

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG)
    assert told == [True] * 8


def test_the_turn_of_a_process_that_dies_is_free(tmp_path: Path) -> None:
    command = [sys.executable, "-c", TAKES_AND_STAYS, str(tmp_path / "course.db")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    turns = Turns(tmp_path / "course.db")
    try:
        assert process.stdout is not None and process.stdout.readline() == "True\n"
        assert not turns.take(SHORT)
    finally:
        process.kill()
        process.wait()
    assert turns.take(LONG)
    turns.give_back()
