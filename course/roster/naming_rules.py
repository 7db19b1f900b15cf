"""Rules of names: which name a school had on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date


def name_on(day: date, earlier: Iterable[tuple[str, date]], name_now: str) -> str:
    """The name of a day: the earlier one that ends next after it, else the name of today.

    An earlier name ends on the first day of the one that follows.
    """
    ahead = ((until, name) for name, until in earlier if day < until)
    return min(ahead, default=(None, name_now))[1]
