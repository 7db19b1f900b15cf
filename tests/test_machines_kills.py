"""People work while processes and connections are killed: nothing promised is lost, and nothing is done twice.

Who is struck, and when, is drawn by ``DRILL_SEED``: another number is another drill.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import psycopg
import pytest

from tests import traffic
from tests.fleet import Fleet, fleet
from tests.own_redis import own_redis
from tests.race import postgresql_database

# The drill takes its time and asks as often as two free cores can answer; the test is short and leaves room for others.
SECONDS = float(os.environ.get("DRILL_SECONDS", "10"))
RATE = float(os.environ.get("DRILL_RATE", "10"))
BETWEEN = float(os.environ.get("DRILL_BETWEEN", "4"))
SLOWEST = float(os.environ.get("DRILL_P95", "inf"))
SEED = int(os.environ.get("DRILL_SEED", "1"))
# Somebody's connection in the middle of what it writes; where nobody writes at this moment, of what it reads.
IN_WORK = """
SELECT pid, backend_xid IS NOT NULL FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state IN ('active', 'idle in transaction')
ORDER BY backend_xid IS NULL, random() LIMIT 1
"""
LOOK_FOR = 2.0
# Seconds until nginx asks a host again that has failed (fail_timeout): where the other one falls before, none is left.
LEFT_ALONE = 1.0


@pytest.fixture
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    """Two hosts and two workers on PostgreSQL and Redis."""
    folder = tmp_path_factory.mktemp("fleet")
    with postgresql_database(f"course_kills_{os.getpid()}") as address, fleet(folder, address, workers=2) as found:
        yield found


@contextmanager
def striking(running: Fleet, strike: Callable[[Random], None]) -> Iterator[list[float]]:
    """Strike again and again, each time when all that was struck before has come back and been found; the moments."""
    ended, struck, chance = threading.Event(), [], Random(SEED)

    def go_on() -> None:
        while not ended.wait(BETWEEN * chance.uniform(0.5, 1.5)):
            if running.is_whole and not ended.wait(LEFT_ALONE):
                strike(chance)
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

    def strike(chance: Random) -> None:
        chance.choice(running.hosts).kill_one(chance)
        running.kill_worker(chance)

    with striking(running, strike) as struck:
        said = people.work(SECONDS, RATE)
    print(f"\n{said.told()}; {len(struck)} kills")
    assert struck
    assert said.failed == 0 and said.promised, said.told()
    assert traffic.history(running, said) == traffic.SOUND
    assert said.slowest(0.95) <= SLOWEST


def test_a_host_that_loses_its_power_is_not_missed(running: Fleet) -> None:
    people = traffic.people(running)

    def fall_and_rise(chance: Random) -> None:
        host = chance.choice(running.hosts)
        host.fall()
        time.sleep(BETWEEN / 2)
        host.start()

    with striking(running, fall_and_rise) as struck:
        said = people.work(SECONDS, RATE)
    print(f"\n{said.told()}; {len(struck)} falls")
    assert struck
    assert said.failed == 0 and said.promised, said.told()
    assert traffic.history(running, said) == traffic.SOUND


def test_connections_are_cut_and_redis_dies_while_people_work(tmp_path: Path) -> None:
    cut: list[bool] = []
    with (
        postgresql_database(f"course_cuts_{os.getpid()}") as address,
        own_redis() as redis,
        fleet(tmp_path / "fleet", address, workers=2, redis_url=redis.address) as running,
    ):
        people = traffic.people(running)

        def strike(chance: Random) -> None:
            cut.extend(cut_one(address))
            if chance.random() < 0.5:
                redis.kill()
                time.sleep(BETWEEN / 4)
                redis.start()

        with striking(running, strike) as struck:
            said = people.work(SECONDS, RATE)
        print(f"\n{said.told()}; {len(struck)} strikes, {len(cut)} connections cut, {sum(cut)} of them writing")
        assert struck and cut
        assert said.failed == 0 and said.promised, said.told()
        assert traffic.history(running, said) == traffic.SOUND


def cut_one(address: str) -> list[bool]:
    """End the connection of somebody in the middle of their work, and say whether they were writing."""
    until = time.monotonic() + LOOK_FOR
    with psycopg.connect(address.replace("+psycopg", ""), autocommit=True) as other:
        while time.monotonic() < until:
            found = other.execute(IN_WORK).fetchone()
            if found and (found[1] or time.monotonic() > until - LOOK_FOR / 2):
                other.execute("SELECT pg_terminate_backend(%s)", [found[0]])
                return [bool(found[1])]
    return []
