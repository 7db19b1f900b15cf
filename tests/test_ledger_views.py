"""The import in the browser: upload, preview, apply, report, and the ledger to take away."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from course import jobs
from course.access.models import AuditEntry, Role, User
from course.db import db
from course.jobs import Job, JobState
from course.ledger import escaping
from course.roster.models import Region, School, SchoolClass
from tests import ledgers, make

SignIn = Callable[[int], FlaskClient]


@pytest.fixture
def admin(app: Flask, sign_in: SignIn) -> FlaskClient:
    """An administrator's browser."""
    with app.app_context():
        user_id = make.user(Role.ADMIN).id
    return sign_in(user_id)


@pytest.fixture
def bureau(app: Flask, sign_in: SignIn, tmp_path: Path) -> FlaskClient:
    """The browser of a county's bureau, whose ledger is imported; and a county that is not theirs."""
    with app.app_context():
        regions = ledgers.TABLES["regions"] + "R001,邻县,county,C00\n"
        schools = ledgers.TABLES["schools"] + "S3,邻县小学,primary,R001,,,0,,,\n"
        ledgers.bring_in(ledgers.folder(tmp_path / "before", regions=regions, schools=schools))
        home = db.session.scalars(sa.select(Region).where(Region.code == "R000")).one()
        user_id = make.user(Role.BUREAU, home).id
    return sign_in(user_id)


def send(client: FlaskClient, data: bytes, name: str = "ledger.zip", **fields: str) -> TestResponse:
    return client.post("/roster/import", data={"file": (io.BytesIO(data), name), **fields})


def work(app: Flask) -> None:
    with app.app_context():
        jobs.run_due()


def preview(app: Flask, client: FlaskClient, data: bytes, name: str = "ledger.zip") -> str:
    """Send a file and let the worker judge it; the address of its preview."""
    answer = send(client, data, name)
    assert answer.status_code == 303
    work(app)
    return answer.location


def apply(app: Flask, client: FlaskClient, address: str) -> TestResponse:
    """Agree to a preview and let the worker apply it; the page that says what was done."""
    answer = client.post(f"{address}/apply")
    assert answer.status_code == 303
    work(app)
    return client.get(answer.location)


def kept_files(app: Flask) -> list[str]:
    folder = Path(app.config["UPLOADS"])
    return [path.name for path in folder.glob("*") if "." not in path.name and path.is_file()]


@pytest.fixture(autouse=True)
def empty_uploads(app: Flask) -> None:
    """No file of an earlier test."""
    folder = Path(app.config["UPLOADS"])
    for path in folder.glob("*"):
        if path.is_file():
            path.unlink()


def count(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def test_a_ledger_is_previewed_then_applied(app: Flask, admin: FlaskClient) -> None:
    address = preview(app, admin, ledgers.archive())
    page = admin.get(address)
    assert page.status_code == 200
    assert f"{address}/apply" in page.text
    assert count(app, School) == 0
    done = apply(app, admin, address)
    assert done.status_code == 200
    assert "alert-success" in done.text
    assert count(app, School) == 2
    assert kept_files(app) == []
    with app.app_context():
        entry = db.session.scalars(sa.select(AuditEntry)).one()
        assert (entry.action, entry.subject, entry.detail["refused"]) == ("roster.import", "ledger.zip", 0)


def test_while_it_waits_the_page_looks_again_without_javascript(app: Flask, admin: FlaskClient) -> None:
    page = admin.get(send(admin, ledgers.archive()).location)
    assert page.status_code == 200
    assert page.headers["Refresh"] == "2"
    assert "apply" not in page.text


def test_the_preview_lists_refused_and_repaired_rows_with_their_reasons(app: Flask, admin: FlaskClient) -> None:
    classes = "school,grade,class,pupils\nS1,3,(1)班,40\nS1,3,2,0\nS9,1,1,30\n"
    address = preview(app, admin, ledgers.archive(classes=classes))
    refused = admin.get(address).text
    assert "classes.csv" in refused
    assert "S9" in refused
    repaired = admin.get(f"{address}?outcome=repaired").text
    assert "(1)班" in repaired
    assert admin.get(f"{address}?outcome=nonsense&page=99").status_code == 200


def test_long_reports_are_paged(app: Flask, admin: FlaskClient) -> None:
    classes = "school,grade,class,pupils\n" + "".join(f"S1,1,{n},0\n" for n in range(1, 121))
    address = preview(app, admin, ledgers.archive(classes=classes))
    assert admin.get(address).text.count("classes.csv</td>") == 50
    assert admin.get(f"{address}?outcome=refused&page=3").text.count("classes.csv</td>") == 20


def test_lines_can_be_narrowed_to_one_table(app: Flask, admin: FlaskClient) -> None:
    tables = {"classes": "school,grade,class,pupils\nS1,1,1,0\n", "themes": "code,name\n,无代码\n"}
    address = preview(app, admin, ledgers.archive(**tables))
    assert "themes.csv</td>" in admin.get(address).text
    narrowed = admin.get(f"{address}?file=classes.csv").text
    assert "classes.csv</td>" in narrowed
    assert "themes.csv</td>" not in narrowed
    assert admin.get(f"{address}?file=nothing.csv").status_code == 200


def test_the_worker_is_woken_once_the_job_is_written(app: Flask, admin: FlaskClient) -> None:
    queue = app.extensions["queue"]
    queue.flush()
    send(admin, ledgers.archive())
    assert queue.pending_count() == 1
    send(admin, b"not a ledger")
    assert queue.pending_count() == 1


def test_hostile_text_in_a_ledger_is_shown_as_text(app: Flask, admin: FlaskClient) -> None:
    classes = 'school,grade,class,pupils\nS1,1,"<script>alert(1)</script>{{ 7*7 }}",40\n'
    page = admin.get(preview(app, admin, ledgers.archive(classes=classes)))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in page.text
    assert "<script>alert" not in page.text


def test_the_report_can_be_taken_away_and_runs_no_formula(app: Flask, admin: FlaskClient) -> None:
    classes = 'school,grade,class,pupils\nS1,1,"=cmd|calc",40\n'
    answer = admin.get(f"{preview(app, admin, ledgers.archive(classes=classes))}/report.csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    values = [line["value"] for line in csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))]
    assert "'=cmd|calc" in values


def test_nothing_to_change_offers_nothing_to_apply(app: Flask, admin: FlaskClient) -> None:
    apply(app, admin, preview(app, admin, ledgers.archive()))
    address = preview(app, admin, ledgers.archive())
    assert f"{address}/apply" not in admin.get(address).text


def test_data_that_changed_in_between_is_judged_again_and_said(app: Flask, admin: FlaskClient) -> None:
    address = preview(app, admin, ledgers.archive())
    with app.app_context():
        make.region("P0", level="province", name="示例省")
    done = apply(app, admin, address)
    assert done.text.count("alert-warning") == 1
    assert count(app, School) == 2


def test_a_preview_is_applied_once(app: Flask, admin: FlaskClient) -> None:
    address = preview(app, admin, ledgers.archive())
    apply(app, admin, address)
    again = admin.post(f"{address}/apply")
    assert again.location == "/roster/import"
    with app.app_context():
        kinds = db.session.scalars(sa.select(Job.kind).where(Job.kind.startswith("roster."))).all()
    assert sorted(kinds) == ["roster.apply", "roster.preview"]


def test_a_discarded_file_is_gone_and_changes_nothing(app: Flask, admin: FlaskClient) -> None:
    address = preview(app, admin, ledgers.archive())
    assert admin.post(f"{address}/discard").status_code == 303
    assert kept_files(app) == []
    assert f"{address}/apply" not in admin.get(address).text
    assert admin.get(f"{address}/report.csv").status_code == 410


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "ledger.zip"),
        (b"hello", "ledger.xlsx"),
        (b"PK\x03\x04" + b"\0" * 100, "ledger.zip"),
        (ledgers.archive(), "ledger.xlsx"),
        (ledgers.archive(), "ledger.exe"),
        (ledgers.archive()[:-20], "ledger.zip"),
        (b"a", ""),
        (b"a", "../../etc/passwd"),
    ],
)
def test_a_file_that_may_not_be_opened_is_refused_at_once(
    app: Flask, admin: FlaskClient, data: bytes, name: str
) -> None:
    answer = send(admin, data, name)
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert kept_files(app) == []
    assert count(app, Job) == 0


def test_a_form_without_a_file_is_refused(admin: FlaskClient) -> None:
    assert admin.post("/roster/import", data={}).status_code == 422
    assert admin.post("/roster/import", data={"file": "text"}).status_code == 422


@pytest.mark.parametrize(
    ("tables", "word"),
    [({"classes": "school,grade,pupils\nS1,3,40\n"}, "classes.csv"), ({"schools": '"'}, "schools.csv")],
)
def test_a_ledger_that_cannot_be_read_says_why(
    app: Flask, admin: FlaskClient, tables: dict[str, str], word: str
) -> None:
    page = admin.get(preview(app, admin, ledgers.archive(**tables)))
    assert page.status_code == 200
    assert word in page.text
    assert "alert-danger" in page.text
    assert kept_files(app) == []


def test_a_job_that_fails_says_so(app: Flask, admin: FlaskClient) -> None:
    address = send(admin, ledgers.archive()).location
    with app.app_context():
        job = db.session.scalars(sa.select(Job)).one()
        job.state, job.result = JobState.FAILED, {}
        db.session.commit()
    assert "alert-danger" in admin.get(address).text


def test_a_bureau_changes_its_own_county_and_not_the_next(app: Flask, bureau: FlaskClient) -> None:
    schools = ledgers.TABLES["schools"].replace("实验小学", "新名字") + "S3,改名,primary,R001,,,0,,,\n"
    address = preview(app, bureau, ledgers.archive(schools=schools))
    assert "S3" not in bureau.get(f"{address}?outcome=changed").text
    apply(app, bureau, address)
    with app.app_context():
        names = dict(db.session.execute(sa.select(School.code, School.name)).all())
    assert (names["S1"], names["S3"]) == ("新名字", "邻县小学")


def test_a_bureau_that_was_moved_in_between_changes_nothing_outside(app: Flask, bureau: FlaskClient) -> None:
    address = preview(app, bureau, ledgers.archive(classes="school,grade,class,pupils\nS1,6,9,33\n"))
    with app.app_context():
        user = db.session.scalars(sa.select(User)).one()
        user.region_id = db.session.scalars(sa.select(Region.id).where(Region.code == "R001")).one()
        db.session.commit()
    apply(app, bureau, address)
    assert count(app, SchoolClass) == 3


def test_a_user_who_was_disabled_in_between_applies_nothing(app: Flask, admin: FlaskClient) -> None:
    address = preview(app, admin, ledgers.archive())
    answer = admin.post(f"{address}/apply")
    with app.app_context():
        db.session.scalars(sa.select(User)).one().active = False
        db.session.commit()
    work(app)
    assert answer.status_code == 303
    assert count(app, School) == 0


def test_the_import_of_another_is_not_found(app: Flask, admin: FlaskClient, sign_in: SignIn) -> None:
    address = preview(app, admin, ledgers.archive())
    with app.app_context():
        other = make.user(Role.ADMIN).id
    client = sign_in(other)
    assert client.get(address).status_code == 404
    assert client.get(f"{address}/report.csv").status_code == 404
    for verb in ("apply", "discard"):
        assert client.post(f"{address}/{verb}").status_code == 404
    assert kept_files(app) != []


@pytest.mark.parametrize("role", [Role.STATION, Role.VICE_PRINCIPAL, Role.SCHOOL])
def test_others_neither_import_nor_export(app: Flask, sign_in: SignIn, role: Role) -> None:
    with app.app_context():
        of = {Role.STATION: make.station, Role.VICE_PRINCIPAL: make.vice_principal, Role.SCHOOL: make.school}
        user_id = make.user(role, of[role]()).id
    client = sign_in(user_id)
    assert client.get("/roster/import").status_code == 404
    assert send(client, ledgers.archive()).status_code == 404
    assert client.get("/roster/export/xlsx").status_code == 404


@pytest.mark.parametrize("kind", ["xlsx", "zip"])
@pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
def test_what_was_taken_away_comes_back_unchanged(app: Flask, admin: FlaskClient, kind: str, locale: str) -> None:
    names = {"实验小学": '"=HYPERLINK(""http://x/"")"', "第一初级中学": "＋䶮𠮷"}
    schools = ledgers.TABLES["schools"]
    for old, new in names.items():
        schools = schools.replace(old, new)
    apply(app, admin, preview(app, admin, ledgers.archive(schools=schools)))
    admin.post(f"/language/{locale}")
    taken = admin.get(f"/roster/export/{kind}")
    assert "attachment" in taken.headers["Content-Disposition"]
    address = preview(app, admin, taken.data, f"ledger.{kind}")
    assert f"{address}/apply" not in admin.get(address).text
    with app.app_context():
        job = db.session.get(Job, int(address.rpartition("/")[2]))
        assert {k: sum(c[k] for c in job.result["figures"].values()) for k in ("added", "changed", "refused")} == {
            "added": 0,
            "changed": 0,
            "refused": 0,
        }
        actions = list(db.session.scalars(sa.select(AuditEntry.action)))
    assert actions == ["roster.import", "roster.export"]


def test_a_spreadsheet_for_people_holds_texts_and_no_formula(app: Flask, admin: FlaskClient) -> None:
    schools = ledgers.TABLES["schools"].replace("实验小学", "=1+1").replace("第一初级中学", "http://x.example/")
    apply(app, admin, preview(app, admin, ledgers.archive(schools=schools)))
    book = openpyxl.load_workbook(io.BytesIO(admin.get("/roster/export/xlsx").data))
    for page in book:
        for row in page.iter_rows():
            assert all(cell.data_type in {"s", "n"} and cell.hyperlink is None for cell in row)
            assert all(cell.value is None or isinstance(cell.value, str) for cell in row)


def test_csv_files_for_people_hold_no_formula(app: Flask, admin: FlaskClient) -> None:
    schools = ledgers.TABLES["schools"].replace("实验小学", "＝1+1").replace("第一初级中学", "-2+3")
    apply(app, admin, preview(app, admin, ledgers.archive(schools=schools)))
    archive = zipfile.ZipFile(io.BytesIO(admin.get("/roster/export/zip").data))
    text = archive.read("schools.csv").decode("utf-8-sig")
    assert "'＝1+1" in text
    assert "'-2+3" in text
    assert ",42.90000," in text


def test_a_bureau_takes_away_its_own_county_only(app: Flask, bureau: FlaskClient) -> None:
    archive = zipfile.ZipFile(io.BytesIO(bureau.get("/roster/export/zip").data))
    text = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    assert "S1" in text["schools.csv"]
    assert "S3" not in text["schools.csv"]
    assert "R001" not in text["regions.csv"]
    assert "C00" in text["regions.csv"]
    address = preview(app, bureau, bureau.get("/roster/export/zip").data)
    assert f"{address}/apply" not in bureau.get(address).text


FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "＝1", "＋1a", "－1a", "＠a", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1",
    "=cmd|'/C calc'!A0", '=HYPERLINK("http://x")', "+cmd|'/C calc'!A0", "-2+3+cmd|' /C calc'!A0", "\u200b=1",
    "\ufeff=1", "@A1", "==1", "=-1", "\u3000=1", "-",
)  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_made_harmless_and_comes_back(text: str) -> None:
    assert escaping.escaped(text) == f"'{text}"
    assert escaping.unescaped(escaping.escaped(text)) == text


@pytest.mark.parametrize(
    "text", ["13800000001", "+86 13800000001", "-12.5", "实验小学", "", "'", "O'Brien", "12-04", "a=b"]
)
def test_ordinary_texts_and_numbers_stay_as_they_are(text: str) -> None:
    assert escaping.escaped(text) == escaping.plain(text) == escaping.unescaped(text) == text


@pytest.mark.parametrize("text", [*FORMULAS, "'=1", "''=1", "'", "实验小学", "+86 138"])
def test_the_plain_export_comes_back_whatever_it_holds(text: str) -> None:
    assert escaping.unescaped(escaping.plain(text)) == text
