"""The markup of spreadsheets read piece by piece: what the package reads is read, and nothing is held as a whole."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from bench.large_files import EPOCH, frame, shared, write_workbook
from course.ledger import importing, reading, spreadsheet
from course.ledger.reading import Unreadable
from course.ledger.sheet_cells import LONGEST_TEXT, Texts, place_of
from tests.test_ledger_memory import MEBIBYTE, rows_read

HEADING = ["school", "grade", "class", "pupils"]


def as_the_package_reads(path: Path) -> list[tuple[int, list[str]]]:
    """The rows that hold anything, read by the package and shown as the ledger shows them."""
    with path.open("rb") as file:
        page = openpyxl.load_workbook(file, read_only=True, data_only=True).worksheets[0]
        rows = [(number, [spreadsheet.cell_text(cell) for cell in cells]) for number, cells in enumerate(page.rows, 1)]
    return [(number, texts) for number, texts in ((n, without_end(texts)) for n, texts in rows) if texts]


def without_end(texts: list[str]) -> list[str]:
    """The texts without the empty ones at the end."""
    return texts[: max((place for place, text in enumerate(texts, 1) if text), default=0)]


def as_we_read(path: Path) -> list[tuple[int, list[str]]]:
    """The same by our reader."""
    return [(number, texts) for number, texts in reading.open_ledger(path).sheets[0].rows() if texts]


def oddly_filled(path: Path) -> Path:
    """A sheet with cells of all kinds, gaps, and rows that hold nothing."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "classes"
    page.append(HEADING)
    page.append(["S1", 3, 1.5, True, None, None, datetime(2026, 9, 1, 8, 30), date(2026, 9, 1), time(8, 30)])
    page.append([timedelta(hours=30), "#REF!", "  甲 乙 ", "", "<&>", "a\nb", 2.5e-7, 220402199001011234])
    page["C7"], page["AB9"], page["A20"] = "far", "farther", 7
    page["A20"].number_format = "00000"
    page["B20"] = CellRichText("a", TextBlock(InlineFont(b=True), "b"), "c")
    book.save(path)
    return path


def test_the_rows_are_those_that_the_package_reads(tmp_path: Path) -> None:
    path = oddly_filled(tmp_path / "ledger.xlsx")
    assert as_we_read(path) == as_the_package_reads(path)
    assert as_we_read(path)[-1] == (20, ["00007", "abc"])


def book_of(path: Path, sheet: str, texts: Iterable[str] = ()) -> Path:
    """A workbook whose only sheet, and whose list of texts, has this markup."""
    parts = {**frame(["classes"]), "xl/sharedStrings.xml": shared(texts), "xl/worksheets/sheet1.xml": [sheet]}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, found in parts.items():
            packed.writestr(name, "".join(found))
    return path


def test_shared_texts_short_names_and_cells_without_a_place_are_read(tmp_path: Path) -> None:
    sheet = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        '<x:row r="2"><x:c t="s"><x:v>1</x:v></x:c><x:c/><x:c><x:v>7</x:v></x:c></x:row>'
        '<x:row><x:c t="str"><x:f>A1</x:f><x:v>甲</x:v></x:c><x:c s="1"><x:v>46266.5</x:v></x:c></x:row>'
        '<x:row r="3"><x:c><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    path = book_of(tmp_path / "ledger.xlsx", sheet, ["S1", "小</t></si><si><t>S2", "S3"])
    moment = EPOCH + timedelta(days=46266.5)
    assert as_we_read(path) == [(2, ["小", "", "7"]), (3, ["甲", f"{moment:%Y-%m-%d %H:%M}"])]


def test_signs_above_a_text_are_no_part_of_it() -> None:
    listed = "<sst><si><t>東</t><rPh><t>ひがし</t></rPh></si><si><r><t>a</t></r><r><t> b</t></r></si><si/></sst>"
    texts = Texts(io.BytesIO(listed.encode()))
    assert [texts.look_up(number) for number in range(3)] == ["東", "a b", ""]
    with pytest.raises(IndexError):
        texts.look_up(3)


def test_a_text_longer_than_a_cell_can_hold_is_cut() -> None:
    texts = Texts(io.BytesIO(b"<sst><si><t>" + b"a" * 10_000_000 + b"</t></si></sst>"))
    assert LONGEST_TEXT <= len(texts.look_up(0)) < 2 * LONGEST_TEXT


@pytest.mark.parametrize(("letters", "place"), [("A", 1), ("Z", 26), ("AA", 27), ("XFD", 16_384)])
def test_columns_are_counted_by_their_letters(letters: str, place: int) -> None:
    assert place_of(letters) == place


@pytest.mark.parametrize("value", ["9", "-1", "x"])
def test_a_cell_that_names_no_text_makes_the_file_unreadable(tmp_path: Path, value: str) -> None:
    sheet = f'<worksheet><sheetData><row><c t="s"><v>{value}</v></c></row></sheetData></worksheet>'
    with pytest.raises(Unreadable) as refused:
        importing.read(book_of(tmp_path / "ledger.xlsx", sheet))
    assert refused.value.rule == "not_a_workbook"


def test_more_rows_in_all_sheets_than_a_ledger_may_have_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_workbook(tmp_path / "ledger.xlsx", 500)
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 500)
    importing.read(path)
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 499)
    with pytest.raises(Unreadable) as refused:
        importing.read(path)
    assert (refused.value.file, refused.value.rule, refused.value.facts) == (
        "unavailability",
        "too_many_rows",
        {"most": 499},
    )


def test_neither_the_rows_nor_the_texts_of_a_workbook_are_held_as_a_whole(tmp_path: Path) -> None:
    folder = tmp_path / "ledger.xlsx"
    row = '<row><c t="s"><v>{}</v></c><c><v>3</v></c><c><v>1</v></c><c><v>40</v></c></row>'
    rows = "".join(map(row.format, range(60_000)))
    texts = (f"S{number:040d}" for number in range(60_000))
    book_of(folder, f"<worksheet><sheetData>{rows}</sheetData></worksheet>", texts)
    assert rows_read(folder, 8 * MEBIBYTE) == 60_000
