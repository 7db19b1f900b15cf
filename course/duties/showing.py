"""What the start page and the page of a vice-principal say of duties; their templates ask for it by name."""

from __future__ import annotations

from dataclasses import dataclass

from course.delivery.models import Duty
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
