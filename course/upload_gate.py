"""Judges an uploaded file; run as a process of its own, with little memory and little time.

Usage: ``python -I -S upload_gate.py FILE KIND`` where KIND is the ending of the name.  Prints one
JSON object: ``{}`` where the file may be opened, else the rule that it breaks and the facts.  It
uses the standard library only and imports nothing of ours, so that it starts fast and has nothing
to lose.
"""

from __future__ import annotations

import json
import re
import resource
import struct
import sys
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

MEBIBYTE = 1024 * 1024
MOST_MEMORY, MOST_SECONDS = 512 * MEBIBYTE, 15
MOST_ENTRIES = {"xlsx": 1_000, "zip": 200}
MOST_IN_ENTRY, MOST_IN_ALL = 96 * MEBIBYTE, 256 * MEBIBYTE
# A part that grows this much, beyond a size that text may well have, was made to grow.
MOST_GROWTH, GROWTH_FROM = 200, 32 * MEBIBYTE
MOST_CELLS = 500_000
CHUNK = 256 * 1024
LOCAL_HEADER = struct.Struct("<4sHHHHHIIIHH")
SIGNS = (
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0", "xls"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gz"),
    (b"{\\rtf", "rtf"),
)
MARKUP = re.compile(rb"^(\xef\xbb\xbf)?\s*<(!doctype|html|\?xml|table|svg|script)", re.IGNORECASE)
DECLARED = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([^"']+)""")
CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
LONGEST_TAG = 16
SHEET_NAME = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
TEXTS = ("csv", "md", "txt")
# What a file really is, by a part that only that kind has.
PARTS = (("word/", "docx"), ("ppt/", "pptx"), ("content.xml", "ods"), ("Root.xml", "wps"))


class Refused(Exception):
    """The file may not be opened: the rule that it breaks, and the facts."""

    def __init__(self, rule: str, **facts: object) -> None:
        super().__init__(rule)
        self.rule, self.facts = rule, facts


def limit_this_process() -> None:
    """Little memory, little time, no writing."""
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def judge(path: Path, kind: str) -> None:
    """Refuse a file that is not what its name says, or that would do harm when opened."""
    with path.open("rb") as file:
        start = file.read(1024)
        if not start.strip():
            raise Refused("empty_file")
        found = sign_of(start)
        if kind in TEXTS:
            if found:
                raise Refused("not_that_kind", found=found, named=kind)
        elif found != "zip":
            raise Refused("not_that_kind", found=found or "text", named=kind)
        else:
            judge_archive(file, kind, path.stat().st_size)


def sign_of(start: bytes) -> str:
    """The kind of file by its first bytes; empty for text."""
    if MARKUP.match(start):
        return "html"
    return next((kind for sign, kind in SIGNS if start.startswith(sign)), "")


def judge_archive(file: IO[bytes], kind: str, size: int) -> None:
    """Refuse an archive whose list of entries lies, or whose entries are too many or too large."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries, directory, comment = archive.infolist(), archive.start_dir, archive.comment
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, struct.error):
        raise Refused("broken_archive") from None
    if len(entries) > MOST_ENTRIES[kind]:
        raise Refused("too_many_entries", found=len(entries), most=MOST_ENTRIES[kind])
    if comment or not entries:
        raise Refused("broken_archive")
    names = [entry.filename for entry in entries]
    folded = [name.casefold() for name in names]
    for entry in entries:
        judge_entry(entry, folded)
    places = local_places(file, entries)
    refuse_overlaps(places, directory)
    if kind == "xlsx":
        refuse_other_documents(names)
    sheets: list[tuple[str, int]] = []
    total = 0
    for entry, start, _ in places:
        length, cells = judge_contents(file, entry, start, kind)
        total += length
        if total > MOST_IN_ALL:
            raise Refused("too_large_inside", most=MOST_IN_ALL // MEBIBYTE)
        if cells > MOST_CELLS:
            sheets.append((entry.filename, cells))
    if sheets:
        names_of = sheet_names(file, places)
        raise Refused("too_many_cells", sheet=names_of.get(sheets[0][0], sheets[0][0]), most=f"{MOST_CELLS:,}")


def judge_entry(entry: zipfile.ZipInfo, names: list[str]) -> None:
    """Refuse an entry by its name, its method or its flags."""
    name = entry.orig_filename
    parts = name.replace("\\", "/").split("/")
    odd = any(unicodedata.category(mark) in {"Cc", "Cf"} for mark in name)
    if odd or "\\" in name or ".." in parts or name.startswith("/") or ":" in name:
        raise Refused("odd_entry_name", name=ascii(name)[:80])
    if names.count(entry.filename.casefold()) > 1:
        raise Refused("entry_twice", name=name[:80])
    if entry.flag_bits & 0x41:
        raise Refused("encrypted")
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise Refused("broken_archive")
    if (entry.external_attr >> 16) & 0o170000 == 0o120000:
        raise Refused("odd_entry_name", name=name[:80])


def local_places(file: IO[bytes], entries: list[zipfile.ZipInfo]) -> list[tuple[zipfile.ZipInfo, int, int]]:
    """Where the contents of each entry begin and end, by what stands there and not only by the list."""
    places = []
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        file.seek(entry.header_offset)
        header = file.read(LOCAL_HEADER.size)
        if len(header) < LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
            raise Refused("broken_archive")
        _, _, flags, _, _, _, _, packed, unpacked, name_length, extra_length = LOCAL_HEADER.unpack(header)
        name = file.read(name_length)
        if name not in {entry.orig_filename.encode("utf-8"), entry.orig_filename.encode("cp437", "replace")}:
            raise Refused("lying_sizes", name=entry.filename[:80])
        streamed = flags & 0x08 or 0xFFFFFFFF in (packed, unpacked)
        if not streamed and (packed, unpacked) != (entry.compress_size, entry.file_size):
            raise Refused("lying_sizes", name=entry.filename[:80])
        start = entry.header_offset + LOCAL_HEADER.size + name_length + extra_length
        places.append((entry, start, start + entry.compress_size))
    return places


def refuse_overlaps(places: list[tuple[zipfile.ZipInfo, int, int]], directory: int) -> None:
    """Refuse entries that share bytes, and bytes in front of the first entry."""
    if places[0][0].header_offset != 0:
        raise Refused("broken_archive")
    starts = [entry.header_offset for entry, _, _ in places[1:]] + [directory]
    for (entry, _, end), following in zip(places, starts, strict=True):
        if end > following:
            raise Refused("overlapping_entries", name=entry.filename[:80])


def refuse_other_documents(names: list[str]) -> None:
    """Refuse what is called a spreadsheet and is none, or carries macros."""
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        found = next((kind for part, kind in PARTS if any(name.startswith(part) for name in names)), "zip")
        raise Refused("not_that_kind", found=found, named="xlsx")
    if any(name.casefold().endswith("vbaproject.bin") for name in names):
        raise Refused("macros")


def judge_contents(file: IO[bytes], entry: zipfile.ZipInfo, start: int, kind: str) -> tuple[int, int]:
    """The real length of an entry and how many cells of a sheet it holds; refused where it lies or declares."""
    is_markup = kind == "xlsx" and entry.filename.casefold().endswith((".xml", ".rels", ".vml"))
    is_sheet = kind == "xlsx" and entry.filename.startswith("xl/worksheets/")
    length = cells = 0
    tail = b""
    for chunk in unpacked_chunks(file, entry, start):
        if is_markup and not length:
            judge_encoding(chunk, entry.filename)
        length += len(chunk)
        if length > MOST_IN_ENTRY or (length > GROWTH_FROM and length > entry.compress_size * MOST_GROWTH):
            raise Refused("bomb", name=entry.filename[:80], most=MOST_IN_ENTRY // MEBIBYTE)
        if length > entry.file_size:
            raise Refused("lying_sizes", name=entry.filename[:80])
        window = tail + chunk
        if is_markup and DECLARED.search(window):
            raise Refused("document_type", name=entry.filename[:80])
        if is_sheet:
            cells += len(CELL.findall(window)) - len(CELL.findall(tail))
        tail = chunk[-LONGEST_TAG:]
    if length != entry.file_size:
        raise Refused("lying_sizes", name=entry.filename[:80])
    return length, cells


def judge_encoding(chunk: bytes, name: str) -> None:
    """Markup of a spreadsheet is UTF-8; another encoding only serves to hide something."""
    declared = ENCODING.search(chunk[:200])
    if chunk.startswith((b"\xff\xfe", b"\xfe\xff", b"\0")) or b"\0" in chunk[:8]:
        raise Refused("odd_encoding", name=name[:80])
    if declared and declared[1].lower() not in {b"utf-8", b"us-ascii", b"ascii"}:
        raise Refused("odd_encoding", name=name[:80])


def unpacked_chunks(file: IO[bytes], entry: zipfile.ZipInfo, start: int) -> Iterator[bytes]:
    """The contents of an entry in pieces of bounded size, without believing the sizes it claims."""
    file.seek(start)
    left = entry.compress_size
    unpacker = zlib.decompressobj(-15)
    while left > 0:
        packed = file.read(min(CHUNK, left))
        if not packed:
            raise Refused("broken_archive")
        left -= len(packed)
        if entry.compress_type == zipfile.ZIP_STORED:
            yield packed
            continue
        while packed:
            yield unpacker.decompress(packed, CHUNK)
            packed = unpacker.unconsumed_tail
    if entry.compress_type == zipfile.ZIP_DEFLATED:
        yield unpacker.flush(CHUNK)
        if not unpacker.eof:
            raise Refused("broken_archive")


def sheet_names(file: IO[bytes], places: list[tuple[zipfile.ZipInfo, int, int]]) -> dict[str, str]:
    """The names of the sheets as people see them, by the part that holds each."""
    texts = {}
    for entry, start, _ in places:
        if entry.filename in {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"}:
            texts[entry.filename] = b"".join(unpacked_chunks(file, entry, start)).decode("utf-8", "replace")
    targets = {
        attribute(tag, "Id"): attribute(tag, "Target").removeprefix("/xl/").removeprefix("xl/")
        for tag in re.findall(r"<(?:\w+:)?Relationship\s[^>]*>", texts.get("xl/_rels/workbook.xml.rels", ""))
    }
    return {
        f"xl/{targets.get(attribute(tag, 'r:id'), '')}": attribute(tag, "name")
        for tag in SHEET_NAME.findall(texts.get("xl/workbook.xml", ""))
    }


def attribute(tag: str, name: str) -> str:
    """The value of an attribute of a tag."""
    found = re.search(rf"""\s{re.escape(name)}\s*=\s*["']([^"']*)""", tag)
    return found[1] if found else ""


def main() -> None:
    """Judge the file that the command line names and print the verdict."""
    path, kind = sys.argv[1:]
    limit_this_process()
    try:
        judge(Path(path), kind)
        verdict: dict[str, object] = {}
    except Refused as refused:
        verdict = {"rule": refused.rule, "facts": refused.facts}
    except (zlib.error, OSError, MemoryError, OverflowError, RecursionError, UnicodeError):
        verdict = {"rule": "broken_archive", "facts": {}}
    print(json.dumps(verdict))


if __name__ == "__main__":
    main()
