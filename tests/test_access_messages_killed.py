"""Two workers at once, and workers that are killed: on both databases nothing is lost and nothing is sent twice."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from course.access import message_jobs
from course.access.models import Message
from course.db import db, one_transaction, utc_now
from tests import mail_server, outbox, race, services
from tests.conftest import settings_for_tests
from tests.mail_server import HANG, NOT_NOW, RESET, Mailbox

databases = pytest.mark.parametrize("database", ["sqlite", "postgresql"])


@contextmanager
def application(folder: Path, database: str) -> Iterator[tuple[Flask, str]]:
    """An application on a database of its own that other processes can reach, and its address."""
    if database == "postgresql":
        with race.postgresql_database(f"course_outbox_{os.getpid()}") as address:
            yield from opened(create_app(**settings_for_tests(folder), DATABASE_URL=address), address)
    else:
        yield from opened(create_app(**settings_for_tests(folder)), "")


def opened(app: Flask, address: str) -> Iterator[tuple[Flask, str]]:
    """The application with its tables, and let go of afterwards."""
    with app.app_context():
        db.create_all()
        yield app, address
        db.session.remove()
        db.engine.dispose()


def let_leases_run_out() -> None:
    """As if ten minutes had passed."""
    with one_transaction():
        for message in db.session.query(Message).where(Message.leased_until.is_not(None)):
            message.leased_until = utc_now() - timedelta(seconds=1)


@databases
def test_two_workers_send_each_message_once(tmp_path: Path, database: str) -> None:
    box = Mailbox()
    box.then(mail_server.failing_one_in(5))
    with application(tmp_path, database) as (_, address), mail_server.serving(box, services.free_port()) as mail:
        outbox.fill(60)
        workers = [outbox.worker(tmp_path, mail, address) for _ in range(2)]
        assert [worker.wait(120) for worker in workers] == [0, 0]
        assert outbox.states() == {"sent": 60}
    assert len(box.numbers()) == 60 and set(box.numbers().values()) == {1}
    assert box.asked[NOT_NOW] and box.asked[RESET]


@databases
def test_a_worker_killed_after_the_mail_was_taken(tmp_path: Path, database: str) -> None:
    box = Mailbox()
    with application(tmp_path, database) as (app, address), mail_server.serving(box, services.free_port()) as mail:
        outbox.fill(2)
        with outbox.worker(tmp_path, mail, address, stay="stay") as worker:
            assert worker.stdout.readline() == "here\n"
            os.kill(worker.pid, signal.SIGKILL)
        app.config["MAIL_URL"] = mail
        assert message_jobs.send_due() == 1, "the other message is not held up"
        let_leases_run_out()
        assert message_jobs.send_due() == 1
        assert outbox.states() == {"sent": 2}
    assert sorted(box.numbers().values()) == [1, 2], "whoever gets it twice knows it by its number"


@databases
def test_a_worker_killed_while_the_server_thinks(tmp_path: Path, database: str) -> None:
    box = Mailbox(seconds=3)
    box.then([HANG])
    with application(tmp_path, database) as (app, address), mail_server.serving(box, services.free_port()) as mail:
        outbox.fill(1)
        with outbox.worker(tmp_path, mail, address) as worker:
            assert box.reached.wait(60)
            os.kill(worker.pid, signal.SIGKILL)
        app.config["MAIL_URL"] = mail
        let_leases_run_out()
        assert message_jobs.send_due() == 1
        assert outbox.states() == {"sent": 1}
    assert list(box.numbers().values()) == [1]


def test_with_redis_down_messages_wait_and_then_go(tmp_path: Path) -> None:
    box, nobody = Mailbox(), f"redis://127.0.0.1:{services.free_port()}/0"
    app = create_app(**settings_for_tests(tmp_path), REDIS_URL=nobody)
    with app.app_context(), mail_server.serving(box, services.free_port()) as mail:
        db.create_all()
        outbox.fill(3)
        app.config["MAIL_URL"] = mail
        assert outbox.states() == {"waiting": 3}
        assert message_jobs.send_due() == 3
        db.session.remove()
        db.engine.dispose()
    assert len(box.numbers()) == 3


@pytest.mark.parametrize("queue", ["file", "redis"])
def test_the_queue_looks_into_the_outbox_every_minute(tmp_path: Path, queue: str) -> None:
    app = create_app(**settings_for_tests(tmp_path), REDIS_URL=services.redis() if queue == "redis" else "")
    tasks = app.extensions["queue"]._registry.periodic_tasks
    assert "send_due" in {task.name for task in tasks}
