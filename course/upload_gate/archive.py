"""Archives: a list of entries that does not lie, entries that are neither too many nor too large nor hostile."""

from __future__ import annotations

import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

MEBIBYTE = 1024 * 1024
CHUNK = 256 * 1024
LOCAL_HEADER = struct.Struct("<4sHHHHHIIIHH")
END_OF_LIST = struct.Struct("<4sHHHHIIH")
DECLARED = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([^"']+)""")
LONGEST_TAG, LONGEST_LINE = 16, 512
SHEETS_IN = "xl/worksheets/"
# What a file really is, by a part that only that kind has.
PARTS = (
    ("word/", "docx"),
    ("xl/", "xlsx"),
    ("ppt/", "pptx"),
    ("content.xml", "OpenDocument"),
    ("Root.xml", "wps"),
)


class Refused(Exception):
    """The file may not be opened: the rule that it breaks, and the facts."""

    def __init__(self, rule: str, **facts: object) -> None:
        super().__init__(rule)
        self.rule, self.facts = rule, facts


@dataclass(frozen=True)
class Most:
    """How much a kind of file may hold; a part that grows more than ``growth`` beyond a size was made to grow."""

    packed: int
    entries: int
    in_entry: int
    in_all: int
    growth: int
    growth_from: int
    # The sheets of a spreadsheet, which are read piece by piece; of other parts a tree is made.
    in_sheet: int = 96 * MEBIBYTE


TABLES = Most(1024 * MEBIBYTE, 1_000, 96 * MEBIBYTE, 256 * MEBIBYTE, 200, 32 * MEBIBYTE)
# A sheet with as many rows as a ledger may have is larger than the same table in a .csv file.
SHEETS = Most(**{**vars(TABLES), "in_sheet": 256 * MEBIBYTE, "in_all": 384 * MEBIBYTE})
SLIDES = Most(20 * MEBIBYTE, 2_000, 96 * MEBIBYTE, 200 * MEBIBYTE, 100, MEBIBYTE)
MOST = {"xlsx": SHEETS, "docx": TABLES, "zip": Most(**{**vars(TABLES), "entries": 200}), "pptx": SLIDES, "potx": SLIDES}


@dataclass(frozen=True)
class Entry:
    """An entry of an archive and where its contents begin and end in the file."""

    listed: zipfile.ZipInfo
    start: int
    end: int

    @property
    def name(self) -> str:
        """Its name as the list gives it."""
        return self.listed.filename


def judge_archive(file: IO[bytes], kind: str, size: int) -> None:
    """Refuse an archive whose list of entries lies, or whose entries are too many or too large."""
    most = MOST[kind]
    if size > most.packed:
        raise Refused("too_large_packed", most=most.packed // MEBIBYTE)
    refuse_long_list(file, size, most)
    entries, directory = listed_entries(file, most)
    folded = [entry.filename.casefold() for entry in entries]
    for entry in entries:
        judge_entry(entry, folded)
    placed = local_places(file, entries)
    refuse_overlaps(placed, directory)
    for entry in placed:
        refuse_growth(entry, entry.listed.file_size, most)
    if sum(entry.listed.file_size for entry in placed) > most.in_all:
        raise Refused("too_large_inside", most=most.in_all // MEBIBYTE)
    if kind == "xlsx":
        from spreadsheet import judge_spreadsheet

        judge_spreadsheet(file, placed, most)
    elif kind == "docx":
        from document import judge_document

        judge_document(file, placed, most)
    elif kind in ("pptx", "potx"):
        from presentation import judge_presentation

        judge_presentation(file, placed, most, kind)
    else:
        for entry in placed:
            for _ in contents(file, entry, most):
                pass


def refuse_long_list(file: IO[bytes], size: int, most: Most) -> None:
    """Refuse a list that is too long before it is read: its last bytes say how many entries it has."""
    file.seek(max(0, size - END_OF_LIST.size))
    end = file.read()
    if len(end) < END_OF_LIST.size or not end.startswith(b"PK\x05\x06"):
        raise Refused("broken_archive")
    _, _, _, _, count, length, _, _ = END_OF_LIST.unpack(end)
    if count > most.entries or length > most.entries * LONGEST_LINE:
        raise Refused("too_many_entries", found=count, most=most.entries)


def listed_entries(file: IO[bytes], most: Most) -> tuple[list[zipfile.ZipInfo], int]:
    """The list of an archive, and where it begins."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries, directory, comment = archive.infolist(), archive.start_dir, archive.comment
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, struct.error):
        raise Refused("broken_archive") from None
    if comment or not entries:
        raise Refused("broken_archive")
    if len(entries) > most.entries:
        raise Refused("too_many_entries", found=len(entries), most=most.entries)
    return entries, directory


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


def local_places(file: IO[bytes], entries: list[zipfile.ZipInfo]) -> list[Entry]:
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
        places.append(Entry(entry, start, start + entry.compress_size))
    return places


def refuse_overlaps(placed: list[Entry], directory: int) -> None:
    """Refuse entries that share bytes, and bytes in front of the first entry."""
    if placed[0].listed.header_offset != 0:
        raise Refused("broken_archive")
    starts = [entry.listed.header_offset for entry in placed[1:]] + [directory]
    for entry, following in zip(placed, starts, strict=True):
        if entry.end > following:
            raise Refused("overlapping_entries", name=entry.name[:80])


def refuse_growth(entry: Entry, length: int, most: Most) -> None:
    """Refuse an entry that is too long, or much longer than it was packed."""
    grown = length > most.growth_from and length > entry.listed.compress_size * most.growth
    longest = most.in_sheet if entry.name.startswith(SHEETS_IN) else most.in_entry
    if length > longest or grown:
        raise Refused("bomb", name=entry.name[:80], most=longest // MEBIBYTE)


def contents(file: IO[bytes], entry: Entry, most: Most) -> Iterator[bytes]:
    """The contents of an entry in pieces; refused where they are not what the list says."""
    length = check = 0
    for chunk in unpacked_chunks(file, entry):
        length += len(chunk)
        check = zlib.crc32(chunk, check)
        refuse_growth(entry, length, most)
        if length > entry.listed.file_size:
            raise Refused("lying_sizes", name=entry.name[:80])
        yield chunk
    if length != entry.listed.file_size:
        raise Refused("lying_sizes", name=entry.name[:80])
    if check != entry.listed.CRC:
        raise Refused("broken_archive")


def markup(file: IO[bytes], entry: Entry, most: Most) -> Iterator[bytes]:
    """The contents of a part that is markup, each piece with the end of the one before; no declarations in it."""
    tail = b""
    for chunk in contents(file, entry, most):
        if not tail:
            judge_encoding(chunk, entry.name)
        window = tail + chunk
        if DECLARED.search(window):
            raise Refused("document_type", name=entry.name[:80])
        yield window
        tail = window[-LONGEST_TAG:]


def refuse_other_documents(names: list[str], kind: str, main_part: str) -> None:
    """Refuse what is called a document of a kind and lacks its main part, or carries macros."""
    if main_part not in names or "[Content_Types].xml" not in names:
        found = next((other for part, other in PARTS if any(name.startswith(part) for name in names)), "zip")
        raise Refused("not_that_kind", found=found, named=kind)
    if any(name.casefold().endswith("vbaproject.bin") for name in names):
        raise Refused("macros")


def judge_encoding(chunk: bytes, name: str) -> None:
    """Markup of an office file is UTF-8; another encoding only serves to hide something."""
    declared = ENCODING.search(chunk[:200])
    if chunk.startswith((b"\xff\xfe", b"\xfe\xff", b"\0")) or b"\0" in chunk[:8]:
        raise Refused("odd_encoding", name=name[:80])
    if declared and declared[1].lower() not in {b"utf-8", b"us-ascii", b"ascii"}:
        raise Refused("odd_encoding", name=name[:80])


def unpacked_chunks(file: IO[bytes], entry: Entry) -> Iterator[bytes]:
    """The contents of an entry in pieces of bounded size, without believing the sizes it claims."""
    file.seek(entry.start)
    left = entry.listed.compress_size
    unpacker = zlib.decompressobj(-15)
    while left > 0:
        packed = file.read(min(CHUNK, left))
        if not packed:
            raise Refused("broken_archive")
        left -= len(packed)
        if entry.listed.compress_type == zipfile.ZIP_STORED:
            yield packed
            continue
        while packed:
            yield unpacker.decompress(packed, CHUNK)
            packed = unpacker.unconsumed_tail
    if entry.listed.compress_type == zipfile.ZIP_DEFLATED:
        yield unpacker.flush(CHUNK)
        if not unpacker.eof:
            raise Refused("broken_archive")
