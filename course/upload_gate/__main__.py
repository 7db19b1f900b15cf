"""Judges an uploaded file; run as a process of its own, with little memory and little time.

Usage: ``python -I -S course/upload_gate FILE KIND`` where KIND is the ending of the name.  Prints one
JSON object: ``{}`` where the file may be opened, else the rule that it breaks and the facts.  It
uses the standard library only and imports nothing of ours but the files beside it, so that it
starts fast and has nothing to lose.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import zlib
from pathlib import Path

from archive import Refused, judge_archive
from picture import judge_photo

MEBIBYTE = 1024 * 1024
MOST_MEMORY, MOST_SECONDS = 512 * MEBIBYTE, 15
SIGNS = (
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0", "ole"),
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
# A file with a password is the container of the old formats with one part of this name in it.
PASSWORD = "EncryptedPackage".encode("utf-16-le")
OLD_FORMAT = {"pptx": "ppt", "potx": "ppt", "docx": "doc"}
TEXTS = frozenset({"csv", "txt", "md", "ics"})
# A photograph is what it is and not what its name says: telephones give them any name.
PHOTO = "photo"


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
        start = file.read(MEBIBYTE)
        if not start.strip():
            raise Refused("empty_file")
        if kind == PHOTO:
            judge_photo(start, path.stat().st_size)
            return
        found = sign_of(start)
        if found == "ole":
            refuse_old_format(start, kind)
        elif kind in TEXTS:
            if found:
                raise Refused("not_that_kind", found=found, named=kind)
            if kind == "ics":
                from busy_calendar import judge_calendar

                judge_calendar(file, path.stat().st_size)
        elif found != "zip":
            raise Refused("not_that_kind", found=found or "text", named=kind)
        else:
            judge_archive(file, kind, path.stat().st_size)


def sign_of(start: bytes) -> str:
    """The kind of file by its first bytes; empty for text."""
    if MARKUP.match(start):
        return "html"
    return next((kind for sign, kind in SIGNS if start.startswith(sign)), "")


def refuse_old_format(start: bytes, kind: str) -> None:
    """Refuse what is kept in the container of the old formats: an old file, or a new one with a password."""
    if PASSWORD in start and kind not in TEXTS:
        raise Refused("encrypted")
    raise Refused("not_that_kind", found=OLD_FORMAT.get(kind, "xls"), named=kind)


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
