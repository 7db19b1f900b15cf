"""Work that was given up: the administrator reads why, has it tried again or puts it aside, and the log keeps that."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import NoResultFound, OperationalError

from course import given_up_jobs, jobs
from course.access import job_wording
from course.access.models import AuditEntry, Role
from course.db import db, one_transaction, utc_now
from course.errors import RuleBroken
from course.job_limits import Overdue
from course.job_trouble_rules import trouble_of
from course.jobs import Job, JobState, Kind
from course.planning import draft_actions
from tests import make, make_plans
from tests.conftest import both_databases

SignIn = Callable[[int], FlaskClient]
PAGE = "/stopped-work"


@pytest.mark.parametrize(
    "error, trouble",
    [
        (Overdue(), "overdue"),
        (MemoryError(), "memory"),
        (OSError(errno.ENOSPC, "full"), "disk"),
        (OSError(errno.EROFS, "read only"), "disk"),
        (FileNotFoundError(errno.ENOENT, "gone"), "gone"),
        (NoResultFound(), "gone"),
        (PermissionError("may not"), "rights"),
        (OperationalError("SELECT", {}, Exception()), "database"),
        (ZeroDivisionError(), "broken"),
        (OSError(errno.ECONNRESET, "reset"), "broken"),
    ],
    ids=str,
)
def test_the_kind_of_trouble_is_told_by_the_error(error: Exception, trouble: str) -> None:
    assert trouble_of(error) == trouble


def test_every_kind_of_work_and_of_trouble_has_words(app: Flask) -> None:
    assert set(job_wording.KIND_LABELS) == set(jobs.KINDS)
    assert set(job_wording.TROUBLES) == set(job_wording.ADVICE)
    assert str(job_wording.job_label("of another version")) == "of another version"


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Exception]]:
    """A kind of work that breaks with these errors, one after the other, and then is done."""
    errors: list[Exception] = []

    def prepare(arguments: dict[str, Any], report: jobs.Report) -> int:
        if errors:
            raise errors.pop(0)
        return 7

    monkeypatch.setitem(jobs.KINDS, "reports.make", Kind(prepare, lambda made, arguments, now: {"made": made}))
    yield errors


@pytest.fixture
def people(app: Flask) -> SimpleNamespace:
    """An administrator, and a bureau's user who asks for work."""
    with app.app_context():
        bureau = make.user(Role.BUREAU, make.region(), name="周科长").id
        return SimpleNamespace(app=app, admin=make.user(Role.ADMIN).id, bureau=bureau)


def give_up(people: SimpleNamespace, errors: list[Exception], error: Exception) -> int:
    """A job that broke three times with this error."""
    errors[:] = [error] * jobs.MOST_TRIES
    with people.app.app_context():
        with one_transaction():
            job_id = jobs.ask("reports.make", {}, user_id=people.bureau, now=make.NOW).id
        for _ in range(jobs.MOST_TRIES):
            jobs.run(job_id)
            with one_transaction():
                db.session.get_one(Job, job_id).leased_until = None
        db.session.remove()
    return job_id


def state_of(people: SimpleNamespace, job_id: int) -> JobState:
    """Where a job stands."""
    with people.app.app_context():
        return db.session.get_one(Job, job_id).state


def noted(people: SimpleNamespace) -> list[tuple[str, str, dict[str, Any]]]:
    """What the log says of jobs."""
    with people.app.app_context():
        rows = sa.select(AuditEntry.action, AuditEntry.subject, AuditEntry.detail).order_by(AuditEntry.id)
        return [tuple(row) for row in db.session.execute(rows.where(AuditEntry.action.startswith("job.")))]


@both_databases
def test_the_administrator_reads_who_asked_and_what_went_wrong(
    people: SimpleNamespace, broken: list[Exception], sign_in: SignIn
) -> None:
    job_id, admin = give_up(people, broken, MemoryError()), sign_in(people.admin)
    page = admin.get(PAGE).text
    assert "周科长" in page and f"<dd>{job_id}</dd>" in page
    assert "生成报表" in page and "需要的内存超过了后台程序的上限" in page
    assert "有 1 项后台任务中断了" in admin.get("/").text
    english = admin.get(f"{PAGE}?page=99")
    assert english.status_code == 200
    bureau = sign_in(people.bureau)
    assert bureau.get(PAGE).status_code == 404 and "后台任务中断" not in bureau.get("/").text
    assert bureau.post(f"{PAGE}/{job_id}/again").status_code == 404


@both_databases
def test_what_is_tried_again_is_done_and_leaves_the_list(
    people: SimpleNamespace, broken: list[Exception], sign_in: SignIn
) -> None:
    job_id, admin = give_up(people, broken, ZeroDivisionError()), sign_in(people.admin)
    assert [admin.post(f"{PAGE}/{job_id}/again").status_code for _ in range(2)] == [303, 303]
    assert "已经有人处理过了" in admin.get(PAGE).text
    with people.app.app_context():
        job = db.session.get_one(Job, job_id)
        assert (job.state, job.tries, job.result, job.finished_at) == (JobState.WAITING, 0, {}, None)
        jobs.run(job_id)
        job = db.session.get_one(Job, job_id, populate_existing=True)
        assert (job.state, job.tries, job.result) == (JobState.DONE, 1, {"made": 7})
    assert noted(people) == [("job.again", f"job:{job_id}", {"kind": "reports.make", "trouble": "broken"})]
    assert "没有中断的任务" in admin.get(PAGE).text and "后台任务中断" not in admin.get("/").text


@both_databases
def test_what_is_put_aside_leaves_the_list_and_the_doctor_is_content(
    app: Flask, people: SimpleNamespace, broken: list[Exception], sign_in: SignIn
) -> None:
    job_id, admin = give_up(people, broken, Overdue()), sign_in(people.admin)
    assert f"job {job_id} (reports.make)" in app.test_cli_runner().invoke(args=["doctor"]).output
    assert [admin.post(f"{PAGE}/{job_id}/aside").status_code for _ in range(2)] == [303, 303]
    assert admin.post(f"{PAGE}/{job_id}/again").status_code == 303
    assert state_of(people, job_id) is JobState.FAILED
    assert noted(people) == [("job.aside", f"job:{job_id}", {"kind": "reports.make", "trouble": "overdue"})]
    assert f"job {job_id}" not in app.test_cli_runner().invoke(args=["doctor"]).output
    assert admin.post(f"{PAGE}/{job_id + 99}/aside").status_code == 404


def ask_unheard_of(people: SimpleNamespace, now: datetime, kind: str = "of.tomorrow") -> int:
    """A job that waits; by default one that a version asked for which is not here."""
    with people.app.app_context(), one_transaction():
        return jobs.ask(kind, {}, user_id=people.bureau, now=now).id


@both_databases
def test_work_that_no_version_knows_is_named_and_can_be_put_aside(
    app: Flask, people: SimpleNamespace, sign_in: SignIn
) -> None:
    now = utc_now()
    first, other = [ask_unheard_of(people, now - timedelta(hours=hours)) for hours in (5, 2)]
    told = app.test_cli_runner().invoke(args=["doctor"])
    since = f"{now - timedelta(hours=5):%Y-%m-%d %H:%M} UTC"
    assert told.exit_code == 1 and f"jobs of the kind of.tomorrow: 2 waiting, the first since {since}" in told.output
    admin = sign_in(people.admin)
    page = admin.get(PAGE).text
    assert "这里的后台程序都不认识这类任务" in page and "还在等待" in page and f"/{first}/again" not in page
    assert "有 2 项后台任务中断了" in admin.get("/").text
    assert [admin.post(f"{PAGE}/{job_id}/aside").status_code for job_id in (first, other, first)] == [303] * 3
    assert [state_of(people, job_id) for job_id in (first, other)] == [JobState.FAILED] * 2
    assert noted(people)[0] == ("job.aside", f"job:{first}", {"kind": "of.tomorrow", "trouble": "unheard_of"})
    assert "没有中断的任务" in admin.get(PAGE).text
    assert "of.tomorrow" not in app.test_cli_runner().invoke(args=["doctor"]).output


@both_databases
def test_work_that_somebody_may_still_do_is_no_trouble(
    app: Flask, people: SimpleNamespace, broken: list[Exception], sign_in: SignIn
) -> None:
    now = utc_now()
    ask_unheard_of(people, now - timedelta(minutes=30))
    ask_unheard_of(people, now - timedelta(hours=5), "reports.make")
    held, stopped = [ask_unheard_of(people, now - timedelta(hours=5)) for _ in range(2)]
    with app.app_context(), one_transaction():
        job = db.session.get_one(Job, held)
        job.state, job.tries, job.leased_until = JobState.RUNNING, 1, utc_now() + jobs.LEASE
        jobs.cancel(stopped, now=now)
    assert "of.tomorrow" not in app.test_cli_runner().invoke(args=["doctor"]).output
    assert "没有中断的任务" in sign_in(people.admin).get(PAGE).text


def test_what_somebody_stopped_is_no_trouble(people: SimpleNamespace, broken: list[Exception], sign_in: SignIn) -> None:
    with people.app.app_context(), one_transaction():
        job_id = jobs.ask("reports.make", {}, user_id=people.bureau, now=make.NOW).id
        jobs.cancel(job_id, now=utc_now())
    admin = sign_in(people.admin)
    assert "没有中断的任务" in admin.get(PAGE).text
    admin.post(f"{PAGE}/{job_id}/again")
    assert state_of(people, job_id) is JobState.FAILED


def test_the_list_asks_as_many_questions_however_many_jobs(
    people: SimpleNamespace, broken: list[Exception], sign_in: SignIn, statements: list[str]
) -> None:
    admin, counts = sign_in(people.admin), []
    for number in (1, 5):
        for _ in range(number):
            give_up(people, broken, MemoryError())
        statements.clear()
        admin.get(PAGE)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 8


@both_databases
def test_a_plan_that_was_given_up_is_made_when_it_is_tried_again(data: None, monkeypatch: pytest.MonkeyPatch) -> None:
    world = make_plans.world()
    keep_rows = draft_actions.keep_rows
    monkeypatch.setattr(draft_actions, "keep_rows", lambda *given, **named: 1 / 0)
    asked = make_plans.ask(world)
    job_id = asked.job_ids[0]
    for _ in range(jobs.MOST_TRIES):
        jobs.run(job_id)
        with one_transaction():
            db.session.get_one(Job, job_id).leased_until = None
    assert make_plans.states(asked.plan.id) == ["failed"]
    monkeypatch.setattr(draft_actions, "keep_rows", keep_rows)
    with one_transaction():
        given_up_jobs.try_again(given_up_jobs.given_up(job_id))
    assert make_plans.states(asked.plan.id) == ["waiting"]
    make_plans.work()
    assert make_plans.states(asked.plan.id) == ["draft"]
    assert min(row.start.date() for row in make_plans.drafted(asked.plan.id)) > date.today()


@both_databases
def test_a_plan_whose_county_somebody_plans_meanwhile_is_not_tried_again(
    data: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = make_plans.world()
    asked = make_plans.ask(world)
    with one_transaction():
        jobs.give_up(db.session.get_one(Job, asked.job_ids[0]), "broken")
    make_plans.ask(world)
    with pytest.raises(RuleBroken) as refused, one_transaction():
        given_up_jobs.try_again(given_up_jobs.given_up(asked.job_ids[0]))
    assert refused.value.names() == {"counties_are_free"}
    assert make_plans.states(asked.plan.id) == ["failed"]
