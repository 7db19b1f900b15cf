"""Lessons that a plan has put into somebody's calendar and that wait for a yes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from course.schedule.models import Lesson


@dataclass(frozen=True)
class Agreement:
    """The planned lessons of one person, and a mark of what exactly they agree to."""

    lessons: Sequence[Lesson] = ()

    @cached_property
    def mark(self) -> str:
        """Differs as soon as a lesson comes, goes or changes."""
        known = ";".join(f"{lesson.id}:{lesson.sequence}" for lesson in sorted(self.lessons, key=lambda one: one.id))
        return hashlib.sha256(known.encode()).hexdigest()[:16]
