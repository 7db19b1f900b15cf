"""Which schools a transaction has changed, so that what is counted of them is counted anew before the commit.

Changes of single rows are seen by themselves (``coverage/tallies/db.py``); who writes many rows at once says which
schools they belong to.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from course.db import db


@dataclass
class Changed:
    """Schools of which anything may have changed, and lessons: of their schools only the years of ``days`` have.

    ``hosts`` are schools of lessons, now or before; those of their classes are looked up.  ``at`` is the latest moment
    that was told.
    """

    schools: set[int] = field(default_factory=set)
    lessons: set[int] = field(default_factory=set)
    hosts: set[int] = field(default_factory=set)
    days: set[date] = field(default_factory=set)
    everything: bool = False
    at: datetime | None = None

    def tell(self, moment: datetime | None) -> None:
        """Remember the latest moment of a change."""
        if moment is not None and (self.at is None or moment > self.at):
            self.at = moment

    def __bool__(self) -> bool:
        return bool(self.schools or self.lessons or self.hosts or self.everything)


def changed() -> Changed:
    """What this transaction has changed so far."""
    return db.session.info.setdefault("changed", Changed())


def forget_changed() -> Changed:
    """The same, and begin anew."""
    return db.session.info.pop("changed", Changed())


def schools_changed(school_ids: Iterable[int], moment: datetime | None = None) -> None:
    """Say that rows of these schools were written in a way that nobody else sees."""
    found = changed()
    found.schools.update(school_ids)
    found.tell(moment)


def lessons_changed(lesson_ids: Iterable[int], moment: datetime) -> None:
    """The same of these lessons: their schools are looked up, and counted in the years in which they lie."""
    found = changed()
    found.lessons.update(lesson_ids)
    found.tell(moment)


def everything_changed() -> None:
    """Say that what was written may concern every school."""
    changed().everything = True
