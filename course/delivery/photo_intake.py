"""Taking in photographs: each is kept for a moment, judged, drawn anew, and forgotten whatever came of it."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from course import uploads
from course.errors import Problem, RuleBroken
from course.uploads import GATE, LONGEST_WAIT, UploadRefused

PRESS = GATE / "press_photo.py"


@dataclass(frozen=True)
class Pressed:
    """A photograph drawn anew: the bytes of a JPEG, its size, and how it looks."""

    content: bytes
    width: int
    height: int
    look: str

    @property
    def content_hash(self) -> str:
        """The hash of the bytes: the same photograph gives the same."""
        return hashlib.sha256(self.content).hexdigest()


def taken_in(files: Sequence[Any], folder: str, now: datetime) -> list[Pressed]:
    """All photographs of a form, or none: raises ``RuleBroken`` naming each that cannot be taken."""
    uploads.forget_old(folder, now)
    taken: list[Pressed] = []
    problems: list[Problem] = []
    for file in files:
        try:
            taken.append(of_file(file, folder))
        except UploadRefused as refused:
            name = uploads.file_name(file.filename)
            problems.append(Problem(refused.rule, f"{name}: {refused}" if name else str(refused), "photos"))
    if problems:
        raise RuleBroken(*problems)
    return taken


def of_file(file: Any, folder: str) -> Pressed:
    """One photograph; no file is left behind either way."""
    token = uploads.keep(file, folder)
    path = uploads.kept_path(token, folder)
    try:
        uploads.judge_photo(path)
        return pressed(path)
    finally:
        uploads.forget(token, folder)


def pressed(path: Path) -> Pressed:
    """Have it drawn by a process that may hold little and write nothing."""
    command = [sys.executable, "-I", str(PRESS), str(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=LONGEST_WAIT, stdin=subprocess.DEVNULL, env={})
    except subprocess.TimeoutExpired:
        raise UploadRefused("took_too_long") from None
    said, _, content = done.stdout.partition(b"\n")
    if done.returncode or not content:
        raise UploadRefused("broken_photo")
    return Pressed(content, **json.loads(said))
