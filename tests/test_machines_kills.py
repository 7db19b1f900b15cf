"""People work while processes are killed without a word: nothing promised is lost, and nothing is done twice."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests import traffic
from tests.fleet import Fleet, fleet
from tests.race import postgresql_database

# The drill takes its time and asks as often as two free cores can answer; the test is short and leaves room for others.
SECONDS = float(os.environ.get("DRILL_SECONDS", "10"))
RATE = float(os.environ.get("DRILL_RATE", "10"))
BETWEEN = float(os.environ.get("DRILL_BETWEEN", "4"))
SLOWEST = float(os.environ.get("DRILL_P95", "inf"))


@pytest.fixture
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    """Two hosts and two workers on PostgreSQL and Redis."""
    folder = tmp_path_factory.mktemp("fleet")
    with postgresql_database(f"course_kills_{os.getpid()}") as address, fleet(folder, address, workers=2) as found:
        yield found


@contextmanager
def striking(running: Fleet, strike: Callable[[int], None]) -> Iterator[list[float]]:
    """Strike again and again, each time when all that was struck before has come back; the moments of it."""
    ended, struck = threading.Event(), []

    def go_on() -> None:
        while not ended.wait(BETWEEN):
            if running.is_whole:
                strike(len(struck))
                struck.append(time.monotonic())

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield struck
    finally:
        ended.set()
        thread.join()


def test_a_web_process_and_a_worker_are_killed_again_and_again(running: Fleet) -> None:
    people = traffic.people(running)

    def strike(turn: int) -> None:
        running.hosts[turn % len(running.hosts)].kill_one()
        running.kill_worker()

    with striking(running, strike) as struck:
        said = people.work(SECONDS, RATE)
    print(f"\n{said.told()}; {len(struck)} kills")
    assert struck
    assert said.failed == 0 and said.promised, said.told()
    assert traffic.history(running, said) == traffic.SOUND
    assert said.slowest(0.95) <= SLOWEST


def test_a_host_that_loses_its_power_is_not_missed(running: Fleet) -> None:
    people = traffic.people(running)

    def fall_and_rise(turn: int) -> None:
        host = running.hosts[turn % len(running.hosts)]
        host.fall()
        time.sleep(BETWEEN / 2)
        host.start()

    with striking(running, fall_and_rise) as struck:
        said = people.work(SECONDS, RATE)
    print(f"\n{said.told()}; {len(struck)} falls")
    assert struck
    assert said.failed == 0 and said.promised, said.told()
    assert traffic.history(running, said) == traffic.SOUND
