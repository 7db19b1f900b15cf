"""The lines of an uploaded law: a .docx that has passed the gate, or a .txt in one of the usual encodings."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from lxml.etree import XMLSyntaxError

from course.cases.laws.text import LawText, LawUnreadable, TextProblem, read_law
from course.ledger.cells import Unfit
from course.ledger.decoding import encoding_of

KINDS = ("docx", "txt")
MOST_BYTES = 8 * 1024 * 1024
MOST_LINES = 60_000
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MARKS = {"utf-16": (b"\xff\xfe", b"\xfe\xff")}
# Text that stands in these is not what the document says, or not in the order of reading.
UNSETTLED = {f"{WORD}ins": "tracked_changes", f"{WORD}del": "tracked_changes", f"{WORD}altChunk": "embedded_document"}


def read_file(path: Path) -> LawText:
    """Read a law from a file that the gate has let through; raises ``LawUnreadable``."""
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise LawUnreadable(TextProblem("too_long", 0, {"most": MOST_BYTES // 1024 // 1024}))
    lines = list(document_lines(data) if data.startswith(b"PK") else decoded(data).splitlines())
    if len(lines) > MOST_LINES:
        raise LawUnreadable(TextProblem("too_many_lines", 0, {"most": MOST_LINES}))
    return read_law(lines)


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8, GB18030 or UTF-16; what is none of them with certainty is refused."""
    try:
        if data.startswith(MARKS["utf-16"]):
            return data.decode("utf-16")
        return data.decode(encoding_of(data))
    except (Unfit, UnicodeDecodeError):
        raise LawUnreadable(TextProblem("unknown_encoding")) from None


def document_lines(data: bytes) -> Iterator[str]:
    """The paragraphs of a .docx in order; a line break within one begins a new line."""
    try:
        body = Document(io.BytesIO(data)).element.body
    except (PackageNotFoundError, BadZipFile, XMLSyntaxError, KeyError, ValueError, AttributeError):
        raise LawUnreadable(TextProblem("broken_document")) from None
    for element in body.iter(*UNSETTLED):
        raise LawUnreadable(TextProblem(UNSETTLED[element.tag]))
    for paragraph in body.iter(f"{WORD}p"):
        yield from text_of(paragraph).split("\n")


def text_of(paragraph: object) -> str:
    """The words of one paragraph, those of its links and fields included."""
    signs = {f"{WORD}br": "\n", f"{WORD}cr": "\n", f"{WORD}tab": " ", f"{WORD}noBreakHyphen": "-"}
    parts = (part.text or "" if part.tag == f"{WORD}t" else signs.get(part.tag, "") for part in paragraph.iter())
    return "".join(parts)
