"""Jobs wait in the database: one worker at a time, three tries, nothing half done, nothing lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app import create_app
from course import jobs
from course.db import db, one_transaction, utc_now
from course.jobs import Job, JobState, Kind
from course.roster.models import Theme
from tests import make, services
from tests.conftest import both_databases, settings_for_tests


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> dict[str, Kind]:
    """A registry of the test's own."""
    registry: dict[str, Kind] = {}
    monkeypatch.setattr(jobs, "KINDS", registry)
    return registry


def add_theme(prepared: Any, arguments: dict[str, Any], now: datetime) -> dict[str, Any]:
    db.session.add(Theme(code=arguments["code"], name=str(prepared), stages=()))
    db.session.flush()
    return {"code": arguments["code"]}


def break_down(*arguments: Any) -> Any:
    raise RuntimeError("it breaks")


def add_and_break_down(*arguments: Any) -> Any:
    add_theme(*arguments)
    raise RuntimeError("it breaks after it wrote")


def waiting(kind: str, **arguments: Any) -> int:
    with one_transaction():
        return jobs.ask(kind, arguments, user_id=None, now=make.NOW).id


def themes() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Theme))


def let_lease_run_out(job_id: int) -> None:
    with one_transaction():
        db.session.get_one(Job, job_id).leased_until = utc_now() - timedelta(seconds=1)


@both_databases
def test_a_job_is_prepared_and_applied_once(data: None, kinds: dict[str, Kind]) -> None:
    kinds["theme"] = Kind(lambda arguments, report: "prepared", add_theme)
    job_id = waiting("theme", code="T1")
    jobs.run_due()
    jobs.run_due()
    job = db.session.get_one(Job, job_id)
    assert (job.state, job.result, job.tries) == (JobState.DONE, {"code": "T1"}, 1)
    assert themes() == 1


@both_databases
def test_a_job_that_breaks_leaves_nothing_and_is_given_up_after_three_tries(data: None, kinds: dict[str, Kind]) -> None:
    kinds["broken"] = Kind(lambda arguments, report: None, add_and_break_down)
    job_id = waiting("broken", code="T1")
    for _ in range(5):
        jobs.run_due()
        if db.session.get_one(Job, job_id).leased_until:
            let_lease_run_out(job_id)
    job = db.session.get_one(Job, job_id)
    assert (job.state, job.tries) == (JobState.FAILED, 3)
    assert themes() == 0


@both_databases
def test_a_job_that_somebody_does_is_left_alone_until_the_lease_runs_out(data: None, kinds: dict[str, Kind]) -> None:
    kinds["theme"] = Kind(lambda arguments, report: "prepared", add_theme)
    job_id = waiting("theme", code="T1")
    assert jobs.lease(job_id, utc_now())
    assert not jobs.lease(job_id, utc_now())
    jobs.run_due()
    assert themes() == 0
    let_lease_run_out(job_id)
    jobs.run_due()
    assert themes() == 1


def test_a_job_that_breaks_while_it_prepares_is_tried_again(data: None, kinds: dict[str, Kind]) -> None:
    kinds["broken"] = Kind(break_down, add_theme)
    job_id = waiting("broken", code="T1")
    jobs.run_due()
    assert db.session.get_one(Job, job_id).state is JobState.RUNNING


@pytest.fixture(params=["file", "redis"])
def queue_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application whose queue is a file, or Redis."""
    redis = services.redis() if request.param == "redis" else ""
    application = create_app(**settings_for_tests(tmp_path), REDIS_URL=redis)
    with application.app_context():
        db.create_all()
        yield application
        application.extensions["queue"].flush()
        db.session.remove()
        db.engine.dispose()


def test_the_queue_carries_the_number_and_keeps_the_progress(queue_app: Flask, kinds: dict[str, Kind]) -> None:
    seen = []

    def prepare(arguments: dict[str, Any], report: jobs.Report) -> str:
        report(3, 10)
        seen.append(jobs.progress(db.session.get_one(Job, job_id)))
        return "prepared"

    kinds["theme"] = Kind(prepare, add_theme)
    job_id = waiting("theme", code="T1")
    jobs.wake_worker(job_id)
    queue = queue_app.extensions["queue"]
    queue.execute(queue.dequeue())
    job = db.session.get_one(Job, job_id)
    db.session.refresh(job)
    assert [tuple(step) for step in seen] == [(3, 10)]
    assert (job.state, jobs.progress(job)) == (JobState.DONE, (1, 1))


def test_a_queue_that_is_down_loses_nothing(tmp_path: Path, kinds: dict[str, Kind]) -> None:
    nobody = f"redis://127.0.0.1:{services.free_port()}/0"
    application = create_app(**settings_for_tests(tmp_path), REDIS_URL=nobody)
    kinds["theme"] = Kind(lambda arguments, report: report(1, 2) or "prepared", add_theme)
    with application.app_context():
        db.create_all()
        job_id = waiting("theme", code="T1")
        jobs.wake_worker(job_id)
        assert jobs.progress(db.session.get_one(Job, job_id)) == (0, 0)
        jobs.run_due()
        assert themes() == 1
        db.session.remove()
        db.engine.dispose()


@both_databases
def test_a_job_that_waits_is_cancelled_at_once_and_told(data: None, kinds: dict[str, Kind]) -> None:
    told: list[int] = []
    kinds["theme"] = Kind(lambda arguments, report: "prepared", add_theme, lambda job: told.append(job.id))
    job_id = waiting("theme", code="T1")
    with one_transaction():
        jobs.cancel(job_id, now=make.NOW)
    jobs.run_due()
    job = db.session.get_one(Job, job_id)
    assert (job.state, job.cancelled_at, told) == (JobState.FAILED, make.NOW, [job_id])
    assert themes() == 0 and str(job.said_state) != str(JobState.FAILED.label)


@both_databases
def test_a_job_that_runs_stops_when_it_next_says_how_far_it_is(data: None, kinds: dict[str, Kind]) -> None:
    steps: list[int] = []

    def prepare(arguments: dict[str, Any], report: jobs.Report) -> str:
        for step in range(3):
            steps.append(step)
            report(step, 3)
            with one_transaction():
                jobs.cancel(job_id, now=make.NOW)
        return "prepared"

    kinds["theme"] = Kind(prepare, add_theme)
    job_id = waiting("theme", code="T1")
    jobs.run_due()
    job = db.session.get_one(Job, job_id, populate_existing=True)
    assert (steps, job.state, job.cancelled_at, themes()) == ([0, 1], JobState.FAILED, make.NOW, 0)


@both_databases
def test_a_job_that_was_cancelled_while_it_was_prepared_writes_nothing(data: None, kinds: dict[str, Kind]) -> None:
    def prepare(arguments: dict[str, Any], report: jobs.Report) -> str:
        with one_transaction():
            jobs.cancel(job_id, now=make.NOW)
        return "prepared"

    kinds["theme"] = Kind(prepare, add_theme)
    job_id = waiting("theme", code="T1")
    jobs.run_due()
    assert (db.session.get_one(Job, job_id).state, themes()) == (JobState.FAILED, 0)


@both_databases
def test_the_lease_is_kept_while_the_job_says_how_far_it_is(
    data: None, kinds: dict[str, Kind], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "SECONDS_BETWEEN_BEATS", 0)
    leases: list[datetime | None] = []

    def prepare(arguments: dict[str, Any], report: jobs.Report) -> str:
        let_lease_run_out(job_id)
        themes()
        report(1, 2)
        db.session.rollback()
        leases.append(db.session.get_one(Job, job_id, populate_existing=True).leased_until)
        return "prepared"

    kinds["theme"] = Kind(prepare, add_theme)
    job_id = waiting("theme", code="T1")
    jobs.run_due()
    assert leases[0] > utc_now() + jobs.LEASE / 2
    assert themes() == 1


@both_databases
def test_a_worker_that_was_given_up_for_dead_writes_nothing(data: None, kinds: dict[str, Kind]) -> None:
    kinds["theme"] = Kind(lambda arguments, report: "prepared", add_theme)
    job_id = waiting("theme", code="T1")
    turn = jobs.lease(job_id, utc_now())
    let_lease_run_out(job_id)
    assert jobs.lease(job_id, utc_now()) == turn + 1
    jobs.run_turn(job_id, turn, jobs.do)
    assert themes() == 0, "the first worker was too late"
    jobs.run_turn(job_id, turn + 1, jobs.do)
    assert (themes(), db.session.get_one(Job, job_id).state) == (1, JobState.DONE)


@both_databases
def test_a_job_whose_workers_die_is_given_up_after_three_tries(data: None, kinds: dict[str, Kind]) -> None:
    told: list[int] = []
    kinds["theme"] = Kind(lambda arguments, report: "prepared", add_theme, lambda job: told.append(job.id))
    job_id = waiting("theme", code="T1")
    for _ in range(jobs.MOST_TRIES):
        assert jobs.lease(job_id, utc_now())
        let_lease_run_out(job_id)
    jobs.run_due()
    job = db.session.get_one(Job, job_id, populate_existing=True)
    assert (job.state, job.tries, told, themes()) == (JobState.FAILED, jobs.MOST_TRIES, [job_id], 0)
