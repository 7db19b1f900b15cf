"""Places under the sky, 1200 wide and 900 high: schoolyard, school gate and street."""

from slides.art.palette import CORAL, CREAM, GREEN, INK, LEAF, SKY, SLATE, SUN, WHITE, mix, shade, tint
from slides.art.shapes import Point, circle, ellipse, line, path, place, rect, stroke

_GRASS = "#a5dcb4"


def sky(tone: str = SKY) -> str:
    """The sky in three calm bands with a low sun."""
    return (
        rect((0, 0), (1200, 900), tone)
        + path("M0 250Q300 200 640 250T1200 230V900H0Z", tint(tone, 0.28))
        + path("M0 400Q340 350 700 400T1200 380V900H0Z", tint(tone, 0.52))
    )


def sun(at: Point) -> str:
    return place(
        circle((0, 0), 96, "#fff1c9", opacity=0.7)
        + circle((0, 0), 62, SUN)
        + path("M20-58A62 62 0 0 1 0 62Q44 40 44 0T20-58Z", "#f7bd4d", opacity=0.7),
        at,
    )


def cloud(at: Point, scale: float = 1) -> str:
    puffs = (
        circle((-54, 0), 34, WHITE)
        + circle((-12, -22), 46, WHITE)
        + circle((44, -8), 40, WHITE)
        + rect((-88, -4), (174, 38), WHITE, rx=19)
    )
    return place(puffs + path("M-70 34H68Q86 34 86 16Q40 26-86 18Q-84 34-70 34Z", SKY, opacity=0.55), at, scale)


def tree(at: Point, scale: float = 1, colour: str = LEAF) -> str:
    trunk = (
        rect((-13, -110), (26, 112), "#9a6b47", rx=6)
        + rect((3, -110), (10, 112), "#84593a")
        + stroke("M0-96L34-132", "#9a6b47", 10)
    )
    crown = (
        circle((-48, -168), 56, colour)
        + circle((50, -166), 58, shade(colour, 0.2))
        + circle((0, -218), 70, colour)
        + ellipse((4, -148), (80, 44), shade(colour, 0.1))
    )
    light = stroke("M-46-226Q-34-262 2-268", tint(colour, 0.5), 9) + stroke(
        "M-84-176Q-80-196-66-204", tint(colour, 0.5), 8
    )
    return place(ellipse((8, 2), (74, 12), INK, opacity=0.13) + trunk + crown + light, at, scale)


def bush(at: Point, scale: float = 1, colour: str = LEAF) -> str:
    dark = shade(colour, 0.2)
    return place(
        circle((-48, -26), 34, colour)
        + circle((44, -24), 36, dark)
        + circle((0, -42), 46, mix(colour, dark, 0.35))
        + rect((-82, -30), (162, 32), mix(colour, dark, 0.5), rx=14),
        at,
        scale,
    )


def school_building(at: Point, scale: float = 1) -> str:
    """A school of three floors, 760 wide, its foot at the point; it has no sign and no emblem."""
    wall, trim = "#fdf0d9", "#f3b58a"
    body = (
        rect((-380, -330), (760, 330), wall)
        + rect((120, -330), (260, 330), shade(wall, 0.07))
        + rect((-400, -352), (800, 26), trim, rx=4)
    )
    rows = "".join(_window((x, y)) for y in (-300, -206, -112) for x in (-352, -268, -184, 112, 196, 280))
    tower = (
        rect((-96, -400), (192, 400), "#f8ddb8")
        + rect((20, -400), (76, 400), shade("#f8ddb8", 0.1))
        + path("M-116-400L0-462L116-400Z", trim)
        + path("M0-462L116-400H30Z", shade(trim))
    )
    panes = "".join(_window((x, y)) for y in (-286, -200) for x in (-66, 10))
    dial = (
        circle((0, -346), 30, WHITE)
        + stroke("M0-346V-364M0-346L12-340", INK, 4)
        + circle((0, -346), 30, "none", stroke=trim, stroke_width=6)
    )
    door = (
        rect((-44, -104), (88, 104), "#a9683f", rx=4)
        + line((0, -100), (0, 0), "#84502f", width=4)
        + rect((-64, -118), (128, 16), trim, rx=4)
    )
    return place(body + rows + tower + panes + dial + door + rect((-90, -10), (180, 12), "#d9d3c6"), at, scale)


def _window(at: Point) -> str:
    return place(
        rect((0, 0), (56, 66), "#9fcdea")
        + path("M0 0H30L0 40Z", WHITE, opacity=0.45)
        + rect((25, 0), (6, 66), WHITE)
        + rect((-5, 64), (66, 8), "#f3b58a", rx=2),
        at,
    )


def lawn(top: float = 560) -> str:
    """Grass with two mown tones."""
    return path(f"M0 {top}Q400 {top - 34} 760 {top - 8}T1200 {top - 14}V900H0Z", _GRASS) + path(
        f"M0 {top + 120}Q420 {top + 62} 800 {top + 100}T1200 {top + 70}V900H0Z", mix(_GRASS, LEAF, 0.6)
    )


def playground() -> str:
    """A schoolyard: building, trees, grass and a running track."""
    back = sky() + sun((1040, 130)) + cloud((230, 130), 1.1) + cloud((720, 84), 0.75)
    trees = (
        tree((60, 600), 1.05)
        + tree((1130, 596), 1.15, mix(LEAF, GREEN, 0.25))
        + bush((250, 590), 0.9)
        + bush((960, 588), 0.95)
    )
    return back + school_building((600, 560), 0.86) + lawn(566) + trees + track()


def track() -> str:
    field = path("M-40 760Q600 610 1240 760V900H-40Z", "#e98f72") + path(
        "M-40 900V856Q600 706 1240 856V900Z", "#f2a78d"
    )
    lanes = stroke("M-40 800Q600 650 1240 800M-40 846Q600 696 1240 846", WHITE, 5, opacity=0.8)
    return field + lanes


def paved_yard() -> str:
    """A paved schoolyard whose joints run away from us."""
    ground = rect((0, 600), (1200, 300), "#e7dfd0") + rect((0, 600), (1200, 16), "#d5cab6")
    joints = "".join(
        line((600 + x * 0.55, 606), (600 + x * 1.7, 900), "#dad0bd", width=4) for x in range(-960, 961, 240)
    )
    return ground + joints + "".join(line((0, y), (1200, y), "#dad0bd", width=4) for y in (660, 740, 840))


def morning_yard() -> str:
    """The schoolyard on a clear morning, with room for a flag pole."""
    back = sky("#cde9f8") + sun((150, 170)) + cloud((960, 150), 1) + cloud((420, 110), 0.7)
    return (
        back
        + school_building((760, 604), 0.8)
        + tree((70, 620), 1.1)
        + tree((1150, 620), 1, mix(LEAF, GREEN, 0.25))
        + bush((300, 612))
        + bush((420, 612), 0.7)
        + paved_yard()
    )


def street() -> str:
    """A street with small shops that carry no names."""
    back = sky() + cloud((190, 110), 0.9) + cloud((1010, 84), 0.8)
    far = "".join(
        rect((x, y), (w, 620 - y), tone)
        for x, y, w, tone in (
            (20, 190, 150, "#cfe0ec"),
            (190, 130, 120, "#c3d7e6"),
            (880, 170, 140, "#cfe0ec"),
            (1040, 110, 130, "#c3d7e6"),
        )
    )
    shops = _shop(20, 360, CORAL) + _shop(400, 400, LEAF) + _shop(820, 370, SUN)
    pavement = (
        rect((0, 660), (1200, 240), "#e5dfd5")
        + rect((0, 655), (1200, 14), "#cfc7ba")
        + path("M0 872H1200V900H0Z", "#8d99a8")
        + rect((0, 858), (1200, 16), "#c3bbae")
    )
    joints = "".join(line((x, 672), (x + (x - 600) * 0.16, 858), "#d6cebf", width=4) for x in range(60, 1200, 180))
    return back + far + shops + pavement + joints


def _shop(x: float, width: float, colour: str) -> str:
    wall = (
        rect((x, 300), (width, 360), CREAM)
        + rect((x, 290), (width, 22), shade(CREAM, 0.12))
        + rect((x + width - 40, 312), (40, 348), shade(CREAM, 0.06))
    )
    panes = rect((x + 26, 452), (width - 150, 150), "#a9d3ea", rx=6) + path(
        f"M{x + 40} 602L{x + 130} 452H{x + 186}L{x + 96} 602Z", WHITE, opacity=0.4
    )
    door = rect((x + width - 104, 452), (76, 206), "#8d6a4d", rx=6) + rect(
        (x + width - 92, 466), (52, 100), "#a9d3ea", rx=4
    )
    strips = int(width // 40)
    awning = "".join(
        path(
            f"M{x + 40 * i} 392H{x + 40 * i + 40}V432Q{x + 40 * i + 20} 454 {x + 40 * i} 432Z",
            colour if i % 2 else WHITE,
        )
        for i in range(strips)
    )
    return (
        wall
        + panes
        + door
        + rect((x, 380), (strips * 40, 14), shade(colour), rx=4)
        + awning
        + rect((x + 26, 602), (width - 150, 56), tint(colour, 0.45))
    )


def gate_yard() -> str:
    """The way out of school in the afternoon: gate, trees and pavement."""
    back = (
        sky()
        + cloud((250, 96), 0.9)
        + cloud((880, 70), 0.7)
        + school_building((600, 606), 0.62)
        + tree((90, 610), 1.15)
        + tree((1120, 610), 1.2, mix(LEAF, GREEN, 0.25))
    )
    ground = (
        rect((0, 600), (1200, 300), "#e7dfd0")
        + path("M400 600H800L980 900H220Z", "#efe8db")
        + rect((0, 600), (400, 40), _GRASS)
        + rect((800, 600), (400, 40), _GRASS)
    )
    return back + ground + place(school_gate(), (0, 650)) + bush((60, 664)) + bush((1150, 664), 1.1)


def school_gate() -> str:
    """A school gate with two pillars between low fences, 1200 wide, its foot at y = 0."""
    bars = "".join(
        rect((x, -120), (10, 120), SLATE, rx=5) for start in (10, 770) for x in range(start, start + 430, 36)
    )
    rails = "".join(rect((x, y), (440, 10), SLATE) for x in (0, 760) for y in (-100, -30))
    posts = "".join(
        rect((x, -210), (64, 212), "#d98c6a")
        + rect((x + 38, -210), (26, 212), shade("#d98c6a"))
        + rect((x - 8, -226), (80, 20), CREAM, rx=4)
        for x in (458, 668)
    )
    return bars + rails + posts
