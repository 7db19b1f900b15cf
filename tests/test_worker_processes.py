"""The worker's copies: one that dies is replaced, one word ends all after their job, and none outlives its maker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from course import jobs
from course.db import db, one_transaction, utc_now
from course.jobs import Job, JobState
from course.privacy.retention_jobs import FORGET
from tests.fleet import children, kill
from tests.race import ROOT

PATIENCE = 60
# Copies that stop when they are told and have finished what they are at; each begins a line of its own in a file.
COPIES = """
import os, signal, sys, threading, time
from course.worker_processes import Copies

def work():
    told = threading.Event()
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, lambda *given: told.set() if not told.is_set() else os._exit(9))
    say("began")
    while not told.wait(0.05):
        pass
    time.sleep(0.5)
    say("finished")

def cannot_begin():
    say("began")
    os._exit(1)

def say(word):
    with open(sys.argv[1], "a") as file:
        file.write(f"{word} {os.getpid()}\\n")

Copies(2, {"work": work, "cannot_begin": cannot_begin}[sys.argv[2]]).keep()
"""


@contextmanager
def copies(path: Path, work: str) -> Iterator[Any]:
    """A process that keeps two copies of itself at work, in a group of its own as a terminal has it."""
    command = [sys.executable, "-c", COPIES, str(path), work]
    process = subprocess.Popen(command, cwd=ROOT, process_group=0)
    try:
        yield process
    finally:
        process.kill()
        process.wait(PATIENCE)


def said(path: Path, word: str) -> list[int]:
    """The processes that said this, in their order."""
    lines = path.read_text().splitlines() if path.exists() else []
    return [int(line.split()[1]) for line in lines if line.startswith(word)]


def wait_until(true: Callable[[], object]) -> None:
    """Return when it is true."""
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until, "it never came true"
        time.sleep(0.02)


def is_gone(pid: int) -> bool:
    """Whether a process has ended, waited for or not."""
    try:
        return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return True


def test_a_copy_that_dies_is_replaced_and_the_other_is_left_alone(tmp_path: Path) -> None:
    with copies(tmp_path / "said", "work") as maker:
        wait_until(lambda: len(said(tmp_path / "said", "began")) == 2)
        first, second = said(tmp_path / "said", "began")
        kill(first)
        wait_until(lambda: len(said(tmp_path / "said", "began")) == 3)
        assert set(children(maker.pid)) == {second, said(tmp_path / "said", "began")[-1]}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_word_to_all_ends_each_after_what_it_is_at(tmp_path: Path, number: signal.Signals) -> None:
    with copies(tmp_path / "said", "work") as maker:
        wait_until(lambda: len(said(tmp_path / "said", "began")) == 2)
        os.killpg(maker.pid, number)
        assert maker.wait(PATIENCE) == 0
    assert sorted(said(tmp_path / "said", "finished")) == sorted(said(tmp_path / "said", "began"))


def test_copies_do_not_outlive_their_maker_but_finish(tmp_path: Path) -> None:
    with copies(tmp_path / "said", "work") as maker:
        wait_until(lambda: len(said(tmp_path / "said", "began")) == 2)
        maker.kill()
        wait_until(lambda: all(is_gone(pid) for pid in said(tmp_path / "said", "began")))
    assert sorted(said(tmp_path / "said", "finished")) == sorted(said(tmp_path / "said", "began"))


def test_what_cannot_begin_is_not_tried_without_a_breath(tmp_path: Path) -> None:
    with copies(tmp_path / "said", "cannot_begin"):
        wait_until(lambda: said(tmp_path / "said", "began"))
        began = time.monotonic()
        wait_until(lambda: len(said(tmp_path / "said", "began")) >= 5)
    assert time.monotonic() - began > 1.5, "two at once, and two breaths until the fifth"


def test_the_next_copy_takes_up_the_jobs(app: Flask, tmp_path: Path) -> None:
    names = ("INSTANCE", "SECRET_KEY", "DATA_KEY", "DATABASE_URL", "REDIS_URL")
    environment = {**os.environ, **{f"COURSE_{name}": str(app.config[name]) for name in names}}
    command = [sys.executable, "-m", "flask", "--app", "app", "worker", "--workers", "1"]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as maker:
        try:
            wait_until(lambda: children(maker.pid))
            (first,) = children(maker.pid)
            kill(first)
            wait_until(lambda: set(children(maker.pid)) - {first})
            with app.app_context():
                with one_transaction():
                    job_id = jobs.ask(FORGET, {}, user_id=None, now=utc_now()).id
                jobs.wake_worker(job_id)
                wait_until(lambda: db.session.rollback() or db.session.get_one(Job, job_id).state is JobState.DONE)
        finally:
            maker.terminate()
        assert maker.wait(PATIENCE) == 0
