"""While an update goes on, old code reads what new code wrote: pages hold, and work that it does not know waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course import jobs
from course.access import message_jobs, notice_actions
from course.access.models import Message, Role, User
from course.access.notice_wording import WORDINGS, Wording
from course.db import Choice, Model, db, member_of
from course.jobs import Job, JobState, Kind
from course.reports import actions
from course.reports.models import ReportFile, ReportKind, ReportSubscription
from tests import make, services
from tests.conftest import both_databases
from tests.mail_server import Mailbox, serving

SignIn = Callable[[int], FlaskClient]
NEWER = "seasonal"


@contextmanager
def of_a_newer_schema() -> Iterator[None]:
    """The checks of a newer schema take what ours do not."""
    db.session.execute(sa.text("PRAGMA ignore_check_constraints = ON"))
    yield
    db.session.commit()
    db.session.execute(sa.text("PRAGMA ignore_check_constraints = OFF"))


def make_newer(model: type[Model], row_id: int, column: str) -> None:
    """Let a newer version have written this row."""
    with of_a_newer_schema():
        name = model.__table__.name
        db.session.execute(
            sa.text(f'UPDATE "{name}" SET {column} = :newer WHERE id = :id'), {"newer": NEWER, "id": row_id}
        )


def report_of(user: User, kind: ReportKind = ReportKind.LEDGER) -> ReportFile:
    """A report that somebody asked for, made already."""
    row = ReportFile(
        kind=kind, region_path="", year=2026, day=make.NOW.date(), language="en", name="x.xlsx", user_id=user.id,
        stored_as="0" * 32, created_at=make.NOW, made_at=make.NOW, kept_until=make.NOW,
    )  # fmt: skip
    db.session.add(row)
    db.session.commit()
    return row


@pytest.mark.parametrize("kind", [ReportKind, JobState, Role])
def test_a_stranger_has_a_word_and_is_none_of_ours(kind: Any) -> None:
    found = member_of(kind, NEWER)
    assert isinstance(found, kind) and found.value == NEWER and str(found.label)
    assert found not in set(kind) and found not in dict.fromkeys(kind) and found is member_of(kind, NEWER)
    assert all(member_of(kind, one.value) is one for one in kind)


@both_databases
def test_what_is_read_from_a_column_is_a_member_or_a_stranger(data: None) -> None:
    column = User.__table__.c.role.type
    for value, read in ((NEWER, NEWER), ("admin", Role.ADMIN), (None, None)):
        assert db.session.scalar(sa.select(sa.type_coerce(sa.literal(value, sa.Text), column))) == read


def test_every_column_that_holds_a_choice_reads_like_that() -> None:
    columns = [column for table in Model.metadata.tables.values() for column in table.columns]
    assert not [str(column) for column in columns if isinstance(column.type, sa.Enum)]
    assert sum(isinstance(column.type, Choice) for column in columns) > 20


def test_reports_of_a_kind_that_is_not_known_yet_are_listed_and_not_given_away(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        admin = make.user(Role.ADMIN)
        report, known = report_of(admin), report_of(admin)
        make_newer(ReportFile, report.id, "kind")
        client = sign_in(admin.id)
    page = client.get("/reports")
    assert page.status_code == 200 and page.text.count("更新完成后可见") == 1
    assert client.get(f"/reports/{report.id}/file").status_code == 404
    assert client.get(f"/reports/{known.id}/file").status_code == 302
    for action in ("cancel", "again"):
        assert client.post(f"/reports/{report.id}/{action}").status_code == 404
    assert client.get("/account/data").status_code < 500


def test_a_worker_of_old_leaves_a_report_that_it_does_not_know_to_another(app: Flask) -> None:
    with app.app_context():
        report = report_of(make.user(Role.ADMIN))
        report.made_at, report.stored_as = None, ""
        actions.begin(report, {}, make.NOW)
        db.session.commit()
        make_newer(ReportFile, report.id, "kind")
        jobs.run_due()
        assert db.session.get_one(Job, report.job_id, populate_existing=True).state is not JobState.DONE


def test_what_is_sent_regularly_goes_on_beside_a_kind_that_is_not_known_yet(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(jobs.NOT_BEFORE, "reports.regular", 0)
    with app.app_context():
        admin = make.user(Role.ADMIN)
        for kind in (ReportKind.LEDGER, ReportKind.YEARLY):
            long_ago = make.NOW - timedelta(days=60)
            row = ReportSubscription(user_id=admin.id, kind=kind, region_path="", rhythm="weekly", created_at=long_ago)
            db.session.add(row)
        db.session.commit()
        make_newer(ReportSubscription, row.id, "kind")
        jobs.run_due()
        asked = db.session.scalars(sa.select(Job).where(Job.kind == "reports.regular")).one()
        assert (asked.state, len(asked.result["asked"])) == (JobState.DONE, 1)


def test_a_role_that_is_not_known_yet_opens_nothing(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        user = make.user(Role.ADMIN)
        client = sign_in(user.id)
        make_newer(User, user.id, "role")
    for address in ("/", "/reports", "/users", "/coverage", "/audit"):
        assert client.get(address).status_code in (302, 403, 404), address


def test_notices_of_a_newer_version_stand_in_the_list(app: Flask, sign_in: SignIn) -> None:
    facts = {"kind": NEWER, "subject": "东吉县", "day": "2026-11-26"}
    with app.app_context():
        admin = make.user(Role.ADMIN)
        for kind, told in (("season.over", {}), (actions.READY, facts)):
            notice_actions.notify(admin.id, kind=kind, key=kind, facts=told, address="/reports", now=make.NOW)
        db.session.commit()
        client = sign_in(admin.id)
    page = client.get("/notices")
    assert page.status_code == 200 and "season.over" not in page.text
    assert "系统更新完成后可以查看" in page.text and "东吉县" in page.text


def test_a_message_of_a_newer_version_waits_for_its_worker(
    app: Flask, data: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    user, box = make.user(Role.ADMIN), Mailbox()
    for key in ("laws.changed", "season.over"):
        row = {"kind": key, "key": key, "facts": {}, "address": "", "due_at": make.NOW, "created_at": make.NOW}
        db.session.add(Message(user_id=user.id, channel="mail", **row))
    db.session.commit()
    monkeypatch.setitem(WORDINGS, "laws.changed", lambda facts, lang: Wording("a title"))
    monkeypatch.delitem(WORDINGS, "season.over", raising=False)
    with serving(box, services.free_port()) as address:
        monkeypatch.setitem(app.config, "MAIL_URL", address)
        assert message_jobs.send_due(lambda: make.NOW) == 1
        monkeypatch.setitem(WORDINGS, "season.over", lambda facts, lang: Wording("a title"))
        assert message_jobs.send_due(lambda: make.NOW) == 1


def test_work_of_a_newer_version_waits_for_its_worker(data: None, monkeypatch: pytest.MonkeyPatch) -> None:
    job_id = jobs.ask("season.close", {}, user_id=None, now=make.NOW).id
    db.session.commit()
    jobs.run_due()
    job = db.session.get_one(Job, job_id, populate_existing=True)
    assert (job.state, job.tries) == (JobState.WAITING, 0)
    db.session.rollback()
    monkeypatch.setitem(
        jobs.KINDS, "season.close", Kind(lambda given, report: 1, lambda made, given, now: {"made": made})
    )
    jobs.run_due()
    assert db.session.get_one(Job, job_id, populate_existing=True).result == {"made": 1}
