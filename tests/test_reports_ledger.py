"""The ledger and the yearly report: their figures are the pages', and the lessons' rows add up to them."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator

from course.coverage.commands import coverage
from course.coverage.report import coverage_report
from course.db import transaction_aside
from course.delivery.models import Confirmation
from course.i18n import in_language, local_now
from course.reports.ledger import write_ledger, write_yearly
from course.reports.workbook import Column, head_points, on_paper
from course.schedule.models import Lesson, LessonState
from course.snapshots import one_snapshot
from tests import make, make_delivery, make_reports, services
from tests.conftest import both_databases

Rows = list[dict[str, Any]]


def sheets(path: Path) -> dict[str, Rows]:
    """The rows of each sheet by their headings; of headings that stand twice the first counts."""
    found: dict[str, Rows] = {}
    for page in load_workbook(path).worksheets:
        head, *rows = list(page.iter_rows(values_only=True)) or [()]
        names = [title if title not in head[:place] else f"{title} {place}" for place, title in enumerate(head)]
        found[page.title] = [dict(zip(names, row, strict=True)) for row in rows]
    return found


def ledger(folder: Path, code: str = "C00", language: str = "en", **given: Any) -> Path:
    path = folder / "ledger.xlsx"
    with in_language(language), one_snapshot():
        write_ledger(make_reports.matter(code, **given), path, make_reports.quietly)
    return path


@both_databases
def test_the_figures_are_those_of_the_command(app: Flask, data: None, tmp_path: Path) -> None:
    make_reports.city()
    found, matter = sheets(ledger(tmp_path)), make_reports.matter()
    told = coverage_report("C00", matter.year, matter.now)
    assert told is not None
    *children, whole = found["By region"]
    for row, figures in [*zip(children, told["children"], strict=True), (whole, told["figures"])]:
        assert row["Schools"] == figures["appointed"]["total"]
        assert row["Schools with a valid appointment"] == figures["appointed"]["confirmed"]
        assert row["Schools with their hours confirmed"] == figures["hours"]["confirmed"]
        assert row["Classes reached"] == figures["classes"]["confirmed"]
        assert row["Classes reported, not yet confirmed"] == figures["classes"]["claimed"]
    assert [row["Region"] for row in children] == ["第1县", "第2县", "schools of 东吉市 itself"]
    assert len(found["Classes not reached"]) == told["figures"]["classes"]["total"] - whole["Classes reached"]


@both_databases
def test_the_lessons_add_up_to_the_figures(app: Flask, data: None, tmp_path: Path) -> None:
    make_reports.city()
    found = sheets(ledger(tmp_path))
    minutes: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    reached: dict[str, set[str]] = defaultdict(set)
    for row in found["Lessons"]:
        if row["State"] == "Confirmed":
            minutes[row["School code"]][row["Manner"].split(",")[0]] += row["Minutes"]
            reached[row["School code"]] |= set(filter(None, (row["Classes"] or "").split(", ")))
    hour = {"S1": 40, "S2": 45, "S3": 40}
    for row in found["Schools"]:
        code = row["School code"]
        for kind, column in (("Taught in person", "Of these taught"), ("Organised", "Of these organised")):
            assert row[column] == minutes[code][kind] * 10 // hour[code] / 10, (code, column)
        assert row["Classes reached"] == len(reached[code])
    assert found["By region"][-1]["Hours taught"] == 3.0 and found["By region"][-1]["Hours organised"] == 3.2
    assert sum(row["Confirmed lessons"] for row in found["By month"]) == 4
    assert {row["Theme"]: row["Classes in all"] for row in found["Themes by stage"]} == {"防欺凌": 3, "禁毒": 1}
    states = sorted(row["State"] for row in found["Lessons"])
    assert states == ["Confirmed"] * 4 + ["Did not take place", "Taught, not yet confirmed"]


def test_vacancies_have_their_days(app: Flask, data: None, tmp_path: Path) -> None:
    make_reports.city()
    (row,) = sheets(ledger(tmp_path))["Vacancies"]
    assert row["School code"] == "S2" and row["Days vacant"] == 11
    assert row["Nobody since"].date() == local_now().date() - timedelta(days=10)


def test_in_chinese_the_days_are_no_date_and_what_is_missing_is_parted_as_in_chinese(
    app: Flask, data: None, tmp_path: Path
) -> None:
    make_reports.city()
    found = sheets(ledger(tmp_path, language="zh_Hans_CN"))
    (row,) = found["空缺学校"]
    assert row["空缺天数"] == 11 and "日期" not in row
    missing = [row["还差什么"] for row in found["学校"]]
    assert any("；" in text for text in missing if text) and not any("; " in text for text in missing if text)


def test_a_day_that_has_passed_counts_what_lay_before(app: Flask, data: None, tmp_path: Path) -> None:
    make_reports.city()
    found = sheets(ledger(tmp_path, days_ago=11))
    assert found["Lessons"] == [] and found["By region"][-1]["Classes reached"] == 0
    assert found["By region"][-1]["Schools with a valid appointment"] == 3, "the one that ended held then"


def test_nothing_in_the_file_calculates_or_leads_out(app: Flask, data: None, tmp_path: Path) -> None:
    make_reports.city()
    path = ledger(tmp_path)
    (row,) = [row for row in sheets(path)["Schools"] if row["School code"] == "S2"]
    assert row["School"] == f"'{make_reports.FORMULA}"
    with zipfile.ZipFile(path) as book:
        names = book.namelist()
        assert not [name for name in names if "externalLink" in name or "vba" in name.lower()]
        pages = [name for name in names if name.startswith("xl/worksheets/sheet")]
        assert not [name for name in pages if re.search(rb"<f>|<hyperlink", book.read(name))]
        assert sum(name.startswith("xl/charts/chart") for name in names) == 3
        assert b"<c:v>" in book.read("xl/charts/chart1.xml"), "the chart shows where nothing calculates"


def test_every_printed_page_says_of_what_it_tells(app: Flask, data: None, tmp_path: Path) -> None:
    make_reports.city()
    pages = load_workbook(ledger(tmp_path, language="zh_Hans_CN")).worksheets
    above = {page.oddHeader.right.text.strip() for page in pages}
    (said,) = above
    assert said.startswith("课程台账 · 东吉市 · ") and "学年" in said and "截至" in said


def test_what_stands_above_a_page_gives_no_orders() -> None:
    assert on_paper("A&B小学") == "A&&B小学"
    assert len(on_paper("很长的名称" * 60)) <= 110


@pytest.mark.parametrize(
    ("title", "width", "lines"),
    [("学校", 10, 1), ("已上报、待确认的课时", 13, 2), ("Schools with a valid appointment", 14, 3)],
)
def test_the_head_has_room_for_its_longest_title(title: str, width: int, lines: int) -> None:
    assert head_points([Column("x", 20), Column(title, width)]) >= 14 * lines


@pytest.mark.parametrize("language", ["zh_Hans_CN", "en"])
def test_the_file_opens_with_a_frozen_head_and_filters(app: Flask, data: None, tmp_path: Path, language: str) -> None:
    make_reports.city()
    path = ledger(tmp_path, language=language)
    assert OpenXmlValidator().validate(path).is_valid
    pages = load_workbook(path).worksheets
    for page in pages[2:]:
        assert page.freeze_panes == "A2" and page.auto_filter.ref and page.print_title_rows == "$1:$1", page.title
        assert page.page_setup.orientation == "landscape" and page.sheet_properties.pageSetUpPr.fitToPage
    widest = {page.title for page in pages if page.page_setup.paperSize == 8}
    assert widest == {pages[6].title, pages[-1].title}, "schools and lessons have room on A3, all else on A4"
    heads = [cell.value for cell in pages[-1][1]]
    assert heads[1] == ("Begin" if language == "en" else "开始"), "a time, not the start page"
    titles = " ".join(page.title for page in pages)
    assert ("按地区" in titles) is (language != "en"), titles
    office = services.libreoffice()
    subprocess.run(
        [office, "--headless", f"-env:UserInstallation=file://{tmp_path}/office", "--convert-to", "pdf", path.name],
        cwd=tmp_path, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert path.with_suffix(".pdf").stat().st_size > 10_000


def test_the_yearly_report_has_no_lessons(app: Flask, data: None, tmp_path: Path) -> None:
    make_reports.city()
    path = tmp_path / "yearly.xlsx"
    with in_language("en"):
        write_yearly(make_reports.matter(), path, make_reports.quietly)
    found = sheets(path)
    assert "Lessons" not in found and len(found["Schools"]) == 3


def test_an_empty_region_is_a_report_of_nothing(app: Flask, data: None, tmp_path: Path) -> None:
    make_reports.city()
    found = sheets(ledger(tmp_path, "R009"))
    assert found["Schools"] == [] and found["By region"][-1]["Schools"] == 0
    assert found["By region"][-1]["Share"] is None


def test_the_command_writes_the_files(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        make_reports.city()
    files = {ending: tmp_path / f"r.{ending}" for ending in ("xlsx", "pptx")}
    words = [word for ending, path in files.items() for word in (f"--{ending}", str(path))]
    answer = app.test_cli_runner().invoke(coverage, ["report", "--region", "C00", *words])
    assert answer.exit_code == 0 and "appointed 2/3" in answer.output
    assert all(zipfile.is_zipfile(path) for path in files.values())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["r.pptx", "r.xlsx"], "nothing half is left"
    nowhere = str(tmp_path / "no" / "r.xlsx")
    answer = app.test_cli_runner().invoke(coverage, ["report", "--region", "C00", "--xlsx", nowhere])
    assert answer.exit_code == 2 and "cannot be written" in answer.output


def test_dates_are_days(app: Flask, data: None, tmp_path: Path) -> None:
    make_reports.city()
    assert all(isinstance(row["Day"], datetime) for row in sheets(ledger(tmp_path))["Lessons"])


@both_databases
def test_every_sheet_is_of_one_moment(app: Flask, data: None, tmp_path: Path) -> None:
    make_reports.city()
    path, changed = tmp_path / "ledger.xlsx", []

    def confirm_one_more(done: int, total: int) -> None:
        """While the file is written, somebody confirms the lesson that was reported."""
        if done == 3 and not changed:
            changed.append(confirmed_aside())

    with in_language("en"), one_snapshot():
        write_ledger(make_reports.matter(), path, confirm_one_more)
    found = sheets(path)
    assert changed == [1] and found["By region"][-1]["Classes reached"] == 3
    assert sum(row["State"] == "Confirmed" for row in found["Lessons"]) == 4
    assert sum(row["State"] == "Confirmed" for row in sheets(ledger(tmp_path))["Lessons"]) == 5


def confirmed_aside() -> int:
    """Confirm a reported lesson in a transaction of its own."""
    reported = sa.select(Lesson.id, Lesson.school_id, Lesson.region_path, Lesson.start)
    with transaction_aside() as connection:
        row = connection.execute(reported.where(Lesson.state == LessonState.DELIVERED)).one()
        said = {"lesson_id": row.id, "school_id": row.school_id, "region_path": row.region_path, "note": ""}
        said |= {"taught_on": row.start.date(), "confirmed_at": make.NOW, **make_delivery.FIGURES}
        connection.execute(sa.insert(Confirmation).values(**said))
        return connection.execute(sa.update(Lesson).where(Lesson.id == row.id).values(state="confirmed")).rowcount
