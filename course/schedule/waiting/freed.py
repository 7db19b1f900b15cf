"""Who wants to know when the time of a vice-principal comes free: the waiting lists put themselves here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Freed:
    """A time that a vice-principal has again, and the moment in which it came free."""

    vice_principal_id: int
    start: datetime
    end: datetime
    now: datetime


LISTENERS: list[Callable[[Freed], None]] = []


def tell(freed: Freed) -> None:
    """Tell everybody who wants to know."""
    for listener in LISTENERS:
        listener(freed)
