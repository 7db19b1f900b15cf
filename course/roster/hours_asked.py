"""How many hours and lessons a school is owed: what the term asks for, or the more that its region asks for."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal

# The hours asked for in each of these regions, beside those of the term.
Asked = Callable[[Collection[str], Decimal], Mapping[str, Decimal]]
# Whatever lets regions ask for hours adds itself here; plans, waiting lists and the figures then ask the same.
REGIONS_ASK: list[Asked] = []


def whole_lessons(hours: Decimal) -> int:
    """Hours as lessons: a part of one needs a whole one."""
    return math.ceil(hours)


def lessons_owed(paths: Collection[str], by_term: Decimal) -> dict[str, int]:
    """The lessons that a school of each of these regions is owed."""
    return {path: whole_lessons(hours) for path, hours in most_hours(paths, by_term).items()}


def most_hours(paths: Collection[str], by_term: Decimal) -> dict[str, Decimal]:
    """The hours that a school of each of these regions is owed."""
    asked = [asked_in(paths, by_term) for asked_in in REGIONS_ASK] if paths else []
    return {path: max([by_term, *(hours[path] for hours in asked)]) for path in paths}
