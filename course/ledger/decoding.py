"""Which encoding a CSV file is in: certain, or refused; wrong characters are never stored."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import IO

from course.ledger.cells import Unfit

UTF16 = (b"\xff\xfe", b"\xfe\xff")
# A character of UTF-8 in three bytes, which is where Chinese lies.
THREE_BYTES = re.compile(rb"[\xe3-\xe9\xef][\x80-\xbf]{2}")
DOUBLE_BYTE = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]")
LINE_ENDS = re.compile(rb"\r\n|\r|\n")
FEWEST_SIGNS = 3
CHUNK = 256 * 1024


def looked_at(open_file: Callable[[], IO[bytes]]) -> tuple[str, int]:
    """The encoding of a file, and how many lines it has; only one that is no UTF-8 is looked at as a whole."""
    with open_file() as handle:
        lines = lines_of_utf8(iter(partial(handle.read, CHUNK), b""))
    if lines is not None:
        return "utf-8-sig", lines
    with open_file() as handle:
        data = handle.read()
    return encoding_of(data), max(data.count(b"\n"), data.count(b"\r"))


def lines_of_utf8(chunks: Iterable[bytes]) -> int | None:
    """How many lines there are; None where there is nothing, or anything but UTF-8."""
    decoder, newlines, returns, is_blank = codecs.getincrementaldecoder("utf-8")(), 0, 0, True
    try:
        for chunk in chunks:
            decoder.decode(chunk)
            if b"\0" in chunk:
                return None
            newlines, returns = newlines + chunk.count(b"\n"), returns + chunk.count(b"\r")
            is_blank = is_blank and not chunk.strip()
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    return None if is_blank else max(newlines, returns)


def encoding_of(data: bytes) -> str:
    """The encoding of a whole file: UTF-8 with or without its mark, or GB18030, of which GBK is a part."""
    if not data.strip():
        raise Unfit("empty_table")
    if data.startswith(UTF16):
        raise Unfit("utf16")
    if b"\0" in data:
        raise Unfit("utf16" if data.count(b"\0") * 4 > len(data) else "nul_byte", row=row_of(data, data.index(b"\0")))
    if decodes(data, "utf-8"):
        return "utf-8-sig"
    refuse_mixed(data)
    if not decodes(data, "gb18030"):
        raise Unfit("unknown_encoding", row=first_row_not_in(data, "gb18030"))
    if looks_like_big5(data):
        raise Unfit("big5")
    return "gb18030"


def decodes(data: bytes, encoding: str) -> bool:
    """Whether every byte is part of a character of this encoding."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def row_of(data: bytes, position: int) -> int:
    """The row in which a byte stands."""
    return len(LINE_ENDS.findall(data[:position])) + 1


def first_row_not_in(data: bytes, encoding: str) -> int:
    """The first row that is not in this encoding."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return row_of(data, error.start)
    return 1


def refuse_mixed(data: bytes) -> None:
    """Refuse a file some of whose rows are UTF-8 and others not: GB18030 would take both and garble one.

    Two Chinese characters of UTF-8 in a row that decodes as a whole do not come about by chance.
    """
    in_utf8 = in_other = 0
    for number, line in enumerate(LINE_ENDS.split(data), start=1):
        if line.isascii():
            continue
        if not decodes(line, "utf-8"):
            in_other = in_other or number
        elif len(THREE_BYTES.findall(line)) >= 2:
            in_utf8 = in_utf8 or number
        if in_utf8 and in_other:
            raise Unfit("mixed_encodings", row=max(in_utf8, in_other), other=min(in_utf8, in_other))


def looks_like_big5(data: bytes) -> bool:
    """Whether the bytes are rather Big5: it uses second bytes below 0x80 where simplified Chinese does not."""
    pairs = DOUBLE_BYTE.findall(data)
    low = sum(pair[1] < 0x7F for pair in pairs)
    return low >= FEWEST_SIGNS and low * 4 > len(pairs) and decodes(data, "big5")
