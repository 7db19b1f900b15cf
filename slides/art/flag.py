"""The national flag in the exact construction that the law prescribes, for lessons about it and nowhere else."""

import math

from slides.art.palette import SLATE, shade, tint
from slides.art.shapes import Point, circle, element, ellipse, fine, path, rect
from slides.art.symbols import star_points

FLAG_RED, FLAG_YELLOW = "#ee1c25", "#ffff00"
WIDTH, HEIGHT = 30, 20
LARGE_STAR: tuple[Point, float] = ((5, 5), 3)
SMALL_STARS: tuple[tuple[Point, float], ...] = (((10, 2), 1), ((12, 4), 1), ((12, 7), 1), ((10, 9), 1))


def star_turn(centre: Point) -> float:
    """How far a small star is turned, so that one of its points looks to the large star's centre."""
    (x, y), _ = LARGE_STAR
    return math.degrees(math.atan2(y - centre[1], x - centre[0])) + 90


def national_flag(unit: float) -> str:
    """The flag with its upper hoist corner at the origin; a unit is a thirtieth of its length."""
    stars = [_star(*LARGE_STAR, turn=0)] + [
        _star(centre, radius, turn=star_turn(centre)) for centre, radius in SMALL_STARS
    ]
    field = element("rect", width=WIDTH, height=HEIGHT, fill=FLAG_RED)
    return f'<g class="national-flag" transform="scale({fine(unit)})">{field}{"".join(stars)}</g>'


def _star(centre: Point, radius: float, *, turn: float) -> str:
    corners = " ".join(f"{fine(x)},{fine(y)}" for x, y in star_points(centre, radius, turn=turn))
    return element("polygon", points=corners, fill=FLAG_YELLOW)


def pole(height: float) -> str:
    """A flag pole on a stepped base, its foot at the origin."""
    metal = tint(SLATE, 0.62)
    mast = (
        rect((-6, -height), (12, height), metal)
        + rect((1, -height), (5, height), shade(metal, 0.2))
        + circle((0, -height - 9), 13, "#e9c46a")
    )
    base = (
        rect((-60, -22), (120, 26), "#d9d3c6", rx=3)
        + rect((-86, 0), (172, 24), "#c6beae", rx=3)
        + rect((20, -22), (40, 26), "#c2baa9", rx=3)
    )
    return ellipse((10, 24), (110, 10), SLATE, opacity=0.2) + mast + base + path("M-60-22H60V-16H-60Z", "#ebe6dc")
