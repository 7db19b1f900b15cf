"""What a page about a figure consists of: its definition, an example that its own rule has worked out, its limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from course.coverage.rules import Figure, Year
from course.i18n import _

# The invented day and year of all examples.
DAY = date(2026, 11, 26)
YEAR = Year(2026, date(2026, 9, 1), date(2027, 8, 31))


@dataclass(frozen=True)
class Example:
    """A small table of invented numbers, and what the rule makes of them."""

    head: Sequence[Any]
    rows: Sequence[Sequence[Any]]
    result: Any


@dataclass(frozen=True)
class FigureHelp:
    """One figure: what it counts, one example, and what it does not say."""

    key: str
    title: Any
    definition: Any
    example: Example
    silent: Any


def in_words(figure: Figure) -> str:
    """What a figure comes to."""
    return share_in_words(figure.confirmed, figure.total, figure.share())


def share_in_words(part: int, whole: int, share: float | None) -> str:
    """1 of 3, that is 33.3 %; a rule's share is shown as it is."""
    return _("%(part)s of %(whole)s, that is %(share)s%%", part=part, whole=whole, share=share or 0)


def yes(counts: bool) -> str:
    """Whether it counts."""
    return _("counts") if counts else _("does not count")


def school(letter: str) -> str:
    """A school of the examples."""
    return _("School %(letter)s", letter=letter)


def span(start: date, end: date) -> str:
    """2025-09-01 – 2028-08-31."""
    return f"{start.isoformat()} – {end.isoformat()}"
