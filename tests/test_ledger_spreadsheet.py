"""Ledgers as .xlsx: typed cells, Chinese names, and what a spreadsheet does to long numbers."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from course.ledger import importing
from course.ledger.judging import JudgedTable
from course.ledger.reading import Unreadable
from tests import ledgers


def judged(path: Path, sheet: str, *rows: list[Any]) -> JudgedTable:
    return importing.read(ledgers.workbook(path / "ledger.xlsx", {sheet: list(rows)})).tables[0]


def test_a_spreadsheet_is_the_same_thing_as_the_folder(tmp_path: Path) -> None:
    sheets = {
        name: [line.split(",") for line in text.strip().split("\n")]
        for name, text in ledgers.TABLES.items()
        if '"' not in text
    }
    from_book = importing.read(ledgers.workbook(tmp_path / "ledger.xlsx", sheets))
    from_folder = importing.read(ledgers.folder(tmp_path / "folder"))
    assert [table.rows for table in from_book.tables] == [table.rows for table in from_folder.tables]


def test_chinese_sheets_and_headings_are_understood(tmp_path: Path) -> None:
    table = judged(tmp_path, "班级", ["学校代码", "年级", "班级", "学生人数"], ["S1", 3, 2, 41])
    assert table.table.name == "classes"
    assert table.rows[2] == ("S1", 3, 2, 41)


def test_dates_times_and_numbers_are_read_as_they_are_shown(tmp_path: Path) -> None:
    table = judged(
        tmp_path,
        "unavailability",
        ["vice_principal", "start", "end", "reason"],
        [1001, datetime(2026, 9, 14, 8, 0), datetime(2026, 9, 14, 12, 30), 15],
        [1001.0, date(2026, 9, 15), date(2026, 9, 16), None],
    )
    assert table.rows[2] == ("1001", datetime(2026, 9, 14, 8), datetime(2026, 9, 14, 12, 30), "15")
    assert table.rows[3].end == datetime(2026, 9, 16, 23, 59)
    assert {row for row, _, _ in ledgers.repairs(table)} == {3}


def test_times_of_day_are_read(tmp_path: Path) -> None:
    table = judged(tmp_path, "bells", ["key", "period", "start", "end"], ["primary", 1, time(8, 30), "9:10"])
    assert (table.rows[2].start, table.rows[2].end) == (time(8, 30), time(9, 10))


def test_coordinates_and_lists_are_read(tmp_path: Path) -> None:
    heading = ["code", "name", "stage", "region", "lat", "lon", "hall", "closed_periods"]
    table = judged(tmp_path, "schools", heading, ["S1", "甲", "小学", "R0", 42.90123, 125.1, 240, 1])
    assert (table.rows[2].lat, table.rows[2].hall, table.rows[2].closed_periods) == (42.90123, 240, (1,))


@pytest.mark.parametrize("code", [220402199001011234, 2.20402199001011e17, "2.20402E+17"])
def test_codes_that_a_spreadsheet_rounded_are_refused(tmp_path: Path, code: Any) -> None:
    table = judged(tmp_path, "班级", ["school", "grade", "class", "pupils"], [code, 3, 1, 40])
    assert ledgers.refusals(table) == [(2, "school", "rounded")]


def test_codes_shown_with_leading_zeros_keep_them(tmp_path: Path) -> None:
    path = ledgers.workbook(
        tmp_path / "ledger.xlsx", {"classes": [["school", "grade", "class", "pupils"], [12, 3, 1, 40]]}
    )
    book = openpyxl.load_workbook(path)
    book["classes"]["A2"].number_format = "00000"
    book.save(path)
    assert importing.read(path).tables[0].rows[2].school == "00012"


def test_a_date_made_of_a_class_is_refused(tmp_path: Path) -> None:
    table = judged(tmp_path, "classes", ["school", "grade", "class", "pupils"], ["S1", 3, date(2026, 3, 1), 40])
    assert ledgers.refusals(table) == [(2, "class", "not_a_class")]


def test_formulas_count_by_their_value_and_errors_are_refused(tmp_path: Path) -> None:
    table = judged(tmp_path, "classes", ["school", "grade", "class", "pupils"], ["S1", 3, 1, "#REF!"])
    assert ledgers.refusals(table) == [(2, "pupils", "spreadsheet_error")]


def test_other_sheets_are_named_and_left_alone(tmp_path: Path) -> None:
    sheets = {"说明": [["怎么填"]], "classes": [["school", "grade", "class", "pupils"], ["S1", 3, 1, 40]]}
    assert importing.read(ledgers.workbook(tmp_path / "ledger.xlsx", sheets)).ignored == ("说明",)


def test_merged_titles_hidden_sheets_and_far_cells_do_no_harm(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "classes"
    page.append(["东吉县班级名单"])
    page.merge_cells("A1:D1")
    page.append(["school", "grade", "class", "pupils"])
    page.append(["S1", 3, 1, 40])
    page["XFD1048576"] = "far"
    page.sheet_state = "hidden"
    book.create_sheet("其他")
    book.save(tmp_path / "ledger.xlsx")
    table = importing.read(tmp_path / "ledger.xlsx").tables[0]
    assert list(table.rows) == [3]


def test_a_spreadsheet_without_a_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as caught:
        importing.read(ledgers.workbook(tmp_path / "ledger.xlsx", {"Sheet1": [["a"]]}))
    assert caught.value.rule == "no_tables"


def test_a_missing_column_names_sheet_and_column(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as caught:
        judged(tmp_path, "班级", ["学校代码", "年级", "学生人数"], ["S1", 3, 41])
    assert caught.value.file == "班级"
    assert "class" in caught.value.facts["columns"]
