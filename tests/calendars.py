"""A strict reader of calendar files for the tests, written from RFC 5545 and not from our writer."""

from __future__ import annotations

import re

NAME = r"(?P<name>[A-Z][A-Z0-9-]*)"
PARAMETER = r""";[A-Z0-9-]+=("[^"\x00-\x08\x0a-\x1f\x7f]*"|[^";:,\x00-\x1f\x7f]*)"""
LINE = re.compile(rf"{NAME}(?P<parameters>({PARAMETER})*):(?P<value>[^\x00-\x08\x0a-\x1f\x7f]*)")
TEXTS = {"SUMMARY", "LOCATION", "DESCRIPTION", "NAME", "X-WR-CALNAME"}
TEXT = re.compile(r"([^\\;,]|\\[\\;,nN])*")
ONCE = {
    "VEVENT": ["UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS", "SEQUENCE", "LOCATION", "DESCRIPTION", "URL"]
}
MOMENT = re.compile(r"\d{8}T\d{6}Z?")


def ics_problems(content: bytes) -> list[str]:
    """What is wrong with a calendar file; empty where nothing is."""
    found = []
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return [f"not UTF-8: {error}"]
    if not content.endswith(b"\r\n"):
        found.append("no line end at the end")
    physical = content.split(b"\r\n")[:-1]
    found += [f"bare line end: {line[:60]!r}" for line in physical if b"\r" in line or b"\n" in line]
    found += [f"{len(line)} octets: {line[:60]!r}" for line in physical if len(line) > 75]
    for line in physical:
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            found.append(f"a character is torn apart: {line[-20:]!r}")
    return found + structure_problems(unfolded(content))


def unfolded(content: bytes) -> list[str]:
    """The lines as they were before folding."""
    return content.decode().replace("\r\n ", "").split("\r\n")[:-1]


def structure_problems(lines: list[str]) -> list[str]:
    """What is wrong with names, values and nesting."""
    found, open_parts, seen = [], [], []
    for line in lines:
        match = LINE.fullmatch(line)
        if match is None:
            found.append(f"not a line: {line[:80]!r}")
            continue
        name, value = match["name"], match["value"]
        if name == "BEGIN":
            open_parts.append(value)
            seen.append([])
        elif name == "END":
            if not open_parts or open_parts.pop() != value:
                return [*found, f"wrong nesting at {line}"]
            names = seen.pop()
            found += [f"{value} has {names.count(one)} × {one}" for one in ONCE.get(value, ()) if names.count(one) != 1]
        else:
            seen[-1].append(name)
            if name in TEXTS and not TEXT.fullmatch(value):
                found.append(f"not escaped: {line[:80]!r}")
            if name in ("DTSTART", "DTEND", "DTSTAMP", "LAST-MODIFIED", "CREATED") and not MOMENT.fullmatch(value):
                found.append(f"not a moment: {line}")
    return found + (["not closed"] if open_parts else [])


def values(content: bytes, name: str) -> list[str]:
    """The values of a property, escapes undone, in the order of the file."""
    found = [LINE.fullmatch(line) for line in unfolded(content)]
    undone = {"n": "\n", "N": "\n"}
    return [
        re.sub(r"\\(.)", lambda hit: undone.get(hit[1], hit[1]), match["value"])
        for match in found
        if match and match["name"] == name
    ]
