"""The versions of the notice on data protection, newest first; each says in a sentence what it changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from course.i18n import _l


@dataclass(frozen=True)
class NoticeVersion:
    """The notice as it stands from a day on."""

    day: date
    change: Any

    @property
    def key(self) -> str:
        """How a version is named in the account of whoever has read it."""
        return self.day.isoformat()


# A new version is asked about once, on the start page of everybody.
VERSIONS = (
    NoticeVersion(
        date(2026, 11, 26),
        _l("What is held about people, what for and how long; accounts are closed when their school is no more."),
    ),
)
NEWEST = VERSIONS[0]
