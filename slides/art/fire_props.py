"""Things of fire safety: smoke, extinguisher, alarm, ways out, boxes in the way, stove, cooker and evidence."""

from slides.art.palette import (
    CORAL,
    CREAM,
    GREEN,
    INK,
    NAVY,
    RED,
    SKY,
    SLATE,
    SUN,
    WHITE,
    shade,
    tint,
)
from slides.art.shapes import Point, circle, ellipse, faded, line, path, place, polygon, rect, stroke

STEEL = "#9aa7b7"
_SMOKE = "#8b929c"
_CARTON = "#d3a56d"


def plume(height: float, wide: float = 60) -> str:
    """A soft column of smoke that rises from the origin and drifts to the right."""
    puffs = ""
    for step in range(11):
        share = step / 10
        x, y = wide * 0.9 * share * share + (wide * 0.14 if step % 2 else -wide * 0.14), -height * share
        puffs += circle((x, y), wide * (0.2 + 0.46 * share), _SMOKE)
    return faded(puffs, 0.55)


def haze(level: float, depth: float = 0.5) -> str:
    """Smoke that gathers under the ceiling; its lower edge hangs about a level."""
    return _layer(level, 0, depth * 0.7) + _layer(level - 60, 1, depth * 0.7) + _layer(level - 118, 2, depth * 0.8)


def _layer(level: float, phase: int, share: float) -> str:
    rounds = "".join(
        circle(
            (118 * n - 40 + 46 * phase, level + (14, -22, 6, -8, 20)[(n + phase) % 5]),
            (86, 62, 98, 72)[(n + phase) % 4],
            _SMOKE,
        )
        for n in range(12)
    )
    return faded(rect((0, 0), (1200, level), _SMOKE) + rounds, share)


def puff(scale: float = 1) -> str:
    """A small cloud of smoke around the origin."""
    rounds = ((-46, 6, 30), (-14, -16, 38), (28, -8, 34), (54, 12, 24), (4, 16, 36))
    return place(faded("".join(circle((x, y), r, _SMOKE) for x, y, r in rounds), 0.6), (0, 0), scale)


def extinguisher() -> str:
    """A red extinguisher without a label, 150 high; its foot is the origin."""
    body = rect((-28, -118), (56, 118), RED, rx=18) + path("M6-118H12Q28-118 28-100V-18Q28 0 10 0H6Z", shade(RED, 0.3))
    band = rect((-28, -76), (56, 34), CREAM) + rect((6, -76), (22, 34), shade(CREAM, 0.14))
    light = stroke("M-18-100V-88M-18-32V-20", tint(RED, 0.55), 6)
    neck = rect((-9, -136), (18, 22), STEEL, rx=4) + circle((16, -128), 8, WHITE) + circle((16, -128), 4, GREEN)
    grip = stroke("M-6-138L34-150M-4-132L36-134", INK, 8) + circle((-14, -138), 6, SUN)
    hose = stroke("M-8-130Q-58-120-44-60L-42-34", INK, 9) + path("M-50-40H-34L-30-12H-54Z", INK)
    return ellipse((4, 1), (46, 7), INK, opacity=0.16) + body + band + light + neck + grip + hose


def alarm_button() -> str:
    """A call point on a wall: a red box with a round of glass, 84 wide around the origin."""
    box = rect((-42, -42), (84, 84), RED, rx=10) + path("M14-42H32Q42-42 42-32V32Q42 42 32 42H14Z", shade(RED, 0.25))
    glass = circle((0, 0), 27, WHITE) + circle((0, 0), 16, shade(WHITE, 0.18)) + circle((-1, -1), 12, "#e9eef3")
    return rect((-38, -34), (84, 84), INK, opacity=0.15, rx=10) + box + glass


def alarm_bell() -> str:
    """A red bell on a wall with its sound, about 220 wide around the origin."""
    dome = circle((0, 0), 56, RED) + path("M22-51A56 56 0 0 1 0 56Q42 38 40-6Q38-34 22-51Z", shade(RED, 0.3))
    rings = stroke("M-22-32Q-38-18-38 0", tint(RED, 0.5), 7) + circle((0, 0), 17, SUN) + circle((0, 0), 7, NAVY)
    sound = stroke("M-82-34Q-98 0-82 34M82-34Q98 0 82 34M-112-46Q-132 0-112 46M112-46Q132 0 112 46", SUN, 9)
    return sound + dome + rings


def exit_sign(turned: bool = False) -> str:
    """A green sign with a running figure and an arrow, 150 x 62 around the origin."""
    figure = circle((-36, -18), 6.5, WHITE)
    figure += stroke("M-40-8L-48 6M-40-8L-26 0M-48 6L-40 18L-48 24M-48 6L-60 12M-40-8L-56-6", WHITE, 6)
    side = -1 if turned else 1
    arrow = stroke(f"M{10 * side} 0H{52 * side}M{38 * side}-14L{54 * side} 0L{38 * side} 14", WHITE, 8)
    man = place(figure, (76, 0)) if turned else figure
    return rect((-72, -26), (150, 62), INK, opacity=0.14, rx=8) + rect((-75, -31), (150, 62), GREEN, rx=8) + man + arrow


def exit_door(colour: str = "#5f9f8c") -> str:
    """A double fire door with push bars, 260 x 400; the middle of its foot is the origin."""
    frame = rect((-142, -416), (284, 416), "#e9e2d4", rx=4) + rect((-130, -402), (260, 402), colour, rx=2)
    right = rect((0, -402), (130, 402), shade(colour, 0.12)) + line((0, -400), (0, 0), shade(colour, 0.5), width=5)
    panes = "".join(
        rect((x, -350), (50, 96), "#cfe6f0", rx=5) + path(f"M{x} -350H{x + 26}L{x} -290Z", WHITE, opacity=0.5)
        for x in (-90, 40)
    )
    bars = "".join(rect((x, -198), (92, 16), STEEL, rx=8) for x in (-108, 16))
    return frame + right + panes + bars


def carton(width: float = 120, height: float = 90, colour: str = _CARTON) -> str:
    """A cardboard box without a mark; the middle of its foot is the origin."""
    half = width / 2
    face = rect((-half, -height), (width, height), colour, rx=3)
    side = rect((half * 0.5, -height), (half * 0.5, height), shade(colour, 0.12), rx=3)
    tape = rect((-12, -height), (24, height * 0.42), tint(colour, 0.45)) + rect(
        (-half, -height), (width, 7), tint(colour)
    )
    return face + side + tape


def old_chair(colour: str = "#a9744b") -> str:
    """A wooden chair, 90 wide and 170 high; the middle of its foot is the origin."""
    legs = stroke("M-36-4L-34-86M36-4L34-86M-24-20V-84M24-20V-84", shade(colour), 10)
    back = stroke("M-36-90V-168M36-90V-168M-36-164H36M-36-130H36", colour, 10)
    return legs + back + rect((-46, -96), (92, 18), colour, rx=6)


def pot(colour: str = "#5b6b80") -> str:
    """A saucepan with two ears, 130 wide; the middle of its foot is the origin."""
    ears = stroke("M-66-50H-86M66-50H86", INK, 11)
    body = path("M-66-66H66V-16Q66 0 50 0H-50Q-66 0-66-16Z", colour)
    dark = path("M26-66H66V-16Q66 0 50 0H20Q34-24 26-66Z", shade(colour, 0.35))
    return ears + body + dark + rect((-72, -76), (144, 16), tint(colour, 0.25), rx=8)


def cooker(colour: str = SKY) -> str:
    """A small electric cooker with a glass lid and a knob, 120 wide; the middle of its foot is the origin."""
    base = path("M-56-58H56L48-8Q46 0 36 0H-36Q-46 0-48-8Z", colour)
    dark = path("M22-58H56L48-8Q46 0 36 0H16Q30-24 22-58Z", shade(colour, 0.2))
    lid = path("M-58-60Q-50-92 0-92T58-60Z", "#dfeaf1") + path(
        "M-44-64Q-36-82-14-84", "none", stroke=WHITE, stroke_width=6
    )
    return (
        base
        + dark
        + lid
        + circle((0, -94), 9, INK)
        + circle((0, -26), 11, WHITE)
        + line((0, -26), (5, -33), INK, width=4)
    )


def power_strip(colour: str = WHITE) -> str:
    """A power strip with three plugs in it, 190 wide around the origin."""
    body = rect((-96, -18), (192, 38), shade(colour, 0.22), rx=10) + rect((-96, -22), (192, 36), colour, rx=10)
    plugs = "".join(
        rect((x - 17, -42), (34, 36), tone, rx=7) + stroke(f"M{x} -40Q{x + 4} -70 {x + bend} -92", tone, 7)
        for x, tone, bend in ((-58, SLATE, -30), (-6, NAVY, 10), (46, "#6d7787", 46))
    )
    return plugs + body + circle((80, -4), 6, CORAL)


def steam(colour: str = WHITE) -> str:
    """Three curls of steam that rise from the origin."""
    return faded(stroke("M-26 0Q-44-26-26-50T-26-98M4-6Q-14-36 4-62T4-116M34 0Q16-26 34-50T34-98", colour, 9), 0.8)


def torch() -> str:
    """A torch held around the origin with its light falling to the left."""
    beam = polygon([(-34, -14), (-34, 14), (-300, 120), (-300, -70)], SUN, opacity=0.35)
    return beam + path("M-40-18L-16-11H44V11H-16L-40 18Z", INK) + rect((-44, -18), (8, 36), SUN, rx=3)


def clipboard() -> str:
    """A clipboard with ticked lines, 96 x 126 around the origin."""
    board = rect((-48, -60), (96, 126), "#a9744b", rx=8) + rect((-39, -48), (78, 106), WHITE, rx=3)
    rows = "".join(
        stroke(f"M-28 {y}l6 6l10-12", GREEN, 4.5) + stroke(f"M-2 {y}H28", "#b7c3d0", 6) for y in (-24, 2, 28)
    )
    return board + rect((-20, -68), (40, 18), STEEL, rx=5) + rows


def magnifier() -> str:
    """A magnifying glass, its lens around the origin."""
    handle = stroke("M44 44L112 112", "#8a5234", 24) + stroke("M44 44L62 62", STEEL, 20)
    lens = circle((0, 0), 64, "#d9ecf6", opacity=0.55) + circle((0, 0), 64, "none", stroke=SLATE, stroke_width=14)
    return handle + lens + stroke("M-38-18Q-30-38-10-42", WHITE, 8)


def towel(width: float = 300, colour: str = SKY) -> str:
    """A rolled wet towel that lies along the foot of a door; its middle on the floor is the origin."""
    half = width / 2
    roll = rect((-half, -40), (width, 40), colour, rx=20) + rect((-half, -18), (width, 18), shade(colour, 0.18), rx=9)
    return roll + "".join(stroke(f"M{x} -34q10 12 2 28", WHITE, 5) for x in (-half + 50, -20, half - 70))


def bottle() -> str:
    """A plastic bottle half full of water, 90 high around the origin, without a label."""
    body = path("M-9-46H9V-34Q20-26 20-14V38Q20 46 12 46H-12Q-20 46-20 38V-14Q-20-26-9-34Z", "#d6ecf6")
    water = path("M-20 2H20V38Q20 46 12 46H-12Q-20 46-20 38Z", "#7fb9dc")
    return body + water + rect((-11, -56), (22, 13), "#2f76c4", rx=4) + stroke("M-11-14V28", WHITE, 5)


def socket(at: Point) -> str:
    """A double socket on a wall."""
    holes = stroke("M-10-6V4M10-6V4M0 12V18", SLATE, 5)
    return place(rect((-30, -30), (60, 60), WHITE, rx=8) + rect((-30, 22), (60, 8), "#d5dde5", rx=4) + holes, at)
