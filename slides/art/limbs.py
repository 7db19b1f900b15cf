"""Arms and legs as soft bent strokes, so that a hand is always where its arm ends."""

import math
from dataclasses import dataclass

from slides.art.palette import WHITE, shade
from slides.art.shapes import Point, ellipse, number, pair, path, place, stroke


@dataclass(frozen=True)
class Arm:
    """Where a hand is, in arm lengths from its shoulder (outward, down), and what it does there."""

    hand: Point = (0.14, 0.95)
    shape: str = "rest"
    held: str = ""
    bend: float = 1


DOWN = Arm()
HIP = Arm((0.02, 0.62))
RAISED = Arm((0.2, -0.95), "palm")
CHEST = Arm((-0.32, 0.5))
LAP = Arm((-0.2, 0.8))


def limb(points: tuple[Point, Point, Point], colour: str, width: float) -> str:
    """A bent limb with its shaded side away from the light."""
    outline = bent(*points)
    lit = place(stroke(outline, colour, width * 0.82), (-width * 0.09, -width * 0.05))
    return stroke(outline, shade(colour), width) + lit


def bent(start: Point, joint: Point, end: Point) -> str:
    before, after = _between(start, joint, 0.72), _between(joint, end, 0.28)
    return f"M{pair(start)}L{pair(before)}Q{pair(joint)} {pair(after)}L{pair(end)}"


def elbow(shoulder: Point, hand: Point, bone: float, *, outward: float) -> tuple[Point, Point]:
    """The elbow on the outer side and the hand, drawn in if it is further than the arm is long."""
    dx, dy = hand[0] - shoulder[0], hand[1] - shoulder[1]
    far = math.hypot(dx, dy) or 0.1
    reach = min(far, bone * 1.99)
    ux, uy = dx / far, dy / far
    height = math.sqrt(max(bone * bone - reach * reach / 4, 0))
    middle = shoulder[0] + ux * reach / 2, shoulder[1] + uy * reach / 2
    sides = [(middle[0] - uy * turn * height, middle[1] + ux * turn * height) for turn in (-1, 1)]
    best = max(sides, key=lambda point: point[0] * outward + point[1] * 0.6)
    return best, (shoulder[0] + ux * reach, shoulder[1] + uy * reach)


def hand(shape: str, skin: str, *, size: float, outward: float) -> str:
    """A hand at the origin whose fingers point up; it is turned along the forearm."""
    dark = shade(skin)
    if shape == "palm":
        fingers = "".join(
            stroke(f"M{x} -2L{x * 1.5} {y}", skin, 6.4) for x, y in ((-7.5, -19), (-2.5, -23), (2.5, -23), (7.5, -19))
        )
        drawing = (
            fingers
            + stroke(f"M{number(-outward * 8)} 4L{number(-outward * 17)} -6", skin, 6.4)
            + ellipse((0, 2), (11.5, 12), skin)
        )
        drawing += stroke("M-6 7Q0 3 6 7", dark, 2)
    elif shape == "open":
        drawing = "".join(stroke(f"M{x} -2L{x * 1.3} {y}", skin, 6.4) for x, y in ((-5, -21), (0, -24), (5, -22)))
        drawing += stroke(f"M{number(-outward * 6)} 2L{number(-outward * 16)} -9", skin, 6.4) + ellipse(
            (0, 0), (10.5, 12), skin
        )
    else:
        drawing = ellipse((0, -1), (11.5, 12.5), skin) + ellipse((-outward * 6, -3), (4.5, 8), dark, opacity=0.5)
    return place(drawing, (0, 0), size / 11.5)


def arm(pose: Arm, shoulder: Point, *, bone: float, width: float, side: int, sleeve: "Sleeve", skin: str) -> str:
    """One whole arm from shoulder to hand, with what the hand holds."""
    target = shoulder[0] + side * pose.hand[0] * 2 * bone, shoulder[1] + pose.hand[1] * 2 * bone
    joint, end = elbow(shoulder, target, bone, outward=side * pose.bend)
    turn = math.degrees(math.atan2(end[0] - joint[0], joint[1] - end[1]))
    grip = place(hand(pose.shape, skin, size=width * 0.5, outward=side), end, turn=turn)
    held = place(pose.held, end) if pose.held else ""
    bare = limb((shoulder, joint, end), skin, width * 0.72) if sleeve.short else ""
    cloth = _cloth(sleeve, (shoulder, joint, end), width)
    return bare + held + grip + cloth


@dataclass(frozen=True)
class Sleeve:
    """The cloth on an arm."""

    colour: str
    short: bool = False
    stripe: str = ""


def _cloth(sleeve: Sleeve, points: tuple[Point, Point, Point], width: float) -> str:
    shoulder, joint, end = points
    if sleeve.short:
        cuff = _between(shoulder, joint, 0.62)
        return limb((shoulder, _between(shoulder, cuff, 0.5), cuff), sleeve.colour, width * 1.06)
    wrist = _between(joint, end, 0.86)
    stripe = stroke(bent(shoulder, joint, wrist), sleeve.stripe, width * 0.22) if sleeve.stripe else ""
    return limb((shoulder, joint, wrist), sleeve.colour, width) + stripe


def shoe(at: Point, width: float, colour: str, *, side: int) -> str:
    """A shoe under an ankle, its toe turned a little outward."""
    outline = "M-14-14Q0-18 14-14Q24-8 24 4L-15 4Q-17-8-14-14Z"
    sole = path("M-16 2H25Q25 8 20 8H-12Q-16 8-16 2Z", WHITE if colour != WHITE else "#cfd6de")
    drawing = path(outline, colour) + sole
    scale = number(side * width / 24)
    return place(f'<g transform="scale({scale} {number(width / 24)})">{drawing}</g>', (at[0], at[1] - width * 0.3))


def _between(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
