"""Uploaded files: kept under a random name, judged in a limited process before anything opens them."""

from __future__ import annotations

import json
import re
import secrets
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from course.forms import clean_text
from course.i18n import _l

GATE = Path(__file__).with_name("upload_gate.py")
LONGEST_WAIT = 20
LONGEST_NAME = 120
KEPT = timedelta(days=2)
TOKEN = re.compile(r"[0-9a-f]{32}")
SENTENCES: dict[str, Any] = {
    "wrong_ending": _l("Files of this kind cannot be read here. Send one of these: %(allowed)s."),
    "no_file": _l("Choose a file first."),
    "empty_file": _l("The file is empty. Save it again with its contents."),
    "not_that_kind": _l(
        "The name ends in .%(named)s, but this is a file of the kind %(found)s. Open it and save it as .%(named)s."
    ),
    "broken_archive": _l("The file is damaged or incomplete. Open it and save it again, then send it once more."),
    "too_many_entries": _l("There are %(found)s files inside, %(most)s at most. Save it again from Excel or WPS."),
    "odd_entry_name": _l("A file inside has a name that is not allowed: %(name)s. Save it again from Excel or WPS."),
    "entry_twice": _l("The file %(name)s is inside twice. Save it again from Excel or WPS."),
    "overlapping_entries": _l("Files inside overlap (%(name)s); this is no ordinary file and was not opened."),
    "lying_sizes": _l(
        "The size that %(name)s claims is not its real one; this is no ordinary file and was not opened."
    ),
    "bomb": _l("%(name)s grows to more than %(most)s MB when unpacked. It was not opened; split the file."),
    "too_large_inside": _l("Unpacked, the file has more than %(most)s MB. Split it."),
    "encrypted": _l("The file is protected with a password. Save it without one."),
    "macros": _l("The file holds macros. Save it as .xlsx without macros."),
    "document_type": _l("%(name)s declares a document type, which spreadsheets never do. It was not opened."),
    "odd_encoding": _l("%(name)s is not in UTF-8. Save the file again from Excel or WPS."),
    "too_many_cells": _l(
        "The sheet “%(sheet)s” has more than %(most)s cells. Delete empty rows and columns that carry a format, "
        "or send the tables as CSV files in a .zip."
    ),
    "took_too_long": _l("Looking at the file took too long. Save it again, or split it."),
}


class UploadRefused(Exception):
    """A file that may not be opened: the rule that it breaks, and the facts."""

    def __init__(self, rule: str, **facts: Any) -> None:
        super().__init__(rule)
        self.rule, self.facts = rule, facts

    def __str__(self) -> str:
        return str(SENTENCES[self.rule]) % self.facts


def judge(path: Path, name: str, allowed: tuple[str, ...]) -> None:
    """Refuse a file that is not one of the ``allowed`` kinds, or that would do harm when opened."""
    _stem, dot, ending = name.casefold().rpartition(".")
    if not dot or ending not in allowed:
        raise UploadRefused("wrong_ending", allowed="、".join(f".{kind}" for kind in allowed))
    command = [sys.executable, "-I", "-S", str(GATE), str(path), ending]
    try:
        done = subprocess.run(command, capture_output=True, timeout=LONGEST_WAIT, stdin=subprocess.DEVNULL, env={})
    except subprocess.TimeoutExpired:
        raise UploadRefused("took_too_long") from None
    verdict = verdict_of(done)
    if verdict:
        raise UploadRefused(verdict["rule"], **verdict["facts"])


def verdict_of(done: subprocess.CompletedProcess[bytes]) -> dict[str, Any]:
    """What the gate said; a gate that died on the file has said enough."""
    try:
        verdict = json.loads(done.stdout)
    except ValueError:
        return {"rule": "took_too_long" if done.returncode < 0 else "broken_archive", "facts": {}}
    return dict(verdict)


def keep(file: Any, folder: str) -> str:
    """Write an uploaded file under a random name into ``folder``; the token that stands for it."""
    token = secrets.token_hex(16)
    path = kept_path(token, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    file.save(path)
    return token


def kept_path(token: str, folder: str) -> Path:
    """Where the file of a token lies."""
    if not TOKEN.fullmatch(token):
        raise ValueError("not a token")
    return Path(folder) / token


def forget(token: str, folder: str) -> None:
    """Remove the file of a token and what was written beside it."""
    for path in Path(folder).glob(f"{kept_path(token, folder).name}*"):
        path.unlink(missing_ok=True)


def forget_old(folder: str, now: datetime) -> None:
    """Remove files that nobody came back for."""
    oldest = (now - KEPT).timestamp()
    for path in Path(folder).glob("*"):
        if TOKEN.match(path.name) and path.is_file() and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def file_name(name: str | None) -> str:
    """The name that a person gave to a file, without folders, for showing only."""
    return clean_text(re.split(r"[\\/]", name or "")[-1])[-LONGEST_NAME:]
