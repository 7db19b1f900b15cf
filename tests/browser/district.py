"""A small district of the tests' own, as the files that a bureau would hand in."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from openpyxl import Workbook

Table = tuple[tuple[str, ...], ...]
# What a bureau calls the tables and their columns.
SHEETS = {
    "regions": "区域",
    "stations": "派出单位",
    "schools": "学校",
    "classes": "班级",
    "vice_principals": "法治副校长",
    "appointments": "聘任",
    "bells": "作息",
}
HEADINGS = {
    "code": "代码",
    "name": "名称",
    "level": "级别",
    "parent": "上级",
    "agency": "机关",
    "region": "所属区域",
    "stage": "学段",
    "hall": "礼堂座位",
    "grade": "年级",
    "class": "班",
    "pupils": "人数",
    "station": "单位代码",
    "max_lessons_week": "每周最多节数",
    "max_lessons_day": "每天最多节数",
    "themes": "可讲主题",
    "phone": "电话",
    "school": "学校代码",
    "vice_principal": "法治副校长",
    "key": "学段或学校",
    "period": "节次",
    "start": "开始日期",
    "end": "结束日期",
}
BELL_HEADINGS = HEADINGS | {"start": "开始时间", "end": "结束时间"}
HALF_A_DAY = ("08:00", "10:40")  # Four lesson-hours of 40 minutes: one lesson fills the year's hours.


@dataclass(frozen=True)
class District:
    """A county with two schools, four classes and one vice-principal; ``code`` begins every code in it."""

    code: str
    place: str
    theme: str = "T02"

    @property
    def county(self) -> str:
        """The code of the county."""
        return f"{self.code}X"

    @property
    def school(self) -> str:
        """The code of the school that the story is about."""
        return f"{self.code}S1"

    @property
    def vice_principal(self) -> str:
        """The code of the vice-principal."""
        return f"{self.code}V1"

    @property
    def school_name(self) -> str:
        """What the school is called."""
        return f"{self.place}县实验小学"

    def ledger(self) -> dict[str, Table]:
        """Everything but who is appointed."""
        return {
            "regions": (
                ("code", "name", "level", "parent"),
                (f"{self.code}P", f"{self.place}省", "province", ""),
                (f"{self.code}C", f"{self.place}市", "city", f"{self.code}P"),
                (self.county, f"{self.place}县", "county", f"{self.code}C"),
            ),
            "stations": (
                ("code", "name", "agency", "region"),
                (f"{self.code}P1", f"{self.place}派出所", "police", self.county),
            ),
            "schools": (
                ("code", "name", "stage", "region", "hall"),
                (self.school, self.school_name, "primary", self.county, "0"),
                (f"{self.code}S2", f"{self.place}县第二小学", "primary", self.county, "0"),
            ),
            "classes": (
                ("school", "grade", "class", "pupils"),
                *((f"{self.code}S{school}", "5", number, "36") for school in "12" for number in "12"),
            ),
            "vice_principals": (
                ("code", "name", "station", "max_lessons_week", "max_lessons_day", "themes", "phone"),
                (self.vice_principal, "林清源", f"{self.code}P1", "5", "2", self.theme, "13812345678"),
            ),
            "bells": (
                ("key", "period", "start", "end"),
                *((f"{self.code}S{school}", "1", *HALF_A_DAY) for school in "12"),
            ),
        }

    def appointments(self, today: date) -> dict[str, Table]:
        """The vice-principal serves the first school."""
        term = (f"{today.year - 1}-01-01", f"{today.year + 2}-12-31")
        heading = ("vice_principal", "school", "start", "end")
        return {"appointments": (heading, (self.vice_principal, self.school, *term))}


def as_workbook(tables: dict[str, Table], folder: Path) -> Path:
    """A spreadsheet with Chinese names and headings, as a bureau keeps it."""
    book = Workbook()
    book.remove(book.active)
    for name, (heading, *rows) in tables.items():
        titles = BELL_HEADINGS if name == "bells" else HEADINGS
        sheet = book.create_sheet(SHEETS[name])
        sheet.append([titles[column] for column in heading])
        for row in rows:
            sheet.append(row)
    path = folder / "台账.xlsx"
    book.save(path)
    return path


def as_zip(tables: dict[str, Table], folder: Path) -> Path:
    """The folder of CSV files, packed."""
    path = folder / "ledger.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, rows in tables.items():
            text = io.StringIO()
            csv.writer(text, lineterminator="\n").writerows(rows)
            archive.writestr(f"{name}.csv", text.getvalue())
    return path
