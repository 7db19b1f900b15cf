"""How many lessons a school is owed in a plan: what the term asks for, or the more that its region asks for."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal

# The hours asked for in each of these regions, beside those of the term.
Asked = Callable[[Collection[str], Decimal], Mapping[str, Decimal]]
# Whatever lets regions ask for hours adds itself here; a plan and the figures then ask the same.
REGIONS_ASK: list[Asked] = []


def whole_lessons(hours: Decimal) -> int:
    """Hours as lessons: a part of one needs a whole one."""
    return math.ceil(hours)


def lessons_owed(paths: Collection[str], by_term: Decimal) -> dict[str, int]:
    """The lessons that a school of each of these regions is owed."""
    asked = [asked_in(paths, by_term) for asked_in in REGIONS_ASK] if paths else []
    return {path: whole_lessons(max([by_term, *(hours[path] for hours in asked)])) for path in paths}
