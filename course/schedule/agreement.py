"""Several lessons that one button is about: what was planned for somebody, what is left of a series."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from course.schedule.models import Lesson


@dataclass(frozen=True)
class Agreement:
    """Some lessons, and a mark of what exactly somebody agrees to or calls off."""

    lessons: Sequence[Lesson] = ()

    @cached_property
    def mark(self) -> str:
        """Differs as soon as a lesson comes, goes or changes."""
        known = ";".join(f"{lesson.id}:{lesson.sequence}" for lesson in sorted(self.lessons, key=lambda one: one.id))
        return hashlib.sha256(known.encode()).hexdigest()[:16]
