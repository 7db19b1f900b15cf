"""Reports as jobs: asked for, made, downloaded by whoever asked, cancelled, thrown away after a day."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from pptx import Presentation

from course import jobs
from course.access.models import AuditEntry, Notice, User
from course.db import db, one_transaction, utc_now
from course.jobs import Job, JobState
from course.reports import report_jobs, store
from course.reports.models import ReportFile
from course.roster.models import Region
from course.roster.rules import year_of
from tests import make, make_reports
from tests.make_reports import City

SignIn = Callable[[int], FlaskClient]


@pytest.fixture
def city(app: Flask) -> City:
    """The city of the ledger's tests, and no file of an earlier test."""
    with app.app_context():
        shutil.rmtree(store.folder())
        return make_reports.city()


def today_at_school() -> date:
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def form(**given: Any) -> dict[str, Any]:
    today = today_at_school()
    return {"year": year_of(today, "09-01"), "day": today.isoformat(), "language": "en", **given}


def ask(client: FlaskClient, kind: str, **given: Any) -> int:
    """Ask for a report; its number."""
    answer = client.post(f"/reports/new/{kind}", data=form(**given))
    assert answer.status_code == 303, answer.get_data(as_text=True)
    with client.application.app_context():
        return db.session.scalar(sa.select(sa.func.max(ReportFile.id)))


def work(app: Flask) -> None:
    with app.app_context():
        jobs.run_due()


def page(client: FlaskClient) -> str:
    with client.session_transaction() as session:
        session["locale"] = "en"
    return client.get("/reports").get_data(as_text=True)


@pytest.mark.parametrize(
    ("kind", "given", "opens"),
    [
        ("ledger", {"region": "C00"}, lambda data: load_workbook(data)["Lessons"].max_row == 7),
        ("yearly", {"region": "R001"}, lambda data: "Lessons" not in load_workbook(data).sheetnames),
        ("brief", {"region": "C00"}, lambda data: len(Presentation(data).slides) == 9),
        ("school", {"school": "S1"}, lambda data: load_workbook(data)["Lessons"].max_row == 4),
        ("person", {"person": "VP1"}, lambda data: "王立新" in Document(data).tables[0].rows[0].cells[1].text),
    ],
)
def test_each_kind_is_made_and_downloaded(
    app: Flask, city: City, sign_in: SignIn, kind: str, given: dict[str, str], opens: Any
) -> None:
    client = sign_in(city.bureau)
    number = ask(client, kind, **given)
    answer = client.get("/reports")
    assert answer.headers["Refresh"] and "starts in a moment" in page(client)
    work(app)
    answer = client.get(f"/reports/{number}/file")
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "private, no-store"
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]
    assert opens(io.BytesIO(answer.data))
    assert "Refresh" not in client.get("/reports").headers and "ready" in page(client)
    with app.app_context():
        actions = set(db.session.scalars(sa.select(AuditEntry.action)))
        assert {"report.ask", "report.fetch"} <= actions
        assert [path.suffix for path in store.folder().iterdir()] == [""], "nothing half lies beside it"


@pytest.mark.parametrize(("kind", "name"), [("school", "一小"), ("person", "王立新")])
def test_a_name_serves_as_well_as_a_code_while_only_one_has_it(
    app: Flask, city: City, sign_in: SignIn, kind: str, name: str
) -> None:
    client = sign_in(city.bureau)
    with app.app_context():
        make.school(make.region("R077"), name="一小")  # elsewhere, and so in nobody's way
    number = ask(client, kind, **{kind: f" {name}"})
    with app.app_context():
        report = db.session.get_one(ReportFile, number)
        assert (report.school_id if kind == "school" else report.vice_principal_id) is not None
        county = db.session.scalars(sa.select(Region).filter_by(code="R001")).one()
        make.school(county, name="一小")
        make.vice_principal(make.station(county), name="王立新")
    answer = client.post(f"/reports/new/{kind}", data=form(**{kind: name}))
    assert answer.status_code == 422 and "有重名的，请改用编号" in answer.text
    answer = client.post(f"/reports/new/{kind}", data=form(**{kind: name[:-1]}))
    assert answer.status_code == 422 and "没有这个编号或名称" in answer.text


def test_only_whoever_asked_downloads_it(app: Flask, city: City, sign_in: SignIn) -> None:
    number = ask(sign_in(city.bureau), "ledger", region="C00")
    work(app)
    for other in (city.county_bureau, city.elsewhere, city.teacher, city.police):
        client = sign_in(other)
        assert client.get(f"/reports/{number}/file").status_code == 404
        assert client.post(f"/reports/{number}/cancel").status_code == 404
        assert client.post(f"/reports/{number}/again").status_code == 404
    assert app.test_client().get(f"/reports/{number}/file").status_code == 302, "a visitor signs in first"


def test_rights_that_ended_close_the_file(app: Flask, city: City, sign_in: SignIn) -> None:
    number = ask(sign_in(city.bureau), "ledger", region="C00")
    work(app)
    with app.app_context():
        with_less = db.session.get_one(User, city.bureau)
        with_less.region_id = db.session.get_one(User, city.elsewhere).region_id
        db.session.commit()
    assert sign_in(city.bureau).get(f"/reports/{number}/file").status_code == 404


def test_rights_that_end_before_it_is_made_leave_nothing(app: Flask, city: City, sign_in: SignIn) -> None:
    ask(sign_in(city.bureau), "ledger", region="C00")
    with app.app_context():
        db.session.get_one(User, city.bureau).region_id = db.session.get_one(User, city.elsewhere).region_id
        db.session.commit()
    work(app)
    with app.app_context():
        assert not list(store.folder().glob("*"))
    assert "failed" in page(sign_in(city.bureau))


def test_a_file_lives_for_a_day_and_can_be_asked_for_again(app: Flask, city: City, sign_in: SignIn) -> None:
    client = sign_in(city.bureau)
    number = ask(client, "yearly", region="C00")
    work(app)
    with app.app_context():
        row = db.session.get_one(ReportFile, number)
        assert row.kept_until - row.made_at == timedelta(hours=24)
        row.kept_until = utc_now() - timedelta(seconds=1)
        token = row.stored_as
        db.session.commit()
    assert client.get(f"/reports/{number}/file").status_code == 302, "not given out, also before it is deleted"
    with app.app_context():
        with one_transaction():
            jobs.ask(report_jobs.THROW_AWAY, {}, user_id=None, now=utc_now())
        jobs.run_due()
        assert not store.path_of(token).exists()
        assert db.session.get_one(ReportFile, number).stored_as == ""
    assert "no longer kept" in page(client) and "Ask again" in page(client)
    assert client.post(f"/reports/{number}/again").status_code == 303
    work(app)
    assert client.get(f"/reports/{number + 1}/file").status_code == 200


def test_files_that_no_report_names_are_thrown_away(app: Flask, city: City) -> None:
    with app.app_context():
        stray, fresh = store.folder() / ("a" * 32), store.folder() / ("b" * 32)
        half = store.folder() / "7-x.making"
        half.mkdir()
        for path in (stray, fresh, half / "file"):
            path.write_bytes(b"x")
        report_jobs.throw_away(None, {}, utc_now())
        assert stray.exists() and fresh.exists(), "they may just have been written"
        report_jobs.throw_away(None, {}, utc_now() + timedelta(hours=25))
        assert not list(store.folder().iterdir())


def test_more_than_five_wait_their_turn(app: Flask, city: City, sign_in: SignIn) -> None:
    client = sign_in(city.bureau)
    for _ in range(7):
        ask(client, "yearly", region="C00")
    with app.app_context():
        assert db.session.query(Job).filter_by(kind="reports.make").count() == 5
    assert page(client).count("waits its turn") == 2
    assert "Five of your reports are being made" in page(client)
    work(app)
    work(app)
    assert page(client).count("kept until") == 7


def test_twenty_are_enough(app: Flask, city: City, sign_in: SignIn) -> None:
    client = sign_in(city.bureau)
    for _ in range(20):
        ask(client, "brief", region="C00")
    answer = client.post("/reports/new/brief", data=form(region="C00"))
    assert answer.status_code == 422
    ask(sign_in(city.county_bureau), "brief", region="R001")


def test_a_report_is_cancelled_before_and_while_it_is_made(app: Flask, city: City, sign_in: SignIn) -> None:
    client = sign_in(city.bureau)
    numbers = [ask(client, "ledger", region="C00") for _ in range(6)]
    assert client.post(f"/reports/{numbers[5]}/cancel").status_code == 303
    assert client.post(f"/reports/{numbers[0]}/cancel").status_code == 303
    with app.app_context():
        assert db.session.get(ReportFile, numbers[5]) is None, "what only waited is gone"
        job_id = db.session.get_one(ReportFile, numbers[1]).job_id
        turn = jobs.lease(job_id, utc_now())
    assert client.post(f"/reports/{numbers[1]}/cancel").status_code == 303
    assert "is being stopped" in page(client)
    with app.app_context():
        jobs.run_turn(job_id, turn, jobs.do)
        states = [db.session.get_one(Job, db.session.get_one(ReportFile, n).job_id).state for n in numbers[:2]]
        assert states == [JobState.FAILED, JobState.FAILED]
        assert not list(store.folder().iterdir())
    assert page(client).count("cancelled") == 2


def test_what_cannot_be_is_refused_with_a_sentence(app: Flask, city: City, sign_in: SignIn) -> None:
    client, today = sign_in(city.county_bureau), today_at_school()
    for kind, given in (
        ("ledger", {"region": "C00"}),
        ("ledger", {"region": "R002"}),
        ("ledger", {"region": "R001", "day": (today + timedelta(days=1)).isoformat()}),
        ("ledger", {"region": "R001", "day": "2020-01-01"}),
        ("ledger", {"region": "R001", "year": "99999"}),
        ("ledger", {"region": "R001", "language": "xx"}),
        ("ledger", {"region": "R001", "day": "1999-01-01"}),
        ("brief", {"region": "R001", "day": "2026-02-30"}),
        ("brief", {"region": "R001", "day": "2026-13-01"}),
        ("brief", {"region": "R001", "day": "1999-01-01"}),
        ("brief", {"region": "R001", "day": "0001-01-01"}),
        ("brief", {"region": "R001", "day": "9999-12-31"}),
        ("school", {"school": "S2"}),
        ("school", {"school": "x" * 500}),
        ("person", {"person": "\x00"}),
    ):
        answer = client.post(f"/reports/new/{kind}", data=form(**given))
        field = list(given)[-1]
        text = answer.get_data(as_text=True)
        assert answer.status_code == 422 and "error-summary" in text and f'href="#{field}' in text, (kind, given)
    assert client.get("/reports/new/nothing").status_code == 404
    assert sign_in(city.teacher).get("/reports/new/ledger").status_code == 404
    assert sign_in(city.teacher).get("/reports/regular").status_code == 404
    with app.app_context():
        assert db.session.query(ReportFile).count() == 0


def test_a_school_and_a_person_find_their_own_code_filled_in(city: City, sign_in: SignIn) -> None:
    assert 'value="S1"' in sign_in(city.teacher).get("/reports/new/school").get_data(as_text=True)
    assert 'selected value="R001"' in sign_in(city.bureau).get("/reports/new/ledger?region=R001").get_data(as_text=True)
    assert 'value="VP1"' in sign_in(city.police).get("/reports/new/person").get_data(as_text=True)


def test_the_pages_of_coverage_lead_to_what_is_handed_in(city: City, sign_in: SignIn) -> None:
    day, year = today_at_school() - timedelta(days=1), year_of(today_at_school(), "09-01")
    bureau, teacher = sign_in(city.bureau), sign_in(city.teacher)
    pages = {
        "/coverage/regions/R001": (bureau, f"/reports/new/yearly?region=R001&amp;year={year}"),
        f"/coverage/regions/R001/day?day={day}": (bureau, f"/reports/new/ledger?region=R001&amp;day={day}&amp;year="),
        "/coverage/schools/S1": (teacher, f"/reports/new/school?school=S1&amp;year={year}"),
    }
    for address, (client, link) in pages.items():
        assert link in client.get(address).get_data(as_text=True), address
    asked = bureau.get(f"/reports/new/ledger?region=R001&day={day}&year={year - 1}").get_data(as_text=True)
    assert f'value="{day}"' in asked and f'selected value="{year - 1}"' in asked and 'selected value="R001"' in asked
    assert bureau.get("/reports/new/ledger?region=nowhere&day=x&year=x").status_code == 200


def test_a_year_that_has_passed_is_told_as_of_its_end(app: Flask, city: City, sign_in: SignIn) -> None:
    number = ask(sign_in(city.bureau), "yearly", region="C00", year=year_of(today_at_school(), "09-01") - 1)
    with app.app_context():
        assert f"{db.session.get_one(ReportFile, number).day:%m-%d}" == "08-31"


def test_nobody_is_told_of_what_they_wait_for_themselves(app: Flask, city: City, sign_in: SignIn) -> None:
    ask(sign_in(city.bureau), "brief", region="C00")
    work(app)
    with app.app_context():
        assert db.session.query(Notice).count() == 0
