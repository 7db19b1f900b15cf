"""Files of laws: documents and texts in every usual encoding; hostile ones never reach a parser."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml

from course import uploads
from course.cases.laws.document import KINDS, read_file
from course.cases.laws.text import LawUnreadable
from course.uploads import UploadRefused

LINES = (
    "中华人民共和国示例法",
    "（2025年6月27日通过　自2026年1月1日起施行）",
    "　　第一条　甲。",
    "　　第二条　乙：",
    "　　（一）丙。",
)
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def document(*lines: str) -> Document:
    made = Document()
    for line in lines:
        made.add_paragraph(line)
    return made


def saved(made: Document) -> bytes:
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def read(folder: Path, data: bytes, name: str = "law.docx"):
    path = folder / "upload"
    path.write_bytes(data)
    uploads.judge(path, name, KINDS)
    return read_file(path)


def test_a_document_is_read_paragraph_by_paragraph(tmp_path: Path) -> None:
    law = read(tmp_path, saved(document(*LINES)))
    assert (law.title, law.articles) == ("中华人民共和国示例法", {"1": "甲。", "2": "乙：\n（一）丙。"})


def test_line_breaks_tabs_and_links_inside_a_paragraph_are_read(tmp_path: Path) -> None:
    made = document(*LINES[:2])
    run = made.add_paragraph("第一条").add_run()
    run.add_tab()
    run.add_text("甲。")
    run.add_break()
    run.add_text("第二条　乙")
    link = parse_xml(f"<w:hyperlink {WORD}><w:r><w:t>和丙。</w:t></w:r></w:hyperlink>")
    made.paragraphs[-1]._p.append(link)
    assert read(tmp_path, saved(made)).articles == {"1": "甲。", "2": "乙和丙。"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_text_is_read_in_every_usual_encoding(tmp_path: Path, encoding: str, end: str) -> None:
    text = end.join(LINES)
    marked = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    assert read(tmp_path, marked + text.encode(encoding), "law.txt").articles == {"1": "甲。", "2": "乙：\n（一）丙。"}


def problem_of(folder: Path, data: bytes, name: str = "law.docx") -> str:
    with pytest.raises(LawUnreadable) as refused:
        read(folder, data, name)
    return refused.value.problems[0].rule


@pytest.mark.parametrize("change", ["ins", "del"])
def test_tracked_changes_must_be_settled_first(tmp_path: Path, change: str) -> None:
    made = document(*LINES)
    words = "delText" if change == "del" else "t"
    xml = f'<w:{change} {WORD} w:id="1" w:author="a"><w:r><w:{words}>丁。</w:{words}></w:r></w:{change}>'
    made.paragraphs[-1]._p.append(parse_xml(xml))
    assert problem_of(tmp_path, saved(made)) == "tracked_changes"


def test_what_cannot_be_read_is_said_so(tmp_path: Path) -> None:
    assert problem_of(tmp_path, b"\xff\xfe\x00", "law.txt") == "unknown_encoding"
    assert problem_of(tmp_path, "第一条　甲。".encode() * 600_000, "law.txt") == "too_long"
    assert problem_of(tmp_path, b"a\n" * 60_001, "law.txt") == "too_many_lines"
    assert (
        problem_of(tmp_path, repacked(saved(document(*LINES)), "word/document.xml", b"<w:body/>")) == "broken_document"
    )


def repacked(data: bytes, name: str, content: bytes | None = None, **more: bytes) -> bytes:
    """A document with another part in the place of one, or without it, and with more parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        if content is not None:
            new.writestr(name, content)
        for part, words in more.items():
            new.writestr(part, words)
    return made.getvalue()


GOOD = saved(document(*LINES))
BOMB = b'<?xml version="1.0" encoding="UTF-8"?><w:document>' + b" " * 120_000_000 + b"</w:document>"
DECLARED = b'<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document/>'
HOSTILE = [
    ("law.docx", b"%PDF-1.7", "not_that_kind"),
    ("law.docx", "第一条　甲。".encode(), "not_that_kind"),
    ("law.txt", GOOD, "not_that_kind"),
    ("law.doc", b"\xd0\xcf\x11\xe0", "wrong_ending"),
    ("law.docm", GOOD, "wrong_ending"),
    ("law.docx", b"\xd0\xcf\x11\xe0" * 100, "not_that_kind"),
    ("law.docx", repacked(GOOD, "word/document.xml"), "not_that_kind"),
    ("law.docx", repacked(GOOD, "", **{"word/vbaProject.bin": b"x"}), "macros"),
    ("law.docx", repacked(GOOD, "word/document.xml", DECLARED), "document_type"),
    ("law.docx", repacked(GOOD, "word/document.xml", "<w/>".encode("utf-16")), "odd_encoding"),
    ("law.docx", repacked(GOOD, "word/document.xml", BOMB), "bomb"),
    ("law.docx", repacked(GOOD, "", **{"../../evil": b"x"}), "odd_entry_name"),
    ("law.docx", GOOD[: len(GOOD) // 2], "broken_archive"),
    ("law.txt", b"", "empty_file"),
    ("law.txt", b"<html>", "not_that_kind"),
]


@pytest.mark.parametrize(("name", "data", "rule"), HOSTILE, ids=lambda value: value if isinstance(value, str) else "")
def test_the_gate_refuses_what_would_do_harm(tmp_path: Path, name: str, data: bytes, rule: str) -> None:
    (tmp_path / "upload").write_bytes(data)
    with pytest.raises(UploadRefused) as refused:
        uploads.judge(tmp_path / "upload", name, KINDS)
    assert refused.value.rule == rule
