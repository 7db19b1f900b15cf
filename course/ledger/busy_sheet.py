"""Busy times out of a duty roster: a spreadsheet with a day, a start, an end and a reason in each row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from course.ledger.busy_times import (
    LAST_MINUTE,
    BusyFile,
    BusyTime,
    BusyUnreadable,
    Skipped,
    Window,
    collected,
    tidy,
    trouble_with,
)
from course.ledger.cells import Unfit
from course.ledger.ledger import plain_heading
from course.ledger.moments import read_clock, read_day, read_moment
from course.ledger.sheet_cells import without_empty_end
from course.ledger.spreadsheet import cell_text

HEADINGS = {
    "day": "日期 值班日期 值勤日期 日 date day",
    "span": "时间 时段 值班时间 起止时间 time hours",
    "start": "开始 开始时间 开始日期 起 起始 起始时间 上班 自 start from begin",
    "end": "结束 结束时间 结束日期 止 终止 截止 截止时间 下班 至 end to until",
    "reason": "事由 原因 说明 备注 班次 类别 内容 事项 reason note title subject",
}
COLUMNS = {plain_heading(word): column for column, words in HEADINGS.items() for word in words.split()}
BETWEEN = re.compile(r"\s*[-–—~～至到]+\s*")
MOST_COLUMNS, MOST_ROWS, HEADING_WITHIN = 30, 5_000, 15


def read_sheet(path: Path, window: Window) -> BusyFile:
    """All busy times of the first sheet that has the columns."""
    with path.open("rb") as file:  # Given open, because the package would judge the name, which is a random one.
        try:
            pages = [list(rows_of(page)) for page in load_workbook(file, read_only=True, data_only=True).worksheets]
        except BusyUnreadable:
            raise
        except Exception:
            raise BusyUnreadable("not_a_workbook") from None
    for rows in pages:
        columns, below = heading_of(rows)
        if columns:
            return collected("", times_of(below, columns), window)
    raise BusyUnreadable("no_columns")


def rows_of(page: object) -> Iterator[tuple[int, list[str]]]:
    """The rows of a sheet as texts, with their numbers."""
    page.reset_dimensions()  # type: ignore[attr-defined]
    for number, cells in enumerate(page.iter_rows(max_col=MOST_COLUMNS), start=1):  # type: ignore[attr-defined]
        if number > MOST_ROWS:
            raise BusyUnreadable("too_many_rows", most=MOST_ROWS)
        texts = [unicodedata.normalize("NFKC", text).strip() for text in row_texts(cells)]
        if any(texts):
            yield number, texts


def row_texts(cells: Any) -> list[str]:
    """The texts of a row, without the empty ones at its end."""
    return without_empty_end([cell_text(cell) for cell in cells])


def heading_of(rows: list[tuple[int, list[str]]]) -> tuple[dict[str, int], list[tuple[int, list[str]]]]:
    """Where each column stands, and the rows below; nothing where no row is a heading."""
    for place, (_, texts) in enumerate(rows[:HEADING_WITHIN]):
        found: dict[str, int] = {}
        for number, text in enumerate(texts):
            column = COLUMNS.get(plain_heading(text))
            if column:
                found.setdefault(column, number)
        if "day" in found or {"start", "end"} <= found.keys():
            return found, rows[place + 1 :]
    return {}, []


def times_of(rows: list[tuple[int, list[str]]], columns: dict[str, int]) -> Iterator[BusyTime | Skipped]:
    """The time of each row, or why it has none."""
    for number, texts in rows:
        cells = {column: texts[place] if place < len(texts) else "" for column, place in columns.items()}
        if not any(cells.get(column) for column in ("day", "start", "end")):
            continue
        try:
            start, end = span_of(cells.get("day", ""), *clocks_of(cells))
            rule = trouble_with(start, end)
            yield Skipped(str(number), rule) if rule else tidy(start, end, cells.get("reason", ""))
        except Unfit as unfit:
            yield Skipped(str(number), unfit.rule)
        except (ValueError, OverflowError):
            yield Skipped(str(number), "odd_entry")


def clocks_of(cells: dict[str, str]) -> tuple[str, str]:
    """The start and the end, from their own cells or from one that holds both: ``08:00-18:00``."""
    if not cells.get("span"):
        return cells.get("start", ""), cells.get("end", "")
    start, end, *more = [*(part.strip() for part in BETWEEN.split(cells["span"])), ""]
    if any(more):
        raise Unfit("not_a_time")
    return start, end


def span_of(day: str, start: str, end: str) -> tuple[datetime, datetime]:
    """From when to when; a day alone is the whole day, and a duty that ends before it starts ends the next morning."""
    if day and not (start or end):
        on = read_day(day)
        return datetime.combine(on, time()), datetime.combine(on, LAST_MINUTE)
    if not day:
        return read_moment(start, time()), read_moment(end, LAST_MINUTE)
    begins, ends = on_day(day, start, time()), on_day(day, end, LAST_MINUTE)
    return begins, ends if ends > begins or is_moment(end) else ends + timedelta(days=1)


def is_moment(text: str) -> bool:
    """Whether a cell says its day itself."""
    return bool(re.match(r"\d{4}", text)) and not re.fullmatch(r"\d{4}", text)


def on_day(day: str, clock: str, otherwise: time) -> datetime:
    """A time on a day; nothing means the beginning or the end of the day."""
    if is_moment(clock):
        return read_moment(clock, otherwise)
    on = read_day(day)
    if re.fullmatch(r"24:00(:00)?", clock):
        return datetime.combine(on, time()) + timedelta(days=1)
    return datetime.combine(on, read_clock(clock) if clock else otherwise)
