"""How far it is from one place to another, and how long it takes; for the rules of booking and for plans alike."""

from __future__ import annotations

import math
from typing import Protocol

Coordinates = tuple[float | None, float | None]
EARTH_DIAMETER_KM = 12_742
# Where one of the two has no coordinates.
UNKNOWN_KM = 10.0


class Speed(Protocol):
    """How fast people travel in a term."""

    @property
    def kmh(self) -> float: ...
    @property
    def detour(self) -> float: ...
    @property
    def walk_min(self) -> float: ...


def kilometres(here: Coordinates, there: Coordinates) -> float:
    """The great-circle distance; ten kilometres where one of the two is not known."""
    if None in here or None in there:
        return UNKNOWN_KM
    (lat, lon), (other_lat, other_lon) = ([math.radians(angle or 0.0) for angle in point] for point in (here, there))
    half = math.sin((other_lat - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(other_lat) * math.sin((other_lon - lon) / 2) ** 2
    return EARTH_DIAMETER_KM * math.asin(min(1.0, math.sqrt(half)))


def travel_minutes(here: Coordinates, there: Coordinates, term: Speed) -> float:
    """The minutes between two different schools, door to door."""
    return term.walk_min + kilometres(here, there) * term.detour / term.kmh * 60
