"""Things for lessons on national security: wheat, a microscope, an aerial, a drone, a globe, signs and papers."""

from slides.art.palette import (
    BLUE,
    BRASS,
    CORAL,
    CREAM,
    GREEN,
    INK,
    LEAF,
    NAVY,
    SKY,
    SLATE,
    SUN,
    WHITE,
    mix,
    shade,
    tint,
)
from slides.art.shapes import circle, ellipse, line, path, place, rect, stroke

_STEEL = "#93a1b3"
_GRAIN = "#e8b64c"


def wheat() -> str:
    """Three ears of ripe wheat, 150 wide and 200 high around the origin."""
    return place(_ear(), (-34, 10), 0.86, turn=-24) + place(_ear(), (34, 10), 0.86, turn=24) + place(_ear(), (0, 0))


def _ear() -> str:
    grains = "".join(
        place(ellipse((0, 0), (9, 17), _GRAIN if side < 0 else shade(_GRAIN, 0.14)), (side * 12, y), turn=side * 26)
        for y in (-72, -50, -28, -6)
        for side in (-1, 1)
    )
    return stroke("M0 100V-80", shade(_GRAIN, 0.3), 6) + grains + ellipse((0, -92), (9, 17), _GRAIN)


def microscope() -> str:
    """A microscope, 150 wide and 190 high; the middle of its foot is the origin."""
    foot = rect((-66, -22), (132, 22), NAVY, rx=9) + rect((-46, -66), (92, 13), SLATE, rx=6)
    arm = stroke("M34-24Q78-80 34-138", BLUE, 20) + stroke("M44-30Q80-80 42-130", shade(BLUE, 0.3), 7)
    tube = rect((-14, -40), (28, 104), tint(SLATE, 0.72), rx=8) + rect((2, -40), (12, 104), tint(SLATE, 0.5), rx=6)
    tube += rect((-10, 60), (20, 22), SLATE, rx=4) + rect((-11, -58), (22, 22), INK, rx=5)
    return foot + arm + place(tube, (0, -136), 0.92, turn=18) + circle((40, -84), 12, SUN)


def dish(colour: str = "#dfe6ee") -> str:
    """A large aerial that looks at the sky, 170 wide; the middle of its foot is the origin."""
    mast = path("M-12-70H12L26 0H-26Z", _STEEL) + path("M0-70H12L26 0H6Z", shade(_STEEL))
    bowl = path("M-92-126Q-78-36 26-28L-66-150Q-88-148-92-126Z", colour) + path(
        "M-92-126Q-78-36 26-28L14-44Q-62-52-82-132Z", shade(colour, 0.22)
    )
    return mast + bowl + stroke("M-24-92L30-140", SLATE, 6) + circle((34, -144), 9, CORAL)


def drone() -> str:
    """A small camera drone in the air, 240 wide around the origin."""
    arms = stroke("M-84-22L0 4L84-22", SLATE, 11)
    blades = "".join(
        ellipse((x, -40), (56, 7), mix(SKY, SLATE, 0.4), opacity=0.75) + rect((x - 7, -40), (14, 24), SLATE, rx=4)
        for x in (-84, 84)
    )
    body = rect((-44, -18), (88, 40), "#e9eef3", rx=18) + rect((8, -18), (36, 40), shade("#e9eef3", 0.12), rx=18)
    eye = circle((0, 30), 15, INK) + circle((0, 30), 7, SKY)
    legs = stroke("M-34 20L-46 48M34 20L46 48", SLATE, 7)
    return blades + arms + legs + body + eye


def globe(radius: float = 90) -> str:
    """A globe on a foot, without borders; the middle of the ball is the origin."""
    ball = circle((0, 0), 90, mix(SKY, BLUE, 0.22)) + path(
        "M36-82A90 90 0 0 1 12 89Q66 50 62-14Q58-56 36-82Z", NAVY, opacity=0.14
    )
    land = path("M-60-50Q-30-76-6-58Q4-36-22-28Q-16-6-40-4Q-66-14-60-50Z", LEAF) + path(
        "M10-24Q44-40 62-14Q66 14 40 22Q34 50 18 58Q2 40 10 20Q-8 0 10-24Z", LEAF
    )
    land += path("M-46 26Q-22 22-20 44Q-34 62-50 52Z", mix(LEAF, GREEN, 0.2))
    stand = (
        stroke("M0-104A104 104 0 0 1 40 96", BRASS, 9)
        + rect((-8, 92), (16, 34), BRASS)
        + ellipse((0, 130), (54, 13), shade(BRASS))
    )
    return place(stand + ball + land, (0, 0), radius / 90)


def no_camera() -> str:
    """A round sign with a camera crossed out on a post, 120 wide and 330 high; its foot is the origin."""
    post = rect((-8, -220), (16, 220), _STEEL, rx=5) + rect((1, -220), (7, 220), shade(_STEEL), rx=4)
    face = circle((0, -270), 62, WHITE) + circle((0, -270), 56, "none", stroke="#c81e3a", stroke_width=12)
    camera = rect((-31, -290), (62, 44), INK, rx=8) + rect((-12, -300), (24, 14), INK, rx=4)
    camera += circle((0, -268), 15, WHITE) + circle((0, -268), 8, INK)
    return post + face + camera + line((-39, -309), (39, -231), "#c81e3a", width=12)


def pass_folder() -> str:
    """An open folder that shows who somebody is, with a plain portrait and lines, 96 x 70 around the origin."""
    case = rect((-52, -38), (104, 76), "#3b4a66", rx=8) + rect((-46, -32), (44, 64), CREAM, rx=4)
    face = circle((-24, -12), 9, SLATE) + path("M-40 22Q-38 2-24 2T-8 22Z", SLATE)
    lines = "".join(rect((8, y), (width, 7), "#b7c3d0", rx=3) for y, width in ((-22, 36), (-6, 28), (10, 34)))
    return case + face + rect((2, -32), (44, 64), WHITE, rx=4) + lines


def marked_paper() -> str:
    """A sheet of an office with a red bar above its lines, 150 x 196 around the origin."""
    sheet = rect((-75, -98), (150, 196), WHITE, rx=6) + rect((36, -84), (28, 12), "#c81e3a", rx=3)
    bars = "".join(
        rect((-56, y), (width, 9), "#c7d2de", rx=4) for y, width in ((4, 112), (26, 96), (48, 108), (70, 60))
    )
    return sheet + rect((-56, -54), (112, 14), "#d9858f", rx=5) + line((-56, -26), (56, -26), "#c81e3a", width=4) + bars


def notebook(colour: str = CORAL) -> str:
    """A small notebook held open at the origin, 84 x 60."""
    return (
        rect((-44, -34), (88, 64), colour, rx=5)
        + rect((-40, -32), (39, 58), CREAM, rx=3)
        + rect((1, -32), (39, 58), WHITE, rx=3)
        + stroke("M-33-18H-10M-33-4H-12M8-18H32M8-4H28M8 10H30", "#b7c3d0", 4)
    )


def lorry(colour: str = "#6f8f86") -> str:
    """A closed lorry from the side, 300 wide, without a mark; the middle of its foot is the origin."""
    box = rect((-150, -150), (190, 126), colour, rx=6) + rect((-150, -58), (190, 34), shade(colour, 0.16))
    box += "".join(stroke(f"M{x}-146V-60", shade(colour, 0.2), 4) for x in (-102, -54, -6))
    cab = path("M48-112H104Q116-112 124-92L142-54V-24H48Z", tint(colour, 0.22)) + path(
        "M64-98H100L118-60H64Z", "#a9d3ea"
    )
    wheels = "".join(circle((x, -18), 25, INK) + circle((x, -18), 11, _STEEL) for x in (-104, -44, 98))
    return ellipse((0, 6), (156, 9), INK, opacity=0.14) + box + rect((-150, -30), (292, 12), SLATE) + cab + wheels
