"""Reports of all regions: provinces and what lies in them, read part by part; the figures are those of the screen."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from openpyxl import load_workbook
from pptx import Presentation

from course.access.models import Role, User
from course.access.queries import scope_of
from course.coverage.queries import region_total
from course.coverage.rules import ALL_REGIONS, Tally
from course.db import db
from course.i18n import in_language
from course.reports import queries, rules
from course.reports.brief import write_brief
from course.reports.ledger import left_out, write_ledger, write_yearly
from course.reports.models import ReportFile, ReportSubscription
from course.reports.part_queries import parts_of, pieces_of
from course.roster.models import Level, School
from course.snapshots import one_snapshot
from tests import make, make_reports
from tests.conftest import both_databases
from tests.make_reports import City
from tests.test_reports_ledger import sheets
from tests.test_reports_views import SignIn, ask, form, page, today_at_school, work


def country() -> City:
    """The city and the county without schools, and a province with schools of its own, of a city and of a county."""
    found = make_reports.city()
    province = make.region("P5", level=Level.PROVINCE, name="吉东省")
    town = make.region("C5", level=Level.CITY, parent=province, name="新山市")
    county = make.region("R5", parent=town, name="河口县")
    for number, region in enumerate((province, town, county, county), start=1):
        make.school_class(make.school(region, code=f"P5S{number}", name=f"吉东{number}小"), 3, 1)
    return found


def ledger(path: Path, code: str = ALL_REGIONS, **given: Any) -> dict[str, Any]:
    with in_language("en"), one_snapshot():
        write_ledger(make_reports.matter(code, **given), path, make_reports.quietly)
    return sheets(path)


@both_databases
@pytest.mark.parametrize("days_ago", [0, 5])
def test_the_figures_are_those_of_the_screen_and_of_the_regions_files(
    app: Flask, data: None, tmp_path: Path, days_ago: int
) -> None:
    country()
    found = ledger(tmp_path / "all.xlsx", days_ago=days_ago)
    *children, whole = found["By region"]
    assert [row["Code"] for row in children] == ["C00", "P5", "R009"] and whole["Region"] == "All regions"
    assert figures_in(whole) == figures_of(region_total(make_reports.matter(ALL_REGIONS, days_ago=days_ago).asked))
    for row in found["All regions"]:
        own = ledger(tmp_path / "one.xlsx", row["Code"], days_ago=days_ago)["By region"][-1]
        assert figures_in(own) == figures_in(row), row["Code"]
        assert (own["Hours taught"], own["Hours organised"]) == (row["Hours taught"], row["Hours organised"])
    assert {row["Code"]: row["Lies in"] for row in found["All regions"]}["R5"] == "吉东省 新山市"
    assert whole["Schools"] == 7 and whole["Classes reached"] == (3 if not days_ago else 0)


def figures_in(row: dict[str, Any]) -> tuple[int, ...]:
    names = ("Schools", "Schools with a valid appointment", "Schools with their hours confirmed")
    return tuple(row[name] for name in (*names, "Classes", "Classes reached", "Classes reported, not yet confirmed"))


def figures_of(tally: Tally) -> tuple[int, ...]:
    return (tally.schools, tally.appointed, tally.with_hours, tally.classes, tally.reached, tally.claimed)


@both_databases
def test_every_school_is_in_one_part_and_the_rows_add_up(app: Flask, data: None, tmp_path: Path) -> None:
    country()
    matter = make_reports.matter(ALL_REGIONS)
    pieces = pieces_of(matter)
    assert len(pieces) > 3, "everything is read part by part"
    parts = [[row.code for row in part.schools] for part in parts_of(matter, pieces)]
    assert Counter(code for part in parts for code in part) == Counter(db.session.scalars(sa.select(School.code)).all())
    assert max(map(len, parts)) < 4
    found = ledger(tmp_path / "all.xlsx")
    whole = found["By region"][-1]
    assert sorted(row["School code"] for row in found["Schools"]) == sorted(code for part in parts for code in part)
    assert len(found["Classes not reached"]) == whole["Classes"] - whole["Classes reached"]
    assert len(found["Vacancies"]) == whole["Schools"] - whole["Schools with a valid appointment"]
    assert {(row["County"], row["School code"]) for row in found["Lessons"]} == {
        ("第1县", "S1"), ("第2县", "S2"), ("东吉市", "S3"),
    }  # fmt: skip


def test_a_region_is_read_in_parts_on_a_past_day(app: Flask, data: None) -> None:
    """A job that is silent for two minutes is taken for dead, and a past day of a province takes longer."""
    country()
    pieces = {days: pieces_of(make_reports.matter("C00", days_ago=days)) for days in (0, 5)}
    assert [len(pieces[days]) for days in (0, 5)] == [1, 3]
    assert len(pieces_of(make_reports.matter("R001", days_ago=5))) == 1
    parts = parts_of(make_reports.matter("C00", days_ago=5), pieces[5])
    assert sorted(row.code for part in parts for row in part.schools) == ["S1", "S2", "S3"]


def test_what_no_sheet_has_room_for_is_left_out_whole_and_said(
    app: Flask, data: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    country()
    monkeypatch.setattr(rules, "MOST_ROWS", 5)
    found = ledger(tmp_path / "all.xlsx")
    assert not {"Lessons", "Schools", "Classes not reached"} & found.keys() and len(found["Vacancies"]) == 5
    cover = [cell.value for row in load_workbook(tmp_path / "all.xlsx")["Cover"].iter_rows() for cell in row]
    said = cover[cover.index("What this file leaves out") :]
    assert [cell for cell in said if cell in ("Schools", "Classes not reached", "Lessons")] == [
        "Schools", "Classes not reached", "Lessons",
    ]  # fmt: skip
    whole = found["By region"][-1]
    assert any(cell and cell.startswith(f"{whole['Classes'] - whole['Classes reached']} rows") for cell in said)


@pytest.mark.parametrize(("rows", "fits"), [(0, True), (211_000, True), (500_000, True), (500_001, False)])
def test_how_many_rows_fit(app: Flask, rows: int, fits: bool) -> None:
    with app.test_request_context(), in_language("en"):
        assert rules.fits_a_sheet(rows) is fits
        said = [f"{name}: {sentence}" for name, sentence in left_out({"schools": rows})]
        assert "".join(said).startswith("" if fits else "Schools: 500,001 rows, and a sheet has at most 500,000.")
        assert len(said) == (not fits)


def test_each_printed_page_says_of_what_year_and_moment(app: Flask, data: None, tmp_path: Path) -> None:
    country()
    path = tmp_path / "yearly.xlsx"
    with in_language("zh_Hans_CN"), one_snapshot():
        write_yearly(make_reports.matter(ALL_REGIONS), path, make_reports.quietly)
    (said,) = {page.oddHeader.right.text.strip() for page in load_workbook(path).worksheets}
    assert said.startswith("年度报告 · 全部地区 · ") and "学年" in said and "截至" in said


@pytest.mark.parametrize("days_ago", [0, 5])
@pytest.mark.parametrize("write", [write_ledger, write_yearly, write_brief])
def test_it_tells_how_far_it_is_and_stops_when_it_is_told_to(
    app: Flask, data: None, tmp_path: Path, write: Any, days_ago: int
) -> None:
    country()
    matter, seen = make_reports.matter(ALL_REGIONS, days_ago=days_ago), []
    with in_language("en"), one_snapshot():
        write(matter, tmp_path / "file", lambda done, total: seen.append((done, total)))
    assert [done for done, _total in seen] == list(range(seen[-1][1] + 1)) and len({total for _, total in seen}) == 1
    assert len(seen) > len(pieces_of(matter)) + 1

    def stop(done: int, total: int) -> None:
        if done == 2:
            raise InterruptedError

    with in_language("en"), one_snapshot(), pytest.raises(InterruptedError):
        write(matter, tmp_path / "stopped", stop)


def test_the_brief_tells_of_the_provinces(app: Flask, data: None, tmp_path: Path) -> None:
    country()
    path = tmp_path / "brief.pptx"
    with in_language("zh_Hans_CN"), one_snapshot():
        write_brief(make_reports.matter(ALL_REGIONS), path, make_reports.quietly)
    slides = Presentation(path).slides
    notes = [slide.notes_slide.notes_text_frame.text for slide in slides]
    assert any("吉东省" in text and "东吉市" in text for text in notes)
    titles = " ".join(shape.text_frame.text for shape in slides[0].shapes if shape.has_text_frame)
    assert "全部地区" in titles and "学年" in titles and "截至" in titles


@pytest.mark.parametrize("kind", ["ledger", "yearly", "brief"])
def test_an_administrator_asks_for_all_regions(app: Flask, sign_in: SignIn, kind: str) -> None:
    with app.app_context():
        country()
        admin = make.user(Role.ADMIN).id
    client = sign_in(admin)
    offered = client.get(f"/reports/new/{kind}?region=*").get_data(as_text=True)
    assert '<option selected value="*">全部地区</option>' in offered
    number = ask(client, kind, region="*")
    assert page(client).count("All regions") == 1
    work(app)
    answer = client.get(f"/reports/{number}/file")
    assert answer.status_code == 200 and "All%20regions" in answer.headers["Content-Disposition"]
    assert (Presentation if kind == "brief" else load_workbook)(io.BytesIO(answer.data))
    with app.app_context():
        reader = db.session.get_one(User, admin)
        reader.role, reader.region_id = Role.BUREAU, db.session.scalar(sa.select(School.region_id).limit(1))
        db.session.commit()
    assert client.get(f"/reports/{number}/file").status_code in {302, 404}, "rights that ended close the file"
    with app.app_context():
        scope = scope_of(db.session.get_one(User, admin), today_at_school())
        assert not queries.is_in_scope(db.session.get_one(ReportFile, number), scope)


def test_a_bureau_is_neither_offered_nor_given_all_regions(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        city = country()
    bureau = sign_in(city.bureau)
    for kind in ("ledger", "yearly", "brief"):
        assert 'value="*"' not in bureau.get(f"/reports/new/{kind}").get_data(as_text=True)
        answer = bureau.post(f"/reports/new/{kind}", data=form(region="*"))
        assert answer.status_code == 422 and "error-summary" in answer.get_data(as_text=True)
    answer = bureau.post("/reports/regular", data={"kind": "brief", "region": "*", "rhythm": "monthly"})
    assert answer.status_code == 422
    with app.app_context():
        assert db.session.query(ReportFile).count() == db.session.query(ReportSubscription).count() == 0


def test_all_regions_are_sent_regularly(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        country()
        admin = sign_in(make.user(Role.ADMIN).id)
    assert '<option value="*">全部地区</option>' in admin.get("/reports/regular").get_data(as_text=True)
    answer = admin.post("/reports/regular", data={"kind": "brief", "region": "*", "rhythm": "monthly"})
    assert answer.status_code == 303 and "全部地区 · " in admin.get("/reports/regular").get_data(as_text=True)
    with app.app_context():
        assert db.session.scalars(sa.select(ReportSubscription.region_path)).one() == ""


def test_the_pages_of_all_regions_lead_to_their_reports(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        country()
        admin = sign_in(make.user(Role.ADMIN).id)
    for address in ("/coverage", "/coverage/day"):
        html = admin.get(address).get_data(as_text=True)
        assert all(f"/reports/new/{kind}?region=*" in html for kind in ("ledger", "yearly", "brief")), address


def test_of_one_region_at_the_top_there_is_no_more_than_that(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        make.school(make.region("R001"))
        admin = sign_in(make.user(Role.ADMIN).id)
    assert 'value="*"' not in admin.get("/reports/new/ledger").get_data(as_text=True)


def test_of_more_regions_than_a_list_holds_that_of_the_page_is_offered(
    app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        country()
        admin = sign_in(make.user(Role.ADMIN).id)
    monkeypatch.setattr(queries, "MOST_REGIONS", 4)
    html = admin.get("/reports/new/ledger?region=R5").get_data(as_text=True)
    assert '<option selected value="R5">河口县</option>' in html and 'value="R001"' not in html
    assert 'value="P5"' in html and 'value="C5"' in html
