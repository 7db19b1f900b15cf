"""A map as plain values: points on a flat sheet from coordinates, and the length of a handy scale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, MARGIN = 560.0, 24.0
SQUAREST, FLATTEST = 1.1, 0.5
KM_A_DEGREE = 111.32
# A region of one point, or of points on one line, still needs a sheet.
SMALLEST_KM = 1.0
SCALES = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)
Point = tuple[float, float]


@dataclass(frozen=True)
class Sheet:
    """A sheet that holds all points: its size, where each of them lies, and a scale."""

    width: float
    height: float
    points: tuple[Point, ...]
    scale_km: float
    scale_length: float


def sheet_of(coordinates: Sequence[Point]) -> Sheet:
    """Latitudes and longitudes on a sheet, north at the top; degrees shrink towards the poles."""
    middle = sum(lat for lat, _ in coordinates) / len(coordinates) if coordinates else 0.0
    narrow = max(0.05, math.cos(math.radians(middle)))
    easts = [lon * narrow * KM_A_DEGREE for _, lon in coordinates]
    norths = [lat * KM_A_DEGREE for lat, _ in coordinates]
    wide, high = spread(easts), spread(norths)
    inside = WIDTH - 2 * MARGIN
    factor = min(inside / wide, (WIDTH * SQUAREST - 2 * MARGIN) / high)
    height = max(WIDTH * FLATTEST, high * factor + 2 * MARGIN)
    points = tuple(
        (WIDTH / 2 + (east - centre(easts)) * factor, height / 2 - (north - centre(norths)) * factor)
        for east, north in zip(easts, norths, strict=True)
    )
    kilometres = max((one for one in SCALES if one * factor <= WIDTH / 4), default=SCALES[0])
    return Sheet(WIDTH, height, points, kilometres, kilometres * factor)


def spread(values: Sequence[float]) -> float:
    """How far apart the outermost values are, and never nothing."""
    return max(SMALLEST_KM, max(values) - min(values)) if values else SMALLEST_KM


def centre(values: Sequence[float]) -> float:
    """The middle between the outermost values."""
    return (max(values) + min(values)) / 2
