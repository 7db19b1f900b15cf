"""The gate for uploaded files: what would do harm is refused before anything opens it."""

from __future__ import annotations

import io
import resource
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from course import uploads
from course.uploads import UploadRefused, judge

ALLOWED = ("xlsx", "zip", "csv")
CONTENT_TYPES = b'<?xml version="1.0" encoding="UTF-8"?><Types/>'
WORKBOOK = (
    b'<?xml version="1.0" encoding="UTF-8"?><workbook xmlns:r="r"><sheets>'
    b'<sheet name="Classes 2026" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = b'<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'
PARTS = {
    "[Content_Types].xml": CONTENT_TYPES,
    "xl/workbook.xml": WORKBOOK,
    "xl/_rels/workbook.xml.rels": RELATIONS,
}


def packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def workbook() -> bytes:
    data = io.BytesIO()
    openpyxl.Workbook().save(data)
    return data.getvalue()


def sheet(cells: int) -> bytes:
    row = b"<row>" + b"<c/>" * 100 + b"</row>"
    return b"<worksheet><sheetData>" + row * (cells // 100) + b"</sheetData></worksheet>"


def refusal(path: Path, data: bytes, name: str) -> UploadRefused:
    file = path / "upload"
    file.write_bytes(data)
    with pytest.raises(UploadRefused) as caught:
        judge(file, name, ALLOWED)
    return caught.value


def test_ordinary_files_pass(tmp_path: Path) -> None:
    for name, data in (
        ("a.xlsx", workbook()),
        ("a.zip", packed({"classes.csv": b"school\n"})),
        ("a.csv", b"school,grade\n"),
    ):
        (tmp_path / name).write_bytes(data)
        judge(tmp_path / name, name, ALLOWED)


def test_a_file_with_an_appended_part_of_another_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, b"junk" + workbook(), "a.xlsx").rule == "not_that_kind"
    assert refusal(tmp_path, workbook() + b"junk" * 40_000, "a.xlsx").rule == "broken_archive"


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("a.xlsx", b"school,grade\nS1,3\n", "text"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "xls"),
        ("a.xlsx", b"%PDF-1.7\n", "pdf"),
        ("a.xlsx", b"<html><table><tr><td>1</td></tr></table></html>", "html"),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n", "png"),
        ("a.xlsx", packed({"word/document.xml": b"<a/>", "[Content_Types].xml": CONTENT_TYPES}), "docx"),
        ("a.xlsx", packed({"ppt/presentation.xml": b"<a/>", "[Content_Types].xml": CONTENT_TYPES}), "pptx"),
        ("a.xlsx", packed({"content.xml": b"<a/>", "mimetype": b"x"}), "OpenDocument"),
        ("a.xlsx", packed({"classes.csv": b"a"}), "zip"),
        ("a.csv", workbook(), "zip"),
        ("a.csv", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "xls"),
        ("a.csv", b"<!DOCTYPE html><html></html>", "html"),
        ("a.zip", b"Rar!\x1a\x07", "rar"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(tmp_path: Path, name: str, data: bytes, found: str) -> None:
    refused = refusal(tmp_path, data, name)
    assert (refused.rule, refused.facts["found"]) == ("not_that_kind", found)


@pytest.mark.parametrize("name", ["a.xls", "a.xlsm", "a", "a.exe", "xlsx", "a.xlsx.pdf"])
def test_other_endings_are_refused(tmp_path: Path, name: str) -> None:
    assert refusal(tmp_path, workbook(), name).rule == "wrong_ending"


def encrypted(data: bytes) -> bytes:
    return data.replace(b"PK\x03\x04\x14\x00\x00\x00", b"PK\x03\x04\x14\x00\x01\x00").replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"
    )


def twice() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("classes.csv", b"a")
        archive.writestr("classes.csv", b"b")
    return data.getvalue()


def overlapping() -> bytes:
    """Two entries of the list that share one local entry's bytes."""
    data = bytearray(packed({"a.csv": b"A" * 5_000, "b.csv": b"B" * 5_000}))
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    size = struct.unpack_from("<I", data, data.index(b"PK\x01\x02") + 20)[0]
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 20, size + 60)
    struct.pack_into("<I", data, 18, size + 60)
    assert second
    return bytes(data)


def lying() -> bytes:
    """An entry that says it is short and is long."""
    data = bytearray(packed({"a.csv": b"A" * 100_000}))
    struct.pack_into("<I", data, 22, 10)
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 10)
    return bytes(data)


def lying_in_the_list() -> bytes:
    data = bytearray(packed({"a.csv": b"A" * 100_000}))
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 10)
    return bytes(data)


def flipped() -> bytes:
    data = bytearray(packed({"a.csv": bytes(range(256)) * 200}))
    data[60] ^= 0xFF
    return bytes(data)


def deep_bomb() -> bytes:
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = b"".join(squeezer.compress(b"\0" * 1024 * 1024) for _ in range(512)) + squeezer.flush()
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("a.csv", b"x")
    head = struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(body), 512 << 20, 5, 0) + b"a.csv"
    listed = struct.pack(
        "<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, 0, len(body), 512 << 20, 5, 0, 0, 0, 0, 0, 0
    )
    start = len(head) + len(body)
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1, 1, len(listed) + 5, start, 0)
    return head + body + listed + b"a.csv" + end


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        (deep_bomb, "bomb"),
        (lambda: packed({f"{n}.csv": b"a" for n in range(300)}), "too_many_entries"),
        (lambda: packed({f"{n}": b"" for n in range(100_000)}), "too_many_entries"),
        (twice, "entry_twice"),
        (lambda: packed({"Classes.csv": b"a", "classes.CSV": b"b"}), "entry_twice"),
        (overlapping, "overlapping_entries"),
        (lying, "lying_sizes"),
        (lying_in_the_list, "lying_sizes"),
        (lambda: packed({"../classes.csv": b"a"}), "odd_entry_name"),
        (lambda: packed({"/classes.csv": b"a"}), "odd_entry_name"),
        (lambda: packed({"a\\..\\classes.csv": b"a"}), "odd_entry_name"),
        (lambda: packed({"C:classes.csv": b"a"}), "odd_entry_name"),
        (lambda: packed({"classes\u202e.csv": b"a"}), "odd_entry_name"),
        (lambda: packed({"classes.csv": b"a"}, zipfile.ZIP_BZIP2), "broken_archive"),
        (lambda: encrypted(packed({"classes.csv": b"a" * 99})), "encrypted"),
        (lambda: packed({"classes.csv": b"a" * 99})[:-30], "broken_archive"),
        (lambda: packed({"classes.csv": b"a" * 99})[:40], "broken_archive"),
        (lambda: packed({}), "not_that_kind"),
        (flipped, "broken_archive"),
        (lambda: b"", "empty_file"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_archives_that_would_do_harm_are_refused(tmp_path: Path, make: Callable[[], bytes], rule: str) -> None:
    assert refusal(tmp_path, make(), "a.zip").rule == rule


DOCUMENT_TYPE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("parts", "rule"),
    [
        ({"xl/worksheets/sheet1.xml": DOCUMENT_TYPE}, "document_type"),
        ({"[Content_Types].xml": DOCUMENT_TYPE}, "document_type"),
        ({"xl/_rels/workbook.xml.rels": DOCUMENT_TYPE}, "document_type"),
        ({"docProps/core.xml": DOCUMENT_TYPE}, "document_type"),
        ({"xl/worksheets/sheet1.xml": b" " * 300_000 + DOCUMENT_TYPE}, "document_type"),
        ({"xl/worksheets/sheet1.xml": DOCUMENT_TYPE.decode().encode("utf-16")}, "odd_encoding"),
        ({"xl/worksheets/sheet1.xml": DOCUMENT_TYPE.decode().encode("utf-16-be")}, "odd_encoding"),
        ({"xl/worksheets/sheet1.xml": b'<?xml version="1.0" encoding="utf-7"?><a/>'}, "odd_encoding"),
        ({"xl/vbaProject.bin": b"macro"}, "macros"),
        ({"xl/worksheets/sheet1.xml": sheet(6_000_000)}, "too_many_cells"),
    ],
)
def test_spreadsheets_that_would_do_harm_are_refused(tmp_path: Path, parts: dict[str, bytes], rule: str) -> None:
    assert refusal(tmp_path, packed({**PARTS, **parts}), "a.xlsx").rule == rule


def test_a_sheet_of_six_million_cells_is_refused_by_its_name(tmp_path: Path, data: None) -> None:
    refused = refusal(tmp_path, packed({**PARTS, "xl/worksheets/sheet1.xml": sheet(6_000_000)}), "a.xlsx")
    assert refused.facts == {"sheet": "Classes 2026", "most": "5,000,000"}
    assert "Classes 2026" in str(refused)


def test_a_bomb_costs_the_application_neither_memory_nor_time(tmp_path: Path) -> None:
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    refusal(tmp_path, deep_bomb(), "a.zip")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024
    assert time.monotonic() - started < 20


def test_a_gate_that_dies_on_a_file_has_refused_it() -> None:
    import subprocess

    killed = subprocess.CompletedProcess([], -9, stdout=b"", stderr=b"")
    assert uploads.verdict_of(killed)["rule"] == "took_too_long"
    broken = subprocess.CompletedProcess([], 1, stdout=b"Traceback", stderr=b"")
    assert uploads.verdict_of(broken)["rule"] == "broken_archive"


def test_every_refusal_of_the_gate_has_a_sentence() -> None:
    for file in uploads.GATE.glob("*.py"):
        for part in file.read_text(encoding="utf-8").split('Refused("')[1:]:
            assert part.split('"')[0] in uploads.SENTENCES


def test_kept_files_have_random_names_and_are_forgotten(tmp_path: Path) -> None:
    class Sent:
        def save(self, path: Path) -> None:
            path.write_bytes(b"x")

    token = uploads.keep(Sent(), str(tmp_path))
    (tmp_path / f"{token}.lines").write_text("x")
    (tmp_path / "something-else").write_text("x")
    uploads.forget_old(str(tmp_path), datetime.now(UTC) + timedelta(days=1))
    assert uploads.kept_path(token, str(tmp_path)).exists()
    uploads.forget_old(str(tmp_path), datetime.now(UTC) + timedelta(days=3))
    assert [path.name for path in tmp_path.iterdir()] == ["something-else"]


@pytest.mark.parametrize("token", ["", "../../etc/passwd", "a" * 31, "A" * 32])
def test_only_tokens_of_ours_stand_for_a_file(tmp_path: Path, token: str) -> None:
    with pytest.raises(ValueError, match="token"):
        uploads.kept_path(token, str(tmp_path))
