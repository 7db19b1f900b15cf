"""Two hundred people want one period: one gets it, all others are told who was faster."""

from __future__ import annotations

import os
from pathlib import Path

from tests import race

REQUESTS, A_FEW = 200, 60
ONE_WINNER = {303: 1, 409: REQUESTS - 1}
CLEAN = {"lessons": 1, "overlaps": 0, "changes": 1, "broken_log": None}


def judge(arena: race.Arena) -> None:
    """One of many is served, and one form sent many times is one form."""
    assert arena.storm(REQUESTS) == ONE_WINNER
    assert arena.history() == CLEAN

    arena.clear()
    assert arena.same_form(20) == {303: 20}
    assert arena.history() == CLEAN

    # Accept, decline and cancel at once: one of them is kept, the others are told.
    assert arena.answers(30) == {303: 1, 409: 29}
    assert arena.history() == {**CLEAN, "changes": 2}

    # Of everything that would change one lesson one is kept; of everything that wants one period one gets it.
    arena.clear()
    answers = arena.changes(A_FEW)
    assert set(answers) == {303, 409} and answers[303] in {1, 2}, answers
    history = arena.history()
    assert history["overlaps"] == 0 and history["broken_log"] is None


def test_one_of_two_hundred_gets_the_period_on_sqlite(tmp_path: Path) -> None:
    with race.arena(tmp_path) as arena:
        judge(arena)


def test_one_of_two_hundred_gets_the_period_on_postgresql(tmp_path: Path) -> None:
    with race.postgresql_database(f"course_race_{os.getpid()}") as address, race.arena(tmp_path, address) as arena:
        judge(arena)


def test_the_race_is_real_where_nothing_holds_others_back(tmp_path: Path) -> None:
    """The same storm with the lock and the database's refusal switched off books the period twice or more."""
    with (
        race.postgresql_database(f"course_race_open_{os.getpid()}") as address,
        race.arena(tmp_path, address, factory="unguarded") as arena,
    ):
        statuses = arena.storm(A_FEW)
        assert statuses[303] > 1, "no race: the other tests of this file prove nothing"
        assert arena.history()["overlaps"] > 0
