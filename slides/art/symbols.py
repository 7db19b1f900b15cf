"""Signs that stand for an idea, about 100 wide around the origin: shield, heart, clock, coin and the like."""

import math

from slides.art.palette import BLUE, BRASS, CORAL, GREEN, INK, LEAF, NAVY, ORANGE, RED, SLATE, SUN, WHITE, shade, tint
from slides.art.shapes import Point, circle, ellipse, line, path, place, polygon, rect, stroke, turned

_SHIELD = "M0-58Q24-42 48-42C50 4 34 42 0 60C-34 42-50 4-48-42Q-24-42 0-58Z"
_HALF_SHIELD = "M0-58Q24-42 48-42C50 4 34 42 0 60Z"


def shield(colour: str = GREEN) -> str:
    return (
        path(_SHIELD, colour)
        + path(_HALF_SHIELD, shade(colour, 0.26))
        + stroke("M0-46Q-20-34-38-33C-38 2-26 32 0 48", tint(colour, 0.45), 4)
    )


def tick(colour: str = WHITE) -> str:
    return stroke("M-20 2L-6 17L21-14", colour, 11)


def padlock(colour: str = SUN) -> str:
    bow = stroke("M-15-4V-16Q-15-32 0-32T15-16V-4", tint(colour, 0.5), 8)
    body = rect((-25, -6), (50, 38), colour, rx=8) + path("M6-6H17Q25-6 25 2V24Q25 32 17 32H6Z", shade(colour))
    return bow + body + circle((0, 9), 6, NAVY) + line((0, 10), (0, 20), NAVY, width=5)


def check_shield() -> str:
    return shield() + tick()


def lock_shield() -> str:
    return shield(BLUE) + padlock()


def heart(colour: str = CORAL) -> str:
    outline = "M0 46C-26 24-50 6-50-18C-50-48-12-54 0-26C12-54 50-48 50-18C50 6 26 24 0 46Z"
    dark = "M0 46C26 24 50 6 50-18C50-34 39-43 27-43C38-24 34 10 0 46Z"
    return path(outline, colour) + path(dark, shade(colour)) + stroke("M-36-16Q-36-30-25-32", tint(colour, 0.6), 6)


def clock(colour: str = BLUE) -> str:
    face = (
        circle((0, 0), 50, colour)
        + path("M20-46A50 50 0 0 1 0 50Q38 34 36-6Q34-32 20-46Z", shade(colour, 0.3))
        + circle((0, 0), 39, WHITE)
    )
    marks = "".join(
        line(turned((0, -34), hour), turned((0, -29 if hour % 90 else -26), hour), INK, width=3.4)
        for hour in range(0, 360, 30)
    )
    return (
        face
        + marks
        + line((0, 0), (0, -24), INK, width=5)
        + line((0, 0), (16, 9), CORAL, width=5)
        + circle((0, 0), 5, INK)
    )


def star(colour: str = SUN) -> str:
    left = polygon(star_points((0, 0), 50, turn=0, inner=0.46), colour)
    return left + path("M0-50L13.5-18.6L47.6-15.5L21.9 7.1L29.4 40.5L0 23Z", shade(colour, 0.12))


def star_points(centre: Point, radius: float, *, turn: float, inner: float = 0.381966) -> list[Point]:
    """The ten corners of a five-pointed star; without a turn its first point is at the top."""
    corners = []
    for step in range(10):
        angle = math.radians(turn - 90 + 36 * step)
        far = radius * (inner if step % 2 else 1)
        corners.append((centre[0] + far * math.cos(angle), centre[1] + far * math.sin(angle)))
    return corners


def question(colour: str = ORANGE) -> str:
    return stroke("M-21-22C-22-46 22-48 22-20C22-2 0-2 0 18", colour, 15) + circle((0, 42), 9.5, colour)


def cross(colour: str = RED) -> str:
    return stroke("M-26-26L26 26M26-26L-26 26", colour, 17)


def coin() -> str:
    """A coin with a square hole, of no currency in use."""
    rim = (
        circle((4, 4), 40, "#c98f2c")
        + circle((0, 0), 40, SUN)
        + circle((0, 0), 31, "#f7bd4d")
        + circle((-1, -1), 30, "#ffd980")
    )
    return rim + rect((-9, -9), (18, 18), "#c98f2c", rx=2) + stroke("M-24-12Q-18-24-6-27", WHITE, 5, opacity=0.8)


def note() -> str:
    """A pair of quavers."""
    return (
        ellipse((-24, 32), (14, 11), NAVY)
        + ellipse((26, 24), (14, 11), NAVY)
        + stroke("M-12 30V-30L38-40V22", NAVY, 6)
        + path("M-15-33L41-43V-27L-15-17Z", NAVY)
    )


def arrow(colour: str) -> str:
    """An arrow that points to the right."""
    return path("M-48-12H8V-32L50 0L8 32V12H-48Q-54 0-48-12Z", colour) + path(
        "M8 12V32L50 0H-51Q-51 8-48 12Z", shade(colour)
    )


def returning(colour: str) -> str:
    """An arrow that turns back."""
    return stroke("M-26 34A42 42 0 1 1 36 24", colour, 13) + polygon([(-50, 26), (-14, 14), (-18, 52)], colour)


def pin(colour: str = CORAL) -> str:
    body = path("M0 58C-14 34-38 14-38-14A38 38 0 0 1 38-14C38 14 14 34 0 58Z", colour)
    return (
        body
        + path("M0 58C14 34 38 14 38-14A38 38 0 0 0 14-49Q28-10 0 58Z", shade(colour))
        + circle((0, -14), 15, WHITE)
    )


def scales(metal: str = BRASS) -> str:
    """A pair of scales in balance, 200 wide, standing on its foot at y = 110."""
    post = (
        rect((-6, -80), (12, 176), metal)
        + rect((1, -80), (5, 176), shade(metal))
        + circle((0, -88), 13, tint(metal, 0.25))
    )
    foot = path("M-46 110Q-44 92-14 90H14Q44 92 46 110Z", metal) + path("M8 90H14Q44 92 46 110H14Z", shade(metal))
    beam = stroke("M-92-62Q-50-74 0-62Q50-74 92-62", metal, 9)
    return (
        post
        + foot
        + beam
        + "".join(_pan(side * 92, metal) for side in (-1, 1))
        + circle((0, -62), 10, tint(metal, 0.4))
    )


def _pan(x: float, metal: str) -> str:
    cords = stroke(f"M{x}-60L{x - 36} 26M{x}-60L{x + 36} 26", tint(metal, 0.3), 3.4)
    bowl = path(f"M{x - 44} 24H{x + 44}Q{x + 36} 54 {x} 54T{x - 44} 24Z", tint(metal, 0.2))
    return (
        cords
        + bowl
        + path(f"M{x + 10} 24H{x + 44}Q{x + 36} 54 {x} 54Q{x + 18} 44 {x + 10} 24Z", shade(metal, 0.06))
        + circle((x, -60), 6, metal)
    )


def leaf_spray(colour: str = LEAF) -> str:
    """A curved branch of leaves, 60 wide and 240 high, bending to the left."""
    stem = stroke("M40 120Q-40 60-16-120", shade(colour, 0.35), 5)
    leaves = ((28, 96, -70), (4, 62, -62), (-10, 24, -46), (-16, -16, -34), (-18, -56, -20), (-17, -96, -4))
    outer = "".join(
        place(path("M0 0C-18-10-20-34 0-50C20-34 18-10 0 0Z", colour), (x, y), turn=turn) for x, y, turn in leaves
    )
    inner = "".join(
        place(path("M0 0C-16-9-17-30 0-44C17-30 16-9 0 0Z", shade(colour, 0.2)), (x, y), turn=turn + 92)
        for x, y, turn in leaves[:5]
    )
    return stem + outer + inner


def stranger(radius: float, colour: str = SLATE) -> str:
    """The round of somebody unknown: a plain figure without a face, a question mark on it."""
    figure = circle((0, -0.22 * radius), 0.3 * radius, WHITE) + path(
        "M-50 62Q-46 8 0 8T50 62Q26 84 0 84T-50 62Z", WHITE, transform=f"scale({radius / 100:.2f})"
    )
    return circle((0, 0), radius, colour) + figure + place(question(colour), (0, 0.06 * radius), radius / 190)
