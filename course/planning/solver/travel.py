"""How long it takes from one school to another, and how far a person lives from one."""

from __future__ import annotations

import math

from course.planning.solver.instance import Coordinates, TermFacts

EARTH_DIAMETER_KM = 12_742
# Where one of the two has no coordinates.
UNKNOWN_KM = 10.0


def kilometres(here: Coordinates, there: Coordinates) -> float:
    """The great-circle distance; ten kilometres where one of the two is not known."""
    if None in here or None in there:
        return UNKNOWN_KM
    (lat, lon), (other_lat, other_lon) = ([math.radians(angle or 0.0) for angle in point] for point in (here, there))
    half = math.sin((other_lat - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(other_lat) * math.sin((other_lon - lon) / 2) ** 2
    return EARTH_DIAMETER_KM * math.asin(min(1.0, math.sqrt(half)))


def travel_minutes(here: Coordinates, there: Coordinates, term: TermFacts) -> float:
    """The minutes between two different schools, door to door."""
    return term.walk_min + kilometres(here, there) * term.detour / term.kmh * 60
