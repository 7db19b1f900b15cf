"""What the start page and the page of a vice-principal say of duties; their templates ask for it by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from course.delivery.models import Duty
from course.duties.evaluation_queries import Line
from course.duties.queries import OpenHazards


@dataclass(frozen=True)
class StartDuties:
    """The open hazards of whoever looks."""

    hazards: OpenHazards


@dataclass(frozen=True)
class PersonDuties:
    """How often a person did each duty in the year."""

    counts: dict[Duty, int]
    year_in_words: str
    is_me: bool


@dataclass(frozen=True)
class Asking:
    """The evaluations that are still missing near the year's end."""

    year: int
    year_in_words: str
    total: int
    lines: Sequence[Line]
