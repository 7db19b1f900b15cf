"""The doors of the import: folders, encodings, archives; what cannot be read is refused by name."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from course.ledger import importing
from course.ledger.judging import JudgedTable
from course.ledger.reading import Unreadable
from tests import ledgers

HEADING = "code,name,level,parent"
ROWS = f"{HEADING}\nP0,示例省䶮县,province,\nC0,东吉市,city,P0\n"


def regions(folder: Path, data: bytes) -> JudgedTable:
    folder.mkdir(exist_ok=True)
    (folder / "regions.csv").write_bytes(data)
    return importing.read(folder).tables[0]


def refused(folder: Path, data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        regions(folder, data)
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_are_detected(tmp_path: Path, encoding: str, line_end: str) -> None:
    table = regions(tmp_path, ROWS.replace("\n", line_end).encode(encoding))
    assert [row.name for row in table.rows.values()] == ["示例省䶮县", "东吉市"]
    assert ledgers.repairs(table) == []


def test_gbk_is_read(tmp_path: Path) -> None:
    table = regions(tmp_path, ROWS.replace("䶮", "").encode("gbk"))
    assert table.rows[2].name == "示例省县"


def test_rare_characters_survive_in_gb18030(tmp_path: Path) -> None:
    assert regions(tmp_path, ROWS.replace("东", "𠮷").encode("gb18030")).rows[3].name == "𠮷吉市"


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (ROWS.encode("utf-16"), "utf16"),
        (ROWS.encode("utf-16-le"), "utf16"),
        (b"", "empty_table"),
        (b"  \n", "empty_table"),
        (ROWS.encode() + b"R0,\x00,county,C0\n", "nul_byte"),
        (ROWS.encode() + "R0,东吉县,county,C0\n".encode("gbk"), "mixed_encodings"),
        (
            (HEADING + "\nP0,臺灣省政府,province,\nC0,縣市學校教務處,city,P0\n").encode("big5"),
            "big5",
        ),
        (HEADING.encode() + b"\nP0,\xff\xff,province,\n", "unknown_encoding"),
        (ROWS.encode() + 'R0,"东吉县,county,C0\n'.encode(), "unclosed_quote"),
        (ROWS.encode() + 'R0,"东吉"县,county,C0\n'.encode(), "broken_quotes"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_would_come_out_garbled_is_refused(tmp_path: Path, data: bytes, rule: str) -> None:
    found = refused(tmp_path, data)
    assert (found.file, found.rule) == ("regions.csv", rule)


def test_a_refusal_of_a_file_names_the_row(tmp_path: Path) -> None:
    assert refused(tmp_path, ROWS.encode() + "R0,东吉县,county,C0\n".encode("gbk")).facts["row"] == 4
    assert refused(tmp_path, ROWS.encode() + b"R0,\x00,county,C0\n").facts["row"] == 4


def test_an_unclosed_quote_that_swallows_rows_is_refused_as_too_long(tmp_path: Path) -> None:
    swallowed = "".join(f"R{n},东吉县,county,C0\n" for n in range(60))
    table = regions(tmp_path, (ROWS + 'X0,"东吉县,county,C0\n' + swallowed + '",county,C0\n').encode())
    assert [(row, rule) for row, _, rule in ledgers.refusals(table)] == [(4, "too_long")]


def test_ragged_rows_blank_rows_and_a_sep_line_are_understood(tmp_path: Path) -> None:
    text = "sep=;\ncode;name;level;parent\n\nP0;示例省;province\n;;;\nC0;东吉市;city;P0;;\n"
    table = regions(tmp_path, text.encode())
    assert {number: row.code for number, row in table.rows.items()} == {4: "P0", 6: "C0"}


def test_tabs_between_cells_are_understood(tmp_path: Path) -> None:
    assert len(regions(tmp_path, ROWS.replace(",", "\t").encode()).rows) == 2


def test_a_folder_without_any_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing")
    with pytest.raises(Unreadable) as caught:
        importing.read(tmp_path)
    assert caught.value.rule == "no_tables"


def test_files_that_are_no_table_are_named_and_left_alone(tmp_path: Path) -> None:
    ledgers.folder(tmp_path)
    (tmp_path / "plan.csv").write_text("lesson_id\n1\n")
    assert importing.read(tmp_path).ignored == ("plan.csv",)


def test_a_table_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    ledgers.folder(tmp_path)
    (tmp_path / "学校.csv").write_text(ledgers.TABLES["schools"], encoding="utf-8")
    with pytest.raises(Unreadable) as caught:
        importing.read(tmp_path)
    assert caught.value.rule == "table_twice"


def test_a_zip_of_the_folder_is_the_same_thing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.zip"
    path.write_bytes(ledgers.archive())
    from_zip, from_folder = importing.read(path), importing.read(ledgers.folder(tmp_path / "folder"))
    assert [table.rows for table in from_zip.tables] == [table.rows for table in from_folder.tables]


def test_a_zip_made_on_a_chinese_system_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ledger.zip"
    path.write_bytes(renamed("学校.csv".encode("gbk")))
    assert [table.table.name for table in importing.read(path).tables] == ["schools"]


def renamed(name: bytes) -> bytes:
    """An archive whose one entry has this name, without the mark that would say UTF-8."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("x" * len(name), ledgers.TABLES["schools"].encode("gbk"))
    return data.getvalue().replace(b"x" * len(name), name)


def test_a_zip_with_a_table_in_two_folders_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for folder in ("old", "new"):
            archive.writestr(f"{folder}/regions.csv", ledgers.TABLES["regions"])
    with pytest.raises(Unreadable) as caught:
        importing.read(path)
    assert caught.value.rule == "table_twice"


def test_a_single_table_is_read(tmp_path: Path) -> None:
    path = ledgers.folder(tmp_path) / "classes.csv"
    assert [table.table.name for table in importing.read(path).tables] == ["classes"]
