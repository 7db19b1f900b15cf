"""A workbook written row by row: typed cells under a frozen head with filters, native charts, ready to print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any

import xlsxwriter

from course.i18n import letters
from course.ledger.escaping import escaped

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
A3, A4, FONT, ROW_POINTS = 8, 9, "Microsoft YaHei", 18
# How many letters stand side by side on A4 before they are printed too small to read.
WIDEST_ON_A4 = 180
# The heading's lines in points, and what the format lets a page say above and below it.
LOWEST_HEAD, HEAD_LINE, MOST_ON_PAPER = 32, 14, 110
NAVY, BLUE, AMBER, MIST = "#12355B", "#1D4E89", "#F2A541", "#EEF3F8"
PAINTS = (BLUE, AMBER)
CHARTS_ABREAST, CHART_ROWS, CHART_COLUMNS = 2, 19, 10
escape = lru_cache(65_536)(escaped)
# What writes a cell: its row, its column and what stands in it.
Write = Callable[[int, int, Any], Any]


class Look(Enum):
    """How the cells of a column are shown."""

    TEXT = "@"
    WHOLE = "#,##0"
    HOURS = "0.0"
    SHARE = "0.0%"
    DAY = "yyyy-mm-dd"


@dataclass(frozen=True)
class Column:
    """A column: its heading, its width in letters, and how its cells look."""

    title: str
    width: int
    look: Look = Look.TEXT


@dataclass(frozen=True)
class Sheet:
    """A sheet of rows under a heading; rows are written as they come, ``total`` below them and stronger."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]] = ()
    total: Sequence[Any] = ()


@dataclass(frozen=True)
class Chart:
    """A native chart of some columns of a sheet: columns on each other, one for each of its first rows."""

    title: str
    sheet: str
    labels: Sequence[str]
    series: Sequence[tuple[str, int, Sequence[float]]]
    alt: str


@dataclass(frozen=True)
class Cover:
    """The first sheet: a title, facts, and paragraphs under headings."""

    name: str
    title: str
    facts: Sequence[tuple[str, str]]
    parts: Sequence[tuple[str, Sequence[tuple[str, str]]]]


@dataclass
class Page:
    """A sheet that is being written; several of a book may be, each row after row."""

    page: Any
    plain: Sequence[Write]
    strong: Sequence[Write]
    last: int = 0

    def add(self, rows: Iterable[Sequence[Any]]) -> None:
        """Write more rows."""
        for cells in rows:
            self.last += 1
            self.write(self.plain, self.last, cells)

    def finish(self, total: Sequence[Any] = ()) -> None:
        """Write what all rows are in sum, and let the rows be filtered."""
        self.write(self.strong, self.last + 1, total)
        self.page.autofilter(0, 0, self.last, len(self.plain) - 1)

    def write(self, writers: Sequence[Write], row: int, cells: Sequence[Any]) -> None:
        """Write the cells of a row; a cell of nothing stays empty."""
        for place, cell in enumerate(cells):
            if cell is not None:
                writers[place](row, place, cell)


class Book:
    """A workbook that is being written."""

    def __init__(self, path: Path, title: str, about: str) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book = xlsxwriter.Workbook(path, {**options, "tmpdir": str(path.parent)})
        self.book.set_properties({"title": title})
        self.about = about
        plain = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
        # Words and days stand left, a little off the numbers before them.
        aligned: dict[Look, dict[str, Any]] = {
            look: {"align": "left", "indent": 1} if look in (Look.TEXT, Look.DAY) else {"align": "right"}
            for look in Look
        }
        self.formats = {
            look: self.book.add_format({**plain, **align, "num_format": look.value}) for look, align in aligned.items()
        }
        strong = {**plain, "bold": True, "font_color": NAVY}
        self.totals = {
            look: self.book.add_format({**strong, **align, "num_format": look.value, "top": 1})
            for look, align in aligned.items()
        }
        head = {**strong, "bg_color": MIST, "bottom": 1, "text_wrap": True}
        self.heads = {look: self.book.add_format({**head, **align}) for look, align in aligned.items()}
        self.title = self.book.add_format({**strong, "font_size": 18})
        self.part = self.book.add_format({**strong, "font_size": 12, "bottom": 1})
        self.label = self.book.add_format({**plain, "font_color": "#5B6B7B", "valign": "top"})
        self.words = self.book.add_format({**plain, "text_wrap": True, "valign": "top"})

    def cover(self, cover: Cover) -> None:
        """A first sheet whose facts are known before all others."""
        self.facts(self.empty_sheet(cover.name), cover)

    def facts(self, page: Any, cover: Cover) -> None:
        """Write onto an empty sheet what the others say in sum."""
        page.set_column(0, 0, 26)
        page.set_column(1, 1, 84)
        page.set_row(0, 34)
        page.write_string(0, 0, escaped(cover.title), self.title)
        row = 2
        for title, pairs in (("", cover.facts), *cover.parts):
            if title:
                row += 1
                page.write_string(row, 0, title, self.part)
                page.write_blank(row, 1, None, self.part)
                row += 1
            for label, words in pairs:
                page.write_string(row, 0, escaped(label), self.label)
                page.write_string(row, 1, escaped(words), self.words)
                row += 1

    def empty_sheet(self, name: str) -> Any:
        """A sheet that is filled when what it tells of is written."""
        page = self.book.add_worksheet(name)
        page.hide_gridlines(2)
        self.print_setup(page, name)
        return page

    def sheet(self, sheet: Sheet) -> None:
        """Write a sheet."""
        self.begin(sheet).finish(sheet.total)

    def begin(self, sheet: Sheet) -> Page:
        """Begin a sheet, which more rows may follow while others are written."""
        page = self.book.add_worksheet(sheet.name)
        for place, column in enumerate(sheet.columns):
            page.set_column(place, place, column.width)
        page.set_default_row(ROW_POINTS)
        page.set_row(0, head_points(sheet.columns))
        for place, column in enumerate(sheet.columns):
            page.write_string(0, place, column.title, self.heads[column.look])
        page.freeze_panes(1, 0)
        page.repeat_rows(0)
        self.print_setup(page, sheet.name, paper_for(sheet.columns))
        looks = [column.look for column in sheet.columns]
        plain, strong = ([self.writer(page, look, some) for look in looks] for some in (self.formats, self.totals))
        begun = Page(page, plain, strong)
        begun.add(sheet.rows)
        return begun

    def writer(self, page: Any, look: Look, formats: dict[Look, Any]) -> Write:
        """What writes a cell of a column; texts are only ever texts, days are days, numbers are numbers."""
        shape = formats[look]
        if look is Look.TEXT:
            return lambda row, place, cell: page.write_string(row, place, escape(cell), shape)
        if look is Look.DAY:
            return lambda row, place, cell: page.write_datetime(row, place, as_moment(cell), shape)
        return lambda row, place, cell: page.write_number(row, place, cell, shape)

    def charts(self, page: Any, charts: Sequence[Chart]) -> None:
        """Put charts beside each other onto a sheet."""
        for number, chart in enumerate(charts):
            down, across = divmod(number, CHARTS_ABREAST)
            drawn = self.drawn(chart)
            place = (down * CHART_ROWS, across * CHART_COLUMNS)
            page.insert_chart(*place, drawn, {"description": chart.alt, "object_position": 3})

    def drawn(self, chart: Chart) -> Any:
        """A chart with the figures inside, so that it shows also where nothing calculates."""
        drawn = self.book.add_chart({"type": "column", "subtype": "stacked"})
        last = len(chart.labels)
        for number, (name, column, values) in enumerate(chart.series):
            drawn.add_series(
                {
                    "name": name,
                    "categories": [chart.sheet, 1, 0, last, 0],
                    "values": [chart.sheet, 1, column, last, column],
                    "categories_data": list(chart.labels),
                    "values_data": list(values),
                    "fill": {"color": PAINTS[number]},
                    "gap": 60,
                }
            )
        font = {"name": FONT, "size": 9, "color": "#1F2933"}
        drawn.set_title({"name": chart.title, "name_font": {**font, "size": 12, "bold": True}, "overlay": False})
        drawn.set_legend({"position": "bottom", "font": font} if len(chart.series) > 1 else {"none": True})
        drawn.set_x_axis({"num_font": font})
        grid = {"visible": True, "line": {"color": "#D5DDE5"}}
        drawn.set_y_axis({"num_font": font, "min": 0, "major_gridlines": grid})
        drawn.set_size({"width": 620, "height": 360})
        return drawn

    def print_setup(self, page: Any, name: str, paper: int = A4) -> None:
        """Paper across, as wide as it is; each page says of what, of which year and when it was told."""
        page.set_paper(paper)
        page.set_landscape()
        page.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.6)
        page.fit_to_pages(1, 0)
        page.set_header(f"&R&9 {on_paper(self.about)}")
        page.set_footer(f"&L&9 {on_paper(name)}&R&9 &P / &N")

    def close(self) -> None:
        """Finish the file."""
        self.book.close()


def head_points(columns: Sequence[Column]) -> int:
    """How high the heading must be for the longest of its titles, which may break into lines."""
    lines = max(-(-letters(column.title) // (column.width - 2)) for column in columns)
    return max(LOWEST_HEAD, HEAD_LINE * (lines + 1))


def on_paper(text: str) -> str:
    """A text above or below a printed page, where an ampersand gives orders and little has room."""
    return text[:MOST_ON_PAPER].replace("&", "&&")


def paper_for(columns: Sequence[Column]) -> int:
    """The paper on which all columns stand side by side and can still be read."""
    return A4 if sum(column.width for column in columns) <= WIDEST_ON_A4 else A3


def as_moment(day: date) -> datetime:
    """A day as the library wants it."""
    return datetime(day.year, day.month, day.day)
