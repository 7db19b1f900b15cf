"""Taking in an uploaded master: kept for a moment, judged, rebuilt, read, and forgotten whatever came of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from course import uploads
from course.errors import Problem, RuleBroken
from course.uploads import UploadRefused
from slides.previews.grounds import picture_of
from slides.uploaded.backdrop import Painter
from slides.uploaded.mapping import proposed
from slides.uploaded.rebuilding import rebuilt
from slides.uploaded.values import Base, MasterRefused
from slides.uploaded.writing import kept_base

ENDINGS = ("pptx", "potx")


@dataclass(frozen=True)
class TakenIn:
    """What an uploaded file has become: a clean package, a proposal for its layouts, and what to tell about it."""

    content: bytes
    mapping: dict[str, int]
    report: dict[str, Any]

    @property
    def content_hash(self) -> str:
        """The hash of the package."""
        return hashlib.sha256(self.content).hexdigest()


def taken_in(file: Any, name: str, folder: str, now: datetime) -> TakenIn:
    """Judge and rebuild an uploaded file; raises ``RuleBroken``, and leaves no file behind either way."""
    if not file or not file.filename:
        raise RuleBroken(Problem("no_file", uploads.SENTENCES["no_file"], "file"))
    uploads.forget_old(folder, now)
    token = uploads.keep(file, folder)
    path = uploads.kept_path(token, folder)
    try:
        uploads.judge(path, uploads.file_name(file.filename), ENDINGS)
        content, remarks = rebuilt(path, name)
    except (UploadRefused, MasterRefused) as refused:
        sentence = str(UploadRefused(refused.rule, **refused.facts))
        raise RuleBroken(Problem(refused.rule, sentence, "file")) from None
    finally:
        uploads.forget(token, folder)
    return described(content, remarks, uploads.file_name(file.filename))


def described(content: bytes, remarks: list[list[str]], file_name: str) -> TakenIn:
    """A clean package with the proposal for its layouts."""
    base = kept_base(content)
    mapping = proposed(base.layouts, pictures(base))
    report = {
        "file": file_name,
        "layouts": [layout.name for layout in base.layouts],
        "remarks": remarks,
    }
    return TakenIn(content, mapping, report)


def pictures(base: Base) -> dict[int, Any]:
    """The ground of every layout as a picture."""
    return {
        number: picture_of(Painter(base.scheme, base.media).layout(layout))
        for number, layout in enumerate(base.layouts)
    }
