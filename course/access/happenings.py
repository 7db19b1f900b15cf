"""What has happened, for features that stand later: whoever wants to know puts a listener here.

A happening is told inside the transaction that makes it true, so that nobody hears of what was thrown away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Happening:
    """What was done in which region: to lessons, by their numbers, or to appointments, by their codes and days."""

    action: str
    region_path: str
    now: datetime
    lessons: tuple[int, ...] = ()
    appointments: tuple[Mapping[str, Any], ...] = field(default=(), hash=False)


LISTENERS: list[Callable[[Happening], None]] = []


def tell(happening: Happening) -> None:
    """Tell everybody who wants to know."""
    for listener in LISTENERS:
        listener(happening)
