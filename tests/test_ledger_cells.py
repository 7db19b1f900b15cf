"""What one cell of the ledger says: read, repaired, or refused."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from course.ledger import cells, moments, tables
from course.ledger.cells import CODE_CELL, DEGREES_CELL, NAME_CELL, REASON_CELL, Kind, read_cell
from course.ledger.moments import CLOCK_CELL, DAY_CELL, END_CELL, START_CELL
from course.ledger.wording import SENTENCES

CLASS = tables.BY_NAME["classes"].column("class").kind
GRADE = tables.BY_NAME["classes"].column("grade").kind
PUPILS = tables.BY_NAME["classes"].column("pupils").kind
PHONE = tables.BY_NAME["vice_principals"].column("phone").kind
EMAIL = tables.BY_NAME["vice_principals"].column("email").kind
WEEK = tables.BY_NAME["vice_principals"].column("max_lessons_week").kind
SPECIAL = tables.BY_NAME["themes"].column("special_day").kind
DETOUR = tables.SETTINGS["detour"].kind


def read(kind: Kind, text: str) -> Any:
    return read_cell(kind, text, required=True, empty=None)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (CODE_CELL, "R000S001", "R000S001"),
        (CODE_CELL, "220402199001011234", "220402199001011234"),
        (NAME_CELL, "𠮷田䶮 {{ 7*7 }} <script>'\"", "𠮷田䶮 {{ 7*7 }} <script>'\""),
        (NAME_CELL, "ＡＢＣ小学", "ＡＢＣ小学"),
        (NAME_CELL, "'=SUM(A1)", "=SUM(A1)"),
        (NAME_CELL, "=SUM(A1)", "=SUM(A1)"),
        (REASON_CELL, "值班\n补休", "值班\n补休"),
        (CLASS, "3", 3),
        (GRADE, "12", 12),
        (PUPILS, "45", 45),
        (DEGREES_CELL, "105.84340", 105.8434),
        (DEGREES_CELL, "33.1", 33.1),
        (DAY_CELL, "2026-09-01", date(2026, 9, 1)),
        (START_CELL, "2026-09-01 08:00", datetime(2026, 9, 1, 8)),
        (CLOCK_CELL, "08:30", time(8, 30)),
        (tables.PERIODS, "1;2", (1, 2)),
        (tables.CODES, "T02;T01", ("T02", "T01")),
        (tables.AGENCY, "police", "police"),
        (PHONE, "+86 431-8888 0000", "+86 431-8888 0000"),
        (SPECIAL, "12-04", "12-04"),
        (DETOUR, "1.3", Decimal("1.3")),
        (DETOUR, "1.30", Decimal("1.3")),
    ],
)
def test_what_is_written_as_the_format_says_is_read_without_a_remark(kind: Kind, text: str, value: Any) -> None:
    cell = read(kind, text)
    assert (cell.value, cell.repaired, cell.broken) == (value, None, "")


@pytest.mark.parametrize(
    ("kind", "text", "read_as"),
    [
        (CODE_CELL, "R000O001 ", "R000O001"),
        (CODE_CELL, "Ｒ０００Ｓ００１", "R000S001"),
        (CODE_CELL, "\u200bR000\ufeff", "R000"),
        (CODE_CELL, "\u3000R000", "R000"),
        (NAME_CELL, " 实验小学\u3000", "实验小学"),
        (NAME_CELL, "实验\u202e小学", "实验小学"),
        (CLASS, "(3)班", "3"),
        (CLASS, "（３）班", "3"),
        (CLASS, "3班", "3"),
        (CLASS, "三班", "3"),
        (CLASS, "十二班", "12"),
        (CLASS, "3.0", "3"),
        (GRADE, "三年级", "3"),
        (GRADE, "七年级", "7"),
        (GRADE, "初二", "8"),
        (GRADE, "高三", "12"),
        (GRADE, "３", "3"),
        (PUPILS, "４５", "45"),
        (PUPILS, "45人", "45"),
        (PUPILS, "45.0", "45"),
        (WEEK, "2节", "2"),
        (DEGREES_CELL, "３３.1", "33.1"),
        (DAY_CELL, "2026/9/1", "2026-09-01"),
        (DAY_CELL, "2026.9.1", "2026-09-01"),
        (DAY_CELL, "2026年9月1日", "2026-09-01"),
        (DAY_CELL, "20260901", "2026-09-01"),
        (DAY_CELL, "2026-09-01 00:00:00", "2026-09-01"),
        (START_CELL, "2026/10/19 8:00", "2026-10-19 08:00"),
        (START_CELL, "2026-10-19T08:00", "2026-10-19 08:00"),
        (START_CELL, "2026-10-19 08：00", "2026-10-19 08:00"),
        (START_CELL, "2026-10-19", "2026-10-19 00:00"),
        (END_CELL, "2026-10-19", "2026-10-19 23:59"),
        (END_CELL, "2026-10-19 24:00", "2026-10-20 00:00"),
        (END_CELL, "2026-10-19 23:59:59", "2026-10-19 23:59"),
        (CLOCK_CELL, "8:30", "08:30"),
        (CLOCK_CELL, "08:30:00", "08:30"),
        (tables.PERIODS, "1；2", "1;2"),
        (tables.PERIODS, "1、2，2", "1;2"),
        (tables.AGENCY, "派出所", "police"),
        (tables.STAGE, "初级中学", "junior"),
        (tables.LEVEL, "区", "county"),
        (SPECIAL, "12月4日", "12-04"),
    ],
)
def test_what_is_certain_is_repaired_and_said(kind: Kind, text: str, read_as: str) -> None:
    cell = read(kind, text)
    assert (cell.repaired, cell.broken) == (read_as, "")
    assert kind.write(cell.value) == read_as or kind is DEGREES_CELL


@pytest.mark.parametrize(
    ("kind", "text", "rule"),
    [
        (CODE_CELL, "", "empty"),
        (CODE_CELL, "   ", "empty"),
        (CODE_CELL, "3.30102E+17", "rounded"),
        (CODE_CELL, "220402199001011000", "rounded"),
        (CODE_CELL, "R/000", "not_a_code"),
        (CODE_CELL, "R 000", "not_a_code"),
        (CODE_CELL, "../etc", "not_a_code"),
        (CODE_CELL, "*", "not_a_code"),
        (CODE_CELL, "A" * 65, "too_long"),
        (NAME_CELL, "校" * 201, "too_long"),
        (NAME_CELL, "a\x00b", "control_character"),
        (NAME_CELL, "a\x1bb", "control_character"),
        (NAME_CELL, "a\ufffdb", "control_character"),
        (NAME_CELL, "a\ufffeb", "control_character"),
        (NAME_CELL, "第一\n小学", "more_than_a_line"),
        (NAME_CELL, "#N/A", "spreadsheet_error"),
        (PUPILS, "#REF!", "spreadsheet_error"),
        (CLASS, "3月1日", "not_a_class"),
        (CLASS, "2026-03-01", "not_a_class"),
        (CLASS, "3-1", "not_a_class"),
        (CLASS, "0", "out_of_range"),
        (GRADE, "13", "out_of_range"),
        (GRADE, "0", "out_of_range"),
        (GRADE, "大一", "not_a_number"),
        (PUPILS, "0", "no_pupils"),
        (PUPILS, "-3", "out_of_range"),
        (PUPILS, "约40", "not_a_number"),
        (PUPILS, "45.5", "not_a_number"),
        (PUPILS, "99999999999999999999", "not_a_number"),
        (PUPILS, "501", "out_of_range"),
        (DEGREES_CELL, "33°09'", "not_degrees"),
        (DEGREES_CELL, "nan", "not_degrees"),
        (DAY_CELL, "46266", "day_number"),
        (DAY_CELL, "9/1/2026", "not_a_day"),
        (DAY_CELL, "26-9-1", "not_a_day"),
        (DAY_CELL, "2026-02-30", "no_such_day"),
        (DAY_CELL, "0026-02-03", "no_such_day"),
        (DAY_CELL, "明天", "not_a_day"),
        (START_CELL, "2026-09-01 25:00", "not_a_time"),
        (START_CELL, "2026-09-01 下午3点", "not_a_time"),
        (CLOCK_CELL, "0.354", "not_a_time"),
        (CLOCK_CELL, "24:00", "not_a_time"),
        (tables.PERIODS, "1;x", "not_a_number"),
        (tables.PERIODS, "1;21", "out_of_range"),
        (tables.WEEKDAYS, "8", "out_of_range"),
        (tables.AGENCY, "消防", "not_a_choice"),
        (PHONE, "1.38E+10", "rounded"),
        (PHONE, "打办公室", "not_a_phone"),
        (EMAIL, "a@example.com,b@example.com", "not_an_email"),
        (EMAIL, "nobody", "not_an_email"),
        (SPECIAL, "13-01", "no_such_day"),
        (DETOUR, "NaN", "out_of_range"),
        (DETOUR, "Infinity", "out_of_range"),
        (DETOUR, "一点三", "not_a_number"),
    ],
)
def test_what_is_not_certain_is_refused_with_its_rule(kind: Kind, text: str, rule: str) -> None:
    assert read(kind, text).broken == rule


@pytest.mark.parametrize("text", ["", "  ", "-", "无", "/", "N/A"])
def test_an_optional_cell_may_say_that_there_is_nothing(text: str) -> None:
    cell = read_cell(tables.PERIODS, text, required=False, empty=())
    assert (cell.value, cell.broken) == ((), "")
    assert cell.repaired == ("" if text.strip() else None)


def test_every_rule_of_a_cell_has_a_sentence() -> None:
    for module in (cells, moments):
        source = Path(module.__file__).read_text(encoding="utf-8")
        for part in source.split('Unfit("')[1:]:
            assert part.split('"')[0] in SENTENCES
