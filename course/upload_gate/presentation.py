"""Presentations: no macros, controls, embedded files, films, links to outside, old drawings or picture bombs."""

from __future__ import annotations

import re
from typing import IO
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.parsers import expat

from archive import PARTS, Entry, Most, Refused, contents, markup

MOST_PIXELS = 40_000_000
MOST_HEAD = 512 * 1024
SPACE = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
MAIN = "application/vnd.openxmlformats-officedocument.presentationml."
MAINS = {"pptx": f"{MAIN}presentation.main+xml", "potx": f"{MAIN}template.main+xml"}
# By the content type or the name of a part, in small letters: the rule that it breaks.
BY_TYPE = (
    ("macroenabled", "macros"),
    ("vba", "macros"),
    ("activex", "controls"),
    ("oleobject", "embedded_file"),
    ("audio/", "film_or_sound"),
    ("video/", "film_or_sound"),
)
BY_NAME = (
    (re.compile(r"vba\w*\.(bin|xml)$"), "macros"),
    (re.compile(r"(^|/)activex/"), "controls"),
    (re.compile(r"(^|/)(embeddings|oleobjects?)/"), "embedded_file"),
    (
        re.compile(r"\.(docx?|docm|xlsx?|xls[mb]|pptx?|pptm|zip|rar|7z|exe|dll|js|vbs|lnk|html?|swf|ole)$"),
        "embedded_file",
    ),
    (re.compile(r"\.(mp[34]|m4[av]|wav|wm[av]|avi|mov|mpe?g|asf|aiff?|midi?|flv|ogg|webm)$"), "film_or_sound"),
    (re.compile(r"\.(emf|wmf|emz|wmz)$"), "old_drawing"),
    (re.compile(r"^customxml/"), "custom_data"),
)
MARKUP_NAMES = (".xml", ".rels", ".vml", ".svg")
HIDDEN_MARKUP = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\0<", b"<\0", b"\0<")
BY_RELATION = {
    "vbaProject": "macros",
    "control": "controls",
    "activeXControlBinary": "controls",
    "oleObject": "embedded_file",
    "package": "embedded_file",
    "audio": "film_or_sound",
    "video": "film_or_sound",
    "media": "film_or_sound",
    "customXml": "custom_data",
}
HYPERLINK = "/relationships/hyperlink"
PROGRAM = re.compile(rb"ppaction://(program|macro)", re.IGNORECASE)
FRAMES = frozenset({*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)})


def judge_presentation(file: IO[bytes], entries: list[Entry], most: Most, kind: str) -> None:
    """Refuse what is called a presentation and is none, and every part that has no place in a master."""
    by_name = {entry.name: entry for entry in entries}
    types = content_types(file, by_name, most, kind)
    main = main_part(file, by_name, most, kind)
    refuse_by_type(types)
    if types.get(f"/{main}".casefold()) != MAINS[kind] or main not in by_name:
        raise Refused("not_that_kind", found=other_kind(types.get(f"/{main}".casefold(), "")), named=kind)
    for entry in entries:
        refuse_by_name(entry.name)
    for entry in entries:
        if entry.name.casefold().endswith(".rels"):
            refuse_links(tree(file, entry, most), entry.name)
    for entry in entries:
        judge_part(file, entry, most)
    judge_slides(tree(file, by_name[main], most), by_name)


def judge_slides(presentation: ElementTree.Element, entries: dict[str, Entry]) -> None:
    """Refuse a presentation whose slides have another shape than ours, or that has no master or no layouts."""
    size = presentation.find(f"{SPACE}sldSz")
    wide, high = (size.get(name, "") if size is not None else "" for name in ("cx", "cy"))
    if not (wide.isdigit() and high.isdigit() and int(high) and abs(int(wide) / int(high) * 9 / 16 - 1) < 0.01):
        lengths = [f"{int(length) / 360_000:.1f}" if length.isdigit() else "?" for length in (wide, high)]
        raise Refused("wrong_shape", wide=lengths[0], high=lengths[1])
    if presentation.find(f"{SPACE}sldMasterIdLst/{SPACE}sldMasterId") is None:
        raise Refused("no_master")
    if not any(name.startswith("ppt/slideLayouts/") and name.endswith(".xml") for name in entries):
        raise Refused("no_layouts")


def content_types(file: IO[bytes], entries: dict[str, Entry], most: Most, kind: str) -> dict[str, str]:
    """The type of every part that is named, and under ``.ending`` of every ending, all in small letters."""
    if "[Content_Types].xml" not in entries:
        found = next((found for part, found in PARTS if any(name.startswith(part) for name in entries)), "zip")
        raise Refused("not_that_kind", found=found, named=kind)
    named = {}
    for row in tree(file, entries["[Content_Types].xml"], most):
        name = row.get("PartName") or f".{row.get('Extension', '')}"
        named[name.casefold()] = row.get("ContentType", "").strip()
    return named


def main_part(file: IO[bytes], entries: dict[str, Entry], most: Most, kind: str) -> str:
    """The name of the part that the package says it is about."""
    found = next((found for part, found in PARTS if any(name.startswith(part) for name in entries)), "zip")
    if "_rels/.rels" not in entries:
        raise Refused("not_that_kind", found=found, named=kind)
    for row in tree(file, entries["_rels/.rels"], most):
        if row.get("Type", "").endswith("/officeDocument"):
            return row.get("Target", "").lstrip("/")
    raise Refused("not_that_kind", found=found, named=kind)


def other_kind(content_type: str) -> str:
    """What a main part of another kind makes of a file."""
    kinds = (
        ("wordprocessingml", "docx"),
        ("spreadsheetml", "xlsx"),
        ("slideshow", "ppsx"),
        ("presentation.main", "pptx"),
        ("template", "potx"),
    )
    return next((kind for word, kind in kinds if word in content_type), "zip")


def tree(file: IO[bytes], entry: Entry, most: Most) -> ElementTree.Element:
    """A small part of markup, parsed; it declares nothing, or it would have been refused."""
    parser = ElementTree.XMLParser()
    for _ in markup(file, entry, most):
        pass
    try:
        for chunk in contents(file, entry, most):
            parser.feed(chunk)
        return parser.close()
    except ElementTree.ParseError:
        raise Refused("broken_part", name=entry.name[:80]) from None


def refuse_by_type(types: dict[str, str]) -> None:
    """Refuse a package that names a type of part which has no place in a master."""
    for name, content_type in types.items():
        for word, rule in BY_TYPE:
            if word in content_type.casefold():
                raise Refused(rule, name=name.lstrip("/")[:80])


def refuse_by_name(name: str) -> None:
    """Refuse a part by where it lies or how its name ends."""
    for pattern, rule in BY_NAME:
        if pattern.search(name.casefold()):
            raise Refused(rule, name=name[:80])


def refuse_links(rows: ElementTree.Element, name: str) -> None:
    """Refuse what a part fetches from outside or ties to itself; links to https pages are only dropped later."""
    for row in rows:
        target, mode = row.get("Target", "").strip(), row.get("TargetMode", "").casefold()
        if rule := BY_RELATION.get(row.get("Type", "").rpartition("/")[2]):
            raise Refused(rule, name=name[:80])
        outside = mode == "external" or "\\" in target or "//" in target or ":" in target
        if outside and not (row.get("Type", "").endswith(HYPERLINK) and is_page(target)):
            raise Refused("outside_link", name=name[:80], target=target[:80])


def is_page(target: str) -> bool:
    """Whether a link leads to a page by https and nowhere else."""
    try:
        return urlsplit(target).scheme == "https" and bool(urlsplit(target).hostname)
    except ValueError:
        return False


def judge_part(file: IO[bytes], entry: Entry, most: Most) -> None:
    """Read a part to its end; refuse declarations, started programs, hidden archives and picture bombs."""
    start = next(contents(file, entry, most), b"") if entry.listed.file_size else b""
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"MZ")):
        raise Refused("embedded_file", name=entry.name[:80])
    if start.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
        judge_picture(file, entry, most)
        return
    is_markup = entry.name.casefold().endswith(MARKUP_NAMES) or start.lstrip().startswith(HIDDEN_MARKUP)
    for window in (markup if is_markup else contents)(file, entry, most):
        if is_markup and PROGRAM.search(window):
            raise Refused("program_action", name=entry.name[:80])
    if is_markup:
        refuse_broken_markup(file, entry, most)


def refuse_broken_markup(file: IO[bytes], entry: Entry, most: Most) -> None:
    """Refuse a part that no parser could read to its end."""
    parser = expat.ParserCreate()
    try:
        for chunk in contents(file, entry, most):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise Refused("broken_part", name=entry.name[:80]) from None


def judge_picture(file: IO[bytes], entry: Entry, most: Most) -> None:
    """Refuse a picture by the size that its head gives, before anything draws it."""
    head = b""
    for chunk in contents(file, entry, most):
        head += chunk[: MOST_HEAD - len(head)]
    wide, high = dimensions(head)
    if wide * high > MOST_PIXELS:
        facts = {"found": wide * high // 1_000_000, "most": MOST_PIXELS // 1_000_000}
        raise Refused("huge_picture", name=entry.name[:80], **facts)


def dimensions(head: bytes) -> tuple[int, int]:
    """Width and height of a PNG, GIF or JPEG; (0, 0) where its head does not say."""
    if head.startswith(b"\x89PNG"):
        return int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")
    if head.startswith(b"GIF8"):
        return int.from_bytes(head[6:8], "little"), int.from_bytes(head[8:10], "little")
    at = 2
    while at + 9 < len(head):
        if head[at] != 0xFF or head[at + 1] == 0xFF:
            at += 1
        elif head[at + 1] in FRAMES:
            return int.from_bytes(head[at + 7 : at + 9], "big"), int.from_bytes(head[at + 5 : at + 7], "big")
        else:
            at += 2 + int.from_bytes(head[at + 2 : at + 4], "big")
    return 0, 0
