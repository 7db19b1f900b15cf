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

GATE = Path(__file__).with_name("upload_gate")
LONGEST_WAIT = 20
ENDINGS = {
    "ppt": "old_format",
    "pot": "old_format",
    "dps": "old_format",
    "pptm": "macro_format",
    "potm": "macro_format",
}
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
    "too_many_entries": _l("There are %(found)s files inside, %(most)s at most. Save it again from Office or WPS."),
    "odd_entry_name": _l("A file inside has a name that is not allowed: %(name)s. Save it again from Office or WPS."),
    "entry_twice": _l("The file %(name)s is inside twice. Save it again from Office or WPS."),
    "overlapping_entries": _l("Files inside overlap (%(name)s); this is no ordinary file and was not opened."),
    "lying_sizes": _l(
        "The size that %(name)s claims is not its real one; this is no ordinary file and was not opened."
    ),
    "bomb": _l("%(name)s grows to more than %(most)s MB when unpacked. It was not opened; make the file smaller."),
    "too_large_inside": _l("Unpacked, the file has more than %(most)s MB. Make it smaller."),
    "encrypted": _l("The file is protected with a password. Save it without one."),
    "macros": _l("The file holds macros. Save it without macros, as .xlsx or .pptx."),
    "document_type": _l("%(name)s declares a document type, which office files never do. It was not opened."),
    "odd_encoding": _l("%(name)s is not in UTF-8. Save the file again from Office or WPS."),
    "too_many_cells": _l(
        "The sheet “%(sheet)s” has more than %(most)s cells. Delete empty rows and columns that carry a format, "
        "or send the tables as CSV files in a .zip."
    ),
    "old_format": _l("This is the old format .%(found)s. Open it, choose “Save as” and “.pptx”, and send that file."),
    "macro_format": _l("Files ending in .%(found)s can hold macros. Choose “Save as” and “.pptx”, and send that file."),
    "too_large_packed": _l("The file has more than %(most)s MB. Delete slides and large pictures, and save it again."),
    "controls": _l("The file holds controls that run by themselves (%(name)s). Delete them and save it again."),
    "embedded_file": _l(
        "Another file is embedded (%(name)s), perhaps behind a chart or an object. Delete the slides, keep the master, "
        "and save it again."
    ),
    "film_or_sound": _l("The file holds a film or a sound (%(name)s). Delete it and save the file again."),
    "old_drawing": _l(
        "%(name)s is a drawing of the kind EMF or WMF. Save that picture as PNG, insert it instead, "
        "and save the file again."
    ),
    "custom_data": _l(
        "The file carries data of another program (%(name)s). In PowerPoint choose File › Info › Check for Issues › "
        "Inspect Document, remove “Custom XML Data”, and save it again."
    ),
    "outside_link": _l(
        "%(name)s leads to something outside the file (%(target)s). Put the picture or page into the file itself, or "
        "delete the link. Links to https pages are allowed."
    ),
    "program_action": _l("%(name)s starts a program when somebody clicks. Delete that action and save the file again."),
    "huge_picture": _l(
        "The picture %(name)s has %(found)s million pixels, %(most)s million at most. Make it smaller and "
        "insert it again."
    ),
    "wrong_shape": _l(
        "The slides are %(wide)s × %(high)s cm. Choose Design › Slide Size › Widescreen (16:9), see that the layouts "
        "still look right, and save it again."
    ),
    "no_master": _l("The file has no slide master. Save it from PowerPoint or WPS as .pptx and send it again."),
    "no_layouts": _l("The master has no layouts. Open View › Slide Master, add at least one, and save it again."),
    "no_theme": _l("The master has no theme with colours and fonts. Save it again from Office or WPS."),
    "broken_part": _l("The part %(name)s cannot be read. Open the file and save it again from Office or WPS."),
    "other_picture": _l("The picture %(name)s is neither PNG nor JPEG. Save it as PNG and insert it again."),
    "broken_picture": _l("The picture %(name)s cannot be read to its end. Save it as PNG and insert it again."),
    "heavy_pictures": _l(
        "The pictures of the master have more than %(most)s MB. Make them smaller and insert them again."
    ),
    "too_many_shapes": _l(
        "A layout is made of more than %(most)s shapes. Group them, save the group as one PNG, and use that."
    ),
    "not_a_calendar": _l("This is no calendar file. Export the calendar again as .ics, and send that file."),
    "large_calendar": _l("The calendar has more than %(most)s MB. Export fewer months."),
    "too_many_events": _l("The calendar has %(found)s entries, %(most)s at most. Export fewer months."),
    "not_a_photo": _l("This is no photograph of the kind JPEG, PNG or WebP. Choose a photograph and send it again."),
    "heic_photo": _l(
        "This photograph is of the kind HEIC or AVIF, which not every computer can show. On an iPhone choose "
        "Settings › Camera › Formats › Most Compatible, or send a screenshot of it."
    ),
    "large_photo": _l("A photograph may have %(most)s MB at most. Send it in a smaller size."),
    "huge_photo": _l("The photograph has %(found)s million pixels, %(most)s million at most. Send a smaller one."),
    "animated_photo": _l("This is a moving picture. Send a photograph."),
    "broken_photo": _l("The photograph cannot be read to its end. Open it, save it again, and send it once more."),
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
        rule = ENDINGS.get(ending, "wrong_ending") if "pptx" in allowed else "wrong_ending"
        raise UploadRefused(rule, allowed="、".join(f".{kind}" for kind in allowed), found=ending)
    ask_gate(path, ending)


def judge_photo(path: Path) -> None:
    """Refuse what is no photograph, whatever its name says, or what would do harm when drawn."""
    ask_gate(path, "photo")


def ask_gate(path: Path, kind: str) -> None:
    """Let the gate look at a file; raise what it says against it."""
    command = [sys.executable, "-I", "-S", str(GATE), str(path), kind]
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
    """Write an uploaded file under a random name into ``folder``, whole or not at all; the token that stands for it."""
    token = secrets.token_hex(16)
    path = kept_path(token, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        file.save(path)
    except OSError:
        path.unlink(missing_ok=True)
        raise
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
